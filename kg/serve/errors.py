"""Why a request gets no answer, with the status of HTTP that says so."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import KgError


class RefusedError(KgError):
    """A request that gets no answer. `status` is that of HTTP; `headers` go with it.

    `near` are things that may have been meant, by their names and paths.
    """

    def __init__(
        self,
        status: int,
        reason: str,
        headers: dict[str, str] | None = None,
        near: Sequence[Sequence[str]] = (),
    ) -> None:
        super().__init__(reason)
        self.near = near
        self.status = status
        self.reason = " ".join(reason.split())
        self.headers = headers or {}
