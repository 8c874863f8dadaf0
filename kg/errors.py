"""Everything that the library raises on purpose.

::

    KgError
    ├── FilingError          a file cannot be read as a filing
    ├── VocabularyError      a row of a vocabulary or rule file is not as it must be
    ├── ModelMissingError    the language model that the parser needs is not installed
    ├── CurationError        a curation file is not as it must be
    ├── StoreError           a folder is not a store, or cannot be written
    ├── QueryError           a question is malformed, unknown, or asks for what it may not
    │   └── LimitError       a query took longer than it may
    ├── EndpointError        a remote endpoint cannot be reached, refuses, or answers what cannot be read
    ├── FetchError           filings cannot be fetched from EDGAR, or not as asked
    ├── FactTableError       a fact table's line is not as the format says
    ├── WorkerError          processes that read filings cannot be started
    └── MissingExtraError    something needs a package that comes with an extra, and it is not installed

Each message names the input, what was found, and what to do about it, in one line.
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that are the input's fault and have a remedy."""


class FilingError(KgError):
    """A file cannot be read as a filing."""


class VocabularyError(KgError):
    """A row of a vocabulary or rule file is not as it must be."""


class ModelMissingError(KgError):
    """The language model that the parser needs is not installed."""


class CurationError(KgError):
    """A curation file is not as it must be."""


class StoreError(KgError):
    """A folder is not a store, or cannot be written."""


class QueryError(KgError):
    """A question is malformed, unknown, or asks for what it may not."""


class LimitError(QueryError):
    """A query took longer than it may."""


class EndpointError(KgError):
    """A remote endpoint cannot be reached, refuses, or answers what cannot be read."""


class FetchError(KgError):
    """Filings cannot be fetched from EDGAR, or not as asked."""


class FactTableError(KgError):
    """A fact table's line is not as the format says."""


class MissingExtraError(KgError):
    """Something needs a package that comes with an extra, and it is not installed."""


class WorkerError(KgError):
    """Processes that read filings cannot be started."""
