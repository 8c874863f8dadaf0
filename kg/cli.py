"""The command line: ``kg``. It parses arguments, calls the library and prints; a fault is one line and status 1."""

from __future__ import annotations

import io
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli_ask import query_command, show_command
from kg.cli_build import build_command, demo_command, extract_command
from kg.cli_curate import curate_command, merges_command
from kg.cli_fetch import fetch_command
from kg.cli_give import evaluate_command, explore_command, export_command, validate_command
from kg.cli_judge import compare_command, explain_command
from kg.cli_mcp import mcp_command
from kg.cli_print import note, say
from kg.cli_questions import ask_command
from kg.cli_serve import backup_command, restore_command, serve_command
from kg.cli_store import remove_command, status_command
from kg.cli_time import checks_command, diff_command, timeline_command
from kg.errors import KgError


class _Commands(TyperGroup):
    """Turns what the library raises on purpose, and what the system refuses, into one line and status 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            note(f"kg: {' '.join(str(error).split())}")
        except BrokenPipeError:  # the reader of our output has seen enough
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            note(f"kg: {where}{error.strerror or error}; check the path, its permissions and the space on the disk")
        raise typer.Exit(1)


app = typer.Typer(
    name="kg",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from kg import __version__  # noqa: PLC0415

        say(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Biotech filings to a pipeline knowledge graph in which every fact shows the words that state it.

    Start with: kg demo

    Then your own filings: kg build filings/

    What analysts ask:

    kg query in-clinic --param payload=MMAE

    kg query planned-next --param company=ImmunoGen

    kg query payments --param payee=ImmunoGen

    kg query response-rates --param compound=SGN-35

    kg show SGN-35
    """


app.command("demo")(demo_command)
app.command("build")(build_command)
app.command("fetch")(fetch_command)
app.command("status")(status_command)
app.command("remove")(remove_command)
app.command("ask")(ask_command)
app.command("query")(query_command)
app.command("show")(show_command)
app.command("timeline")(timeline_command)
app.command("diff")(diff_command)
app.command("merges")(merges_command)
app.command("curate")(curate_command)
app.command("checks")(checks_command)
app.command("explain")(explain_command)
app.command("explore")(explore_command)
app.command("export")(export_command)
app.command("extract")(extract_command)
app.command("validate")(validate_command)
app.command("evaluate")(evaluate_command)
app.command("compare")(compare_command)
app.command("serve")(serve_command)
app.command("mcp")(mcp_command)
app.command("backup")(backup_command)
app.command("restore")(restore_command)


def main() -> None:
    """Run the command line. Output is UTF-8, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
