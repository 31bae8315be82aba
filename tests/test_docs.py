"""The documentation holds: its examples run, its links lead somewhere, and it leaves out no command, field or setting.

How a page marks its examples: in a `console` block each line after `$ ` is run, in this process, in a folder of its
own with the sample stories in it, and what stands below must be in its output (`...` stands for anything, `# exits
with 3` for the exit code). A `python` block is run. A `jsonl file=NAME` block is written to that file. Blocks of any
other kind are only shown.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import inspect
import io
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from eval.__main__ import main as run_eval
from eval.suites import SUITES
from rag import datatypes
from rag.arguments import build_parser
from rag.cli import main as run_rag
from rag.ingest.formats import READERS
from rag.settings import Settings
from rag.store.conversations import ConversationEntry
from tests.conftest import ROOT

DOCS = sorted(
    [
        *(ROOT / name for name in ("README.md", "CHANGELOG.md", "benchmarks/README.md", "sample_data/README.md")),
        *(ROOT / "docs").rglob("*.md"),
    ]
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
CONTRACT = ROOT / "docs" / "contract.md"
README = ROOT / "README.md"
EVALUATION = ROOT / "docs" / "evaluation.md"
LARGEST_IMAGE = 300_000
PROGRAMS: dict[str, Callable[[list[str]], int]] = {"rag": run_rag, "eval": run_eval}

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_EXIT = re.compile(r"#\s*exits with (\d+)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    info: str
    body: str

    @property
    def kind(self) -> str:
        return self.info.split(" ")[0]


def blocks(page: Path) -> list[Block]:
    return [Block(m["info"].strip(), m["body"]) for m in _FENCE.finditer(page.read_text(encoding="utf-8"))]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


EXECUTED = [page for page in DOCS if any(b.kind in ("console", "python") for b in blocks(page))]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", EXECUTED, ids=name_of)
def test_the_examples_of_a_page_run_in_order(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    for block in blocks(page):
        match block.kind:
            case "console":
                for command, expected in commands(block):
                    run_command(command, expected)
            case "python":
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(block.body, f"{page.name} example", "exec"), {"__name__": "example"})
            case "jsonl":
                named = re.fullmatch(r"jsonl file=([\w.-]+)", block.info)
                assert named, f"A block {block.info!r} names no file"
                (tmp_path / named[1]).write_text(block.body, encoding="utf-8")


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output shown below it."""
    assert block.body.startswith("$ "), "A console block begins with a command"
    for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def run_command(command: str, expected: str) -> None:
    exits = _EXIT.search(command)
    words = shlex.split(command, comments=True)
    assert words[:2] == ["python", "-m"] and words[2] in PROGRAMS, f"Not a command of ours: {command}"
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_main(PROGRAMS[words[2]], words[3:])
        out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    printed = squeezed(out.buffer.getvalue().decode() + err.getvalue())
    assert code == (int(exits[1]) if exits else 0), f"{command}\nexited with {code}:\n{printed}"
    at = 0
    for piece in map(squeezed, expected.split("...")):
        found = printed.find(piece, at)
        assert found >= 0, f"{command}\ndid not print, in this place:\n{piece}\nbut:\n{printed[at:]}"
        at = found + len(piece)


def run_main(program: Callable[[list[str]], int], arguments: list[str]) -> int:
    try:
        return program(arguments)
    except SystemExit as end:  # argparse leaves like this
        return int(end.code or 0)


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_every_link_leads_to_a_file_or_a_heading(page: Path) -> None:
    for link in _LINK.finditer(prose(page)):
        target, _, anchor = link["target"].partition("#")
        if target.startswith(("https://", "mailto:")):
            continue
        assert not target.startswith(("http:", "/")), f"{link['target']} is neither relative nor https"
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{name_of(page)} links to {link['target']}, which is not there"
        if anchor:
            assert anchor in headings(path), f"{name_of(page)} links to {link['target']}: no such heading"


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_every_image_is_there_and_small_and_described(page: Path) -> None:
    for link in _LINK.finditer(prose(page)):
        if link["image"]:
            path = page.parent / link["target"]
            assert path.is_file()
            assert path.stat().st_size <= LARGEST_IMAGE
            assert len(link["text"].split()) >= 5, "An image needs words for those who do not see it"


def headings(page: Path) -> set[str]:
    """The anchors that headings get."""
    titles = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [README]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [(page.parent / m["target"].partition("#")[0]).resolve() for m in _LINK.finditer(prose(page))]
    assert set((ROOT / "docs").rglob("*.md")) <= reached


