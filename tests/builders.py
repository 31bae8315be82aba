"""One-line builders of articles, all invented: places, people, outlets and events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rag.datatypes import Article, Draft
from rag.errors import SourceError
from rag.ingest import build_article, read_sources
from rag.settings import Settings
from rag.store.library import Library
from tests.conftest import ROOT, SAMPLES

GOLD = ROOT / "sample_data" / "gold.jsonl"
CLOCK = "The town clock of Ebbing was stopped by frost on Monday, the council said."


def draft(text: str = CLOCK, **fields: str | None) -> Draft:
    """A draft; paragraphs are separated by a blank line."""
    given: dict[str, str | None] = {
        "outlet": "Sedge Herald",
        "title": "Town clock of Ebbing stopped",
        "published": "2031-04-02",
        "source": "a test",
    }
    return Draft(text=text, **(given | fields))  # type: ignore[arg-type]


def article(text: str = CLOCK, **fields: str | None) -> Article:
    """An article, as reading its draft gives it."""
    return build_article(draft(text, **fields))


def numbered(number: int, paragraphs: int = 3) -> Article:
    """One of any number of articles, each with an address and words of its own."""
    body = "\n\n".join(
        f"Warden {_name(number)} counted {number * 7 + part} barrels in the cellar of {_name(part + number * 11)}, "
        f"said the steward of item{number}part{part}."
        for part in range(paragraphs)
    )
    return article(body, title=f"Cellar of item{number} counted", url=f"https://sedge.example/{number}")


def sample_articles() -> list[Article]:
    """The sample stories."""
    return [build_article(item) for item in read_sources([SAMPLES]) if isinstance(item, Draft)]


def open_library(folder: Path) -> Library:
    """Open a library in a folder."""
    return Library.open(Settings(data=folder))


def filled(folder: Path, articles: Iterable[Article]) -> Library:
    """Open a library, put articles in and index them."""
    library = open_library(folder)
    library.put(list(articles))
    library.catch_up()
    return library


def readable(texts: Sequence[str]) -> Article | None:
    """An article of these paragraphs, or None where none of them is reporting."""
    try:
        return article("\n\n".join(texts))
    except SourceError:
        return None


def _name(number: int) -> str:
    parts = ("bar", "den", "fol", "gri", "hos", "kel", "lum", "mor", "nev", "ost")
    return "".join(parts[int(digit)] for digit in str(number)).capitalize()
