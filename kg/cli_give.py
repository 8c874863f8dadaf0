"""Commands that give out what a store holds, or judge it: ``explore``, ``export``, ``validate``, ``evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import DEFAULT_STORE, AsOf, Endpoint, GraphFormat, Store, day_of, facts_as_of, opened
from kg.cli_print import note, print_rows, say
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.evaluate import Evaluation, Score

_Output = Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="Where to write.")]


def explore_command(  # noqa: PLR0917  # each is an option of the command
    output: _Output = Path("page.html"),
    store: Store = DEFAULT_STORE,
    entity: Annotated[str | None, typer.Option("--entity", metavar="NAME", help="Only what is around this.")] = None,
    filing: Annotated[str | None, typer.Option("--filing", metavar="NAME", help="Only what this filing says.")] = None,
    as_of: AsOf = None,
    endpoint: Endpoint = None,
    texts: Annotated[
        bool | None,
        typer.Option(
            "--texts/--no-texts", help="Whether to put the filings' texts in; by default if they are not too many."
        ),
    ] = None,
) -> None:
    """Write a page to open in a browser: pipeline, timeline, matrix, deals, graph, and filings with every fact marked.

    The page is one file and needs no network.

    Example: kg explore --entity SGN-35 --output sgn-35.html
    """
    from kg.explore import Scope, collect_knowledge, collect_texts, select, write_page  # noqa: PLC0415
    from kg.graph.read import stored_facts  # noqa: PLC0415

    day = day_of(as_of)
    scope = Scope(entity=entity, filing=filing, as_of=day)
    with opened(store, endpoint) as source:
        facts = stored_facts(source)
        if facts and not (facts := facts_as_of(facts, day)):
            raise StoreError(f"no filing in {source.place} had reported anything by {day}; give a later day")
        if not facts:
            remedy = f"build filings into it first (kg build PATH… --store {store})"
            raise StoreError(f"{source.place} holds no facts; {remedy}")
        found = collect_texts(source, select(facts, scope), wanted=texts)
        knowledge = collect_knowledge(source)
    write_page(output, facts, scope=scope, texts=found, knowledge=knowledge)
    say(f"{output} written; open it in a browser")


def export_command(
    output: _Output,
    form: Annotated[GraphFormat, typer.Option("--format", help="csv writes a folder of tables.")] = GraphFormat.TRIG,
    store: Store = DEFAULT_STORE,
    times: Annotated[bool, typer.Option(help="Keep the times at which filings were read.")] = True,
    as_of: AsOf = None,
) -> None:
    """Write the whole graph as RDF, or as a graph or tables for other tools.

    Example: kg export --format csv --output tables/
    """
    from kg.graph.asof import source_as_of  # noqa: PLC0415
    from kg.graph.export import export  # noqa: PLC0415
    from kg.graph.store import open_store  # noqa: PLC0415

    day = day_of(as_of)
    with open_store(store, read_only=True) as graph:
        for path in export(source_as_of(graph, day) if day else graph, output, form=str(form), times=times):
            say(str(path))


def validate_command(
    store: Store = DEFAULT_STORE,
    filing: Annotated[str | None, typer.Option("--filing", metavar="NAME", help="Only this filing's graph.")] = None,
) -> None:
    """Check the graph against its shapes. The status is 1 where it breaks one; warnings are claims to look at.

    Example: kg validate --store kg-store
    """
    note("Checking …")
    from kg.graph.store import open_store  # noqa: PLC0415
    from kg.graph.validate import Severity, validate  # noqa: PLC0415

    with open_store(store, read_only=True) as graph:
        report = validate(graph, filing=filing)
    for finding in report.findings:
        told = [finding.message, finding.path, finding.value]
        say(f"{finding.severity}\t{finding.node}\t{' · '.join(part for part in told if part)}")
    counts = {s: sum(f.severity is s for f in report.findings) for s in Severity}
    say(", ".join(f"{count} {severity}{'s' if count != 1 else ''}" for severity, count in counts.items()))
    if not report.conforms:
        raise typer.Exit(1)


def evaluate_command(
    predicted: Annotated[Path, typer.Argument(metavar="PREDICTED", help="Folder of fact tables to judge.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold fact tables of the same names.")],
    text: Annotated[
        Path | None, typer.Option("--text", metavar="DIR", help="Folder of the documents, to look quotes up in.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List what was missed and what is spurious.")
    ] = False,
) -> None:
    """Compare extracted fact tables with gold ones: precision, recall and F1.

    Example: kg evaluate tables data/gold --verbose
    """
    from kg.evaluate import evaluate  # noqa: PLC0415

    found = evaluate(predicted, gold, text)
    if as_json:
        say(json.dumps(found.figures(), indent=1, ensure_ascii=False))
        return
    if verbose:
        for miss in found.misses:
            say(str(miss))
    _print_evaluation(found)


def _print_evaluation(found: Evaluation) -> None:
    from kg.evaluate import CONFIDENT  # noqa: PLC0415

    for title, scores, total in (
        ("entities", found.entities, found.all_entities),
        ("facts", found.facts, found.all_facts),
    ):
        rows = [_score_row(name, score) for name, score in [*scores.items(), ("all", total)]]
        head = (title, "precision", "recall", "F1", "right", "spurious", "missed")
        print_rows(rows, head=head, numbers=range(1, 7))
    qualifiers = found.qualifiers
    say(f"qualifiers of facts found    P {qualifiers.precision:.3f}  R {qualifiers.recall:.3f}  F1 {qualifiers.f1:.3f}")
    say(f"modality of facts found      right {found.modality.share:.3f}")
    say(f"facts of confidence >= {CONFIDENT}  precision {found.confident.share:.3f} of {found.confident.total}")
    if found.evidence is not None:
        say(f"quotes found word for word   {found.evidence.share:.3f} of {found.evidence.total}")
    if found.missing:
        note(f"kg: no prediction for {', '.join(found.missing)}")


def _score_row(name: str, score: Score) -> tuple[str, ...]:
    shares = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
    return (name, *shares, str(score.right), str(score.spurious), str(score.missed))
