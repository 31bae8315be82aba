"""Damaged files of every format: drafts or a clear error, never anything else, and never for long."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest import build_article
from rag.ingest.formats import COUNTERS, READERS, Document
from tests.ingest.files import archive, pdf, word

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge</title></head>'
    + "<body><article><h1>Bridge</h1>"
    + "<p>The harbour board met again and heard its engineers out.</p>" * 5
    + "<ul><li>One</li></ul><table><tr><td>2</td></tr></table></article></body></html>"
)
FEED = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>Ellis</title><item><title>Bridge</title><link>https://e.example/a</link><pubDate>Sun, 04 May 2031 "
    "10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>It <b>opened</b>.</p>]]></content:encoded></item>"
    "</channel></rss>"
)
MAIL = (
    "From: =?utf-8?Q?Zo=C3=AB?= <a@e.example>\nSubject: Bridge\nDate: Sun, 04 May 2031 06:30:00 +0200\n"
    "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=X\n\n--X\n"
    "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n\nCaf=E9 opened.\n--X\nContent-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: base64\n\nPHA+T25lPC9wPg==\n--X--\n"
)
CSV = 'title;text;date\n"Bridge";"One\n\ntwo ""three""";2031-05-04\nx;y;z\n'
JSON = '{"articles": [{"title": "Bridge", "text": ["One.", ["Two.", "3."]], "published": "2031-05-04", "url": "x"}]}'
MARKDOWN = "---\ntitle: Bridge\nauthors: [A, 'B']\n---\n# Bridge\n\nIt *opened* [today](x).\n\n| a |\n|---|\n| 1 |\n"
SAMPLES: dict[str, bytes] = {
    ".txt": "Bridge opens\n\nZoë said “it opened” on Sunday.".encode(),
    ".md": MARKDOWN.encode(),
    ".html": PAGE.encode(),
    ".json": JSON.encode(),
    ".jsonl": b'{"title": "Bridge", "text": "One."}\n{"text": "Two."}\n',
    ".csv": CSV.encode(),
    ".eml": MAIL.encode(),
    ".rss": FEED.encode(),
    ".pdf": pdf("= Bridge opens\n\nIt opened on Sunday, the board said.\n\n#pagebreak()\nNobody came.", title="Bridge"),
    ".docx": word([("Title", "Bridge"), ("Normal", "It opened on Sunday."), ("Heading 1", "Why?")], title="Bridge"),
    ".zip": archive({"a.txt": "It opened on Sunday.", "b.json": JSON, "c.eml": MAIL}),
}
SECONDS = 5.0


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Change, cut, repeat, or put in a few bytes here and there."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 2, 4, 16, 64))
        what = chance.randrange(6)
        if what == 0:
            changed[at : at + length] = chance.randbytes(length)
        elif what == 1:
            del changed[at : at + length]
        elif what == 2:
            changed[at:at] = changed[at : at + length] * chance.choice((1, 3, 50))
        elif what == 3:
            changed[at:at] = chance.randbytes(length)
        elif what == 4:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"9999"))
        elif chance.random() < 0.1:
            del changed[at:]
    return bytes(changed)


def read(suffix: str, data: bytes) -> None:
    """Read a document to articles and count what it holds, as adding it does."""
    document = Document("x" + suffix, data)
    began = time.process_time()
    try:
        for item in READERS[suffix](document):
            assert isinstance(item, Draft | Failure)
            if isinstance(item, Draft):
                build_article(item)
    except SourceError as error:
        assert str(error)
    if suffix in COUNTERS:
        try:
            assert COUNTERS[suffix](document) >= 0
        except SourceError as error:
            assert str(error)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("suffix", SAMPLES)
def test_the_whole_files_are_read(suffix: str) -> None:
    items = list(READERS[suffix](Document("x" + suffix, SAMPLES[suffix])))
    assert items
    assert not [item for item in items if isinstance(item, Failure)]


@pytest.mark.parametrize("suffix", SAMPLES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_damaged_files_give_drafts_or_a_source_error(suffix: str, seed: int) -> None:
    read(suffix, damaged(SAMPLES[suffix], random.Random(seed)))


@pytest.mark.parametrize("suffix", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_drafts_or_a_source_error(suffix: str, data: bytes) -> None:
    read(suffix, data)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_word_file_damaged_inside_gives_drafts_or_a_source_error(seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(SAMPLES[".docx"])) as whole:
        members: dict[str, bytes | str] = {info.filename: whole.read(info) for info in whole.infolist()}
    name = chance.choice([name for name in members if name.endswith((".xml", ".rels"))])
    content = members[name]
    assert isinstance(content, bytes)
    read(".docx", archive({**members, name: damaged(content, chance)}))


@pytest.mark.parametrize("suffix", SAMPLES)
@settings(max_examples=20, deadline=None)
@given(share=st.floats(0, 1))
def test_files_cut_short_give_drafts_or_a_source_error(suffix: str, share: float) -> None:
    read(suffix, SAMPLES[suffix][: int(share * len(SAMPLES[suffix]))])
