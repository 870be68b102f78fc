"""Group what claims the same: average linkage over the pairs that were compared, with people's decisions held."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

Pair = tuple[str, str]  # in alphabetical order

LINKED = 0.3  # the least chance to be the same with which a pair joins two components
MERGED = 0.5  # the least mean chance with which two clusters become one


class ImpossibleError(Exception):
    """Two that are to be together and apart."""


def pair(one: str, other: str) -> Pair:
    """The two in alphabetical order."""
    return (one, other) if one < other else (other, one)


def clusters(
    nodes: Iterable[str], links: Mapping[Pair, float], apart: Collection[Pair] = (), together: Iterable[Pair] = ()
) -> list[tuple[str, ...]]:
    """The clusters, each sorted, in the order of their first nodes.

    `links` holds the chance to be the same for pairs that were compared; others count as 0. The two clusters with the highest
    mean chance over all their pairs are merged, as long as it reaches MERGED (UPGMA, Sokal and Michener 1958) and no pair
    between them is `apart`; `together` come first. Ties go by the alphabet, so the result does not depend on any order. Raises
    ImpossibleError where `together` and `apart` cannot both hold.
    """
    return _Merging(sorted(set(nodes)), links, set(apart), together).run()


class _Merging:
    """The state while merging: clusters are known by their first node; sums are of the chances between two clusters."""

    def __init__(self, nodes: list[str], links: Mapping[Pair, float], apart: set[Pair], together: Iterable[Pair]) -> None:
        self.members = {node: [node] for node in nodes}
        self.home = {node: node for node in nodes}
        self.sums: dict[str, dict[str, float]] = defaultdict(dict)
        self.apart: dict[str, set[str]] = defaultdict(set)
        for one, other in sorted(apart):
            if one in self.members and other in self.members:
                self.apart[one].add(other)
                self.apart[other].add(one)
        for (one, other), chance in sorted(links.items()):
            if one in self.members and other in self.members and chance >= LINKED:
                self.sums[one][other] = self.sums[other][one] = chance
        for one, other in sorted(together):
            if one in self.home and other in self.home:
                self._join(one, other)

    def _join(self, one: str, other: str) -> None:
        left, right = self.home[one], self.home[other]
        if left == right:
            return
        if right in self.apart[left]:
            raise ImpossibleError(one, other)
        self._merge(*pair(left, right))

    def run(self) -> list[tuple[str, ...]]:
        heap = [
            (-self._mean(a, b), a, b, len(self.members[a]), len(self.members[b]))
            for a in self.sums
            for b in self.sums[a]
            if a < b
        ]
        heapq.heapify(heap)
        while heap:
            chance, a, b, *sizes = heapq.heappop(heap)
            if -chance < MERGED:
                break
            if a not in self.members or b not in self.members or sizes != [len(self.members[a]), len(self.members[b])]:
                continue  # one of them has grown since
            if b in self.apart[a]:
                continue
            self._merge(a, b)
            for other in self.sums[a]:
                first, second = pair(a, other)
                row = (-self._mean(first, second), first, second, len(self.members[first]), len(self.members[second]))
                heapq.heappush(heap, row)
        return [tuple(sorted(self.members[node])) for node in sorted(self.members)]

    def _mean(self, a: str, b: str) -> float:
        return self.sums[a][b] / (len(self.members[a]) * len(self.members[b]))

    def _merge(self, a: str, b: str) -> None:
        """Take b into a, which comes first in the alphabet."""
        for node in self.members[b]:
            self.home[node] = a
        self.members[a] += self.members.pop(b)
        for other, chance in self.sums.pop(b, {}).items():
            del self.sums[other][b]
            if other != a:
                total = self.sums[a].get(other, 0.0) + chance
                self.sums[a][other] = self.sums[other][a] = total
        for other in self.apart.pop(b, set()):
            self.apart[other].discard(b)
            if other != a:
                self.apart[other].add(a)
                self.apart[a].add(other)
