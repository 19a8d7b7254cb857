"""pantry/ is the household's language: foods, quantities, dates, events, and stock as their fold.

Start at `journal.open_journal` (what was said), `live.LiveView` (what is in the house now) and
`actions.Kitchen` (what a click appends). Reads and writes the journal and the originals.
Inside: `kinds` of events and `storage` of the journal; `catalog` behind foods; `typing`, `acting` and `facts` around
the household. May import no other room. Must never know about Dagster, dbt, Streamlit, OCR or models.
"""
