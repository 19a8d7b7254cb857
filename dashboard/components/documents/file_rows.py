"""The files just given, one row each: waiting, reading, what became of it, or why it was not taken."""

import streamlit as st

from dashboard.clicks import actions
from dashboard.clicks.reviewing import line_name
from dashboard.components.headings import section
from dashboard.components.pictures import photo_tile, tile_of
from dashboard.markup import esc, material, plain
from dashboard.served.uploads import Job, jobs, seconds_left
from dashboard.session import Session, current
from intake.taking import Taken
from pantry.actions import joined
from pantry.vocabulary import DocumentKind

_POLL_SECONDS = 1
_NAMES_SHOWN = 3
_MOST_ROWS = 30
# From here on a wait is told in minutes.
_A_WHILE_SECONDS = 90
_MOST_AGAIN = 3
# Refusals that pass: a host that was not found, did not answer, or is in trouble itself.
_PASSING = frozenset({"E-NET-002", "E-NET-006", "E-NET-009"})
# The verb of the undo bar while files go in.
_TOOK_IN = "took_in"


def file_rows(household_id: str) -> None:
    """Draw the rows; while one is still under way they look again every second."""
    found = jobs(household_id)
    if not found:
        return
    is_busy = any(not job.is_over for job in found)
    st.fragment(_rows, run_every=_POLL_SECONDS if is_busy else None)(is_busy)


def _rows(was_busy: bool) -> None:
    session = current()
    found = jobs(session.household_id)
    open_count = sum(not job.is_over for job in found)
    _tell(session, found)
    if was_busy and not open_count:
        st.rerun()
    texts = session.texts
    with st.container(key="card_files"):
        section(texts("add.files"), _reading(session, found) if open_count else "")
        shown = _first_to_tell(found)[:_MOST_ROWS]
        st.html("".join(_row(session, job) for job in shown))
        if len(found) > len(shown):
            st.html(f'<p class="note">{esc(texts("add.more_files", n=len(found) - len(shown)))}</p>')
        for job in [job for job in shown if _may_try_again(job)][:_MOST_AGAIN]:
            st.button(plain(texts("add.again", name=job.name)), key=f"again_{job.number}", icon=material("refresh"),
                      type="tertiary", on_click=job.again)
        waiting = sum(len(job.taken.waiting) for job in found if job.taken)
        if waiting and not open_count and st.button(
            texts.count("home.check", waiting), key="files_review", type="primary", icon=material("fact_check"),
            width="stretch",
        ):
            st.switch_page("screens/review.py")


def _first_to_tell(found: list[Job]) -> list[Job]:
    """Return the files, what is being read first, then what failed or waits for a person; the newest first in each."""
    def rank(job: Job) -> int:
        if job.state == "reading":
            return 0
        has_failed = job.state in ("failed", "not_kept")
        needs_a_person = has_failed or (job.taken is not None and (job.taken.waiting or job.taken.code))
        return 1 if needs_a_person else 2 if job.is_over else 3

    return sorted(found, key=rank)


