"""E-mails and newsletters: sender, subject, date and the words, however they are packed."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from rag.datatypes import Draft, ParagraphKind
from rag.errors import SourceError
from rag.ingest import build_article
from rag.ingest.fields import MarkedDraft
from rag.ingest.formats.emailfile import read_email
from rag.ingest.formats.reader import Document

HTML = """<html><head><title>x</title><style>p {color: red}</style></head><body>
<div style="display: none">What the inbox shows before the text</div>
<table><tr><td><h2>The bridge, at last, for the second time</h2><p>The café of <b>Zoë Roe</b>
opened.</p><p>First line<br>second line</p></td></tr></table></body></html>"""


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    given = {
        "From": "Ellis Herald <news@ellis-herald.example>",
        "Subject": "Bridge – open",
        "Date": "Sun, 04 May 2031 06:30:00 +0200",
    }
    for name, value in {**given, **headers}.items():
        made[name.replace("_", "-")] = value
    return made


def read(data: bytes | EmailMessage) -> Draft:
    (draft,) = read_email(Document("a.eml", data if isinstance(data, bytes) else data.as_bytes()))
    assert isinstance(draft, Draft)
    return draft


def test_the_headers_are_the_metadata() -> None:
    made = message(Archived_At="<https://ellis-herald.example/letters/7>")
    made.set_content("It opened on Sunday.")
    made["Content-Language"] = "en-GB"
    draft = read(made)
    assert (draft.title, draft.outlet, draft.author) == ("Bridge – open", "Ellis Herald", None)
    assert (draft.published, draft.url) == ("2031-05-04T04:30:00+00:00", "https://ellis-herald.example/letters/7")
    assert (draft.text.strip(), draft.language, draft.warnings) == ("It opened on Sunday.", "en-gb", ())


@pytest.mark.parametrize(
    ("sender", "author", "outlet"),
    [
        ("Jane Roe from Ellis Herald <n@e.example>", "Jane Roe", "Ellis Herald"),
        ('"Jane Roe, Ellis Herald" <n@e.example>', "Jane Roe", "Ellis Herald"),
        ("Jane Roe | Ellis Herald <n@e.example>", "Jane Roe", "Ellis Herald"),
        ("Zoë Röe at Ellis Herald <n@e.example>", "Zoë Röe", "Ellis Herald"),
        ("Ellis Herald <n@e.example>", None, "Ellis Herald"),
        ("news@ellis-herald.example", None, "ellis-herald.example"),
    ],
)
def test_the_sender_is_the_outlet_and_where_named_the_author(sender: str, author: str | None, outlet: str) -> None:
    made = message(From=sender)
    made.set_content("It opened.")
    draft = read(made)
    assert (draft.author, draft.outlet) == (author, outlet)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_the_page_of_a_newsletter_counts_before_its_plain_part(encoding: str, charset: str) -> None:
    made = message()
    made.set_content("Plain words.")
    made.add_alternative(HTML, subtype="html", cte=encoding, charset=charset)
    draft = read(made)
    assert draft.text.split("\n\n") == [
        "The bridge, at last, for the second time",
        "The café of Zoë Roe opened.",
        "First line",
        "second line",
    ]
    assert isinstance(draft, MarkedDraft)
    assert dict(draft.marks) == {"The bridge, at last, for the second time": ParagraphKind.SUBHEAD}


def test_a_page_without_words_gives_way_to_the_plain_part() -> None:
    made = message()
    made.set_content("Plain words.")
    made.add_alternative("<html><body><img src='a.png'></body></html>", subtype="html")
    assert read(made).text.strip() == "Plain words."


def test_attachments_are_left_out_with_a_warning() -> None:
    made = message()
    made.set_content("It opened.")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    made.add_attachment("other words", filename="b.txt")
    made.add_attachment(message(Subject="inner"))
    draft = read(made)
    assert draft.text.strip() == "It opened."
    assert draft.warnings == ("3 attachments left out; save what counts and add it.",)


def test_pictures_that_the_words_show_are_no_attachments() -> None:
    made = message()
    made.set_content(HTML, subtype="html")
    made.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<a>", disposition="inline")
    assert read(made).warnings == ()


def test_plain_words_lose_their_signature_and_their_soft_line_ends() -> None:
    raw = (
        b"From: a@e.example\nSubject: x\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
        b"It opened \non Sunday.\n\nNobody came.\n-- \nJane Roe\nEllis Herald\n"
    )
    assert read(raw).text.strip() == "It opened on Sunday.\n\nNobody came."


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (b"=?utf-8?B?Q2Fmw6k=?= opens", "Café opens"),
        (b"=?iso-8859-1?Q?Caf=E9?=\n =?utf-8?Q?_op=C3=A9ns?=", "Café opéns"),
        (b"=?no-such?Q?Caf=E9?=", "Caf\ufffd"),
        (b"=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="),
        ("Café".encode(), "Café"),
    ],
)
def test_subjects_are_decoded_as_far_as_they_can_be(subject: bytes, title: str) -> None:
    assert read(b"From: a@e.example\nSubject: " + subject + b"\n\nIt opened.").title == title


def test_an_article_is_made_of_a_newsletter() -> None:
    made = message()
    made.set_content(HTML + "<p>Unsubscribe</p>", subtype="html")
    article = build_article(read(made))
    assert article.outlet == "Ellis Herald"
    assert article.body[0].text == "The café of Zoë Roe opened."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no e-mail"),
        (b"just words\n\nmore", "no e-mail"),
        (b"X-Y: z\n\nwords", "no e-mail"),
        (b"From: a@e.example\nSubject: x\n\n", "holds no words"),
        (b"From: a@e.example\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBO", "holds no words"),
    ],
)
def test_what_is_no_e_mail_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(data)


def test_remarks_within_remarks_in_a_header_are_no_reason_to_stop() -> None:
    head = b"From: Ellis Herald <news@ellis.example" + b"(" * 20_000 + b">\nSubject: Bridge\n\n"
    draft = read(head + b"The swing bridge of Port Ellis opened on Sunday.")
    assert (draft.title, draft.outlet) == ("Bridge", "")


def test_parts_within_parts_without_end_are_refused_or_read() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    with pytest.raises(SourceError):
        read(b"From: a@e.example\nSubject: x\n" + deep + b"\nwords")
