"""Commands that ask a store: ``query`` and ``show``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import DEFAULT_STORE, AsOf, Endpoint, Store, TableFormat, day_of, opened
from kg.cli_print import say
from kg.errors import QueryError

if TYPE_CHECKING:
    from datetime import date

    from kg.graph.source import Source
    from kg.query import Table

_NAME = re.compile(r"[a-z][a-z0-9-]*")


def query_command(
    question: Annotated[
        str | None, typer.Argument(metavar="[NAME | SPARQL]", help="A named question, or a query in SPARQL.")
    ] = None,
    *,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="F.rq", help="A file with SPARQL.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of a named question.")
    ] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How the answer is printed.")] = TableFormat.TABLE,
    as_of: AsOf = None,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
) -> None:
    """Ask the graph a named question, or any question in SPARQL.

    For example:

    kg query in-clinic --param payload=MMAE

    kg query payments --param compound=SGN-35 --format csv

    kg query "SELECT DISTINCT ?c ?t WHERE { ?c pipe:targets ?t }"
    """
    from kg.query import format_table  # noqa: PLC0415

    given = parameters(param or [])
    text = _text(question, file)
    day = day_of(as_of)
    with opened(store, endpoint) as source:
        say(format_table(answer(source, text, given, day), str(form)).rstrip("\n"))


def show_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of a drug, company, target, disease …")],
    as_of: AsOf = None,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
) -> None:
    """Show all that is known of one thing, with the words that say so.

    For example:

    kg show SGN-35

    kg show SGN-35 --as-of 2009-12-31
    """
    from kg.query import entity_card, format_card  # noqa: PLC0415

    day = day_of(as_of)
    with opened(store, endpoint) as source:
        say(format_card(entity_card(source, name, as_of=day)).rstrip("\n"))


def _text(question: str | None, file: Path | None) -> str:
    if (question is None) == (file is None):
        raise QueryError("give either a question or --file F.rq; kg ask lists what has a name")
    if question is not None:
        return question
    assert file is not None
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{file}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: not UTF-8 text; save the query as UTF-8") from error


def parameters(words: Sequence[str]) -> dict[str, str]:
    """Return what ``--param KEY=VALUE`` gives. Raises `QueryError` for another form."""
    found: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not key or not sign:
            raise QueryError(f"--param {word!r} must have the form KEY=VALUE, such as target=HER2")
        found[key.strip()] = value.strip()
    return found


def answer(source: Source, text: str, given: dict[str, str], day: date | None) -> Table:
    """Return the answer to a named question or to SPARQL, as of a day where one is given."""
    from kg.query import load_question, run_question, run_sparql  # noqa: PLC0415

    name = text.strip()
    if not _NAME.fullmatch(name):
        if given:
            raise QueryError("--param is for named questions; write the values into the SPARQL")
        return run_sparql(_known_by(source, day), text)
    if day and any(parameter.name == "as-of" for parameter in load_question(name).parameters):
        if "as-of" in given:
            raise QueryError("give either --as-of or --param as-of, not both")
        return run_question(source, name, {**given, "as-of": day.isoformat()})
    return run_question(_known_by(source, day), name, given)


def _known_by(source: Source, day: date | None) -> Source:
    """Return what a source held on a day: for questions that have no such parameter of their own."""
    from kg.graph.asof import source_as_of  # noqa: PLC0415

    return source if day is None else source_as_of(source, day)
