"""The pages of Steadyplate in the browser: `make app`, or `streamlit run app.py`."""

import streamlit as st

from planner.ui import frame
from planner.ui.pages import PAGES

st.set_page_config(page_title="Steadyplate", page_icon=str(frame.HERE / "icon.svg"), layout="wide")
pages = [st.Page(show, title=title, url_path=path, icon=icon, default=not path) for show, title, path, icon in PAGES]
frame.run(st.navigation(pages, position="top").run, pages)
