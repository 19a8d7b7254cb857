"""Somebody asks for the next thing while the last is still being done: it is done whole, and once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState

from bench.scripted_browser import ScriptedBrowser
from dashboard.served.streamlit_changes import let_callbacks_end
from tests.browser.served_dashboard import serve


def test_a_callback_runs_to_its_end_though_another_page_is_asked_for(tmp_path: Path) -> None:
    written = tmp_path / "written"

    async def press_and_hurry(address: str) -> None:
        async with ScriptedBrowser(address) as browser:
            await browser.open("")
            pressed = asyncio.create_task(browser.press("Write"))
            while not written.exists():
                await asyncio.sleep(0.01)
            await browser.hurry()
            await pressed

    # In a thread of its own: where a browser's tests ran before, this one has a loop that runs already.
    with (
        serve(tmp_path, log=tmp_path / "log", application="tests.dashboard.interrupted_page:app") as served,
        ThreadPoolExecutor(1) as thread,
    ):
        thread.submit(asyncio.run, press_and_hurry(served.address)).result(timeout=120)

    assert written.read_text().split() == ["1", "2", "3"]


def test_a_streamlit_that_breaks_callbacks_off_another_way_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SafeSessionState, "__annotations__", {})
    with pytest.raises(RuntimeError, match="streamlit_changes"):
        let_callbacks_end()
