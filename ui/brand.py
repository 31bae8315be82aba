"""The name of the app at the top of the sidebar, drawn here so that no image has to be loaded."""

from __future__ import annotations

import streamlit as st

_INK = {"light": ("#1f1d1a", "#23527c"), "dark": ("#e9e5de", "#8fbbe3")}
_LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 30" width="150" height="30">
<path d="M11 1v13" stroke="{accent}" stroke-width="1.6"/><path d="M6 14h10l-2 9-3 6-3-6Z" fill="{accent}"/>
<text x="27" y="22" font-family="Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, 'Liberation Serif', serif"
 font-size="20" font-weight="600" fill="{text}">Plumbline</text></svg>"""
_MARK = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 30" width="22" height="30">
<path d="M11 1v13" stroke="{accent}" stroke-width="1.6"/><path d="M6 14h10l-2 9-3 6-3-6Z" fill="{accent}"/></svg>"""


def brand() -> None:
    """Draw the name, in ink that suits the theme in use."""
    text, accent = _INK["dark" if st.context.theme.type == "dark" else "light"]
    st.logo(_LOGO.format(text=text, accent=accent), icon_image=_MARK.format(accent=accent))
