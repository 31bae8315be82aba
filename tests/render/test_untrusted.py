from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.render.untrusted import clean, web_address
from tests.render.hostile import TEXTS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" two\r\n\tlines\u2028here ", "two lines here"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\x00b", "ab"),
        ("pay \u202e001$", "pay 001$"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("نمی\u200cشود", "نمی\u200cشود"),
        ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)
def test_cleaning_keeps_letters_and_drops_what_a_terminal_would_obey(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(TEXTS | st.text())
def test_cleaned_text_is_one_printable_line_that_stays_as_it_is(text: str) -> None:
    shown = clean(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in shown)
    assert len(shown.splitlines()) <= 1
    assert clean(shown) == shown


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://gazette.example/a?b=c&d#e", "https://gazette.example/a?b=c&d#e"),
        ("HTTP://Gazette.example/", "HTTP://Gazette.example/"),
        ("https://gazette.example/caffè", "https://gazette.example/caff%C3%A8"),
        ('https://gazette.example/"><b>', "https://gazette.example/%22%3E%3Cb%3E"),
        ("https://gazette.example/%41", "https://gazette.example/%41"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//gazette.example/a", None),
        ("https:///a", None),
        ("https://", None),
        ("https://gazette.example@elsewhere.example/", None),
        ("https://elsewhere.example\\@gazette.example/", None),
        ("https://[::1", None),
        ("https://gazette.example/a b", None),
        ("gazette.example", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert web_address(url) == link


@given(TEXTS, st.sampled_from(["", "http:", "https://", "https://gazette.example/"]))
def test_a_link_is_http_and_holds_no_character_with_a_meaning(text: str, start: str) -> None:
    link = web_address(start + text)
    if link is not None:
        assert urlsplit(link).scheme in {"http", "https"}
        assert link.isascii()
        assert not set(link) & set(' <>"`\\|{}')