def _reading(session: Session, found: list[Job]) -> str:
    texts, seconds = session.texts, seconds_left(found)
    done = sum(job.is_over for job in found)
    left = texts("add.seconds_left", n=seconds) if seconds < _A_WHILE_SECONDS else \
        texts.count("add.minutes_left", -(-seconds // 60))
    return texts("add.reading", done=done, total=len(found), left=left)


def _may_try_again(job: Job) -> bool:
    """Return whether giving a file once more can end otherwise: what failed here, or a site that did not answer."""
    if job.again is None or not job.is_over:
        return False
    return job.state == "failed" or bool(job.taken and job.taken.code in _PASSING)


def _tell(session: Session, found: list[Job]) -> None:
    """Put what went into stock into the undo bar; of several files in a row, what went in of all of them."""
    fresh = [job for job in found if job.is_over and not job.is_told]
    for job in fresh:
        job.is_told = True
    took_in = [job.taken.done for job in reversed(fresh) if job.taken and job.taken.done]
    if not took_in:
        return
    last = actions.last_action()
    done = joined([*([last.done] if last and last.verb == _TOOK_IN else []), *took_in])
    actions.remember(session.texts.count("did.took_in", len(done.lot_ids)), done, verb=_TOOK_IN, lot_ids=done.lot_ids)


def _row(session: Session, job: Job) -> str:
    texts = session.texts
    if not job.is_over:
        said = texts(f"add.state.{job.state}")
        spinner = '<span class="reading" aria-hidden="true"></span>' if job.state == "reading" else ""
        return _row_html(tile_of("receipt"), job.name, said, right=spinner)
    if job.taken is None:
        return _row_html(tile_of("receipt"), job.name, texts(f"add.{job.state}"), is_bad=True)
    taken = job.taken
    is_photo = taken.kind is DocumentKind.PHOTO
    picture = photo_tile(session.household_id, taken.sha256) if is_photo else \
        tile_of("plate" if taken.kind is DocumentKind.RECIPE else "receipt")
    return _row_html(picture, job.name, result_text(session, taken), is_bad=taken.status == "rejected")


def _row_html(picture: str, name: str, meta: str, *, right: str = "", is_bad: bool = False) -> str:
    bad = " bad" if is_bad else ""
    return (f'<div class="file">{picture}<div style="min-width:0"><div class="name">{esc(name)}</div>'
            f'<div class="meta{bad}">{esc(meta)}</div></div>{right}</div>')


def result_text(session: Session, taken: Taken) -> str:
    """Return what became of a file in one sentence."""
    said = _what_became(session, taken)
    return session.texts("add.several", n=len(taken.receipts), said=said) if taken.receipts else said


def _what_became(session: Session, taken: Taken) -> str:
    texts = session.texts
    if taken.status == "rejected":
        return rejection_text(session, taken.code or "", taken.reason or "")
    if taken.titles:
        kept = texts("add.recipe", title=taken.titles[0]) if len(taken.titles) == 1 else \
            texts("add.recipes", n=len(taken.titles))
        return f"{kept}. {_passed_over(session, taken)}" if taken.passed_over else kept
    if taken.kind is DocumentKind.RECIPE:
        return texts("add.recipe_kept")
    total = len(taken.accepted) + len(taken.waiting)
    if taken.status == "repeat":
        return texts.count("add.repeat_waiting", len(taken.waiting)) if taken.waiting else texts("add.repeat")
    if taken.waiting and not taken.accepted and taken.kind is DocumentKind.PHOTO:
        return _what_is_asked(session, taken)
    if taken.waiting:
        return texts.count("add.waiting", len(taken.waiting), taken=len(taken.accepted), total=total)
    if not total:
        return texts("add.nothing_found")
    names = [line_name(session, line) for line in taken.accepted[:_NAMES_SHOWN]]
    rest = len(taken.accepted) - len(names)
    return texts("add.in_more", names=", ".join(names), n=rest) if rest > 0 else texts("add.in", names=", ".join(names))


def _passed_over(session: Session, taken: Taken) -> str:
    """Return which parts of an export were left aside, and why."""
    texts = session.texts
    told = [texts("add.part", name=part.name, reason=texts.get(f"part.{part.code}") or part.reason)
            for part in taken.passed_over]
    return texts.count("add.passed_over", len(told), names=texts.listing(told, most=_NAMES_SHOWN))


def _what_is_asked(session: Session, taken: Taken) -> str:
    """Return what a photo may show of which nothing is in the pantry yet."""
    names = [line_name(session, line) for line in taken.waiting if line.food_id]
    unknown = len(taken.waiting) - len(names)
    if not names:
        return session.texts.count("add.photo_unknown", unknown)
    if unknown:
        names.append(session.texts.count("add.photo_more", unknown))
    return session.texts("add.photo_perhaps", names=session.texts.listing(names, most=_NAMES_SHOWN))


def rejection_text(session: Session, code: str, reason: str) -> str:
    """Return why a file was not taken, in the household's language where there is a text for the code."""
    return session.texts.get(f"reject.{code}") or reason
