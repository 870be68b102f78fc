"""Say which speakers of different articles are one: what is safe is joined, what is likely proposed, and people decide."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from attribution.models import SpeakerKind
from attribution.names import Level, compare, name_of
from attribution.namesakes import DOMINANT, Appearance, Judgement, Node, Ref, nodes_of
from attribution.roles import contradict
from attribution.weigh import PROPOSED, Companions, Edge, Guess, guess, is_near, weigh

JOINABLE: frozenset[Level] = frozenset(("same", "variant", "middle", "fuller", "nickname", "acronym"))


@dataclass(frozen=True, eq=False)
class Identity:
    """One speaker: the nodes that are one."""

    nodes: tuple[Node, ...]

    @property
    def anchor(self) -> tuple[str, ...]:
        """What its id is made from: the first of the names that need no article to be understood, in whatever order they came."""
        first = min(self.nodes, key=lambda node: (bool(node.ref.article), bool(node.part), node.anchor))
        return first.anchor

    @property
    def appearances(self) -> tuple[Appearance, ...]:
        """All appearances."""
        return tuple(row for node in self.nodes for row in node.appearances)


@dataclass(frozen=True, eq=False)
class Proposal:
    """Two speakers that may be one, by one node of each, for a person to decide; how likely and why."""

    left: Node
    right: Node
    score: float
    reason: str


@dataclass(frozen=True, eq=False)
class Identified:
    """All speakers, and those of them that may be one, the most likely first."""

    speakers: tuple[Identity, ...]
    proposals: tuple[Proposal, ...]


class Groups:
    """Nodes put together so far, and the pairs that people keep apart."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.of = {node: [node] for node in nodes}
        self.apart: set[frozenset[Node]] = set()

    def kept_apart(self, one: Node, other: Node) -> bool:
        """Whether a person said that some of one's group are not some of the other's."""
        return any(frozenset((a, b)) in self.apart for a in self.of[one] for b in self.of[other]) if self.apart else False

    def join(self, one: Node, other: Node) -> None:
        """Make one group of two."""
        joined = self.of[one] + self.of[other]
        for node in joined:
            self.of[node] = joined

    def all(self) -> list[list[Node]]:
        """Each group once."""
        return list({id(group): group for group in self.of.values()}.values())


def finder(nodes: Iterable[Node]) -> Mapping[Ref, Node]:
    """The node that each reference means: an article's own, else the main one of the name."""
    found: dict[Ref, Node] = {}
    for node in nodes:
        found |= {row.ref: node for row in node.appearances}
        if not node.ref.article and (not node.part or node.ref not in found):
            found[node.ref] = node
    return found


def meant(ref: Ref | None, found: Mapping[Ref, Node]) -> Node | None:
    """The node of a judgement's reference; None where no article has it."""
    return None if ref is None else found.get(ref) or found.get(Ref(ref.kind, ref.key))


def judged(nodes: Sequence[Node], judgements: Iterable[Judgement]) -> Groups:
    """What people put together and keep apart, the latest decision first."""
    groups, found = Groups(nodes), finder(nodes)
    pairs = sorted((j for j in judgements if j.right), key=lambda j: -j.number)
    splits = [j for j in pairs if j.decision == "split"]
    called = defaultdict(set)
    for j in pairs:
        if j.decision == "alias":
            called[j.left].add(j.right)
    for j in pairs:
        one = found.get(j.left) if j.decision == "split" else meant(_before(splits, j.left, j.number), found)
        other = meant(_before(splits, j.right, j.number), found)
        if one is None or other is None or groups.of[one] is groups.of[other]:
            continue
        if j.decision in ("different", "split"):
            groups.apart.add(frozenset((one, other)))
        elif not groups.kept_apart(one, other) and not (j.decision == "alias" and len(called[j.left]) > 1):
            groups.join(one, other)
    return groups


def _before(splits: Sequence[Judgement], ref: Ref | None, number: int) -> Ref | None:
    """What stands for the speaker that `ref` meant when judgement `number` was made, where `ref` was split off later."""
    for split in reversed(splits):
        if split.left == ref and split.number > number:
            ref = split.right
    return ref


def candidates(nodes: Iterable[Node]) -> list[tuple[Node, Node]]:
    """The pairs that share a block of their names, each once, in an order of their own."""
    blocks: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.called.is_full or not node.ref.article:
            for block in node.called.blocks():
                blocks[node.ref.kind, block].append(node)
    pairs = {pair for block in blocks.values() for pair in combinations(sorted(block, key=lambda node: node.anchor), 2)}
    return sorted(pairs, key=lambda pair: (pair[0].anchor, pair[1].anchor))


def may_be_one(one: Node, other: Node) -> bool:
    """Whether neither names nor roles nor an article that has both speak against it."""
    both = one.ref.kind == "person" and one.ref.key != other.ref.key and one.articles & other.articles
    return compare(one.called, other.called) in JOINABLE and not both and not contradict(one.traits, other.traits)


def clear(edges: Iterable[Edge], groups: Groups) -> list[Edge]:
    """The edges that are safe, best first; a node that fits several which cannot be one is nobody's."""
    safe = [edge for edge in edges if edge.safe]
    around: dict[Node, list[Node]] = defaultdict(list)
    for edge in safe:
        around[edge.left].append(edge.right)
        around[edge.right].append(edge.left)

    def rivals(node: Node, chosen: Node) -> list[Node]:
        others = (other for other in around[node] if groups.of[other] is not groups.of[chosen])
        return [other for other in others if not may_be_one(chosen, other)]

    def is_clear(edge: Edge) -> bool:
        for node, chosen in ((edge.left, edge.right), (edge.right, edge.left)):
            against = sum(len(other.appearances) for other in rivals(node, chosen))
            if against and not (edge.level == "acronym" and len(chosen.appearances) >= DOMINANT * against):
                return False
        return True

    return sorted(filter(is_clear, safe), key=lambda e: (-e.score, e.left.anchor, e.right.anchor))


