"""Lines to paragraphs by where they stand; whatever the lines, no word is lost but page furniture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.formats.pdf_layout import BROKEN_WORD, Line, lay_out


def line(text: str, bottom: float, *, left: float = 50, page: int = 0, size: float = 10, right: float = 300) -> Line:
    return Line(text, page, left, right, bottom, bottom, size, 1 - bottom / 800)


def test_a_larger_distance_begins_a_paragraph() -> None:
    lines = [line("One", 400), line("two.", 388, right=90), line("Three", 370), line("four.", 358)]
    assert lay_out([lines]).blocks == ("One two.", "Three four.")


def test_an_indent_begins_a_paragraph() -> None:
    lines = [line("One", 400), line("two.", 388), line("Three", 376, left=62), line("four.", 364)]
    assert lay_out([lines]).blocks == ("One two.", "Three four.")


def test_a_short_last_line_ends_a_paragraph_where_nothing_else_does() -> None:
    lines = [line("One two three", 400), line("four.", 388, right=90), line("Five six seven", 376), line("eight.", 364)]
    assert lay_out([lines]).blocks == ("One two three four.", "Five six seven eight.")


def test_a_sentence_goes_on_over_the_page_and_its_furniture() -> None:
    pages = [
        [line("Herald 1", 780), line("One", 400), line("two", 60), line("1", 20)],
        [line("Herald 2", 780, page=1), line("three.", 700, page=1), line("2", 20, page=1)],
    ]
    assert lay_out(pages).blocks == ("One", "two three.")


def test_the_same_words_elsewhere_on_the_page_stay() -> None:
    pages = [[line("Nobody came.", 400, page=n)] for n in range(3)]
    assert lay_out(pages).blocks == ("Nobody came.",) * 3


def test_the_title_is_what_the_file_names_else_what_is_largest() -> None:
    lines = [
        line("Harbour", 600, size=14),
        line("Bridge opens", 500, size=20),
        line("It opened on Sunday, the board said.", 400),
    ]
    assert lay_out([lines]).title == "Bridge opens"
    assert lay_out([lines], title="harbour").title == "Harbour"
    assert lay_out([lines[2:]], title="Bridge opens").title == "Bridge opens"
    assert lay_out([lines[2:]], title="untitled").title == ""


LINES = st.builds(
    line,
    st.text(alphabet="ab. -1" + BROKEN_WORD, min_size=1, max_size=20).map(str.strip).filter(bool),
    st.floats(0, 800),
    left=st.floats(0, 600),
    size=st.floats(0, 40),
    right=st.floats(0, 600),
)


@given(st.lists(st.lists(LINES, max_size=12), max_size=4))
def test_no_word_is_lost_but_furniture(pages: list[list[Line]]) -> None:
    layout = lay_out(
        [[line(one.text, 400 - i, left=one.left, page=n) for i, one in enumerate(page)] for n, page in enumerate(pages)]
    )
    lay_out(pages, title="a")

    def letters(texts: object) -> str:
        return "".join(c for c in str(texts) if c in "ab1")

    assert letters((layout.title, layout.blocks)) == letters([[one.text for one in page] for page in pages])
