"""Names told by their shape: codes, international nonproprietary names, conjugates, targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import EntityType
from kg.names import fold_name
from kg.vocabulary.codes import CodeMatch, find_codes
from kg.vocabulary.load import CacheKey, Stem, Vocabulary, load_vocabulary

__all__ = [
    "CodeMatch",
    "ConjugateMatch",
    "InnMatch",
    "Piece",
    "find_codes",
    "find_conjugates",
    "find_inn",
    "looks_like_target",
]


@dataclass(frozen=True, slots=True)
class InnMatch:
    """A word, or an antibody's name and the word of its conjugate, that ends as nonproprietary names end."""

    start: int
    end: int
    text: str
    type: EntityType
    category: str
    """The compound type that the ending tells: ``antibody``, ``small molecule``…"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a conjugate's name, as offsets in the text."""

    type: EntityType
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ConjugateMatch:
    """A conjugate's hyphenated name. A piece is absent where the name only hints at it (the T of T-DM1)."""

    start: int
    end: int
    text: str
    pieces: tuple[Piece, ...]
    """Antibody or target first, then linker, then payload."""

    def piece(self, kind: EntityType) -> Piece | None:
        """Return the piece of a type, if the name spells it."""
        return next((piece for piece in self.pieces if piece.type is kind), None)


