"""Text files and the metadata beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.datatypes import Draft
from rag.errors import SourceError
from rag.ingest import build_article
from rag.ingest.formats.plain import read_plain
from rag.ingest.formats.reader import Document

TEXT = "Bridge opens\nIt opened on Sunday.\n"


def read(tmp_path: Path, sidecar: str | None = None) -> Draft:
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    if sidecar is not None:
        (tmp_path / "bridge.meta.json").write_text(sidecar, encoding="utf-8")
    beside = tmp_path / "bridge.meta.json"
    metadata = Document(beside.name, beside) if sidecar is not None else None
    (draft,) = read_plain(Document("bridge.txt", path, sidecar=metadata))
    assert isinstance(draft, Draft)
    return draft


def test_a_text_file_is_one_draft_whose_first_line_becomes_the_title(tmp_path: Path) -> None:
    article = build_article(read(tmp_path))
    assert (article.title, article.text, article.published) == ("Bridge opens", "It opened on Sunday.", None)


def test_the_metadata_beside_it_counts(tmp_path: Path) -> None:
    fields = {
        "source": "Ellis Herald",
        "date": "4 May 2031",
        "link": "https://ellis-herald.example/a",
        "authors": ["Jane Roe"],
    }
    draft = read(tmp_path, json.dumps(fields))
    assert (draft.outlet, draft.published, draft.author) == ("Ellis Herald", "2031-05-04", "Jane Roe")
    assert draft.text == TEXT


def test_a_text_in_the_metadata_does_not_replace_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, '{"text": "Other words."}').text == TEXT


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [
        ("{", "The metadata file bridge.meta.json cannot be read: The JSON is not valid"),
        ("", "The metadata file bridge.meta.json cannot be read: The file is empty"),
        ("[]", "The metadata file bridge.meta.json must hold one JSON object"),
    ],
)
def test_broken_metadata_is_not_ignored(tmp_path: Path, sidecar: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, sidecar)
