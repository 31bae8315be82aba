"""Word files: styles, properties, tables, and refusal of what would unpack to too much."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml import parse_xml

from rag.datatypes import Draft, ParagraphKind
from rag.errors import SourceError
from rag.ingest import build_article
from rag.ingest.fields import MarkedDraft, fill_gaps
from rag.ingest.formats.reader import Document
from rag.ingest.formats.wordfile import read_docx
from tests.ingest.files import archive, word

STORY = [
    ("Title", "Bridge stays shut"),
    ("Normal", "By Jane Roe"),
    ("Normal", "The board voted on Monday."),
    ("Heading 2", "Why so long? The board explains itself at some length"),
    ("List Bullet", "Its bearings had worn through."),
    ("Caption", "The bridge on Sunday"),
]


def read(data: bytes) -> MarkedDraft:
    (draft,) = read_docx(Document("a.docx", data))
    assert isinstance(draft, MarkedDraft)
    return draft


def test_styles_tell_title_headings_and_captions() -> None:
    article = build_article(read(word(STORY)))
    assert article.title == "Bridge stays shut"
    assert [(p.kind, p.text) for p in article.paragraphs] == [
        (ParagraphKind.BYLINE, "By Jane Roe"),
        (ParagraphKind.BODY, "The board voted on Monday."),
        (ParagraphKind.SUBHEAD, "Why so long? The board explains itself at some length"),
        (ParagraphKind.BODY, "Its bearings had worn through."),
        (ParagraphKind.CAPTION, "The bridge on Sunday"),
    ]


@pytest.mark.parametrize(
    ("first", "stated", "title", "kept"),
    [
        (("Title", "Bridge"), "Other", "Bridge", False),
        (("Heading 1", "Bridge"), "Other", "Bridge", False),
        (("Normal", "Bridge"), "BRIDGE", "Bridge", False),
        (("Normal", "Bridge"), "Other", "Other", True),
        (("Normal", "Bridge"), "", "", True),
    ],
)
def test_the_title_is_styled_so_or_stated(first: tuple[str, str], stated: str, title: str, kept: bool) -> None:
    draft = read(word([first, ("Normal", "It opened on Sunday.")], title=stated))
    assert (draft.title, draft.text.startswith("Bridge")) == (title, kept)


def test_properties_are_read_but_not_those_of_a_template() -> None:
    draft = read(word(STORY, author="Jane Roe", made=datetime(2031, 5, 4, 10)))
    assert (draft.author, draft.published, draft.made) == ("Jane Roe", None, "2031-05-04")
    plain = read(word(STORY, author="jroe"))
    assert (plain.author, plain.made) == (None, None)


def test_the_day_the_file_was_made_gives_way_to_a_date_that_is_given() -> None:
    draft = read(word(STORY, made=datetime(2031, 5, 4, 10)))
    assert fill_gaps(draft, outlet=None, published="2031-05-01").published == "2031-05-01"
    filled = fill_gaps(draft, outlet=None, published=None)
    assert filled.published == "2031-05-04"
    assert filled.warnings[0].startswith("The date is the day the file was made")


def test_tables_links_breaks_and_tracked_changes_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("One")
    paragraph.add_run("\ttab").add_break()
    paragraph.add_run("second line")
    body = document.element.body
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deleted = "<w:del><w:r><w:delText>taken out</w:delText></w:r></w:del>"
    changed = f"<w:p {w}><w:ins><w:r><w:t>put in</w:t></w:r></w:ins>{deleted}</w:p>"
    body.insert(1, parse_xml(changed))
    body.insert(
        2,
        parse_xml(f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"),
    )
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Year", "Cars", "2030", "4,200"), strict=True):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    assert read(stream.getvalue()).text.split("\n\n") == [
        "One tab",
        "second line",
        "put in",
        "in a control",
        "Year | Cars",
        "2030 | 4,200",
    ]


def bomb() -> bytes:
    return archive({"word/document.xml": b"\0" * 60_000_000, "[Content_Types].xml": "<x/>"})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged or no ZIP archive"),
        (b"\xd0\xcf\x11\xe0" * 200, "damaged or no ZIP archive"),
        (archive({"a.txt": "x"}), "damaged, protected or in the old .doc form"),
        (word(STORY)[:-2000], "damaged"),
        (word([]), "no text below the title"),
        (word([("Title", "Bridge")]), "no text below the title"),
        (bomb(), "more than 200 times its size"),
        (archive({f"{n}": "" for n in range(5001)}), "5001 members and the limit is 5000"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(data)


def test_entities_are_not_expanded() -> None:
    source = io.BytesIO(word([("Normal", "It opened on Sunday. MARK")]))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                doctype = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                data = data.replace(b"<w:document", doctype + b"<w:document", 1).replace(b"MARK", b"[&e;]")
            new.writestr(info, data)
    assert read(target.getvalue()).text == "It opened on Sunday. ["


def test_a_draft_is_one_article() -> None:
    assert isinstance(read(word(STORY)), Draft)
