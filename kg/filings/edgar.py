"""Filings from EDGAR into a folder: the full submission of each, with all its exhibits, as it was disseminated.

This is the one part of the library that goes online, and only when it is asked to. A file is written aside, checked and
then renamed, so that what is there under its name is whole; a second run fetches what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import FetchError
from kg.filings.edgar_client import Client, EndOfRunError, MissingError
from kg.filings.edgar_listing import Listed
from kg.filings.edgar_manifest import Checked, Entry, check_submission, read_manifest, write_manifest

_IN_A_ROW = 3
"""Filings one after another that the server fails to give, after which the run ends."""
_CUT_OFF = 3
"""How often a file is fetched that arrives without its end."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A filing that was not fetched, and why."""

    listed: Listed
    reason: str


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a run did."""

    fetched: tuple[Entry, ...]
    present: tuple[Entry, ...]
    """Those that were there and whole."""
    missed: tuple[Missed, ...]
    notes: tuple[str, ...]
    """What is odd about files that were fetched, a line each."""
    stopped: str = ""
    """Why the run ended before its end, where it did."""
    untried: int = 0
    """Filings that were not asked for then."""

    @property
    def bytes_fetched(self) -> int:
        """Bytes of the files that were fetched."""
        return sum(entry.size for entry in self.fetched)


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far a run is."""

    done: int
    total: int
    bytes_fetched: int
    missed: int


def fetch(
    client: Client,
    wanted: Sequence[Listed],
    folder: Path,
    *,
    progress: Callable[[FetchProgress], None] = lambda _: None,
) -> FetchReport:
    """Fetch filings into a folder, each as ``ACCESSION.txt``, and keep its ``manifest.csv``.

    What is there and whole is not fetched again. A filing that cannot be fetched is reported, and the others are
    fetched; where the server refuses us, cannot be reached or fails several times in a row, the run ends, and what has
    come stays. Raises `OSError` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = _Run(client, folder, read_manifest(folder))
    try:
        for number, listed in enumerate(wanted):
            run.take(listed)
            if run.stopped:
                run.untried = len(wanted) - number - 1
                break
            progress(FetchProgress(number + 1, len(wanted), sum(e.size for e in run.fetched), len(run.missed)))
    finally:  # whatever ended the run, the manifest lists what is there
        write_manifest(folder, run.entries.values())
    return FetchReport(
        tuple(run.fetched), tuple(run.present), tuple(run.missed), tuple(run.notes), run.stopped, run.untried
    )


class _Run:
    """What has come of a run so far."""

    def __init__(self, client: Client, folder: Path, entries: dict[str, Entry]) -> None:
        self.client, self.folder = client, folder
        self.entries = {key: entry for key, entry in entries.items() if (folder / entry.file).is_file()}
        self.fetched: list[Entry] = []
        self.present: list[Entry] = []
        self.missed: list[Missed] = []
        self.notes: list[str] = []
        self.stopped, self.untried, self._failures = "", 0, 0

    def take(self, listed: Listed) -> None:
        """Fetch a filing, unless it is there."""
        path = self.folder / f"{listed.accession}.txt"
        if entry := self._there(path, listed):
            self.present.append(entry)
            self.entries[listed.accession] = entry
            return
        try:
            checked = self._fetched(path, listed)
        except EndOfRunError as error:
            self.stopped = str(error)
            self.missed.append(Missed(listed, str(error)))
            return
        except FetchError as error:
            self.missed.append(Missed(listed, str(error)))
            self._failures = 0 if isinstance(error, MissingError) else self._failures + 1
            if self._failures == _IN_A_ROW:
                self.stopped = f"{_IN_A_ROW} filings in a row could not be fetched"
            return
        self._failures = 0
        self.fetched.append(checked.entry)
        self.entries[listed.accession] = checked.entry
        if checked.missing:
            self.notes.append(
                f"{listed.accession}: its header promises {checked.promised} documents, "
                f"the file has {checked.entry.counted}; it is kept as it is"
            )

    def _there(self, path: Path, listed: Listed) -> Entry | None:
        """Return what is known of a file that is there and whole: of its listed size, or else with head and end."""
        if not path.is_file():
            return None
        known = self.entries.get(listed.accession)
        if known and known.size == path.stat().st_size:
            return known
        try:
            return check_submission(path, listed, source=listed.sources[0]).entry
        except FetchError:
            return None

    def _fetched(self, path: Path, listed: Listed) -> Checked:
        """Fetch a filing: aside, checked, then renamed. What came without its end is fetched again a few times."""
        aside = path.with_name(f"{path.name}.part")
        try:
            for attempt in range(1, _CUT_OFF + 1):
                source = self._saved(listed, aside)
                try:
                    checked = check_submission(aside, listed, source=source)
                    break
                except FetchError as error:
                    if attempt == _CUT_OFF or "breaks off" not in str(error):
                        raise FetchError(f"{self.client.archives(source)} {error}") from error
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        return checked

    def _saved(self, listed: Listed, aside: Path) -> str:
        """Save a submission from the first of its paths where there is one; return that path."""
        first, second = listed.sources
        try:
            self.client.save(self.client.archives(first), aside)
        except MissingError as error:
            try:
                self.client.save(self.client.archives(second), aside)
            except MissingError:
                raise error from None
            return second
        return first
