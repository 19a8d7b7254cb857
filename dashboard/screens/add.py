"""Add: drop files, take a photo, or type a line; each file is a row at once and says what became of it."""

import streamlit as st

from dashboard.components.documents.file_rows import file_rows
from dashboard.components.documents.typed import typed_line
from dashboard.components.headings import page_heading, section
from dashboard.markup import esc, material
from dashboard.served.uploads import submit
from dashboard.session import Session, current
from pantry.vocabulary import Origin

TYPE = "type"
TILES = {"photo": "photo_camera", "barcode": "barcode_scanner", TYPE: "keyboard"}


def main() -> None:
    """Draw the page."""
    session = current()
    texts = session.texts
    page_heading(texts("add.title"), lede=texts("add.lede"))
    left, right = st.columns([7, 5], gap="large")
    with left:
        _drop_field(session)
        file_rows(session.household_id)
    with right:
        _tiles(session)


def _drop_field(session: Session) -> None:
    # Every kind of file is let in: what cannot be read is named with its reason by the intake.
    # The field is made anew after each drop, so that the same picture can be given again.
    key = f"files_{st.session_state.setdefault('drop_number', 0)}"
    st.file_uploader(session.texts("add.drop"), accept_multiple_files=True, key=key,
                     on_change=_take_files, args=(key,))


def _take_files(key: str) -> None:
    session = current()
    # A browser on a busy machine may report a drop twice, before it has heard that the field is new.
    taken = st.session_state.setdefault("taken_files", set())
    for file in st.session_state.get(key) or []:
        if file.file_id not in taken:
            taken.add(file.file_id)
            submit(session.workplace, file.getvalue(), name=file.name, origin=Origin.UPLOAD)
    st.session_state["drop_number"] += 1


def _tiles(session: Session) -> None:
    """Draw the other ways to say what came home, and below them the one that is chosen."""
    texts = session.texts
    chosen = st.segmented_control(
        texts("add.how"), list(TILES), key="add_tile", default=TYPE, required=True, width="stretch",
        format_func=lambda one: f"{material(TILES[one])} {texts(f'add.tile.{one}')}", label_visibility="collapsed",
    ) or TYPE
    with st.container(key=f"card_{chosen}"):
        section(texts(f"add.{chosen}"))
        if chosen == TYPE:
            typed_line(session)
        else:
            _camera(session, chosen)


def _camera(session: Session, tile: str) -> None:
    """Draw the live camera; it is only asked for once its tile was pressed."""
    texts = session.texts
    st.html(f'<p class="plain">{esc(texts(f"add.{tile}_why"))}</p>')
    key = f"camera_{st.session_state.setdefault('camera_number', 0)}"
    st.camera_input(texts(f"add.{tile}"), key=key, label_visibility="collapsed", on_change=_take_picture, args=(key,))


def _take_picture(key: str) -> None:
    picture = st.session_state.get(key)
    if picture is not None:
        session = current()
        submit(session.workplace, picture.getvalue(), name=session.texts("add.camera_name"), origin=Origin.CAMERA)
        st.session_state["camera_number"] += 1


main()
