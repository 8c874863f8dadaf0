"""Answers for assistants in words: the same as the data beside them, short, each fact with its quote and filing.

What a filing says stands after ``>`` on a line of its own, however it is broken in the filing: nothing that it says can
look like a line of ours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from kg.serve.views import View

SUMMED = (
    "each row sums up facts of one or several filings and has no quote of its own; some facts that join things of a "
    "row stand beside, and describe_entity gives all of a thing"
)
NO_STATEMENTS = (
    "the rows name no statements, so no words could be added; select the statement too (?s a pipe:Statement) to get "
    "its quote and filing"
)
_SHOWN = 10
"""Characters of a fact's identifier: enough to ask for it."""


def one_line(text: object) -> str:
    r"""Return text on one line, without characters that cannot be seen.

    >>> one_line("a\n b\u200b\u202ec")
    'a bc'
    """
    seen = "".join(c for c in str(text) if c.isspace() or not unicodedata.category(c).startswith("C"))
    return " ".join(seen.split())


def found(data: View) -> str:
    """Tell what a name means."""
    name, candidates = one_line(data["name"]), data["candidates"]
    heads = {
        "found": f"{name!r} is {_thing(data['found'])}" if data["found"] else "",
        "ambiguous": f"{name!r} is a name of several things; use the IRI of the one that is meant:",
        "near": f"nothing is called {name!r}; names that are near:",
        "none": f"nothing is called {name!r}, and no name is near; list_filings tells what the graph holds",
    }
    lines = [heads[data["outcome"]]]
    if data["found"] and candidates:
        lines.append("Other things with such a name:")
    lines += [f"- {_thing(one)}" for one in candidates]
    if data["total"] > len(candidates):
        lines.append(f"({data['total'] - len(candidates)} more; give more of the name, a kind, or a higher limit)")
    return "\n".join(lines)


def card(data: View) -> str:
    """Tell what is known of a thing."""
    kinds = ", ".join([data["kind"], *data["categories"]])
    lines = [f"{one_line(data['name'])} ({one_line(kinds)}) <{data['iri']}>"]
    lines += [f"{key}: {one_line('; '.join(_distinct(data[key])))}" for key in ("aliases", "identifiers") if data[key]]
    lines += [f"{one_line(key)}: {one_line(value)}" for key, value in data["attributes"].items()]
    lines += [one_line(line) for line in data["history"]]
    lines += _known_by(data)
    for group in data["groups"]:
        if group["facts"]:
            lines += ["", f"{group['title']} ({group['total']})"]
            lines += [line for fact in group["facts"] for line in fact_lines(fact)]
    if not data["total"]:
        lines.append("No filing states a fact about it" + (f" by {data['as_of']}." if data["as_of"] else "."))
    return "\n".join([*lines, *_rest(data, "facts")])


def questions(data: View) -> str:
    """List the named questions."""
    lines = ["Named questions, for ask_question (parameters marked * must be given):"]
    for question in data["questions"]:
        columns = ", ".join(question["columns"])
        lines += [f"- {question['name']}: {question['question']}", f"    gives {columns}"]
        for p in question["parameters"]:
            among = f" of {', '.join(p['among'])}" if p["among"] else ""
            star = "*" if p["required"] else ""
            lines.append(f"    {p['name']}{star} ({p['takes']}{among}): {p['meaning']}")
    return "\n".join(lines)


def answer(data: View) -> str:
    """Tell the answer to a named question."""
    given = "; ".join(f"{key} = {value}" for key, value in data["given"].items())
    lines = [f"{data['question']}" + (f" ({one_line(given)})" if given else "")]
    lines += _table(data["rows"])
    accessions = {f["name"]: _filing(f) for source in data["sources"] for f in source["filings"]}
    if accessions:
        lines += ["", "Filings:", *(f"- {accessions[name]}" for name in sorted(accessions))]
    if data["facts"]:
        lines += [
            "",
            "Facts that join things of a row:",
            *(line for fact in data["facts"] for line in fact_lines(fact)),
        ]
    if not data["rows"]:
        lines.append("No rows: no filing of the graph says so, or a parameter is too narrow.")
    return "\n".join([*lines, *_cut(data)])