def test_pages_that_the_code_names_exist() -> None:
    files = [path for folder in ("rag", "ui", "eval") for path in (ROOT / folder).rglob("*.py")]
    named = {m for path in files for m in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8"))}
    assert named
    assert not [path for path in named if not (ROOT / path).is_file()]


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The commands and their parsers."""
    (action,) = [a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {name for a in parser._actions for name in a.option_strings if name not in ("-h", "--help")}


def section(page: Path, title: str) -> str:
    """The text below a heading, up to the next of its level or above."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(title)}$\n(.*?)(?=^#{{1,2}} |^### |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"{name_of(page)} has no section {title!r}"
    return found[2]


def rows(text: str) -> list[list[str]]:
    """The cells of the tables in a text, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|") and set(line) - set("|- ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def names_in(cell: str) -> set[str]:
    return set(_CODE.findall(cell))


@pytest.mark.parametrize("command", parsers())
def test_the_contract_has_every_option_of_a_command_and_no_other(command: str) -> None:
    text = section(CONTRACT, f"`{command}`")
    known = options_of(parsers()[command])
    told = {name.split(" ")[0] for row in rows(text) for name in names_in(row[0]) if name.startswith("-")}
    assert told == known
    for action in parsers()[command]._actions:
        if action.choices is not None:
            assert {str(choice) for choice in action.choices} <= set(re.findall(r"\w+", text))


def test_the_contract_has_the_options_of_all_commands() -> None:
    assert options_of(build_parser()) == {"--data"}
    assert "--data DIR" in CONTRACT.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [README, CONTRACT], ids=name_of)
def test_a_table_lists_every_command(page: Path) -> None:
    title = "The command line" if page == README else "Commands"
    told = [name for row in rows(section(page, title))[1:] for name in names_in(row[0])]
    assert sorted(told) == sorted(parsers())


def flowing() -> dict[str, type]:
    """The datatypes that the command line prints."""
    inner = {"Draft", "EvidenceParagraph", "Cite", "DraftClaim", "Turn", "Filters"}
    found = {name: kind for name, kind in vars(datatypes).items() if inspect.isclass(kind)}
    return {n: k for n, k in found.items() if dataclasses.is_dataclass(k) and n not in inner}


@pytest.mark.parametrize("name", flowing())
def test_the_contract_has_every_field_in_order(name: str) -> None:
    told = [cell for row in rows(section(CONTRACT, name))[1:] for cell in sorted(names_in(row[0]))]
    assert told == [field.name for field in dataclasses.fields(flowing()[name])]


CLOSED = {
    n: k for n, k in vars(datatypes).items() if inspect.isclass(k) and issubclass(k, StrEnum) and k is not StrEnum
}


def test_the_contract_has_every_value_of_the_closed_sets() -> None:
    table = {row[0].strip("`"): row[2] for row in rows(section(CONTRACT, "Closed sets"))[1:]}
    assert set(table) == set(CLOSED)
    for name, kind in CLOSED.items():
        assert _CODE.findall(table[name]) == [str(value) for value in kind], name


def test_the_readme_has_every_setting() -> None:
    text = README.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        variable = field.validation_alias or f"PLUMBLINE_{name.upper()}"
        assert f"`{variable}`" in text, variable


def test_every_kind_of_file_that_can_be_added_is_told() -> None:
    table = rows(section(README, "Add your own articles"))
    assert set(READERS) <= {name for row in table for name in names_in(row[0])}
    assert set(READERS) <= names_in(section(CONTRACT, "`add`"))


def test_every_suite_of_the_harness_is_told() -> None:
    told = {name for row in rows(section(EVALUATION, "The harness")) for name in names_in(row[0])}
    assert set(SUITES) <= told


def test_make_targets_that_the_pages_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for page in DOCS:
        used = {m for b in blocks(page) if b.kind == "sh" for m in re.findall(r"\bmake ([a-z]+)", b.body)}
        assert used <= targets


def test_every_dependency_has_a_decision() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in DECISIONS).lower()
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = {re.split(r"[<>=\[]", line)[0].lower() for line in lines if line and not line.startswith("#")}
    assert not [name for name in wanted if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told)]


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_has_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    number = DECISIONS.index(page) + 1
    assert re.fullmatch(rf"{number:04}-[a-z0-9-]+\.md", page.name), "Decisions are numbered without a gap"
    assert text.startswith(f"# {number}. ")
    titles = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert titles == ["Context", "Decision", "Why", "What would change it"]


def test_what_a_conversation_entry_holds_is_told() -> None:
    told = names_in(section(CONTRACT, "From Python"))
    assert {field.name for field in dataclasses.fields(ConversationEntry)} <= told
