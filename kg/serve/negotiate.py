"""Which format an answer has: what a client accepts, against what there is (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its short name, by which ``?format=`` asks for it, and the media types that mean it."""

    name: str
    media_types: tuple[str, ...]
    """The first is the one that an answer names; the others are asked for in its stead."""
    ending: str
    """Of a file of this format."""

    @property
    def media_type(self) -> str:
        """The media type of an answer."""
        return self.media_types[0]


TABLES = (
    Form("json", ("application/sparql-results+json", "application/json", "text/json"), "srj"),
    Form("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), "srx"),
    Form("csv", ("text/csv",), "csv"),
    Form("tsv", ("text/tab-separated-values",), "tsv"),
)
"""Of rows, and of yes and no. The first is given where a client does not mind."""
GRAPHS = (
    Form("turtle", ("text/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"), "ttl"),
    Form("ntriples", ("application/n-triples", "text/plain"), "nt"),
    Form("jsonld", ("application/ld+json", "application/json"), "jsonld"),
    Form("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), "rdf"),
)
"""Of triples."""
HTML = Form("html", ("text/html", "application/xhtml+xml"), "html")


def best(accept: str, forms: Sequence[Form]) -> Form | None:
    """Return the form that a client likes best, the first of equals; `None` where it accepts none.

    >>> best("text/csv;q=0.5, application/*;q=0.9", TABLES).name, best("image/png", TABLES)
    ('json', None)
    """
    ranges = _ranges(accept)
    if not ranges:
        return forms[0]
    scored = [(_quality(form, ranges), form) for form in forms]
    top = max(quality for quality, _ in scored)
    return next(form for quality, form in scored if quality == top) if top > 0 else None


def by_name(name: str, forms: Sequence[Form]) -> Form | None:
    """Return the form of a short name or media type, as ``?format=`` gives it."""
    wanted = name.strip().lower()
    return next((f for f in forms if wanted in {f.name, f.ending, *f.media_types}), None)


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Return the media ranges of a header with their weights; what cannot be read counts for nothing."""
    found = []
    for part in accept.split(","):
        name, *parameters = [p.strip().lower() for p in part.split(";")]
        if name.count("/") != 1:
            continue
        weights = [p[2:] for p in parameters if p.startswith("q=")]
        found.append((name, _weight(weights[0]) if weights else 1.0))
    return found


def _weight(digits: str) -> float:
    try:
        return min(1.0, max(0.0, float(digits)))
    except ValueError:
        return 0.0


def _quality(form: Form, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the weight of a form: that of the range which says most about it. Other names count where they are named.

    >>> _quality(TABLES[0], [("text/*", 1.0), ("*/*", 0.5)])
    0.5
    """
    others = [weight for name, weight in ranges if name in form.media_types[1:]]
    kind = form.media_type.partition("/")[0]
    own = 0.0
    for wanted in (form.media_type, f"{kind}/*", "*/*"):
        found = [weight for name, weight in ranges if name == wanted]
        if found:
            own = max(found)
            break
    return max([own, *others])