_WORD = re.compile(r"(?<![\w@-])(?:[a-z]{3,4}-)?[A-Za-z][a-z]{4,24}(?![\w@])|(?<![\w@-])[A-Z]{7,24}(?![\w@])")
_SUFFIX = re.compile(r"-([a-z]{4})(?![\w-])")
_NEXT = re.compile(r"([ \u00a0-])([a-z]{5,18})(?![\w])|([ \u00a0])([A-Z]{5,18})(?![\w])")
_PREFIXED = re.compile(r"(?:ado|fam|ziv|pam|nab)-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Stems:
    suffixes: tuple[Stem, ...]
    words: tuple[Stem, ...]
    pattern: re.Pattern[str]
    """Any suffix, at the end of a word in lower case."""
    not_names: frozenset[str]
    tails: frozenset[str]
    """Words of four letters that are no suffix of a biological."""


@lru_cache(maxsize=4)
def _stems_of(key: CacheKey) -> _Stems:
    stems = sorted(key.vocabulary.stems, key=lambda stem: -len(stem.stem))
    suffixes = tuple(stem for stem in stems if not stem.word)
    ends = "|".join(re.escape(stem.stem) for stem in suffixes) or r"(?!)"
    words = tuple(stem for stem in stems if stem.word)
    tails = next((stem.exclusions for stem in words if stem.stem == "xxxx"), frozenset[str]())
    companies = {
        name.lower()
        for entry in key.vocabulary.of_type(EntityType.ORGANIZATION)
        for name in (entry.name, *entry.aliases)
        if " " not in name
    }
    return _Stems(suffixes, words, re.compile(f"(?:{ends})$"), key.vocabulary.not_names | companies, tails)


def find_inn(text: str, vocabulary: Vocabulary | None = None) -> list[InnMatch]:
    """Return words that end as nonproprietary names do, with the second word of a conjugate and an FDA suffix.

    >>> [(m.text, m.category) for m in find_inn("ado-trastuzumab emtansine, then imatinib or trastuzumab-anns")]
    [('ado-trastuzumab emtansine', 'antibody-drug conjugate'), ('imatinib', 'small molecule'), \
('trastuzumab-anns', 'antibody')]
    """
    stems = _stems_of(CacheKey(vocabulary or load_vocabulary()))
    found: list[InnMatch] = []
    # Texts repeat their words: each is looked at once.
    known: dict[str, Stem | None] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if word not in known:
            known[word] = _suffix_of(word, stems)
        stem = known[word]
        if stem is not None and (not found or match.start() >= found[-1].end):
            found.append(_extended(text, match.start(), match.end(), stem, stems))
    return found


def _suffix_of(word: str, stems: _Stems) -> Stem | None:
    head = _PREFIXED.match(word)
    bare = word[head.end() if head else 0 :].lower()
    if "-" in bare or not stems.pattern.search(bare) or bare in stems.not_names:
        return None
    for stem in stems.suffixes:
        if bare.endswith(stem.stem) and len(bare) >= stem.min_length:
            return None if bare in stem.exclusions else stem
    return None


def _extended(text: str, start: int, end: int, stem: Stem, stems: _Stems) -> InnMatch:
    """Take in the second word of a conjugate's or cell therapy's name and a four-letter suffix of a biological."""
    kind, category = stem.type, stem.category
    following = _NEXT.match(text, end)
    if following:
        word = (following[2] or following[4]).lower()
        second = next((s for s in stems.words if word.endswith(s.stem) and len(word) >= s.min_length), None)
        if second is not None and category not in {"small molecule", "peptide"}:
            end = following.end()
            # "pegol" says only that it is pegylated; what it is, the first word says.
            kind, category = (kind, category) if second.stem == "pegol" else (second.type, second.category)
    suffix = _SUFFIX.match(text, end)
    if suffix and category not in {"small molecule", "peptide", "oligonucleotide"} and suffix[1] not in stems.tails:
        end = suffix.end()
    return InnMatch(start, end, text[start:end], kind, category)


@lru_cache(maxsize=4)
def _conjugate_pattern(key: CacheKey) -> tuple[re.Pattern[str], frozenset[str]]:
    vocabulary = key.vocabulary
    payloads = _hyphenable(vocabulary, EntityType.PAYLOAD)
    linkers = _hyphenable(vocabulary, EntityType.LINKER) | {"vc", "mc", "val-cit", "MCC", "SPP", "SMCC", "SPDB"}
    dash = "[-‐‑–]"
    pattern = re.compile(
        rf"(?<![\w‐‑–-])(?:(?P<anti>anti){dash})?"
        rf"(?P<antibody>[A-Za-z][A-Za-z0-9.]{{0,24}}(?:{dash}(?:\d{{1,3}}[A-Za-z]?|[A-Z]\d)(?={dash}))?){dash}"
        rf"(?:(?P<linker>{_either(linkers)}){dash}?)?"
        rf"(?P<payload>{_either(payloads)})(?![\w])",
    )
    return pattern, frozenset(fold_name(name) for name in payloads | linkers)


def _hyphenable(vocabulary: Vocabulary, kind: EntityType) -> set[str]:
    """Return the names of a type that can stand in a hyphenated name: one word, not radioactive."""
    return {
        name
        for entry in vocabulary.of_type(kind)
        if entry.category not in {"radionuclide", "chelator", "immunostimulant"}
        for name in (entry.name, *entry.aliases)
        if re.fullmatch(r"[A-Za-z0-9α-ω-]{2,22}", name) and not name.endswith("s") and " " not in name
    }


def _either(names: set[str]) -> str:
    forms = {re.escape(name).replace(r"\-", "[-‐‑]?") for name in names}
    forms |= {re.escape(name[0].upper() + name[1:]) for name in names if name.islower() and len(name) > 4}
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


def find_conjugates(text: str, vocabulary: Vocabulary | None = None) -> list[ConjugateMatch]:
    """Return antibody-payload names, each with the pieces that it spells out.

    >>> found = find_conjugates("huN901-DM1, T-DM1 and anti-CD22-MCC-DM1")
    >>> [[piece.text for piece in conjugate.pieces] for conjugate in found]
    [['huN901', 'DM1'], ['DM1'], ['CD22', 'MCC', 'DM1']]
    """
    pattern, parts = _conjugate_pattern(CacheKey(vocabulary or load_vocabulary()))
    return [
        ConjugateMatch(match.start(), match.end(), match.group(), tuple(_pieces(match)))
        for match in pattern.finditer(text)
        if fold_name(match["antibody"]) not in parts and _is_antibody(match["antibody"])
    ]


_NOT_ANTIBODY = re.compile(
    r"(?:non|pre|post|mono|multi|anti|free|the|an?|and|or|of|with|to|for|plus|based|targeted|linked|linker|conjugated|"
    r"liposomal|pegylated|single-agent|agent|dose|low|high|mid|drug|antibody|mab|payload|cell|group|phase|nab|type|"
    r"lipid|[a-z]+ed|[a-z]+ing|[a-z]+ic|[a-z]+ive)",
    re.IGNORECASE,
)


def _is_antibody(name: str) -> bool:
    """Tell whether what stands before a payload can be an antibody, its target or its initial."""
    if _NOT_ANTIBODY.fullmatch(name):
        return False
    return bool(re.search(r"[A-Z\d]", name)) or name.endswith(("mab", "tug", "bart", "mig"))


def _pieces(match: re.Match[str]) -> Iterator[Piece]:
    name = match["antibody"]
    is_target = bool(match["anti"]) or (looks_like_target(name) and not re.match(r"[a-z]", name))
    if is_target or not re.fullmatch(r"[A-Z][a-z]{0,4}|[A-Za-z]{1,4}", name):
        kind = EntityType.TARGET if is_target else EntityType.ANTIBODY
        yield Piece(kind, match.start("antibody"), match.end("antibody"), name)
    for kind, group in ((EntityType.LINKER, "linker"), (EntityType.PAYLOAD, "payload")):
        if match[group]:
            yield Piece(kind, match.start(group), match.end(group), match[group])


_TARGET = re.compile(
    r"CD\d{1,3}[a-zA-Z]?(?:v\d{1,2})?|(?:IL|Il)-?\d{1,2}(?:R[αβγ]?|RA|Rα\d|[αβγ]|[A-F])?\d?|HER-?[1-4]|(?:EGF|FGF|VEGF|PDGF|IGF|NGF|GM-CSF|G-CSF|CSF)"
    r"-?\d?R?[αβγ]?\d?[a-c]?|(?:CXC|CC|CX3C|XC)[RL]\d{1,2}|(?:TNF|IFN|TGF)-?[αβγδ]?|PD-?(?:1|L1|L2)|CTLA-?4|B7-?H\d|"
    r"(?:FR|FOLR|FcR|SIRP|THR|PPAR|ER|RXR|GABA|OSMR|TCR|PI3K)-?[αβγδn]\d?|(?:FOLR|TLR|DLL|CLDN|MUC|GPC|ROR|PTK|STEAP|TROP|TROP-|CEACAM|ADAM|NOTCH|EphA|EphB|LIV-|DR|CDH|"
    r"SSTR|GPRC|SLAMF|SLITRK|FGFR|VEGFR|NTRK|JAK|CDK|TYK|IDH|PARP|HDAC|ALK|ROS|MAGE-?A|LAG-?|TIM-?|OX|KIR|ENPP|EGFRv|CLL-|CD)\d{1,3}(?:\.\d)?[A-Za-z]?"
)
_GENE = re.compile(r"[A-Z]{2,6}-?\d{0,2}[A-Z]?\d?[αβγδε]?")
_DESCRIBED = re.compile(
    r"(?i)(?:[\w‐‑–-]+ ){0,6}(?:receptor|antigen|ligand|integrin|kinase|growth factor|glycoprotein|mucin|claudin|"
    r"cadherin|protein)(?: (?:[A-Z]?\d{0,2}[A-Za-z]?|alpha|beta|gamma|delta|[αβγδ])){0,2}"
)


def looks_like_target(text: str, *, loose: bool = False) -> bool:
    """Tell whether a word or phrase has the shape of an antigen, receptor or gene product.

    Strict by default: known families and phrases that say what they are (``folate receptor alpha``). `loose` also takes
    any word shaped as a gene symbol (GPNMB). Acronyms are too: ask so only where the sentence speaks of a target.

    >>> looks_like_target("CD123"), looks_like_target("GPNMB"), looks_like_target("GPNMB", loose=True)
    (True, False, True)
    """
    name = text.strip()
    if _TARGET.fullmatch(name):
        return True
    if " " in name and _DESCRIBED.fullmatch(name) and len(name.split()) > 1:
        return True
    return loose and bool(_GENE.fullmatch(name))
