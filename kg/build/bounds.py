"""The boundary around one filing: whatever goes wrong with it is that filing's failure and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kg.build.reports import Failure, Task
from kg.errors import KgError, ModelMissingError, VocabularyError

_Result = TypeVar("_Result")


def bounded(task: Task, work: Callable[[], _Result]) -> _Result | Failure:
    """Do a piece of work for one filing; whatever goes wrong with it is that filing's failure.

    A vocabulary or a model that cannot be loaded is no filing's fault and stops the run.
    """
    try:
        return work()
    except (ModelMissingError, VocabularyError):
        raise
    except KgError as error:
        return Failure(task.name, task.path, _one_line(str(error)).removeprefix(f"{task.path}: "))
    except MemoryError:
        return Failure(task.name, task.path, TOO_LARGE)
    except Exception as error:  # noqa: BLE001  # one filing must never stop the others, whatever is wrong
        return Failure(task.name, task.path, _fault(error))


TOO_LARGE = "it takes more memory than it may; give its main document or exhibit alone, or allow more"


def _fault(error: Exception) -> str:
    """Return what went wrong against all expectation, and where, for a report to us."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f" ({Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno})" if place else ""
    what = _one_line(str(error))[:200] or "no message"
    return f"{type(error).__name__}: {what}{where}; leave this filing out, and report the fault"


def _one_line(words: str) -> str:
    return " ".join(words.split())
