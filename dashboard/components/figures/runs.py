"""How Larder runs: what history counts, what the checks said, what was set aside."""

from datetime import UTC
from decimal import Decimal

import streamlit as st

from dashboard.components.headings import section
from dashboard.markup import esc
from dashboard.session import Session
from dashboard.shown import history


def how_it_runs(session: Session) -> None:
    """Draw the state of the pipeline in sentences, and the way to what needs a person."""
    texts = session.texts
    state = history.run_state(session)
    section(texts("household.runs"))
    with st.container(key="card_runs"):
        said = [texts(_none_yet(session))]
        if state is not None:
            counted = session.formats.moment(state.built_at, session.household.time_zone)
            said = [texts("household.counted_to", when=counted)]
            behind = history.events_since(session)
            if history.is_being_counted(session):
                said.append(texts("household.counting"))
            elif behind:
                said.append(texts.count("household.behind", behind))
            if state.checks:
                said.append(texts("household.checks", passed=state.checks_passed, total=state.checks))
            if state.set_aside:
                said.append(texts.count("household.set_aside", state.set_aside))
        refused = len(session.view.rejected())
        if refused:
            said.append(texts.count("household.refused", refused))
        st.html("".join(f'<p class="plain">{esc(one)}</p>' for one in said))
        details = history.run_details(session)
        if details is not None:
            st.html(_runs(session, details))
            _checks(session, details)
        if refused and st.button(texts("household.to_review"), key="to_rejected", width="stretch"):
            st.switch_page("screens/review.py")


def _none_yet(session: Session) -> str:
    """Return the text that says why there is no history to show."""
    if history.is_being_counted(session):
        return "household.counting"
    return "household.not_of_this_version" if history.is_of_another_version(session) else "household.not_counted"


def _runs(session: Session, details: history.RunDetails) -> str:
    """Return the last times history was counted, newest first, as HTML."""
    texts, formats = session.texts, session.formats
    rows = []
    for build in details.builds:
        when = formats.moment(build["built_at"].replace(tzinfo=UTC), session.household.time_zone)
        kind = texts("household.run.full" if build["is_full"] else "household.run.new")
        counted = texts.count("household.run.events", build["events"], figure=formats.number(Decimal(build["events"])))
        rows.append(f"<dt>{esc(when)}</dt><dd>{esc(kind)}, {esc(counted)}</dd>")
    return f'<p class="note">{esc(texts("household.run.last"))}</p><dl class="facts">{"".join(rows)}</dl>'


def _checks(session: Session, details: history.RunDetails) -> None:
    """Offer the single checks and what was set aside, for who wants to know."""
    texts = session.texts
    with st.expander(texts("household.details")):
        st.dataframe(
            [{texts("household.column.check"): one["check_name"], texts("household.column.said"): one["severity"]}
             for one in details.checks], hide_index=True, width="stretch", height=240,
        )
        if details.set_aside:
            st.dataframe(details.set_aside, hide_index=True, width="stretch")
