"""All places where a filing names something: vocabularies, shapes, contexts, then the other names they are given."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.names import fold_name, without_legal_form
from kg.nlp.aliases import find_definitions
from kg.nlp.disease_names import with_markers, without_settings
from kg.nlp.diseases import without_explanations, without_namesakes, without_other_meanings
from kg.nlp.drug_words import find_drug_words
from kg.nlp.found import Found, outermost
from kg.nlp.indications import find_indications
from kg.nlp.institutes import without_bystanders
from kg.nlp.names import find_compounds, find_known, is_side_effect
from kg.nlp.organizations import find_organizations, find_organizations_in_context
from kg.nlp.pieces import build_pieces
from kg.nlp.rules import cue, read_toml
from kg.nlp.studies import find_studies
from kg.nlp.targets import find_spelled_targets, find_targets, without_history
from kg.nlp.technologies import find_technologies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.vocabulary.load import Vocabulary


def find_mentions(text: str, vocabulary: Vocabulary, *, registrant: str | None = None) -> list[Found]:
    """Return every place where a text names an entity, outermost first in overlap, hidden pieces included, in order."""
    build_pieces()
    first = _first_pass(text, vocabulary, registrant=registrant)
    first = [f for f in first if "\t" not in text[f.start : f.end]]  # a name never crosses the border of a cell
    first = _without_groups(first, text)
    first = without_namesakes(without_other_meanings(first, text), text)
    settled = outermost(without_settings(first, text, vocabulary))
    defined = _defined_names(text, settled)
    second = [*settled, *defined, *_elsewhere(text, [*settled, *defined])]
    second = outermost(with_markers(_conjugate_antibodies(second, first, text), text))
    second = without_history(without_explanations(second, text), text)
    second = without_bystanders(second, text, named=first, registrant=registrant)
    return _with_pieces(second, first, text)


def _without_groups(found: list[Found], text: str) -> list[Found]:
    """Leave out a known company's name with "Group" behind it: the name alone is found too."""
    known = {(f.start, f.end) for f in found if f.type is EntityType.ORGANIZATION and f.entry}
    return [
        f for f in found if f.entry or not text[f.start : f.end].endswith(" Group") or (f.start, f.end - 6) not in known
    ]


def _first_pass(text: str, vocabulary: Vocabulary, *, registrant: str | None) -> list[Found]:
    found = [
        *find_known(text, vocabulary),
        *find_compounds(text, vocabulary),
        *find_organizations(text),
        *(
            f
            for f in find_indications(text, vocabulary_words=indication_words(vocabulary))
            if not is_side_effect(text, f.start, f.end, vocabulary)
        ),
        *find_targets(text),
        *find_technologies(text),
        *find_studies(text),
    ]
    if registrant:
        found.extend(_literal(text, registrant, EntityType.ORGANIZATION, "organization.registrant", weight=5))
    found.extend(find_drug_words(text, known=_other_words(found, vocabulary)))
    platforms = {fold_name(f.name) for f in found if f.type is EntityType.TECHNOLOGY}
    found = [f for f in found if not (f.type is EntityType.COMPOUND and not f.entry and fold_name(f.name) in platforms)]
    studies = {fold_name(f.name) for f in found if f.type is EntityType.STUDY and f.rule != "study.code"}
    found = [f for f in found if not (f.type is EntityType.COMPOUND and not f.entry and fold_name(f.name) in studies)]
    taken = {(f.start, f.end) for f in found}
    substances = [(f.start, f.end) for f in found if f.type in _SUBSTANCES and f.weight > 1]
    found.extend(
        f
        for f in find_organizations_in_context(text)
        if (f.start, f.end) not in taken and not any(f.start <= s and e <= f.end for s, e in substances)
    )
    found = _with_known_pieces(found)
    names = [(f.start, f.end) for f in found if f.type in (*_SUBSTANCES, EntityType.ORGANIZATION)]
    found.extend(t for t in find_spelled_targets(text) if not any(t.start < e and s < t.end for s, e in names))
    return _without_doubles(found)


def _without_doubles(found: list[Found]) -> list[Found]:
    """Leave out shapes of targets that are compounds here, and a payload's class where one of its members is named."""
    compounds = {fold_name(f.name) for f in found if f.type in _SUBSTANCES}
    # A platform's molecules, antibodies and inhibitors are called by its name; a symbol with a digit is a gene's.
    compounds |= {
        fold_name(f.name) for f in found if f.type is EntityType.TECHNOLOGY and not any(c.isdigit() for c in f.name)
    }
    classes = {
        f.entry.category
        for f in found
        if f.type is EntityType.PAYLOAD and f.entry and f.entry.category not in (None, f.entry.name)
    }
    return [
        f
        for f in found
        if not (f.type is EntityType.TARGET and not f.entry and fold_name(f.name) in compounds)
        and not (f.type is EntityType.PAYLOAD and f.entry and f.entry.name in classes)
    ]


