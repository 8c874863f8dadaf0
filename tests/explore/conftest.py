"""A browser for the tests that need one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kg.explore import write_page
from tests.explore.factory import HOSTILE, facts


def missing(reason: str) -> None:
    """Skip a test for want of something, or fail where the environment says that nothing may be missing."""
    if os.environ.get("KG_REQUIRE_BROWSER") == "1":
        pytest.fail(f"KG_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(f"{reason}; set KG_REQUIRE_BROWSER=1 to make this a failure")


@pytest.fixture(scope="package")  # Playwright's event loop must not run on into the tests of the server
def chromium() -> Iterator[Any]:
    """Yield the system's Chromium, driven by Playwright. Skips, saying so, where either is missing."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # may be missing
    except ImportError:
        missing("playwright is not installed")
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        missing("there is no chromium on the path")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_page(tmp_path_factory.mktemp("page") / "page.html", facts(), title=f"Test {HOSTILE}").as_uri()


@pytest.fixture
def opened(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Yield a function that opens the page. Whatever test ran, no request left and nothing was logged."""
    contexts, troubles = [], []

    def request(sent: Any) -> None:
        if not sent.url.startswith((address, "data:", "blob:")):
            troubles.append(f"request {sent.url}")

    def open_page(fragment: str = "", *, at: str = address, **options: Any) -> Any:
        context = (
            chromium.new_context(viewport={"width": 1280, "height": 800}, **options)
            if "viewport" not in options
            else chromium.new_context(**options)
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda message: troubles.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        if at == address:
            page.on("request", request)
        page.goto(at + fragment)
        return page

    yield open_page
    pwned = [page.evaluate("window.pwned") for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert troubles == []
    assert not any(pwned)
