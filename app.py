"""The app's entry: `streamlit run app.py`. It holds the navigation and nothing else; the pages are in `ui/`."""

from __future__ import annotations

import streamlit as st

from ui.brand import brand
from ui.settings import settings_popover

st.set_page_config(
    page_title="Plumbline", layout="wide", menu_items={"About": "Every sentence, checked at its source."}
)
brand()
page = st.navigation(
    [
        st.Page("ui/chat.py", title="Ask", url_path="ask", default=True),
        st.Page("ui/briefing.py", title="Briefing", url_path="briefing"),
        st.Page("ui/compare.py", title="Compare", url_path="compare"),
        st.Page("ui/draft.py", title="Check a draft", url_path="draft"),
        st.Page("ui/stories_page.py", title="Stories", url_path="stories"),
        st.Page("ui/library.py", title="Library", url_path="library"),
        st.Page("ui/evaluation.py", title="Evaluation", url_path="evaluation"),
    ]
)
settings_popover()
page.run()
