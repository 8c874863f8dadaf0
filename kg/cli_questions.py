"""``kg ask``: the named questions, listed, found by a few words, explained and run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_ask import answer, parameters
from kg.cli_options import DEFAULT_STORE, AsOf, Endpoint, Store, TableFormat, day_of, opened
from kg.cli_print import print_rows, say

if TYPE_CHECKING:
    from kg.query import Question


def ask_command(
    question: Annotated[
        str | None, typer.Argument(metavar="[NAME | WORDS]", help="A question's name, or words to find one by.")
    ] = None,
    *,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of the question.")
    ] = None,
    describe: Annotated[
        bool, typer.Option("--describe", "-d", help="Show parameters and columns instead of asking.")
    ] = False,
    form: Annotated[TableFormat, typer.Option("--format", help="How the answer is printed.")] = TableFormat.TABLE,
    as_of: AsOf = None,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
) -> None:
    """List the questions that have a name, find one by a few words, or ask one.

    For example:

    kg ask

    kg ask "what is overdue"

    kg ask payments --describe

    kg ask payments --param payee=ImmunoGen
    """
    from kg.query import format_table, list_questions, load_question  # noqa: PLC0415
    from kg.query.catalogue import find_questions  # noqa: PLC0415

    if question is None:
        _print_groups(list_questions())
        return
    name = question.strip()
    if name not in {known.name for known in list_questions()}:
        near = find_questions(name)
        if near:
            print_rows([(q.name, q.question) for q in near], head=("near", "question"))
            say("Ask one by its name: kg ask NAME")
            return
    if describe:
        _print_question(load_question(name))
        return
    load_question(name)
    with opened(store, endpoint) as source:
        say(format_table(answer(source, name, parameters(param or []), day_of(as_of)), str(form)).rstrip("\n"))


def _print_groups(questions: tuple[Question, ...]) -> None:
    from kg.query.catalogue import grouped  # noqa: PLC0415

    for title, among in grouped(questions):
        print_rows([(q.name, q.question) for q in among], head=(title, ""))
    say("kg ask NAME --describe shows parameters and columns; kg ask NAME --param KEY=VALUE asks.")


def _print_question(question: Question) -> None:
    say(f"{question.title}\n{question.question}\n")
    if question.parameters:
        rows = []
        for p in question.parameters:
            takes = f"{p.kind} {', '.join(p.among)}".strip()
            rows.append((p.name, takes, p.default or "-", p.meaning))
        print_rows(rows, head=("parameter", "takes", "default", "meaning"))
    print_rows([(c.name, str(c.kind), c.meaning) for c in question.columns], head=("column", "holds", "meaning"))
