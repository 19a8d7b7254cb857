"""A Streamlit page whose button takes its time: it writes down three things, one after another, with a rest between."""

import os
import time
from pathlib import Path

import streamlit as st


def _write_three() -> None:
    for number in (1, 2, 3):
        with Path(os.environ["LARDER_HOME"], "written").open("a") as file:
            file.write(f"{number}\n")
        time.sleep(0.2)
        st.session_state["written"] = number


if __name__ == "__main__":
    st.html('<h1 class="title">Three</h1>')
    st.button("Write", on_click=_write_three)
else:
    from starlette.routing import Route

    from dashboard.asgi import health, warm

    app = st.App(Path(__file__), lifespan=warm, routes=[Route("/health", health)])
