"""Writes ``docs/questions.md``: the heads of the questions, and what each answers on sample filings.

``python -m tests.query.questions_page`` writes the page anew; a test holds that it is up to date.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.graph.source import Source
from kg.query.catalogue import grouped
from kg.query.questions import Question, list_questions
from kg.query.run import Given, run_question
from kg.query.table import Table
from kg.query.values import Value
from tests.query.stores import gold_store

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "questions.md"
EXAMPLES: Mapping[str, Given] = {
    "adverse-events": {"compound": "Adcetris"},
    "changes-between": {"old": "immunogen-8k-2013-11-05", "new": "immunogen-8k-2022-11-14"},
    "evidence-for": {"thing": "SGN-75"},
    "in-clinic": {"as-of": "2011-12-31"},
    "programme-history": {"compound": "IMGN853"},
}
"""Parameters of the examples, where a question cannot do without, or answers better with them."""
_ROWS, _QUOTE = 2, 160


def questions_page(source: Source) -> str:
    """Return the page in Markdown: each question with parameters, columns and the beginning of its answer."""
    out = [
        "# Questions",
        "",
        "This page is written from the heads of `ontology/queries/*.rq` and from their answers on three sample filings "
        "whose facts a person has checked; what `kg build` reads from all samples is more. Each file is SPARQL 1.1 "
        "that runs as it stands. Oxigraph and rdflib give the same rows; Virtuoso 7 does so on the graph of these "
        "filings, but on others its planner was seen to leave out values and rows of `in-clinic` and `half-lives`.",
        "",
        "`kg ask` lists them, `kg ask WORDS` finds one, `kg ask NAME --describe` shows what stands here, and "
        "`kg ask NAME --param KEY=VALUE` asks. Rows that rest on one statement have its quote; sums and lists say on "
        "how many statements they rest, and name the filings.",
        "",
        "Three questions come near to what commands work out with more knowledge than SPARQL has; they compare "
        "programmes, phases and days as they stand, and run in any engine. The commands also know that one disease is "
        "a kind of another, that a time worded more exactly has not moved, and what is history told again "
        "([Time and change](time.md)).",
        "",
        "- `overdue` looks at stages and meetings, and lists what is possible too, even where the registrant has filed "
        "nothing since; `kg checks --kind overdue` takes designations, results, payments and licences as well, leaves "
        "out what is only possible, and wants a filing of the registrant thirty days or more after the time.",
        "- `guidance-slips` calls a later last day a slip; `kg timeline` wants times that can be compared.",
        "- `changes-between` compares two filings, stages and names only; `kg diff` compares any two states, deals, "
        "designations and results too.",
    ]
    for title, among in grouped(list_questions()):
        out += ["", f"## {title}"]
        for question in among:
            out += _section(source, question)
    return "\n".join(out) + "\n"


def _section(source: Source, question: Question) -> list[str]:
    given = EXAMPLES.get(question.name, {})
    table = run_question(source, question.name, given)
    numbers = ", ".join(str(number) for number in question.competency)
    out = ["", f"### {question.name}", f"{question.question} (Competency {numbers}.)", ""]
    if question.parameters:
        out += ["| parameter | takes | default | meaning |", "| --- | --- | --- | --- |"]
        for p in question.parameters:
            takes = f"{p.kind} {', '.join(p.among)}".strip()
            out.append(f"| `{p.name}` | {takes} | {p.default or 'all'} | {p.meaning} |")
        out.append("")
    out += ["Columns: " + "; ".join(f"`{c.name}` {c.meaning.rstrip('.')}" for c in question.columns) + ".", ""]
    asked = " ".join(
        [f"kg ask {question.name}", *(f"--param {_quoted(f'{key}={value}')}" for key, value in given.items())]
    )
    rows = len(table.rows)
    out.append(f"Example: `{asked}` gives {rows} row{'' if rows == 1 else 's'}{_first(table)}")
    for number, row in enumerate(table.rows[:_ROWS], start=1):
        cells = (f"{name}: {_shown(value)}" for name, value in zip(table.columns, row, strict=True) if _shown(value))
        out.append(f"{number}. {'; '.join(cells)}")
    return out


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words


def _first(table: Table) -> str:
    return "; the first of them:" if len(table.rows) > _ROWS else (":" if table.rows else ".")


def _shown(value: Value) -> str:
    words = " ".join(str(value).split()) if value not in (None, "") else ""
    words = words if len(words) <= _QUOTE else f"{words[:_QUOTE].rstrip()}…"
    return words.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(questions_page(gold_store()), encoding="utf-8")
