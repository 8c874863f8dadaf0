"""Claims as the families of rules make them, and how several claims of the same fact become one fact."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.model import Entity, Fact, Modality, Predicate, Qualifier, plain
from kg.nlp.confidence import confidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.nlp.context import Sentence
    from kg.nlp.document import Document


@dataclass(frozen=True, slots=True)
class Draft:
    """One claim, with the span of the document's text that makes it."""

    subject: Entity
    predicate: Predicate
    object: Entity | str
    start: int
    end: int
    rule: str
    confidence: float = 0.85
    modality: Modality = Modality.ASSERTED
    qualifiers: Mapping[str, Qualifier] = field(default_factory=dict, hash=False)
    reason: str = "stated in one sentence"

    def with_qualifiers(self, **more: Qualifier | None) -> Draft:
        """Return the draft with more qualifiers; `None` and what is already set are left out."""
        added = {k: v for k, v in more.items() if v is not None and k not in self.qualifiers}
        return replace(self, qualifiers={**self.qualifiers, **added})


def claim(
    sentence: Sentence,
    subject: Entity,
    predicate: Predicate,
    value: Entity | str,
    *,
    rule: str,
    confidence: float,
    modality: Modality = Modality.ASSERTED,
    named: bool = True,
) -> Draft:
    """Return a draft whose evidence is a whole sentence; `named` tells whether that names the subject itself."""
    reason = "named in the sentence" if named else "meant by the context"
    return Draft(subject, predicate, value, sentence.start, sentence.end, rule, confidence, modality, reason=reason)


def merge(drafts: Iterable[Draft], document: Document) -> list[Fact]:
    """Return the facts that drafts claim: one for each claim, with every place that makes it as evidence.

    A claim that says less (its qualifiers are among another's, with the same modality) is taken up by the other.
    """
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(_triple(draft), []).append(draft)
    facts = [_fact(cluster, document) for members in groups.values() for cluster in _clusters(members)]
    return sorted(facts, key=lambda f: (f.evidence[0].start, f.predicate, f.subject.name, f.key))


def _triple(draft: Draft) -> tuple[object, ...]:
    return draft.subject, draft.predicate, draft.object, draft.modality


def _clusters(members: list[Draft]) -> list[list[Draft]]:
    ranked = sorted(members, key=lambda d: (-len(d.qualifiers), _indirect(d), d.start, d.end, d.rule))
    clusters: list[list[Draft]] = []
    for draft in ranked:
        for cluster in clusters:
            if _says_no_more(draft.qualifiers, cluster[0].qualifiers):
                cluster.append(draft)
                break
        else:
            clusters.append([draft])
    return clusters


def _indirect(draft: Draft) -> bool:
    """Tell whether a claim is only read off a name or follows from other claims."""
    return draft.rule.startswith(("name.", "inferred."))


def _says_no_more(less: Mapping[str, Qualifier], more: Mapping[str, Qualifier]) -> bool:
    return all(key in more and plain(more[key]) == plain(value) for key, value in less.items())


def _fact(cluster: list[Draft], document: Document) -> Fact:
    first = cluster[0]
    # Where a sentence says it, the places that merely name the thing prove nothing more; else the first will do.
    told = [d for d in cluster if not _indirect(d)] or [first]
    places = sorted({(d.start, d.end) for d in told}, key=lambda p: (p != (first.start, first.end), p))
    confidence = confidence_of(first.rule, stated=first.confidence, reason=first.reason, places=len(places))
    return Fact(
        first.subject,
        first.predicate,
        first.object,
        tuple(document.cite(start, end) for start, end in places),
        dict(sorted(first.qualifiers.items())),
        first.modality,
        confidence,
        first.rule,
        first.reason if len(places) == 1 else f"{first.reason}; said in {len(places)} places",
        document.speaker_at(first.start),
    )
