"""Why articles count as one source: the wording they share, and the agency they credit."""

from __future__ import annotations

import pytest

from rag.store.copies import OWN_TEXT, agencies, group_origins, why
from tests.builders import article

REPORT = (
    "Two cranes fell into the dock at Marl on Sunday, and the harbour was closed to ships until the next evening.",
    "Nobody was hurt, said the harbour master, Ilse Trent, who had ordered the quay to be cleared in the storm.",
    "The port handles a third of the timber of the coast, and eleven ships were waiting outside the breakwater.",
)


@pytest.mark.parametrize(
    ("last", "author", "outlet", "expected"),
    [
        ("Reuters contributed to this report.", None, "Sedge Herald", {"Reuters"}),
        ("The Associated Press contributed to this report.", None, "Sedge Herald", {"Associated Press"}),
        ("", "Ann Orme and AP", "Sedge Herald", {"Associated Press"}),
        ("", None, "AFP", {"Agence France-Presse"}),
        ("The apology was printed by Reuters on Monday, the minister told her party in a letter.", None, "Post", set()),
        ("", "Ann Orme", "Sedge Herald", set()),
    ],
)
def test_an_agency_is_credited_in_a_byline_or_a_credit_only(
    last: str, author: str | None, outlet: str, expected: set[str]
) -> None:
    held = article("\n\n".join((*REPORT, last)), author=author, outlet=outlet)
    assert agencies(held) == expected


def test_an_agency_is_credited_where_a_report_opens_with_it() -> None:
    assert agencies(article("MARL (AFP) - " + REPORT[0])) == {"Agence France-Presse"}
    assert agencies(article("The club (named after AFP founders) met, said its secretary, to elect a chair.")) == set()


def test_evidence_names_the_share_and_what_all_credit() -> None:
    credited = [
        article("\n\n".join((*REPORT, "Reuters contributed to this report.")), url=f"https://a.example/{n}")
        for n in (1, 2)
    ]
    (origin,) = group_origins(credited)
    assert origin.articles == tuple(held.id for held in credited)
    assert origin.why == "100% of the shorter article's wording is in the other; all credit Reuters"
    plain = article("\n\n".join(REPORT), url="https://a.example/3")
    (origin,) = group_origins([*credited, plain])
    assert origin.why == "100% of the shorter article's wording is in the other"


def test_one_article_is_its_own_text() -> None:
    assert why([article("\n\n".join(REPORT))], 0) == OWN_TEXT


OWN = " ".join(
    f"Subscribe at gate {n} of the Sedge Herald to have item {n * 7} sent to you each morning." for n in range(9)
)


@pytest.mark.parametrize(
    ("outlet", "day", "title", "text", "number"),
    [
        ("Sedge Herald", "2031-04-03", "Storm shuts schools", REPORT[1], 1),
        ("Sedge Herald", "2031-06-03", "Storm shuts schools", REPORT[1], 2),
        ("Sedge Herald", None, "Storm shuts schools", REPORT[1], 2),
        ("Sedge Herald", None, "Cranes fall at Marl", REPORT[1], 1),
        ("Sedge Herald", "2031-06-03", "Storm shuts schools", REPORT[0], 1),
        ("Marl Gazette", "2031-06-03", "Storm shuts schools", REPORT[1], 1),
    ],
)
def test_what_an_outlet_prints_under_many_reports_is_not_copy(
    outlet: str, day: str | None, title: str, text: str, number: int
) -> None:
    one = article(f"{REPORT[0]}\n\n{OWN}", outlet="Sedge Herald", title="Cranes fall at Marl", published="2031-04-02")
    other = article(f"{text}\n\n{OWN}", outlet=outlet, title=title, published=day, url="https://a.example/other")
    assert len(group_origins([one, other])) == number
