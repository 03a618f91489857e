"""The pages of Steadyplate in the browser: `make app`, or `streamlit run app.py`."""

import streamlit as st

from planner.ui import frame
from planner.ui.pages import PAGES, WITHOUT_WEEK

st.set_page_config(page_title="Steadyplate", page_icon=str(frame.HERE / "icon.svg"), layout="wide")
pages = [st.Page(show, title=title, url_path=path, icon=icon, default=not path) for show, title, path, icon in PAGES]
chosen = st.navigation(pages, position="top")
frame.run(chosen.run, pages, is_open=chosen.url_path in WITHOUT_WEEK)
