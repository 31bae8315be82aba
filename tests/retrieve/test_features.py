"""Features: every candidate is described by finite numbers that depend on the question, not on what it is by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.retrieve.features import Examined, examine
from rag.retrieve.plan import plan_question
from rag.retrieve.rerank import load_reranker
from rag.store.library import Library
from rag.store.limits import EVERYTHING, Limits
from tests.builders import article, filled

LOCK = "The lower lock at Ebbing was shut for nine hours after two barges drifted against its gate."
CLOCK = "The town clock of Ebbing was stopped by frost, the council said."
FAIR = "The spring fair of Thorle drew nine hundred people, more than ever before."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("features")
    held = [
        article(text, outlet=outlet, title=title, url=f"https://{outlet.split()[0].lower()}.example/{title}")
        for outlet in ("Sedge Herald", "Moor Post")
        for title, text in (("Lock", LOCK), ("Clock", CLOCK), ("Fair", FAIR))
    ]
    with filled(folder, held) as opened:
        yield opened


def examined(library: Library, question: str, limits: Limits = EVERYTHING) -> Examined:
    plan = plan_question(question, library.catalogue.outlets())
    return examine(question, plan, limits, 20, library.index, library.catalogue)


def best(seen: Examined, feature: str) -> set[str]:
    values = seen.features[feature]
    return {excerpt.title for excerpt, value in zip(seen.excerpts, values, strict=True) if value == values.max()}


@pytest.mark.parametrize(
    "feature",
    ["words", "covered", "weighed", "window", "clause_weighed", "clause_window", "clause_mass", "outlet_window"],
)
def test_the_chunk_that_has_the_words_of_the_question_is_marked_highest(library: Library, feature: str) -> None:
    assert best(examined(library, "Why did the barges drift against the gate?"), feature) == {"Lock"}


def test_a_clause_counts_only_for_the_outlet_that_it_asks(library: Library) -> None:
    seen = examined(
        library,
        "Did the Sedge Herald say that barges drifted against a gate, while the Moor Post wrote of the spring fair?",
    )
    columns = seen.features["clause_covered"]
    of = {(held.outlet, held.title): value for held, value in zip(seen.excerpts, columns, strict=True)}
    assert of["Sedge Herald", "Lock"] > of["Moor Post", "Lock"]
    assert of["Moor Post", "Fair"] > of["Sedge Herald", "Fair"]


def test_the_best_of_each_outlet_has_the_full_share(library: Library) -> None:
    seen = examined(library, "Why was the lock at Ebbing shut?")
    for name, values in seen.features.items():
        if name.startswith("outlet_"):
            of: dict[str, list[float]] = {}
            for excerpt, value in zip(seen.excerpts, values, strict=True):
                of.setdefault(excerpt.outlet, []).append(value)
            assert all(max(found) in (0.0, pytest.approx(1.0)) for found in of.values())


def test_nothing_found_is_nothing_to_describe(library: Library) -> None:
    assert examined(library, "lock", Limits(outlets=("Nobody's Gazette",))) == Examined((), {})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from((LOCK + CLOCK + " , while the 9 Sedge Herald ?").split())))
)
def test_any_question_gives_finite_features_and_scores(library: Library, question: str | list[str]) -> None:
    seen = examined(library, question if isinstance(question, str) else " ".join(question))
    if seen.excerpts:
        assert set(load_reranker().features) <= set(seen.features)
        count = len(seen.excerpts)
        assert all(np.isfinite(values).all() and values.shape == (count,) for values in seen.features.values())
        assert np.isfinite(load_reranker().scores(seen.features)).all()
