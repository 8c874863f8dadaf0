from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.query.tokens import contained, data_blocks, tokens, with_values

HARMLESS = (
    'SELECT ?service { ?s ?p "SERVICE <http://example.org/> { }" }',
    "SELECT * { ?s <http://example.org/SERVICE> 'it''s FROM' }",
    "SELECT * { ?s ?p ?o } # FROM here on SERVICE is a comment",
    "PREFIX service: <http://example.org/> SELECT * { ?from service:LOAD _:insert FILTER(?a<3&&?b>2) }",
    'SELECT * { ?s ?p """one "quote" and SERVICE\nin it""" }',
    'SELECT * { ?s ?p "a \\" SERVICE" , "x"@service }',
    "ASK { GRAPH ?g { ?s ?p ?o } }",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_words_in_strings_names_and_comments_are_no_words_of_the_language(text: str) -> None:
    assert contained(text) == text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { ?s ?p 'x' }#\n{SERVICE<http://example.org/>{}}", "SERVICE"),
        ("SELECT * { # comment \r SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ('SELECT * { ?s ?p "\\u0022 } SERVICE <http://example.org/> { ?a ?b ?c } #" }', "SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { FILTER(?a<?b)SERVICE<http://example.org/>{ ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <http://example.org/g> { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <http://example.org/g> { ?s ?p ?o }", "FROM"),
        ("LOAD <http://example.org/data>", "LOAD"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("DROP ALL", "DROP"),
        ("PREFIX a: <a:> CLEAR GRAPH a:g", "CLEAR"),
        ("COPY <a:a> TO <a:b>", "COPY"),
    ],
)
def test_what_leaves_or_changes_the_store_is_refused(text: str, word: str) -> None:
    with pytest.raises(QueryError, match=rf"^{word} is refused") as caught:
        contained(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('SELECT * {\n ?s ?p "open }', "line 2"),
        ("SELECT * { ?s ?p \\u005Cu0022 }", "hides another"),
        ("SELECT * { \\UFFFFFFFF }", "no code point"),
    ],
)
def test_what_readers_could_read_differently_is_refused(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        contained(text)


def test_kinds_of_tokens() -> None:
    found = [(t.kind, t.text) for t in tokens("SELECT ?a { ?a pipe:b.c \"d\"@en ; <e> 1.5, 'f'^^x:g . _:h a :i }")]
    assert found == [
        ("word", "SELECT"),
        ("variable", "?a"),
        ("sign", "{"),
        ("variable", "?a"),
        ("name", "pipe:b.c"),
        ("text", '"d"'),
        ("language", "@en"),
        ("sign", ";"),
        ("iri", "<e>"),
        ("number", "1.5"),
        ("sign", ","),
        ("text", "'f'"),
        ("sign", "^^"),
        ("name", "x:g"),
        ("sign", "."),
        ("node", "_:h"),
        ("word", "a"),
        ("name", ":i"),
        ("sign", "}"),
    ]


def test_only_data_blocks_of_parameters_are_filled() -> None:
    text = (
        'SELECT * { VALUES $x { UNDEF } ?s ?p "VALUES $x { UNDEF }" . { VALUES ($x $y) {(1 "b"@en)} } '
        'VALUES ?y { 2 } VALUES ($z $x) { ("9999-12-31"^^xsd:date -0.5) } VALUES ($x) { (1) (2) } }'
    )
    assert [text[a:b] for a, b in data_blocks(text)["x"]] == ["UNDEF", "1", "-0.5"]
    assert [text[a:b] for a, b in data_blocks(text)["y"]] == ['"b"@en']
    assert [text[a:b] for a, b in data_blocks(text)["z"]] == ['"9999-12-31"^^xsd:date']
    assert with_values(text, {"x": "<a:b>", "z": '"c"'}) == (
        'SELECT * { VALUES $x { <a:b> } ?s ?p "VALUES $x { UNDEF }" . { VALUES ($x $y) {(<a:b> "b"@en)} } '
        'VALUES ?y { 2 } VALUES ($z $x) { ("c" <a:b>) } VALUES ($x) { (1) (2) } }'
    )
    with pytest.raises(KeyError, match="nothing"):
        with_values(text, {"nothing": "1"})
