# Tests for attribution/cluster.py: average linkage whatever the order, people's decisions held, nothing apart in one cluster.
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.cluster import LINKED, MERGED, ImpossibleError, Pair, clusters, pair

NODES = list("abcdefgh")
PAIRS = [pair(a, b) for a, b in combinations(NODES, 2)]
LINKS = st.dictionaries(st.sampled_from(PAIRS), st.floats(0, 1).map(lambda x: round(x, 2)), max_size=20)
SOME = st.sets(st.sampled_from(PAIRS), max_size=4)


def upgma(nodes: list[str], links: dict[Pair, float], apart: set[Pair]) -> set[tuple[str, ...]]:
    """The definition, without any cleverness: merge the pair of clusters with the highest mean, again and again."""
    made: list[tuple[str, ...]] = [(node,) for node in sorted(nodes)]
    while True:
        best: list[tuple[float, str, str, tuple[str, ...], tuple[str, ...]]] = []
        for a, b in combinations(sorted(made), 2):
            between = [pair(x, y) for x in a for y in b]
            chances = [links.get(p, 0.0) for p in between]
            mean = sum(chance for chance in chances if chance >= LINKED) / len(between)
            if mean >= MERGED and not apart & set(between):
                best.append((-mean, a[0], b[0], a, b))
        if not best:
            return set(made)
        *_, a, b = min(best)
        made = [c for c in made if c not in (a, b)] + [tuple(sorted(a + b))]


@given(LINKS, SOME)
@settings(max_examples=200, deadline=None)
def test_it_is_average_linkage_in_components_as_by_definition(links: dict[Pair, float], apart: set[Pair]) -> None:
    assert set(clusters(NODES, links, apart)) == upgma(NODES, links, apart)


@given(LINKS, SOME, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_things_come_changes_nothing(links: dict[Pair, float], apart: set[Pair], chance: object) -> None:
    mixed_nodes, mixed_links = list(NODES), list(links.items())
    chance.shuffle(mixed_nodes)  # type: ignore[attr-defined]
    chance.shuffle(mixed_links)  # type: ignore[attr-defined]
    assert clusters(mixed_nodes, dict(mixed_links), apart) == clusters(NODES, links, apart)


@given(LINKS, SOME, SOME)
@settings(max_examples=200, deadline=None)
def test_what_people_said_holds(links: dict[Pair, float], apart: set[Pair], together: set[Pair]) -> None:
    try:
        made = clusters(NODES, links, apart - together, together)
    except ImpossibleError:
        return
    home = {node: n for n, cluster in enumerate(made) for node in cluster}
    assert sorted(home) == NODES
    assert all(home[a] == home[b] for a, b in together)
    assert all(home[a] != home[b] for a, b in apart - together)


def test_a_chain_of_near_things_is_not_one_claim() -> None:
    links = {("a", "b"): 0.9, ("b", "c"): 0.9, ("c", "d"): 0.9}
    assert clusters("abcd", links) == [("a", "b"), ("c", "d")]


def test_what_contradicts_each_other_is_never_in_one_cluster_however_sure_the_rest() -> None:
    links = {("a", "b"): 0.99, ("b", "c"): 0.99, ("a", "c"): 0.99}
    assert clusters("abc", links, apart={("a", "c")}) == [("a", "b"), ("c",)]


def test_together_and_apart_at_once_is_impossible() -> None:
    with pytest.raises(ImpossibleError):
        clusters("abc", {}, apart={("a", "c")}, together=[("a", "b"), ("b", "c")])
