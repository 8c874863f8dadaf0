"""Which institutes, societies and government bodies are parties: those that license, fund, own, develop or run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.names import fold_name
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.nlp.found import Found

_BREAK = re.compile(r"(?<!Dr)(?<!Drs)(?<!Prof)(?<!Mr)(?<!Ms)(?<![. ][A-Z])(?<!Inc)(?<!Corp)(?<!Ltd)(?<!Co)[.;!?]\s|\n")


def without_bystanders(
    found: Iterable[Found], text: str, *, named: Iterable[Found], registrant: str | None
) -> list[Found]:
    """Return the findings without the organizations that a text names but tells nothing of as a party.

    An institute, a university or a body of government stays where one sentence at least says that it licenses,
    grants, funds, owns, discovers, develops or runs something; trial sites and the employers of physicians go. So do
    banks, brokers and agencies, where the text says that they are such. `named` are the findings by form alone, before
    the names that the text itself gives.
    """
    items = list(found)
    institutes = {_key(f) for f in (*items, *named) if _is_institute(f)}
    parties = {_key(f) for f in items if _key(f) in institutes and _is_party(text, f)}
    served = {_key(f) for f in items if f.type is EntityType.ORGANIZATION and _serves(text, f)}
    if registrant:
        institutes.discard(fold_name(registrant))
        served.discard(fold_name(registrant))
    gone = (institutes - parties) | served
    return [f for f in items if f.type is not EntityType.ORGANIZATION or _key(f) not in gone]


def _key(item: Found) -> str:
    return fold_name(item.entry.name if item.entry else item.name)


def _is_institute(item: Found) -> bool:
    if item.type is not EntityType.ORGANIZATION:
        return False
    if item.entry is not None:
        return item.entry.category in ("institute", "government")
    return item.rule.startswith("organization.institute")


def _is_party(text: str, item: Found) -> bool:
    before = _BREAK.split(text[max(0, item.start - 200) : item.start])[-1]
    after = _BREAK.split(text[item.end : item.end + 120])[0]
    if cue("institutes.site_before").search(before) or cue("institutes.not_after").match(after):
        return False
    return bool(cue("institutes.role_before").search(before) or cue("institutes.role_after").match(after))


def _serves(text: str, item: Found) -> bool:
    """Tell whether a company is named only as what sells shares, advises or spreads news for another."""
    if item.name in read_toml("organizations.toml")["services"]:
        return True
    after = _BREAK.split(text[item.end : item.end + 120])[0]
    serves = cue("institutes.serves")
    return serves.may_match(after) and serves.match(after) is not None
