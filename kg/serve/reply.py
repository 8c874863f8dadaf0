"""What a job gives: a media type, bytes, and what goes with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a job."""

    media_type: str
    data: Iterator[bytes]
    headers: dict[str, str] = field(default_factory=dict)


def json_reply(value: Any) -> Reply:
    """Return a value as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return Reply("application/json", iter([text.encode("utf-8", "replace")]))


def text_reply(media_type: str, text: str, headers: dict[str, str] | None = None) -> Reply:
    """Return text, without halves of surrogate pairs, which UTF-8 cannot hold."""
    return Reply(media_type, iter([text.encode("utf-8", "replace")]), headers or {})
