"""The rare question on Home: is this still there?"""

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.foods import due_food_html
from dashboard.components.headings import section_html
from dashboard.components.lots.lot_cards import done_html
from dashboard.markup import esc, material
from dashboard.session import Session
from dashboard.shown import checks

_SHOWN = "check_shown"


def question_card(session: Session) -> None:
    """Draw the one question of the hour; nothing when enough was asked today or nothing is in doubt."""
    shown, acted = st.session_state.get(_SHOWN), actions.just_acted()
    if shown is not None and shown.lot.lot_id in acted and acted[shown.lot.lot_id].verb == "checked":
        # A key of its own: the food may stand on the left of the page, too.
        with st.container(key="card_check_done"):
            st.html(done_html(session, shown, acted[shown.lot.lot_id]))
        return
    question = checks.question(session)
    st.session_state[_SHOWN] = question.due if question else None
    if question is None:
        return
    texts, lot_id = session.texts, question.due.lot.lot_id
    why = texts(f"check.why.{question.reason}", days=question.days, usual=max(1, round(question.usual_days)))
    with st.container(key="card_ask_check"):
        st.html(section_html(texts("check.title"), "")
                + f'<div style="margin:.75rem 0 .5rem">{due_food_html(session, question.due)}</div>'
                + f'<p class="plain">{esc(why)}</p>')
        with st.container(key="three_check", horizontal=True, wrap=False, gap=None):
            st.button(texts("check.yes"), key=f"check_yes_{lot_id}", icon=material("check"), width="stretch",
                      on_click=actions.answer, args=(lot_id, "yes"))
            st.button(texts("check.some"), key=f"check_some_{lot_id}", icon=material("rule"), width="stretch",
                      on_click=actions.open_dialog, args=("check_some", lot_id))
            st.button(texts("check.no"), key=f"check_no_{lot_id}", icon=material("close"), width="stretch",
                      on_click=actions.answer, args=(lot_id, "no"))
