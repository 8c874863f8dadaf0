"""What several claims of one text mean together: who sponsors, what is vaguer than something else said."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Modality, Predicate, plain
from kg.nlp.drafts import Draft, claim
from kg.nlp.frames import main_compounds
from kg.nlp.same_event import unite, with_only_disease
from kg.nlp.stages import UNKNOWN
from kg.nlp.tables_stages import RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.nlp.context import Sentence


_TRIALS = frozenset({"clinical", "phase 1", "phase 1/2", "phase 2", "phase 2/3", "phase 3", "IND"})
_SYMMETRIC = frozenset({Predicate.COLLABORATES_WITH, Predicate.COMBINED_WITH})


def settle(drafts: Sequence[Draft], sentences: Sequence[Sentence], *, registrant: Entity | None) -> list[Draft]:
    """Return the drafts of a document after what they say of each other."""
    out = [_ordered(d) for d in drafts]
    out = _with_known_stages(out)
    out.extend(_sponsors_develop(out))
    out.extend(_owners_develop(out))
    out.extend(_registrant_develops(out, sentences, registrant))
    out = _with_sponsors(out, registrant)
    out = unite(out)
    out = _without_vague_stages(out)
    out = with_only_disease(out)
    out = _without_vague_outcomes(out)
    out = _without_vague_kinds(out)
    out = _without_settled_indications(out)
    return _without_weaker_modality(out)


def _ordered(draft: Draft) -> Draft:
    """Write a symmetric relation one way."""
    if draft.predicate in _SYMMETRIC and isinstance(draft.object, Entity) and draft.object.attributes:
        return replace(draft, subject=draft.object, object=draft.subject)
    return draft


_RANK = {name: rank for rank, name in enumerate(RANK)}


def _with_known_stages(drafts: list[Draft]) -> list[Draft]:
    """Give a development that stopped the stage it is otherwise said to have reached, or drop the claim."""
    reached: dict[Entity, str] = {}
    for draft in drafts:
        if draft.predicate is Predicate.HAS_STAGE and draft.modality is Modality.ASSERTED and draft.object in _RANK:
            stage = str(draft.object)
            if _RANK[stage] >= _RANK.get(reached.get(draft.subject, ""), -1):
                reached[draft.subject] = stage
    out = []
    for draft in drafts:
        if draft.predicate is Predicate.HAS_STAGE and draft.object == UNKNOWN:
            if draft.subject not in reached:
                continue
            out.append(replace(draft, object=reached[draft.subject]))
        else:
            out.append(draft)
    return out


def _sponsors_develop(drafts: list[Draft]) -> list[Draft]:
    """Who runs a compound's trial, or files for it, develops it."""
    out = []
    for draft in drafts:
        sponsor = draft.qualifiers.get("sponsor")
        if (
            draft.predicate is Predicate.HAS_STAGE
            and isinstance(sponsor, Entity)
            and draft.modality is not Modality.NEGATED
        ):
            out.append(
                Draft(
                    draft.subject,
                    Predicate.DEVELOPED_BY,
                    sponsor,
                    draft.start,
                    draft.end,
                    "inferred.sponsor",
                    0.82,
                    reason="runs its trial",
                )
            )
    return out


def _owners_develop(drafts: list[Draft]) -> list[Draft]:
    """Who wholly owns a compound that is in trials develops it, unless the text names somebody who does."""
    developed = {d.subject for d in drafts if d.predicate is Predicate.DEVELOPED_BY}
    tried = {
        d.subject
        for d in drafts
        if d.predicate is Predicate.HAS_STAGE and d.object in _TRIALS and d.modality is Modality.ASSERTED
    }
    return [
        Draft(
            d.subject,
            Predicate.DEVELOPED_BY,
            d.object,
            d.start,
            d.end,
            "inferred.owner",
            0.8,
            reason="owns it, and it is in trials",
        )
        for d in drafts
        if d.predicate is Predicate.OWNED_BY and d.rule.startswith("owned.wholly") and d.subject in tried - developed
    ]


_CANDIDATE = re.compile(
    r"\b(?:candidate|program|preclinical|pre-clinical|investigational|IND-enabling|lead-stage|discovery)\b",
    re.IGNORECASE,
)


def _registrant_develops(drafts: list[Draft], sentences: Sequence[Sentence], registrant: Entity | None) -> list[Draft]:
    """Take the candidates that a company describes for its own, unless the text names somebody else's hand in them.

    A compound whose trial or results a company reports is its own where the sentence that names both, or that calls
    the compound a candidate, names no other company.
    """
    if registrant is None:
        return []
    claimed = {d.subject for d in drafts if d.predicate in _HANDS}
    partners = {d.object for d in drafts if d.predicate is Predicate.COMBINED_WITH}
    staged = {d.subject for d in drafts if d.predicate in _TOLD and d.modality is not Modality.NEGATED}
    marketed = {d.subject for d in drafts if d.predicate is Predicate.HAS_STAGE and d.object == "approved"}
    out: dict[Entity, Draft] = {}
    for sentence in sentences:
        own = [s.entity for s in main_compounds(sentence) if s.found]
        organizations = {e for s in sentence.of_type(EntityType.ORGANIZATION) for e in s.entities}
        if not own or own[0] in out or own[0] not in staged - claimed - partners or organizations - {registrant}:
            continue
        reported = registrant in organizations and (own[0] not in marketed or _REPORTS.search(sentence.text))
        if reported or _CANDIDATE.search(sentence.text):
            out[own[0]] = claim(
                sentence, own[0], Predicate.DEVELOPED_BY, registrant, rule="inferred.registrant", confidence=0.7
            )
    return list(out.values())


