"""Drafts become articles: title, outlet, ids, and paragraphs that are exact spans."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Draft, ParagraphKind
from rag.errors import SourceError
from rag.ingest import build_article

WIRE = """Bridge at Port Ellis reopens
The swing bridge at Port Ellis reopened on Sunday, the harbour board said, after eleven months of repair.
"It moved at last," board member Jane Roe told AFP.
- Bearings 'worn through' -
The work cost 12.4 million crowns, a third more than planned, according to the board's engineer.
The board denied that.
jr-av/kl
J.Roe--EH"""


def test_wire_copy_is_read_as_the_wire_set_it() -> None:
    article = build_article(Draft(WIRE))
    kinds = [p.kind for p in article.paragraphs]
    body = ParagraphKind.BODY
    assert article.title == "Bridge at Port Ellis reopens"
    assert article.outlet == "AFP"
    assert article.text == WIRE.split("\n", 1)[1]
    assert kinds == [body, body, ParagraphKind.SUBHEAD, body, body, ParagraphKind.SIGNOFF, ParagraphKind.SIGNOFF]
    assert len(article.body) == 4


def test_paragraphs_of_a_list_stand_without_its_signs_at_their_exact_places() -> None:
    article = build_article(Draft("- 40 homes flooded\n• The quay is shut", "Flood", "Ellis Herald"))
    assert [p.text for p in article.body] == ["40 homes flooded", "The quay is shut"]
    assert all(article.text[p.start : p.end] == p.text for p in article.paragraphs)


def test_paragraph_ids_name_article_version_and_number() -> None:
    article = build_article(Draft(WIRE))
    assert [p.id for p in article.paragraphs] == [f"{article.id}-{article.version}-{n}" for n in range(1, 8)]


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("Bridge opens\nIt opened on Sunday.", "Bridge opens", "It opened on Sunday."),
        ("Bridge  opens\n\nIt opened on Sunday.", "Bridge opens", "It opened on Sunday."),
        ("Will it open?\nIt opened on Sunday.", "Will it open?", "It opened on Sunday."),
        ("It opened on Sunday.\nNobody saw it.", "It opened on Sunday.", "It opened on Sunday."),
        ('She said "it opened."\nNobody saw it.', 'She said "it opened."', 'She said "it opened."'),
        ("It opened on Sunday", "It opened on Sunday", "It opened on Sunday"),
        ("x" * 201 + "\nIt opened on Sunday.", "x" * 200, "x" * 201),
        ("By Jane Roe\nIt opened on Sunday.", "It opened on Sunday.", "By Jane Roe"),
        (
            "It opened on Sunday and was shut again on Monday when the bearings failed.\nNobody saw it.",
            "It opened on Sunday and was shut again on Monday when the…",
            "It opened on Sunday and was shut again on Monday when the bearings failed.",
        ),
    ],
)
def test_without_a_title_the_first_line_is_it_or_else_the_first_words(text: str, title: str, first: str) -> None:
    article = build_article(Draft(text))
    assert (article.title, article.paragraphs[0].text) == (title, first)


def test_a_given_title_leaves_the_text_alone() -> None:
    article = build_article(Draft("Bridge opens\nIt opened on Sunday.", title="Port Ellis"))
    assert article.title == "Port Ellis"
    assert article.text == "Bridge opens\nIt opened on Sunday."


def test_a_hard_wrapped_first_line_is_no_title() -> None:
    text = (
        "The harbour board of Port Ellis voted on Monday to keep the swing\n"
        "bridge shut until its bearings have been replaced, a decision that\n"
        "will cost the town's traders another summer of lost custom.\n\nIt had no choice."
    )
    assert build_article(Draft(text)).text == text


@pytest.mark.parametrize(
    ("draft", "outlet"),
    [
        (Draft("It opened.", outlet=" Ellis  Herald", url="https://fenn.example/a"), "Ellis Herald"),
        (Draft("It opened.", url="https://www.fenn.example/a"), "fenn.example"),
        (Draft("It opened.", url="javascript:alert(1)"), "Unknown outlet"),
        (Draft("PORT ELLIS (Reuters) - It opened."), "Reuters"),
        (Draft("It opened."), "Unknown outlet"),
    ],
)
def test_the_outlet_is_given_or_found(draft: Draft, outlet: str) -> None:
    assert build_article(draft).outlet == outlet


def test_metadata_is_normalised() -> None:
    draft = Draft("It opened.", published="4 May 2031", url="ftp://x.example/", author=" Jane\nRoe ", language="EN-gb")
    article = build_article(draft)
    assert (article.published, article.url, article.author, article.language) == ("2031-05-04", None, "Jane Roe", "en")


@pytest.mark.parametrize("text", ["", " \n\x00 ", "\u200b"])
def test_a_draft_without_text_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="There is no text"):
        build_article(Draft(text))


def test_a_draft_of_furniture_only_is_refused() -> None:
    with pytest.raises(SourceError, match="There is no text to cite"):
        build_article(Draft("Sign up for our newsletter\n\n© 2031 Ellis Herald", title="Bridge"))


def test_new_words_are_a_new_version_of_the_same_article() -> None:
    draft = Draft("It opened on Sunday.", title="Bridge", outlet="Ellis Herald", published="2031-05-04")
    old, new = build_article(draft), build_article(replace(draft, text="It opened on Monday."))
    assert old.id == new.id
    assert old.version != new.version


LINES = st.sampled_from(
    [
        "The board voted on Monday to keep the bridge shut.",
        "What comes next",
        "By Jane Roe",
        "jr/av",
        "Read more: the bridge",
        "“It moved,” she said.\x00",
        "",
        "\t",
        "La grúa cayó — dijo Muñoz.",
        "The board voted. " * 90,
    ]
)
TEXTS = st.one_of(st.text(), st.lists(LINES, max_size=14).map("\r\n".join))


@given(TEXTS, st.text(max_size=30), st.text(max_size=20))
def test_paragraphs_are_exact_spans_and_the_same_draft_gives_the_same_article(
    text: str, title: str, outlet: str
) -> None:
    draft = Draft(text, title=title, outlet=outlet)
    try:
        article = build_article(draft)
    except SourceError:
        return
    assert build_article(draft) == article
    assert article.body
    end = 0
    for number, paragraph in enumerate(article.paragraphs, start=1):
        assert paragraph.number == number
        assert article.text[paragraph.start : paragraph.end] == paragraph.text == paragraph.text.strip() != ""
        assert paragraph.start >= end
        end = paragraph.end
    joined = "".join("".join(p.text.split()) for p in article.paragraphs)
    assert joined == "".join(article.text.split())


@given(TEXTS.filter(lambda text: "opened" not in text))
def test_adding_reporting_never_makes_an_article_uncitable(text: str) -> None:
    article = build_article(
        Draft(f"{text}\n\nThe bridge was opened again on Sunday, the harbour board said.", title="x")
    )
    assert any("opened again" in paragraph.text for paragraph in article.body)
