"""Reports: every figure with its interval and counts, the worst first, and no text that acts."""

from __future__ import annotations

import re

from eval.comparing import compare_runs
from eval.measures import Better, Measure
from eval.records import Record, Run, SuiteEntry, figures
from eval.reports.data import run_as_json
from eval.reports.page import run_as_html, worst_first
from eval.reports.tables import comparison_as_text, run_as_markdown, run_as_text

RIGHT = Measure("right", "cases that are right")
NEVER = Measure("never", "what must not be", Better.LOWER, absolute=True)
EVIL = "<script>alert('x')</script>"
DETAIL = {
    "question": EVIL,
    "wanted": [EVIL],
    "refusal": None,
    "claims": [{"text": EVIL, "problems": [EVIL], "sources": [{"outlet": EVIL, "title": EVIL, "text": EVIL}]}],
    "withheld": [EVIL],
    "problems": [EVIL],
}


def run(first: float = 1.0) -> Run:
    records = (
        Record("s", "good", "a", "", {"right": first, "never": 0.0}),
        Record("s", "bad", "b", "", {"right": 0.0, "never": 0.0}, DETAIL),
        Record("s", "worst", "c", "", {"right": 1.0, "never": 1.0}, DETAIL),
        Record("s", "failed", "d", "", {}, error=EVIL),
        Record("s", "unscored", "e", "", {"right": None, "never": 0.0}),
    )
    return Run((SuiteEntry("s", "invented", (RIGHT, NEVER)),), "embedded", "0", records)


def test_the_terminal_table_has_value_interval_and_counts() -> None:
    text = run_as_text(run())
    assert re.search(r"right +0\.6667 +\d\.\d{4} to 1\.0000 +3 +2 +\d\.\d{3}", text)
    assert "BROKEN RULE  s: never" in text


def test_markdown_has_a_row_a_figure() -> None:
    assert "| right | 0.6667 |" in run_as_markdown(run())


def test_json_has_what_the_table_has() -> None:
    right, never = run_as_json(run())["figures"]
    assert (right["scored"], right["unscored"], never["absolute"]) == (3, 2, True)
    assert right["low"] < right["value"] < right["high"]


def test_the_worst_cases_come_first() -> None:
    shown = worst_first(list(run().records), figures(run()))
    assert [one.record.id for one in shown] == ["failed", "worst", "bad", "unscored", "good"]


def test_the_page_escapes_every_text_and_loads_nothing() -> None:
    page = run_as_html(run(), tuple(compare_runs(run(0.0), run())))
    assert EVIL not in page
    assert page.count("&lt;script&gt;") >= 10
    assert not re.search(r"(?:src|href)=|url\(|@import", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_a_comparison_lists_what_moved_and_counts_the_rest() -> None:
    text = comparison_as_text(compare_runs(run(0.0), run()))
    assert "s: right" in text and "tied" in text
    assert "1 figures are the same in every case" in text