def _other_words(found: list[Found], vocabulary: Vocabulary) -> frozenset[str]:
    """Return words that mean something else than a drug, in lower case: those of other names, of ailments."""
    named = {word.lower() for f in found for word in f.name.split()}
    ailments = {word for term in vocabulary.adverse_events for n in (term.name, *term.aliases) for word in n.split()}
    return frozenset(named | {w.strip("=,()").lower() for w in ailments} | indication_words(vocabulary))


def _with_known_pieces(found: list[Found]) -> list[Found]:
    """Join what the vocabulary knows of a conjugate's name with the pieces that its shape shows."""
    pieces = {(f.start, f.end): f.pieces for f in found if f.pieces}
    return [
        replace(f, pieces=pieces[f.start, f.end])
        if f.type is EntityType.COMPOUND and not f.pieces and (f.start, f.end) in pieces
        else f
        for f in found
    ]


_SUBSTANCES = (EntityType.COMPOUND, EntityType.ANTIBODY, EntityType.PAYLOAD)


@lru_cache(maxsize=4)
def indication_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words that the vocabulary's diseases put before their last word."""
    words: set[str] = set()
    stop = {"of", "the", "and", "with", "in", "to", "a", "by", "due", "for", "or"}
    for entry in vocabulary.of_type(EntityType.INDICATION):
        for name in (entry.name, *entry.aliases):
            words.update(w for w in name.removeprefix("=").split()[:-1] if len(w) > 3 and w.lower() not in stop)
    return frozenset(words)


def _literal(text: str, name: str, kind: EntityType, rule: str, *, weight: int) -> Iterator[Found]:
    pattern = r"[\s\u00a0]+".join(re.escape(word) for word in name.split())
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE if weight >= 5 else 0):
        yield Found(kind, match.start(), match.end(), name, rule, weight=weight)


def _defined_names(text: str, settled: list[Found]) -> list[Found]:
    """Names given in brackets or after "or", as findings of the entity that they stand for."""
    by_end: dict[int, Found] = {f.end: f for f in settled}
    starts = {f.start: f for f in settled}
    out: list[Found] = []
    for definition in find_definitions(text, frozenset(by_end)):
        long = by_end[definition.anchor]
        if definition.collective:
            # "(collectively, "Acme")" behind several companies is the one that is called so, not the last.
            named = [
                f
                for f in settled
                if f.end <= definition.anchor and definition.anchor - f.end < 250 and f.type is long.type
            ]
            long = next((f for f in named if fold_name(f.name).startswith(fold_name(definition.short))), long)
            if long.type is EntityType.ORGANIZATION and not fold_name(long.name).startswith(
                fold_name(definition.short)
            ):
                continue
        there = starts.get(definition.start)
        if there is not None and there.end != definition.end:
            there = None
        if there is not None and there.type is not long.type and there.weight > 0:
            continue
        if not definition.quoted and not _can_be_short_for(definition.short, long, known=there is not None):
            continue
        aliases = (long.name, *long.aliases, definition.short)
        pieces = there.pieces if there else ()
        other = replace(long, start=definition.start, end=definition.end, aliases=aliases, pieces=pieces)
        out.append(replace(other, rule="definition", weight=9))
    return out


def _can_be_short_for(short: str, long: Found, *, known: bool) -> bool:
    if not known and (short.islower() or (" " in short and not all(w[0].isupper() for w in short.split()))):
        return long.type is EntityType.INDICATION and " " not in short
    if long.type is EntityType.ORGANIZATION and not known:
        return short[0].isupper() and fold_name(long.name).startswith(fold_name(short)[:1])
    if long.type is EntityType.INDICATION and not known:
        return bool(re.fullmatch(r"[A-Za-z/+-]*[A-Z][\w/+-]*(?: [A-Z]+)?|[a-z]{4,}", short))
    return known or bool(re.search(r"[A-Z\dα-ω]", short)) or long.type is EntityType.COMPOUND


def _elsewhere(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """Yield the places where a name found once stands again, also a company's short name."""
    forms: dict[str, Found] = {}
    pieces = [replace(p, hidden=False, weight=3) for f in found for p in f.pieces]
    for item in sorted([*found, *pieces], key=lambda f: (-f.weight, f.start)):
        for form in {text[item.start : item.end], *_short_names(item)}:
            if (len(form) > 1 and not form.islower()) or len(form) > 5:
                forms.setdefault(" ".join(form.split()), item)
    known = {w for key in ("never", "openers", "common_first") for w in read_toml("organizations.toml")[key]}
    usable = [f for f in forms if f not in known and not f.isdigit()]
    for start in range(0, len(usable), 400):
        chunk = sorted(usable[start : start + 400], key=lambda f: (-len(f), f))
        # Recognition of print drops hyphens at line ends, hence the optional ones.
        pattern = "|".join(
            re.escape(f).replace(r"\ ", r"\s+").replace(r"\-", "-?" if f.islower() else "-") for f in chunk
        )
        for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w])", text):
            words = " ".join(match.group().split())
            item = forms.get(words) or next(i for f, i in forms.items() if f.replace("-", "") == words)
            aliases = item.aliases if words == item.name else (*item.aliases, words)
            yield replace(item, start=match.start(), end=match.end(), aliases=aliases, rule=f"{item.rule}+again")


