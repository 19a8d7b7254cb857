"""What keeps many open pages quick: answers computed once, and redraws that take turns."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from streamlit import config

from dashboard.served.streamlit_changes import read_options_without_lock
from dashboard.served.turns import Turns
from dashboard.served.turnstile import Turnstile
from pantry.kept import Kept


def test_what_many_sessions_ask_for_at_once_is_computed_by_one_of_them() -> None:
    kept, computed, together = Kept(), [], threading.Barrier(8)

    def ask() -> int:
        together.wait(timeout=10)
        return kept.get("due", 7, lambda: computed.append(1) or len(computed))

    with ThreadPoolExecutor(8) as pool:
        answers = [one.result(timeout=10) for one in [pool.submit(ask) for _ in range(8)]]

    assert answers == [1] * 8
    assert kept.get("due", 8, lambda: 42) == 42, "a new stamp asks anew"


def test_an_answer_that_failed_is_asked_for_again_and_one_may_rest_on_another() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("share", 1, lambda: 1 // 0)

    assert kept.get("share", 1, lambda: kept.get("part", 1, lambda: 3) + kept.get("part", 1, lambda: 9)) == 6


def test_a_turnstile_lets_one_through_and_then_none_for_a_while() -> None:
    seconds = [0.0]
    turnstile = Turnstile(gap_seconds=0.1, clock=lambda: seconds[0])

    passed = []
    for seconds[0] in (0.0, 0.05, 0.09, 0.1, 0.15, 0.3):
        passed.append(turnstile.lets_through())

    assert passed == [True, False, False, True, False, True]


def test_pages_are_drawn_one_at_a_time_and_those_that_only_bring_news_last() -> None:
    turns, drawn, at_once = Turns(longest_seconds=60), [], []

    def draw(name: str, patience_seconds: float) -> None:
        with turns.turn(patience_seconds):
            at_once.append(name)
            drawn.append((name, len(at_once)))
            at_once.remove(name)

    with ThreadPoolExecutor(3) as pool:
        with turns.turn():
            asked = (("news", 30.0), ("first", 0.0), ("second", 10.0))
            pages = [pool.submit(draw, name, patience_seconds) for name, patience_seconds in asked]
            while turns.waiting < len(pages):
                time.sleep(0.001)
            assert not drawn
        for page in pages:
            page.result(timeout=10)

    assert drawn == [("first", 1), ("second", 1), ("news", 1)]


def test_a_page_that_takes_long_keeps_nobody_waiting_and_one_that_fails_gives_its_turn_back() -> None:
    turns = Turns(longest_seconds=0.01)
    with turns.turn(), ThreadPoolExecutor(1) as pool:
        with pytest.raises(ZeroDivisionError), turns.turn():
            raise ZeroDivisionError

        def draw() -> str:
            with turns.turn():
                return "drawn"

        assert pool.submit(draw).result(timeout=10) == "drawn"


def test_options_are_read_while_another_thread_reads_one(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = config._config_lock
    monkeypatch.setattr(config, "_config_lock", lock)
    read_options_without_lock()
    with lock, ThreadPoolExecutor(1) as pool:
        assert pool.submit(st.get_option, "runner.postScriptGC").result(timeout=10) in (True, False)


def test_a_streamlit_that_keeps_its_options_another_way_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(config, "_config_lock")
    with pytest.raises(RuntimeError, match="streamlit_changes"):
        read_options_without_lock()