def rows(data: View) -> str:
    """Tell the rows of a query."""
    lines = _table(data["rows"]) or ["No rows."]
    if data["facts"]:
        lines += ["", "The statements named:", *(line for fact in data["facts"] for line in fact_lines(fact))]
    if data["filings"]:
        lines += ["", "The filings named:", *(f"- {_filing(filing)}" for filing in data["filings"])]
    return "\n".join([*lines, *_cut(data)])


def evidence(data: View) -> str:
    """Tell why a fact is believed."""
    fact = data["fact"]
    lines = [*fact_lines(fact, places=True)]
    if data["context"]:
        around = one_line(f"{data['context']['before']} […] {data['context']['after']}")
        lines += ["in the filing, before and after the first quote:", f"  > “… {around} …”"]
    lines.append(f"rule {fact['rule'] or 'not known'}")
    if data["reason"]:
        lines.append(f"confidence {fact['confidence']:.2f}: {data['reason']}")
    if data["rule_places"]:
        lines.append(f"rule written in {', '.join(data['rule_places'])}")
    if data["right_on_gold"] is not None:
        whole = data["right_on_gold"] + data["wrong_on_gold"]
        lines.append(f"the rule was right in {data['right_on_gold']} of {whole} facts that it made of the gold sets")
    return "\n".join(lines)


def changes(data: View) -> str:
    """Tell what has changed."""
    until = data["until"] or "the latest filing"
    lines = [f"What is new from {data['since']} to {until}: {data['total']} changes"]
    lines += [f"  {kind}: {count}" for kind, count in data["counts"].items()]
    for change in data["changes"]:
        topic = f" ({one_line(change['topic'])})" if change["topic"] else ""
        moved = " → ".join(filter(None, (one_line(change["was"]), one_line(change["now"]))))
        lines += ["", f"{change['kind']}: {one_line(change['subject'])}{topic}: {moved}"]
        for side in ("before", "after"):
            if change[side]:
                lines += [f"{side}:", *fact_lines(change[side])]
    lines += _undated(data)
    return "\n".join([*lines, *_rest(data, "changes")])


def history(data: View) -> str:
    """Tell a history."""
    lines = [f"{one_line(data['name'])}: {data['total']} events, in order of time", *_known_by(data)]
    for event in data["events"]:
        days = " to ".join(dict.fromkeys(day for day in (event["earliest"], event["latest"]) if day))
        topic = f" ({one_line(event['topic'])})" if event["topic"] else ""
        by = event["status"] == "stated" and event["fact"]["filing"]["reported_on"]
        lines += ["", f"{days or (f'by {by}' if by else 'time not said')}: {event['event']}{topic} [{event['status']}]"]
        lines += fact_lines(event["fact"])
        lines += [f"  {one_line(link['what'])}, id {link['fact_id'][:_SHOWN]}" for link in event["became"]]
        if event["said_again_by"]:
            lines.append(f"  said again by {len(event['said_again_by'])} more facts")
    return "\n".join([*lines, *_rest(data, "events")])


def checks(data: View) -> str:
    """Tell what to look at."""
    lines = [f"To look at: {data['total']} (both sides are given; nothing is resolved)", *_known_by(data)]
    for check in data["checks"]:
        topic = f" ({one_line(check['topic'])})" if check["topic"] else ""
        lines += ["", f"{check['kind']}, {check['rule']}: {one_line(check['subject'])}{topic}: {check['verdict']}"]
        lines.append(f"  why: {check['why']}")
        if check["tally"]:
            tally = check["tally"]
            lines += [f"  the filer counts {tally['count']} in {_filing(tally['filing'])}", _quote(tally["evidence"])]
        lines += [line for side in check["sides"] for line in fact_lines(side)]
    return "\n".join([*lines, *_rest(data, "checks")])