def _short_names(item: Found) -> Iterator[str]:
    if item.type is not EntityType.ORGANIZATION or item.rule == "organization.context":
        return
    base = without_legal_form(item.name)
    yield base
    words = base.split()
    rules = read_toml("organizations.toml")
    while len(words) > 1 and words[-1].strip(",") in rules["sector_words"]:
        words.pop()
        if len(words[0]) > 3 and len(words) < 3:
            yield " ".join(words).rstrip(",")
    # The first word alone, as in "Corvessa" for Corvessa Oncology, where it is no ordinary first word of names.
    if len(words[0]) > 3 and words[0][0].isupper() and words[0] not in rules["common_first"]:
        yield words[0].rstrip(",")


def _conjugate_antibodies(found: list[Found], first: list[Found], text: str) -> list[Found]:
    """Type antibodies by their role: a conjugate's antibody is one wherever it stands, other products are compounds."""
    hidden = {fold_name(p.name) for f in found for p in f.pieces if p.type is EntityType.ANTIBODY}
    hidden -= {
        fold_name(f.name) for f in found if not f.pieces and fold_name(f.name) in hidden and _on_its_own(text, f)
    }
    described = {
        fold_name(f.name) for f in first if f.type is EntityType.ANTIBODY and not f.entry and _is_component(text, f)
    }
    out = []
    for item in found:
        key = fold_name(item.name)
        if item.type is EntityType.COMPOUND and not item.pieces and key in hidden | described:
            out.append(replace(item, type=EntityType.ANTIBODY, entry=None))
        elif item.type is EntityType.ANTIBODY and _may_be_product(item) and key not in hidden | described:
            out.append(replace(item, type=EntityType.COMPOUND, entry=None))
        else:
            out.append(item)
    return out


def _may_be_product(item: Found) -> bool:
    """Tell whether an antibody's name is one that products have: a generic name, or a maker's code."""
    return item.name.lower().endswith("mab") or item.rule == "name.antibody" or bool(_MAKERS_CODE.fullmatch(item.name))


_MAKERS_CODE = re.compile(r"[A-Z]{2,}[- ]?\d{2,}[A-Z]?")


def _is_component(text: str, item: Found) -> bool:
    """Tell whether an antibody is spoken of as what a conjugate is made of."""
    if item.name[0].islower() and not item.name.endswith("mab"):
        return True  # huKL7, chB38: laboratories' names of antibodies, which no product keeps
    before = re.split(r"[.!?]\s|\n", text[max(0, item.start - 160) : item.start])[-1]
    after = re.split(r"[.!?]\s|\n", text[item.end : item.end + 160])[0]
    return bool(cue("mentions.component").search(before + after))


def _on_its_own(text: str, item: Found) -> bool:
    """Tell whether an antibody is spoken of as a product: tried, given, designated, and not as a conjugate's part."""
    before, after = text[max(0, item.start - 60) : item.start], text[item.end : item.end + 60]
    return bool(cue("mentions.given").search(before) or cue("mentions.is_product").match(after))


def _with_pieces(settled: list[Found], first: list[Found], text: str) -> list[Found]:
    """Add what is named inside longer names: a conjugate's pieces, the marker in "CD56-positive cancers"."""
    out = list(settled)
    named = {fold_name(f.entry.name if f.entry else f.name) for f in settled if f.type is EntityType.TARGET}
    markers = sorted((f for f in first if f.type is EntityType.TARGET), key=lambda f: f.start)
    starts = [m.start for m in markers]

    def within(outer: Found) -> list[Found]:
        return markers[bisect_left(starts, outer.start) : bisect_right(starts, outer.end)]

    for outer in settled:
        out.extend(replace(piece, hidden=True) for piece in outer.pieces)
        if outer.type is EntityType.INDICATION:
            inner = [m for m in within(outer) if m.end < outer.end and _is_borne(m, outer, text, named)]
            out.extend(replace(marker, hidden=True) for marker in inner)
        elif outer.type is EntityType.COMPOUND and not outer.pieces and not (outer.entry and " " not in outer.name):
            # "CD19 CAR T" and "BCMA-CD3" name their targets.
            inner = [m for m in within(outer) if m.end <= outer.end and len(m.name) < len(outer.name)]
            out.extend(replace(marker, hidden=True) for marker in inner)
    return sorted(dict.fromkeys(out), key=lambda f: (f.start, -f.end, f.hidden, f.type))


def _is_borne(marker: Found, outer: Found, text: str, named: set[str]) -> bool:
    """Tell whether a disease's name says that it bears the marker; a bare "+" does so of what the text names too."""
    after = text[marker.end : outer.end]
    if fold_name(marker.entry.name if marker.entry else marker.name) in named:
        return not cue("mentions.not_borne").match(after)
    return bool(cue("mentions.borne").match(after))
