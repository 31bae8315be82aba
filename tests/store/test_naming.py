"""Groups keep their names, and what became of a name is told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.store.naming import Fate, Names, Renaming


def form(article: str) -> str:
    return "s" + article * 11


SA, SC = form("a"), form("c")


def named(*groups: str) -> Names:
    """Names of groups whose articles are single letters; a group is named after its first."""
    names = Names({}, (), form)
    names.assign([list(group) for group in groups])
    return names


def test_a_group_keeps_its_name_when_others_join_or_leave() -> None:
    names = named("abc")
    assert names.assign([list("xabc")]) == ({"x"}, [])
    assert {names[article] for article in "xabc"} == {SA}
    names.drop("a")
    assert names.assign([list("bc")]) == (set(), [])


def test_the_larger_part_gives_a_merger_its_name() -> None:
    names = named("ab", "cde")
    moved, told = names.assign([list("abcde")])
    assert moved == {"a", "b"}
    assert told == [Renaming(SA, Fate.MERGED, SC)]


def test_the_larger_part_of_a_split_keeps_the_name() -> None:
    names = named("abcde")
    moved, told = names.assign([list("ab"), list("cde")])
    assert moved == {"a", "b"}
    assert told == [Renaming(SA, Fate.SPLIT, names["a"])]
    assert names["c"] == SA
    assert names["a"] not in (SA, "")


def test_a_name_that_is_gone_is_never_given_again() -> None:
    names = named("ab", "cde")
    names.assign([list("abcde")])
    names.assign([list("ab"), list("cde")])
    assert names["a"] != SA
    again = Names({}, [SA], form)
    again.assign([["a"]])
    assert again["a"] != SA


@given(st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), max_size=6))
def test_every_group_has_one_name_of_its_own_and_none_is_lost_untold(steps: list[list[int]]) -> None:
    names = Names({}, (), form)
    ever: set[str] = set()
    told: list[Renaming] = []
    for step in steps:
        groups = [[a for a, g in zip("abcdef", step, strict=True) if g == number] for number in sorted(set(step))]
        told += names.assign(groups)[1]
        found = [{names[article] for article in group} for group in groups]
        assert all(len(group) == 1 for group in found)
        now = {name for group in found for name in group}
        assert len(now) == len(groups)
        ever |= now
        merged = {renaming.name for renaming in told if renaming.fate is Fate.MERGED}
        assert ever - now == merged