_REPORTS = re.compile(r"\b(?:announce[sd]?|reported|received|obtained|submitted|filed)\b")
_TOLD = frozenset({Predicate.HAS_STAGE, Predicate.HAS_OUTCOME})
_HANDS = frozenset({Predicate.DEVELOPED_BY, Predicate.OWNED_BY, Predicate.LICENSED_TO, Predicate.ORIGINATED_BY})


def _with_sponsors(drafts: list[Draft], registrant: Entity | None) -> list[Draft]:
    """Give the trials of a compound that one company alone develops that company as sponsor."""
    developers: dict[Entity, set[Entity]] = defaultdict(set)
    for draft in drafts:
        if (
            draft.predicate is Predicate.DEVELOPED_BY
            and isinstance(draft.object, Entity)
            and draft.modality is Modality.ASSERTED
            and (draft.rule != "inferred.sponsor" or draft.object == registrant)
        ):
            developers[draft.subject].add(draft.object)
    out = []
    for draft in drafts:
        only = developers.get(draft.subject, set())
        if (
            draft.predicate is Predicate.HAS_STAGE
            and draft.object in _TRIALS | {"submitted"}
            and "sponsor" not in draft.qualifiers
            and len(only) == 1
        ):
            out.append(draft.with_qualifiers(sponsor=next(iter(only))))
        else:
            out.append(draft)
    return out


def _without_vague_stages(drafts: list[Draft]) -> list[Draft]:
    """Drop "in the clinic" where "in Phase 2" is said with the same status, or of the same or no disease."""
    exact = [d for d in drafts if d.predicate is Predicate.HAS_STAGE and re.match(r"phase", str(d.object))]
    same = {(d.subject, d.qualifiers.get("status"), d.modality) for d in exact}
    tried = {(d.subject, d.qualifiers.get("indication")) for d in exact if d.modality is Modality.ASSERTED}

    def vague(draft: Draft) -> bool:
        if draft.predicate is not Predicate.HAS_STAGE or draft.object != "clinical" or "study" in draft.qualifiers:
            return False
        disease = draft.qualifiers.get("indication")
        known = (draft.subject, disease) in tried or (not disease and any(s == draft.subject for s, _ in tried))
        if draft.qualifiers.get("status") in ("ongoing", "completed") and known and draft.modality is Modality.ASSERTED:
            return True
        return not disease and (draft.subject, draft.qualifiers.get("status"), draft.modality) in same

    return [d for d in drafts if not vague(d)]


_OF_TRIAL = frozenset({"stage", "study", "indication"})


def _without_vague_outcomes(drafts: list[Draft]) -> list[Draft]:
    """Drop a result told again of "a clinical trial" where the same is told of a trial whose phase is known."""

    def key(draft: Draft) -> tuple[object, ...]:
        said = frozenset((k, str(plain(v))) for k, v in draft.qualifiers.items() if k not in _OF_TRIAL)
        return draft.subject, draft.object, draft.modality, said

    results = [d for d in drafts if d.predicate is Predicate.HAS_OUTCOME]
    exact = {key(d) for d in results if str(d.qualifiers.get("stage", "")).startswith("phase")}
    return [
        d
        for d in drafts
        if d.predicate is not Predicate.HAS_OUTCOME
        or d.qualifiers.get("stage", "clinical") != "clinical"
        or "study" in d.qualifiers
        or key(d) not in exact
    ]


_KINDS_OF_ANTIBODY = frozenset({"antibody-drug conjugate", "bispecific antibody"})


def _without_vague_kinds(drafts: list[Draft]) -> list[Draft]:
    """Drop that a compound is an antibody where the text tells which kind, and "other" beside any kind."""
    kinds: dict[Entity, set[str]] = defaultdict(set)
    for draft in drafts:
        if draft.predicate is Predicate.COMPOUND_TYPE and draft.modality is not Modality.NEGATED:
            kinds[draft.subject].add(str(draft.object))

    def vague(draft: Draft) -> bool:
        known = kinds[draft.subject]
        return (draft.object == "antibody" and bool(known & _KINDS_OF_ANTIBODY)) or (
            draft.object == "other" and len(known) > 1
        )

    return [d for d in drafts if not (d.predicate is Predicate.COMPOUND_TYPE and vague(d))]


def _without_settled_indications(drafts: list[Draft]) -> list[Draft]:
    """Drop a disease where the same is said with a setting that has all the words of its own, and more."""
    settings: dict[tuple[Entity, Entity | str, Modality], set[frozenset[str]]] = defaultdict(set)
    for draft in drafts:
        if draft.predicate is Predicate.HAS_INDICATION:
            settings[draft.subject, draft.object, draft.modality].add(_setting_words(draft))
    return [
        d
        for d in drafts
        if d.predicate is not Predicate.HAS_INDICATION
        or not any(_setting_words(d) < more for more in settings[d.subject, d.object, d.modality])
    ]


def _setting_words(draft: Draft) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", str(draft.qualifiers.get("setting", "")).lower()))


_STATED = frozenset(
    {Predicate.HAS_INDICATION, Predicate.DEVELOPED_BY, Predicate.COMBINED_WITH, Predicate.HAS_DESIGNATION}
)


def _without_weaker_modality(drafts: list[Draft]) -> list[Draft]:
    """Drop as planned or possible what is asserted of a compound's use or developer."""
    asserted = {
        (d.subject, d.predicate, d.object) for d in drafts if d.modality is Modality.ASSERTED and d.predicate in _STATED
    }
    return [
        d
        for d in drafts
        if d.modality in (Modality.ASSERTED, Modality.NEGATED) or (d.subject, d.predicate, d.object) not in asserted
    ]
