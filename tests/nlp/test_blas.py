"""The number of threads is lowered inside, and put back whatever happens."""

from __future__ import annotations

import pytest

from kg.nlp import blas

CALLS = blas._threads()


def test_the_number_of_threads_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [4]
    monkeypatch.setattr(blas, "_threads", lambda: (lambda: seen[-1], seen.append))
    with pytest.raises(ValueError, match="inside"), blas.one_thread():
        raise ValueError("inside")
    assert seen == [4, 1, 4]


def test_without_openblas_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blas, "_threads", lambda: None)
    with blas.one_thread():
        pass


@pytest.mark.skipif(CALLS is None, reason="this numpy has no OpenBLAS")
def test_the_library_itself_is_asked() -> None:
    assert CALLS is not None
    before = CALLS[0]()
    with blas.one_thread():
        assert CALLS[0]() == 1
    assert CALLS[0]() == before
