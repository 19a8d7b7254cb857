"""A browser session without a browser: AppTest on a home of its own."""

import sys
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pantry.home import REPOSITORY, Home


@pytest.fixture
def open_page(home: Home, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    """Return a function that opens a page of the home's kitchen and runs it once."""
    monkeypatch.setenv("LARDER_HOME", str(home.root))
    monkeypatch.delenv("LARDER_JOURNAL_URL", raising=False)
    # AppTest leaves the script as the main module: worker processes that a later test starts would run it first.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])

    def open_named(name: str) -> AppTest:
        app = AppTest.from_file(str(REPOSITORY / "dashboard" / "app.py"), default_timeout=60)
        if name != "home":
            app.switch_page(f"screens/{name}.py")
        return app.run()

    return open_named
