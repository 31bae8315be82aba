"""The shape of the package: imports point one way, a library is known in one place, and little is public."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import rag
from tests.conftest import ROOT

STAGES = [
    {"datatypes", "errors", "settings", "text", "openai_server"},
    {"ingest"},
    {"store"},
    {"retrieve"},
    {"generate"},
    {"verify"},
    {"render"},
]
"""A stage may import those before it. The modules beside these folders wire them together: they come last."""

OUTSIDE = {"ui", "eval", "app", "streamlit", "tests", "benchmarks"}

ONE_PLACE = {
    "tantivy": "rag/store/lexical.py",
    "chromadb": "rag/store/chroma.py",
    "wordllama": "rag/store/wordllama.py",
    "threadpoolctl": "rag/store/wordllama.py",
    "filelock": "rag/store/lock.py",
    "langchain_openai": "rag/generate/chat.py",
    "typst": "rag/render/as_pdf.py",
    "jinja2": "rag/render/as_html.py",
    "sentencex": "rag/text/sentences.py",
    "Stemmer": "rag/text/words.py",
    "charset_normalizer": "rag/ingest/decode.py",
    "rich": "rag/progress.py",
}
"""The libraries that only one file of the package knows."""

FEW_PLACES = {
    # Chat and embeddings are called in different stages; what their errors mean is the same, and told in one place.
    "openai": {"rag/openai_server.py", "rag/generate/chat.py", "rag/store/remote_embeddings.py"},
}

ONE_FOLDER = {
    "trafilatura": "rag/ingest/",
    "markdown_it": "rag/ingest/",
    "dateutil": "rag/ingest/",
    "sqlalchemy": "rag/store/",
}

HEAVY = (
    "langchain",
    "langchain_core",
    "langchain_openai",
    "openai",
    "chromadb",
    "streamlit",
    "wordllama",
    "tiktoken",
    "torch",
)

SOURCES = sorted((ROOT / "rag").rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, wherever in it, those for the type checker only included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stage_of(part: str) -> int:
    return next((number for number, names in enumerate(STAGES) if part in names), len(STAGES))


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "rag").parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_folder_has_its_stage() -> None:
    folders = {path.name for path in (ROOT / "rag").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == {name for names in STAGES for name in names if (ROOT / "rag" / name).is_dir()}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    mine = stage_of(part_of(path))
    for name in imports(path):
        first, _, rest = name.partition(".")
        assert first not in OUTSIDE, f"{name_of(path)} imports {name}"
        if first == "rag" and rest:
            assert stage_of(rest.split(".")[0]) <= mine, f"{name_of(path)} imports {name}, which comes later"


def test_reading_of_text_knows_nothing_else_of_ours() -> None:
    for path in (ROOT / "rag" / "text").rglob("*.py"):
        ours = [name for name in imports(path) if name.split(".")[0] == "rag"]
        assert [name for name in ours if not name.startswith("rag.text.")] == [], name_of(path)


@pytest.mark.parametrize("name", ["datatypes", "errors"])
def test_the_contracts_import_nothing_of_ours(name: str) -> None:
    assert [found for found in imports(ROOT / "rag" / f"{name}.py") if found.split(".")[0] == "rag"] == []


def test_each_library_is_known_in_one_place() -> None:
    known: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES:
        for name in imports(path):
            known[name.split(".")[0]].add(name_of(path))
    assert {library: known[library] for library in ONE_PLACE} == {
        library: {place} for library, place in ONE_PLACE.items()
    }
    assert {library: known[library] for library in FEW_PLACES} == FEW_PLACES
    for library, folder in ONE_FOLDER.items():
        assert known[library], library
        assert [place for place in known[library] if not place.startswith(folder)] == [], library


def test_starting_the_command_line_loads_nothing_heavy() -> None:
    code = "import sys, rag.cli; print(' '.join(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(set(done.stdout.split()) & set(HEAVY)) == []


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("rag", ["Newsroom"]),
        ("rag.verify", ["Check", "Checker", "evidence_from_articles"]),
        ("rag.generate.compare", ["compare_articles"]),
    ],
)
def test_few_names_are_public(module: str, names: list[str]) -> None:
    __import__(module)
    assert sorted(sys.modules[module].__all__) == names


@pytest.mark.parametrize("package", ["store", "retrieve", "generate", "text"])
def test_other_packages_are_imported_by_module(package: str) -> None:
    __import__(f"rag.{package}")
    assert not hasattr(sys.modules[f"rag.{package}"], "__all__")


def test_every_public_name_is_there() -> None:
    for path in SOURCES:
        if path.name == "__init__.py":
            module = ".".join(path.parent.relative_to(ROOT).parts)
            __import__(module)
            for name in getattr(sys.modules[module], "__all__", ()):
                assert hasattr(sys.modules[module], name), f"{module}.{name}"
    assert rag.__doc__


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_says_what_it_does_and_has_one_idea(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    # The contract is kept together on purpose.
    assert path.name == "datatypes.py" or text.count("\n") <= 300