@dataclass(frozen=True, eq=False)
class Joined:
    """Nodes as speakers, the groups that they are, and all edges between them."""

    speakers: tuple[Identity, ...]
    groups: Groups
    edges: tuple[Edge, ...]


def join(nodes: Sequence[Node], judgements: Iterable[Judgement], companions: Companions) -> Joined:
    """The nodes as speakers: first as people judged, then what is safe and contradicts neither them nor itself."""
    groups = judged(nodes, judgements)
    by_people = {node: number for number, group in enumerate(groups.all()) for node in group}
    edges = tuple(edge for pair in candidates(nodes) if (edge := weigh(*pair, companions)))
    for edge in clear(edges, groups):
        mine, theirs = groups.of[edge.left], groups.of[edge.right]
        if mine is theirs or groups.kept_apart(edge.left, edge.right):
            continue
        fits: dict[tuple[int, int], bool] = defaultdict(bool)  # by what people put together, which may be unlike
        for one in mine:
            for other in theirs:
                fits[by_people[one], by_people[other]] |= may_be_one(one, other)
        if all(fits.values()):
            groups.join(edge.left, edge.right)
    speakers = (Identity(tuple(sorted(group, key=lambda node: node.anchor))) for group in groups.all())
    return Joined(tuple(sorted(speakers, key=lambda one: one.anchor)), groups, edges)


def target(bare: Node, judgements: Iterable[Judgement], found: Mapping[Ref, Node]) -> Node | None:
    """The node that people say a bare name means in every article; None if they say nothing, or several."""
    right = {j.right for j in judgements if j.decision == "alias" and j.left == Ref(bare.ref.kind, bare.ref.key)}
    return meant(right.pop(), found) if len(right) == 1 else None


def identify(appearances: Iterable[Appearance], judgements: Sequence[Judgement] = ()) -> Identified:
    """All speakers of all articles, worked out at once; the database keeps the same, article by article."""
    rows = list(appearances)
    companions = _companions(rows)
    nodes = nodes_of(rows, judgements)
    joined = join(nodes, judgements, companions)
    whose = {node: speaker for speaker in joined.speakers for node in speaker.nodes}
    found = finder(nodes)
    named_in_full: dict[str, list[tuple[Identity, Appearance]]] = defaultdict(list)
    for speaker in joined.speakers:
        for row in speaker.appearances:
            for word in {*row.called.sounds} if row.called.is_full else ():
                named_in_full[word].append((speaker, row))
    guesses: list[tuple[Node, Guess]] = []
    for node in (node for node in nodes if is_open(node, joined.groups)):
        bare, near = node.appearances[0], defaultdict[Hashable, list[Appearance]](list)
        for speaker, row in named_in_full[bare.called.sounds[-1]] if bare.called.sounds else ():
            if is_near(bare, row) and not joined.groups.kept_apart(node, speaker.nodes[0]):
                near[speaker].append(row)
        named = target(node, judgements, found)
        guesses.append((node, guess(bare, near, companions, whose[named] if named else None)))
    added = {node: one.speaker for node, one in guesses if isinstance(one.speaker, Identity)}
    speakers = [
        Identity((*one.nodes, *(node for node, who in added.items() if who is one)))
        for one in joined.speakers
        if one.nodes[0] not in added
    ]
    return Identified(tuple(speakers), _proposals(joined, guesses))


def _companions(rows: Iterable[Appearance]) -> Companions:
    people: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.kind == "person" and row.called.is_full:
            people[row.article].add(row.called.key)
    return lambda article: frozenset(people.get(article, ()))


def _proposals(joined: Joined, guesses: Iterable[tuple[Node, Guess]]) -> tuple[Proposal, ...]:
    """What is likely but was not joined, the best edge between two speakers."""
    groups = joined.groups
    found = [Proposal(edge.left, edge.right, edge.score, edge.reason) for edge in joined.edges if edge.score >= PROPOSED]
    for node, one in guesses:
        found += [
            Proposal(who.nodes[0], node, one.score, one.reason)
            for who in (one.choices if len(one.choices) == 1 and one.speaker is None else ())
            if isinstance(who, Identity) and one.score >= PROPOSED
        ]
    best: dict[frozenset[int], Proposal] = {}
    for proposal in sorted(found, key=lambda p: (-p.score, p.left.anchor, p.right.anchor)):
        left, right = groups.of[proposal.left], groups.of[proposal.right]
        if left is not right and not groups.kept_apart(proposal.left, proposal.right):
            best.setdefault(frozenset((id(left), id(right))), proposal)
    return tuple(best.values())


def is_open(node: Node, groups: Groups) -> bool:
    """Whether a node is a bare surname that no person put with anybody."""
    return node.ref.kind == "person" and bool(node.ref.article) and not node.called.is_full and len(groups.of[node]) == 1


def best_name(counts: Mapping[str, int], kind: SpeakerKind) -> str:
    """The form of a name to show: of the full ones the most frequent, of equally frequent ones the longest."""
    return max(counts, key=lambda name: (name_of(name, kind).is_full, counts[name], len(name), name))
