"""Requests to EDGAR, or to a mirror of it: who asks, how often, what is tried again, and what a refusal means.

The SEC asks for a name and an e-mail address in the ``User-Agent`` of every request, and for at most ten requests a
second of one client (its "Accessing EDGAR Data" and fair-access pages). Whoever goes beyond that is answered with
status 403 for about ten minutes.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

from kg.errors import FetchError

ARCHIVES = "https://www.sec.gov"
"""Where submissions and the list of tickers are."""
DATA = "https://data.sec.gov"
"""Where the lists of filings are."""
FASTEST = 8.0
"""Requests a second that are never exceeded; the SEC allows ten."""
PATIENCE = 60.0
"""Seconds to wait for the next piece of an answer."""
_BACKOFF = (1.0, 2.0, 4.0, 8.0)
"""Seconds before what failed is tried again."""
_BACKOFF_REFUSED = (10.0, 30.0, 120.0)
"""The same, where the SEC holds us back: asking again soon prolongs that."""
_LONGEST = 600.0
_CHUNK = 1 << 16
_TRIED_AGAIN = {408, 425, 500, 502, 503, 504}
_TOO_MANY = {403, 429}
_SAID = 8192
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}")
_OUTSIDE_SCOPE = "answers with a redirection to another host"

T = TypeVar("T")


class EndOfRunError(FetchError):
    """Nothing more will be answered for now: the run ends here, and what is there stays."""


class MissingError(FetchError):
    """There is nothing at that address."""


class _TryAgainError(Exception):
    """A passing fault, with the reason in words and the seconds that the server asks to wait."""

    def __init__(self, reason: str, wait: float | None = None, *, held_back: bool = False, away: bool = False) -> None:
        super().__init__(reason)
        self.wait, self.held_back, self.away = wait, held_back, away


def checked_identity(words: str | None) -> str:
    """Return the identity that every request carries: a name and an e-mail address, white space folded.

    Raises `FetchError` where either is missing, or where it has letters that a header of HTTP cannot carry.

    >>> checked_identity(" Ada Example  ada@example.org")
    'Ada Example ada@example.org'
    """
    folded = " ".join((words or "").split())
    how = "give a name and an e-mail address: --identity 'Ada Example ada@example.org', or KG_EDGAR_IDENTITY"
    if not folded:
        raise FetchError(f"the SEC asks of everyone who fetches filings to say who they are; {how}")
    mail = _MAIL.search(folded)
    if not mail or not re.search(r"[^\W\d_]{2}", folded.replace(mail[0], "")):
        lack = "no name beside the e-mail address" if mail else "no e-mail address"
        raise FetchError(f"the identity {folded!r} has {lack}; {how}")
    if not folded.isascii():
        raise FetchError(f"the identity {folded!r} has letters that a request cannot carry; write it in plain letters")
    return folded


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection on the same host and to no other."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class Client:
    """Asks one thing at a time, never faster than `rate` requests a second, and tries again what may pass."""

    identity: str
    mirror: str | None = None
    """The address of a mirror that stands for both hosts of the SEC; nothing else is asked then."""
    rate: float = FASTEST
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    tell: Callable[[str], None] = lambda _: None
    """Told why it waits, in a line."""
    requests: int = 0
    _next: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.identity = checked_identity(self.identity)
        if not 0 < self.rate <= FASTEST:
            raise FetchError(f"{self.rate:g} requests a second; must be above 0 and at most {FASTEST:g}")
        if self.mirror is not None:
            parts = urlsplit(self.mirror)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise FetchError(f"{self.mirror!r} is no address of a mirror; write it as https://mirror.example.org")
        self._opener = urllib.request.build_opener(_SameHost)

    def archives(self, path: str) -> str:
        """Return the address of a path of www.sec.gov."""
        return f"{(self.mirror or ARCHIVES).rstrip('/')}/{path}"

    def data(self, path: str) -> str:
        """Return the address of a path of data.sec.gov."""
        return f"{(self.mirror or DATA).rstrip('/')}/{path}"

    def json(self, address: str) -> Any:
        """Return what an address says in JSON. Raises `FetchError` where it does not, `MissingError` on status 404."""

        def read(answer: IO[bytes]) -> bytes:
            return b"".join(_pieces(answer))

        body = self._tried(address, read)
        try:
            return json.loads(body)
        except ValueError as error:
            raise FetchError(f"{address} answers with what is no JSON; {_opening(body)}") from error

    def save(self, address: str, path: Path) -> None:
        """Write what an address gives to a file, from the beginning each time it is tried."""

        def write(answer: IO[bytes]) -> None:
            with path.open("wb") as file:
                for piece in _pieces(answer):
                    file.write(piece)

        self._tried(address, write)

    def _tried(self, address: str, use: Callable[[IO[bytes]], T]) -> T:
        """Ask until it is answered, or until it has failed as often as it may."""
        failures = 0
        while True:
            self._keep_pace()
            try:
                with closing(self._ask(address)) as answer:
                    return use(answer)
            except _TryAgainError as error:
                fault = error
            except (TimeoutError, ConnectionError, ssl.SSLError, http.client.HTTPException, zlib.error) as error:
                fault = _TryAgainError(f"broke off in the middle of its answer ({_words(error)})")
            waits = _BACKOFF_REFUSED if fault.held_back else _BACKOFF
            if failures >= len(waits):
                kind = EndOfRunError if fault.held_back or fault.away else FetchError
                raise kind(f"{address} {fault}; tried {failures + 1} times")
            wait = min(max(waits[failures], fault.wait or 0.0), _LONGEST)
            self.tell(f"{address} {fault}; trying again in {wait:g} s")
            self.sleep(wait)
            failures += 1

    def _keep_pace(self) -> None:
        """Wait until the next request may go out."""
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.rate
        self.requests += 1

    def _ask(self, address: str) -> http.client.HTTPResponse:
        headers = {"User-Agent": self.identity, "Accept-Encoding": "gzip"}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310  # http or https, checked above
        try:
            answer: http.client.HTTPResponse = self._opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            with error:
                raise _meaning(address, error) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise EndOfRunError(
                    f"{address} has no certificate that this machine trusts ({error.reason})"
                ) from error
            raise _TryAgainError(f"cannot be reached ({_words(error.reason)})", away=True) from error
        return answer


def _pieces(answer: IO[bytes]) -> Any:
    """Give the body of an answer piece by piece, unpacked. Raises `IncompleteRead` where it ends before its end."""
    assert isinstance(answer, http.client.HTTPResponse)
    packed = zlib.decompressobj(zlib.MAX_WBITS | 16) if answer.headers.get("Content-Encoding") == "gzip" else None
    while piece := answer.read(_CHUNK):
        yield packed.decompress(piece) if packed else piece
    if answer.length or (packed and not packed.eof):
        raise http.client.IncompleteRead(b"", answer.length)


def _meaning(address: str, error: urllib.error.HTTPError) -> Exception:
    """Return what to raise for a status that is no success."""
    said = error.read(_SAID).decode("utf-8", "replace") if error.fp else ""
    if error.code == 404:
        return MissingError(f"{address} is not there (404)")
    if error.code == 403 and "undeclared automated" in said.lower():
        return EndOfRunError(
            f"{address} is refused (403): the SEC does not accept the identity; "
            "give your own name and e-mail address with --identity"
        )
    if error.code in _TOO_MANY:
        why = f"is refused ({error.code}): the SEC does so for about ten minutes after too many requests from a network"
        return _TryAgainError(why, _seconds(error.headers.get("Retry-After")), held_back=True)
    if error.code in _TRIED_AGAIN:
        wait = _seconds(error.headers.get("Retry-After"))
        return _TryAgainError(f"has trouble of its own ({error.code} {error.reason})", wait)
    if 300 <= error.code < 400:
        return FetchError(f"{address} {_OUTSIDE_SCOPE} ({error.code}); it is not followed")
    return FetchError(f"{address} answers with status {error.code} {error.reason}")


def _seconds(words: str | None) -> float | None:
    """Return a `Retry-After` in seconds; one that is a date counts as none."""
    return float(words) if words and words.strip().isdecimal() else None


def _words(error: object) -> str:
    said = getattr(error, "strerror", None) or " ".join(str(error).split())
    return said or type(error).__name__


def _opening(body: bytes) -> str:
    return f"it begins with {' '.join(body[:200].decode('utf-8', 'replace').split())[:80]!r}"
