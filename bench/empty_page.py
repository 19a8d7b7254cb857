"""A Streamlit page with one heading, served like the dashboard: what Streamlit itself costs."""

from pathlib import Path

import streamlit as st
from starlette.responses import JSONResponse
from starlette.routing import Route

if __name__ == "__main__":
    st.html('<h1 class="title">Nothing</h1>')
else:
    app = st.App(Path(__file__), routes=[Route("/health", lambda _request: JSONResponse({"status": "ok"}))])