def filings(data: View) -> str:
    """List filings."""
    lines = [f"{data['total']} filings, the latest first", *(f"- {_filing(filing)}" for filing in data["filings"])]
    return "\n".join([*lines, *_rest(data, "filings")])


def filing(data: View) -> str:
    """Tell the facts of a filing."""
    lines = [f"{_filing(data['filing'])}: {data['total']} facts"]
    lines += [line for fact in data["facts"] for line in fact_lines(fact)]
    return "\n".join([*lines, *_rest(data, "facts")])


def fact_lines(fact: View, *, places: bool = False) -> Iterator[str]:
    """Yield a fact, its filing and its words; with `places`, where in the file each quote stands."""
    qualifiers = "; ".join(f"{key}: {_shown(value)}" for key, value in fact["qualifiers"].items())
    yield f"• {one_line(fact['claim'])}" + (f" — {one_line(qualifiers)}" if qualifiers else "")
    speaker = f", said by {one_line(fact['speaker'])}" if fact["speaker"] else ""
    yield f"  {_filing(fact['filing'])}{speaker}; confidence {fact['confidence']:.2f}; id {fact['id'][:_SHOWN]}"
    if fact["curation"]:
        word = fact["curation"]
        yield f"  {word['action']} by {one_line(word['who'])} on {word['when']}: {one_line(word['why'])}"
    for evidence in fact["evidence"]:
        yield _quote(evidence)
        if places:
            yield f"    {evidence['part']}, {one_line(evidence['section'])}, {evidence['start']} to {evidence['end']}"


def _quote(evidence: View) -> str:
    return f"  > “{one_line(evidence['quote'])}”"


def _filing(filing: View) -> str:
    told = [filing["name"], filing["form"], filing["registrant"]]
    told.append(f"reported {filing['reported_on']}" if filing["reported_on"] else "day not known")
    if filing["accession"]:
        told.append(f"accession {filing['accession']}")
    return one_line(", ".join(part for part in told if part))


def _thing(thing: View) -> str:
    names = [name for name in _distinct(thing["aliases"]) if name.casefold() != thing["name"].casefold()]
    also = f", also {'; '.join(names[:6])}" if names else ""
    known = "" if thing["in_filings"] else " (of the vocabulary; no filing names it)"
    return one_line(f"{thing['name']} ({thing['kind']}){also}{known} <{thing['iri']}>")


def _distinct(names: Iterable[str]) -> list[str]:
    """Return names without those that differ from another one by case only."""
    return list({name.casefold(): name for name in names}.values())


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        days = "/".join(dict.fromkeys((value["earliest"], value["latest"])))
        return days if value["worded"] == days else f"{value['worded']} ({days})"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(listed: Iterable[View]) -> list[str]:
    lines = []
    for number, row in enumerate(listed, start=1):
        cells = (
            f"{key}: {one_line(value)}" for key, value in row.items() if value not in (None, "") and key != "quote"
        )
        lines.append(f"{number}. {'; '.join(cells)}")
        if row.get("quote"):
            lines.append(f"  > “{one_line(row['quote'])}”")
    return lines


def _known_by(data: View) -> Iterator[str]:
    if data["as_of"]:
        yield f"as of {data['as_of']}: what filings had reported by then; names are today's"
    yield from _undated(data)


def _undated(data: View) -> Iterator[str]:
    if data.get("undated_filings"):
        yield f"the day of {one_line(', '.join(data['undated_filings']))} is not known: it counts as of every day"


def _rest(data: View, what: str) -> Iterator[str]:
    if not data["complete"]:
        end = data["offset"] + data["shown"]
        yield ""
        yield f"CUT: {data['shown']} of {data['total']} {what} shown, from {data['offset']} on; go on with offset={end}"


def _cut(data: View) -> Iterator[str]:
    if data["note"]:
        yield f"Note: {data['note']}."
    if not data["complete"]:
        yield f"CUT: there are more than these {len(data['rows'])} rows; raise limit, or ask for less"
