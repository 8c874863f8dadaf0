"""Rows of terms in the result formats of SPARQL 1.1, written as they come.

The formats: https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/ and
https://www.w3.org/TR/sparql11-results-csv-tsv/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = Sequence[Term | None]
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_BARE = {
    "http://www.w3.org/2001/XMLSchema#integer": re.compile(r"[+-]?\d+"),
    "http://www.w3.org/2001/XMLSchema#decimal": re.compile(r"[+-]?\d*\.\d+"),
    "http://www.w3.org/2001/XMLSchema#double": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+"),
}
"""Numbers that TSV writes without quotes, as Turtle does."""
_QUOTED = re.compile(r'[",\r\n]')
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold."""


def table(columns: Sequence[str], rows: Iterable[Row], form: str) -> Iterator[bytes]:
    """Yield the answer to a SELECT query in a format (``json``, ``xml``, ``csv`` or ``tsv``), in UTF-8."""
    return _TABLES[form](columns, rows)


def boolean(answer: bool, form: str) -> bytes:
    """Return the answer to an ASK query; CSV and TSV, which have no form for it, get the bare word."""
    word = "true" if answer else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if form == "xml":
        return f"{_XML}<head></head><boolean>{word}</boolean></sparql>".encode()
    return word.encode()


def _json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    yield f'{{"head":{{"vars":{json.dumps(list(columns), ensure_ascii=False)}}},"results":{{"bindings":['.encode()
    keys = [f"{json.dumps(c, ensure_ascii=False)}:" for c in columns]
    comma = ""
    for row in rows:
        cells = ",".join(k + _json_term(v) for k, v in zip(keys, row, strict=True) if v is not None)
        yield f"{comma}{{{cells}}}".encode("utf-8", "replace")
        comma = ","
    yield b"]}}"


def _json_term(term: Term) -> str:
    match term:
        case NamedNode():
            return f'{{"type":"uri","value":{json.dumps(term.value, ensure_ascii=False)}}}'
        case BlankNode():
            return f'{{"type":"bnode","value":{json.dumps(term.value)}}}'
        case Literal():
            more = ""
            if term.language:
                more = f',"xml:lang":{json.dumps(term.language)}'
            elif term.datatype.value != _STRING:
                more = f',"datatype":{json.dumps(term.datatype.value, ensure_ascii=False)}'
            return f'{{"type":"literal","value":{json.dumps(term.value, ensure_ascii=False)}{more}}}'
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return f'{{"type":"triple","value":{{{",".join(f"{_q(k)}:{_json_term(v)}" for k, v in parts)}}}}}'


def _q(word: str) -> str:
    return f'"{word}"'


_XML = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    variables = "".join(f"<variable name={quoteattr(c)}/>" for c in columns)
    yield f"{_XML}<head>{variables}</head><results>".encode()
    heads = [f"<binding name={quoteattr(c)}>" for c in columns]
    for row in rows:
        cells = (f"{h}{_xml_term(v)}</binding>" for h, v in zip(heads, row, strict=True) if v is not None)
        yield f"<result>{''.join(cells)}</result>".encode("utf-8", "replace")
    yield b"</results></sparql>"


def _xml_term(term: Term) -> str:
    match term:
        case NamedNode():
            return f"<uri>{_xml_text(term.value)}</uri>"
        case BlankNode():
            return f"<bnode>{_xml_text(term.value)}</bnode>"
        case Literal():
            more = ""
            if term.language:
                more = f" xml:lang={quoteattr(term.language)}"
            elif term.datatype.value != _STRING:
                more = f" datatype={quoteattr(term.datatype.value)}"
            return f"<literal{more}>{_xml_text(term.value)}</literal>"
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return f"<triple>{''.join(f'<{k}>{_xml_term(v)}</{k}>' for k, v in parts)}</triple>"


def _xml_text(words: str) -> str:
    # a carriage return would be read back as a line feed
    return escape(_NOT_XML.sub("\ufffd", words), {"\r": "&#13;"})


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    yield (",".join(columns) + "\r\n").encode()
    for row in rows:
        cells = (
            "" if v is None else _csv_cell(v.value if not isinstance(v, BlankNode | Triple) else str(v)) for v in row
        )
        yield (",".join(cells) + "\r\n").encode("utf-8", "replace")


def _csv_cell(words: str) -> str:
    return '"' + words.replace('"', '""') + '"' if _QUOTED.search(words) else words


def _tsv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    yield ("\t".join(f"?{c}" for c in columns) + "\n").encode()
    for row in rows:
        yield ("\t".join("" if v is None else _tsv_term(v) for v in row) + "\n").encode("utf-8", "replace")


def _tsv_term(term: Term) -> str:
    if isinstance(term, Literal):
        bare = _BARE.get(term.datatype.value)
        if bare and bare.fullmatch(term.value):
            return term.value
        return str(term).replace("\t", "\\t")
    return str(term)


_TABLES: dict[str, Callable[[Sequence[str], Iterable[Row]], Iterator[bytes]]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
}
