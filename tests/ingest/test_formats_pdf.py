"""PDF files as programs set them: whole paragraphs, no page furniture, clear words where they cannot be read."""

from __future__ import annotations

import threading

import pytest

from rag.datatypes import Draft, ParagraphKind
from rag.errors import SourceError
from rag.ingest import build_article
from rag.ingest.fields import MarkedDraft
from rag.ingest.formats import pdf as module
from rag.ingest.formats.pdf import read_pdf
from rag.ingest.formats.reader import Document
from tests.ingest.files import SENTENCE, pdf

PARAGRAPHS = [
    f"In case {n}, {SENTENCE[0].lower()}{SENTENCE[1:]} Extraordinary circumstances notwithstanding, "
    f"infrastructure-related considerations predominated, said engineer Ada Voss in statement {n}."
    for n in range(1, 25)
]
BODY = (
    "= Bridge stays shut\n\n" + "\n\n".join(PARAGRAPHS[:12]) + "\n\n== Why so long?\n\n" + "\n\n".join(PARAGRAPHS[12:])
)

JUSTIFIED = "#set par(justify: true)\n#set text(hyphenate: true)"


def read(data: bytes) -> Draft:
    (draft,) = read_pdf(Document("a.pdf", data))
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize(
    "setting",
    [
        '#set page(paper: "a5", numbering: "1", header: [Ellis Herald #h(1fr) 4 May 2031])',
        '#set page(paper: "a5", numbering: "— 1 / 1 —")\n' + JUSTIFIED,
        '#set page(paper: "a4", columns: 2, numbering: "1 of 1")\n' + JUSTIFIED,
        '#set page(paper: "a5")\n#set par(first-line-indent: 1em, spacing: 0.65em)\n' + JUSTIFIED,
        '#set page(paper: "a6", margin: 1cm)\n#set text(font: "DejaVu Sans Mono", size: 8pt)',
    ],
)
def test_paragraphs_are_whole_again_and_page_furniture_is_gone(setting: str) -> None:
    draft = read(pdf(BODY, setting=setting))
    assert draft.title == "Bridge stays shut"
    found = draft.text.split("\n\n")
    expected = [*PARAGRAPHS[:12], "Why so long?", *PARAGRAPHS[12:]]
    # A page may end exactly with a sentence inside a paragraph: then nothing tells that the paragraph goes on.
    assert " ".join(found) == " ".join(expected)
    assert len(set(found) & set(expected)) >= len(expected) - 4


def test_what_the_file_says_of_itself_is_read() -> None:
    draft = read(pdf(SENTENCE, title="Bridge stays shut", author="Jane Roe"))
    assert isinstance(draft, MarkedDraft)
    assert (draft.title, draft.author, draft.published, draft.made) == (
        "Bridge stays shut",
        "Jane Roe",
        None,
        "2031-05-04",
    )


def test_an_account_is_no_author_and_a_file_name_no_title() -> None:
    draft = read(pdf(f"{SENTENCE}\n\n{SENTENCE}", title="Microsoft Word - bridge.docx", author="jroe"))
    assert (draft.title, draft.author) == ("", None)


def test_headings_are_subheads() -> None:
    article = build_article(read(pdf(BODY)))
    assert [p.text for p in article.paragraphs if p.kind is ParagraphKind.SUBHEAD] == ["Why so long?"]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("infra-\\\nstructure", "infrastructure"),
        ("well-\\\nknown", "well-known"),
        ("state-\\\nowned", "state-owned"),
        ("Port-\\\nEllis", "Port-Ellis"),
        ("1990-\\\n1995", "1990-1995"),
        ("the tide-\\\nmark rose above every tide-mark before", "the tide-mark rose above every tide-mark before"),
    ],
)
def test_broken_words_are_whole_again(broken: str, whole: str) -> None:
    text = read(pdf(f"The board spoke of {broken} that day. {SENTENCE}", setting="#set text(hyphenate: false)")).text
    assert f"The board spoke of {whole} that day." in text


def test_signs_of_many_scripts_are_kept() -> None:
    text = "Zoë Roe’s “café” — Привет из порта Эллис, ₤5 and €3."
    assert read(pdf(f"{text} {SENTENCE}")).text.startswith(text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged or no PDF"),
        (b"%PDF-1.7\n", "damaged or no PDF"),
        (b"just words", "damaged or no PDF"),
        (pdf(SENTENCE)[:300], "damaged or no PDF"),
        (pdf("#rect(width: 5cm, height: 5cm, fill: red)"), "holds no text, only pictures"),
        (pdf(""), "holds no text"),
        (pdf(SENTENCE + " #pagebreak() x" * 401), "has 402 pages and the limit is 400"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(data)


LOCKED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
%%%%EOF""" % (b"ab" * 32, b"cd" * 32)


def test_a_protected_file_says_so() -> None:
    with pytest.raises(SourceError, match="protected by a password"):
        read(LOCKED)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", -1.0)
    with pytest.raises(SourceError, match="takes more than"):
        read(pdf(SENTENCE))


def test_threads_may_read_at_the_same_time() -> None:
    data, found = pdf(BODY), []
    threads = [threading.Thread(target=lambda: found.append(read(data).text)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [read(data).text] * 6
