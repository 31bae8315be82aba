"""Average linkage: against a slow reference, and the same whatever the order of links and nodes."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from rag.store.clusters import WHOLE, Link, cluster, connected

Graph = tuple[int, dict[tuple[int, int], int]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(0, 9))
    pairs = list(combinations(range(size), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return size, {pair: draw(st.integers(1, WHOLE)) for pair in chosen}


def slowly(size: int, links: dict[tuple[int, int], int], least: int) -> set[frozenset[int]]:
    """Merge the two closest groups by looking at all pairs of groups each time."""
    groups = [frozenset({node}) for node in range(size)]

    def mean(one: frozenset[int], other: frozenset[int]) -> float:
        strengths = (links.get((min(a, b), max(a, b)), 0) for a in one for b in other)
        return sum(strengths) / (len(one) * len(other))

    while len(groups) > 1:
        best = max(combinations(groups, 2), key=lambda pair: (mean(*pair), *(-n for n in sorted(map(min, pair)))))
        if mean(*best) < least:
            break
        groups = [group for group in groups if group not in best] + [best[0] | best[1]]
    return set(groups)


@given(graphs(), st.integers(1, WHOLE))
def test_the_closest_groups_are_merged_first(graph: Graph, least: int) -> None:
    size, links = graph
    found = cluster(range(size), [(a, b, strength) for (a, b), strength in links.items()], least, [])
    assert {frozenset(group) for group in found} == slowly(size, links, least)


@given(graphs(), st.integers(0, 100))
def test_the_order_of_links_and_nodes_is_nothing(graph: Graph, seed: int) -> None:
    size, links = graph
    chance = random.Random(seed)
    given_links: list[Link] = [(a, b, strength) for (a, b), strength in links.items()]
    turned: list[Link] = [(b, a, strength) for a, b, strength in chance.sample(given_links, len(given_links))]
    nodes = chance.sample(range(size), size)
    assert cluster(range(size), given_links, 3000, []) == cluster(nodes, turned, 3000, [])


def test_nodes_that_belong_together_count_as_one() -> None:
    # 3 is close to 0 alone, which is a third of the nodes but half of what counts.
    links = [(0, 3, 9000), (2, 3, 1000)]
    assert cluster(range(4), links, 4000, []) == [[0, 3], [1], [2]]
    assert cluster(range(4), links, 4000, [(0, 1), (1, 2)]) == [[0, 1, 2, 3]]


def test_connected_nodes_go_by_the_smallest() -> None:
    assert connected([5, 3, 1, 2], [(5, 3), (2, 3)]) == {5: 2, 3: 2, 1: 1, 2: 2}
