"""CSV files, whatever sign stands between their columns and whatever their columns are called."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.formats.csvfile import count_rows, read_csv
from rag.ingest.formats.reader import Document


def read(content: str | bytes, columns: Mapping[str, str] | None = None) -> list[Draft | Failure]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_csv(Document("a.csv", data, columns=columns or {})))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_columns_are_told_by_their_names_and_any_usual_sign(sign: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=sign)
    writer.writerow(["Headline", "SOURCE", " body ", "pubDate", "link", "ignored"])
    writer.writerow(["A, b; c", "Ellis Herald", 'One "two"\n\nThree | four', "4 May 2031", "https://e.example/a", "x"])
    (draft,) = read(stream.getvalue())
    assert isinstance(draft, Draft)
    assert (draft.title, draft.outlet, draft.published) == ("A, b; c", "Ellis Herald", "2031-05-04")
    assert (draft.text, draft.url) == ('One "two"\n\nThree | four', "https://e.example/a")
    assert draft.source == "a.csv row 1"


def test_columns_that_are_not_used_are_told_once_a_file() -> None:
    one, two, three = read("Body,Zeitung,Rank\n,a,1\nIt opened.,b,2\nIt shut.,c,3\n")
    assert isinstance(one, Failure)
    assert isinstance(two, Draft)
    assert isinstance(three, Draft)
    assert two.warnings == (
        "Columns that are not used: 'Zeitung', 'Rank'. "
        "If one is needed, say what it holds, as in --column outlet=NAME.",
    )
    assert three.warnings == ()


@pytest.mark.parametrize(
    ("header", "columns"), [("Paper,Heading,Body", {}), ("Zeitung,Kopf,Body", {"outlet": "zeitung", "title": "Kopf"})]
)
def test_nothing_is_told_of_columns_that_are_used(header: str, columns: Mapping[str, str]) -> None:
    (draft,) = read(f"{header}\nEllis Herald,Bridge opens,It opened.\n", columns)
    assert isinstance(draft, Draft)
    assert (draft.outlet, draft.title, draft.text, draft.warnings) == ("Ellis Herald", "Bridge opens", "It opened.", ())


def test_entities_in_cells_are_decoded() -> None:
    (draft,) = read("Paper,Body\nFenn &amp; Ellis Mail,It cost &pound;40.\n")
    assert isinstance(draft, Draft)
    assert (draft.outlet, draft.text) == ("Fenn & Ellis Mail", "It cost £40.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_are_read(encoding: str) -> None:
    (draft,) = read("title,text\nCafé,Zoë’s café opened.\n".encode(encoding))
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text) == ("Café", "Zoë’s café opened.")


def test_a_bad_row_does_not_stop_the_rest() -> None:
    found = read("text,title\nOne.,a\n,b\n\nThree.,c,d\n ,\nFour.\n")
    assert [item.source for item in found] == ["a.csv row 1", "a.csv row 2", "a.csv row 4", "a.csv row 6"]
    one, two, three, four = found
    assert isinstance(one, Draft)
    assert isinstance(two, Failure)
    assert two.error.startswith("There is no text")
    assert three == Failure("a.csv row 4", "The row has 3 cells and there are 2 columns; quote its text.")
    assert isinstance(four, Draft)


def test_a_cell_of_any_sensible_length_is_read() -> None:
    text = "It opened on Sunday. " * 20_000
    (draft,) = read(f'text\n"{text}"\n')
    assert isinstance(draft, Draft)
    assert draft.text == text


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        ("", {}, "No column is known by its name; say which one holds the text. The columns are: none."),
        ("a,b\n1,2\n", {}, "The columns are: 'a', 'b'."),
        ("text,title\n", {}, "There is no row below the names"),
        ("text\nx\n", {"text": "Story"}, "There is no column 'Story'; the columns are: 'text'."),
        ("," * 2000, {}, "The first row has 2001 cells"),
        (b"text\n" + b"ok\n" * 40_000 + b"\xff\n", {}, "not in UTF-8 from here on"),
        (b"\xff\xfe", {}, "empty"),
    ],
)
def test_what_cannot_be_read_says_why(content: str | bytes, columns: Mapping[str, str], message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(content, columns)
    assert message in str(caught.value)


def test_a_file_of_any_size_is_read_as_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\n" + "It opened.\n" * 100_000)
    items = read_csv(Document("a.csv", path))
    assert isinstance(next(items), Draft)
    items.close()  # type: ignore[attr-defined]
    assert count_rows(Document("a.csv", path)) == 100_000


CELLS = st.text(alphabet=st.characters(exclude_categories=["C"]) | st.sampled_from('\n",;'), min_size=1, max_size=30)


@given(st.lists(CELLS.filter(str.strip), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_every_text_comes_back_as_it_was_written(texts: list[str], sign: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=sign)
    writer.writerows([("title", "text"), *(("x", text) for text in texts)])
    assert [item.text for item in read(stream.getvalue()) if isinstance(item, Draft)] == texts
