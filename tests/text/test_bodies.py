"""What a body alone does, told from what may be said of a thing."""

from __future__ import annotations

import pytest

from rag.text.bodies import acts_as_a_body


@pytest.mark.parametrize(
    "after",
    [
        " said the gate would open.",
        " says so.",
        " has denied it.",
        " also plans a bridge.",
        " had later apologised.",
        " did not announce a date.",
        " called for an inquiry.",
    ],
)
def test_speaking_and_planning_is_for_bodies(after: str) -> None:
    assert acts_as_a_body(after)


@pytest.mark.parametrize(
    "after",
    [
        " should be working by Thursday.",
        " is planned for May.",
        " called at the port.",
        " sank.",
        "self said so.",
        "s gate is shut.",
        "",
    ],
)
def test_what_a_thing_may_do_is_not(after: str) -> None:
    assert not acts_as_a_body(after)
