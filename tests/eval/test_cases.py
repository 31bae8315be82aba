"""A person's own cases: what is read, and that a wrong line is refused with its place and key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.cases import KEYS, load_own
from eval.sets.questions import load_questions
from eval.sets.stories import load_briefings
from eval.template import write_template
from rag import Newsroom
from rag.errors import NotFoundError, UsageError
from rag.settings import Settings

CASE = {"id": "one", "question": "Why was the clock of Ebbing stopped?", "facts": ["frost"]}


def write(folder: Path, *lines: object) -> Path:
    (folder / "cases.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


def test_a_case_is_read_with_all_its_keys(tmp_path: Path) -> None:
    source = {"title": "Clock stopped", "outlet": "Sedge Herald", "text": "stopped by frost"}
    line = CASE | {"sources": [source], "kind": "fact", "topic": "clock", "reference": "It froze.", "articles": []}
    (case,) = load_own(write(tmp_path, line)).cases
    assert case.answerable and case.facts == ("frost",)
    assert (case.sources[0].outlet, case.group) == ("Sedge Herald", "Clock stopped")


def test_every_key_that_is_documented_is_taken(tmp_path: Path) -> None:
    values = {
        "history": ["Which clock?"],
        "sources": [],
        "facts": ["x"],
        "articles": [],
        "false_premise": True,
        "id": "a",
    }
    line = {key: values.get(key, "text") for key in KEYS}
    assert load_own(write(tmp_path, line)).cases[0].false_premise


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (CASE | {"fact": ["frost"]}, "no key 'fact'"),
        (CASE | {"sources": [{"titel": "x"}]}, "no key 'titel'"),
        (CASE | {"facts": "frost"}, "'facts' is not a list"),
        (CASE | {"facts": [1]}, "not a list of texts"),
        (CASE | {"question": 7}, "'question' is not a text"),
        ({"question": "Why?"}, "'id' is missing"),
        ({"id": "one"}, "a 'question' or 'articles'"),
        ({"id": "one", "articles": [{"title": "no text"}]}, "no 'text'"),
        ([CASE], "not a JSON object"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(line: object, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cases\.jsonl line 2") as error:
        load_own(write(tmp_path, CASE | {"id": "zero"}, line))
    assert said in str(error.value)


def test_an_id_is_there_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="twice"):
        load_own(write(tmp_path, CASE, CASE))


def test_a_folder_without_cases_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cases\.jsonl, gold\.jsonl"):
        load_questions(tmp_path)


def test_own_cases_run_on_the_own_library_unless_articles_are_there(tmp_path: Path) -> None:
    assert load_questions(write(tmp_path, CASE)).own_library
    (tmp_path / "articles").mkdir()
    assert not load_questions(tmp_path).own_library


def test_only_cases_with_articles_are_briefed(tmp_path: Path) -> None:
    event = {"id": "two", "articles": [{"title": "T", "outlet": "Sedge Herald", "text": "The lock was shut."}]}
    assert [case.id for case in load_briefings(write(tmp_path, CASE, event), None).cases] == ["two"]


def test_a_template_from_the_library_is_read_back(samples: Newsroom, tmp_path: Path) -> None:
    write_template(samples, tmp_path / "own", limit=9)
    cases = load_own(tmp_path / "own").cases
    assert len(cases) == 9
    assert sum(not case.answerable for case in cases) == 1
    assert len({samples.article(e.id).story for e in samples.articles()}) <= len({c.group for c in cases})
    for case in cases[:-1]:
        assert case.facts[0] in case.sources[0].text
    with pytest.raises(UsageError, match="there already"):
        write_template(samples, tmp_path / "own", limit=9)


def test_an_empty_library_has_no_template(settings: Settings, tmp_path: Path) -> None:
    with Newsroom.open(settings) as empty, pytest.raises(NotFoundError):
        write_template(empty, tmp_path / "own", limit=9)
