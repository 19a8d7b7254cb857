"""dashboard/ shows one household its kitchen and turns clicks into actions (Streamlit).

Start at `asgi.app` (served by uvicorn) and `app.py` (what runs for every page view). Pages lie in `screens`
(a folder named `pages` would be taken over by Streamlit before the entry script runs) and arrange components;
`components` draw; `shown` fetches and sorts, `clicks` calls `pantry.actions` and remembers how to take it back;
`served` is what stands around the pages: routes, the door, uploads.
Holds no SQL, no rule about food and no formula, and writes to the journal only through `Kitchen` and `intake`.
"""
