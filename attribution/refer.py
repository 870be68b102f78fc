"""Say whom pronouns and descriptions mean: the network's antecedents, gender, roles and who spoke last, weighed together."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from attribution.delimit import NOUNS, is_role
from attribution.describe import Description, alike
from attribution.describe import described as as_description
from attribution.find_references import Places
from attribution.gather import Figure
from attribution.lexicon import folded, lexicon
from attribution.parse import Grammar
from attribution.read_names import GENDERS, Gender

PARTIES = frozenset(("democrat", "republican", "libertarian", "tory", "conservative", "green"))
UNCLEAR = 0.5  # what is less likely than this is not resolved: unresolved beats wrong
STEPS = 4  # from a name's last word to the word that is the subject: heads may go round in circles
BACK = 600  # words in which an antecedent is sought
FLOOR = 1e-3  # the least probability that the network gives a candidate
SPOKE = 20.0  # how much likelier the one is who spoke last in this paragraph or the one before, where he or she speaks
SPOKE_BEFORE = 3.0  # and further above
INTRODUCED = 8.0  # how much likelier one is, where he or she speaks, who was introduced in this paragraph
ALONE = 8.0  # how much likelier the only person is who was meant in this paragraph so far, or in the one before
QUOTED_NAME = 0.3  # how much less likely a name inside a quotation is meant outside of it
OTHER = 0.002  # how much less likely one is whose gender is known to be another
HOLDS = 10.0  # how much likelier one is who was described by the same noun
UNDESCRIBED = 0.6  # what a description of somebody who was not described so before must reach
KNOWN = 0.8  # how sure the pronouns that mean a person must be together, for the gender to be known by them
TWICE = 2.0  # how much surer those of one gender must be than the others
UNSEEN = 0.1  # how much less likely "nobody named" is than the network says, for a pronoun: news names people first


@dataclass(frozen=True)
class Referent:
    """A figure that a word means, how likely it is beside the others, and the next likely."""

    figure: Figure
    confidence: float
    runner_up: str | None
    described: str | None = None  # the same noun, as the figure was described by it before


@dataclass
class Referring:
    """The article up to some word: `points` are the places where a figure was meant, `genders` what is known of them by then.

    `votes` are the pronouns that mean each figure, by how sure that is; while they are gathered (`voting`) they decide nothing.
    """

    grammar: Grammar
    roles: Mapping[int, list[Description]]
    genders: dict[int, Gender | None]
    voting: bool
    points: list[tuple[int, Figure]] = field(default_factory=list)
    seen: dict[int, int] = field(default_factory=dict)  # where each was meant first
    unnamed: dict[str, int] = field(default_factory=dict)  # where each noun was first used of nobody named before
    introduced: list[tuple[int, int]] = field(default_factory=list)  # where somebody was introduced, and who
    about: dict[int, set[int]] = field(default_factory=dict)  # by paragraph: who was meant outside of quotations
    last_speaker: Figure | None = None
    spoke_at: int = 0
    called: dict[int, dict[tuple[int, frozenset[str]], Description]] = field(default_factory=dict)
    votes: dict[int, Counter[Gender]] = field(default_factory=dict)
    found: dict[int, Referent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What each is called by the roles that the article gives."""
        for key, rows in self.roles.items():
            for row in rows:
                self.call(key, row)

    def call(self, key: int, row: Description) -> None:
        """Take note of what somebody is called; the same words count where they came first."""
        self.called.setdefault(key, {}).setdefault((row.rank, row.forms), row)

    def pronoun(self, word: int, gender: Gender, speaks: bool) -> Referent | None:
        """Whom he or she means."""
        weights: dict[int, float] = {}
        if speaks and self.last_speaker:
            key = id(self.last_speaker)
            near = self.grammar.paragraph[word] - self.grammar.paragraph[self.spoke_at] <= 1
            weights[key] = weights.get(key, 1.0) * (SPOKE if near else SPOKE_BEFORE)
        for key in self._introduced(word) if speaks else ():
            weights[key] = weights.get(key, 1.0) * INTRODUCED
        alone = self._alone(word)
        if alone is not None:
            weights[alone] = weights.get(alone, 1.0) * ALONE
        chosen = self._choose(word, weights, gender)
        return chosen if chosen and self.genders[id(chosen.figure)] in (None, gender) else None

    def _introduced(self, word: int) -> list[int]:
        """Who was introduced before a word in its paragraph."""
        near = self.introduced[bisect_left(self.introduced, word - BACK, key=itemgetter(0)) :]
        return [key for at, key in near if self.grammar.paragraph[at] == self.grammar.paragraph[word]]

    def _alone(self, word: int) -> int | None:
        """The only person meant before a word in its paragraph, or in the one before where there is none; quotations aside."""
        paragraph = int(self.grammar.paragraph[word])
        here = self.about.get(paragraph) or self.about.get(paragraph - 1, set())
        return next(iter(here)) if len(here) == 1 else None

    def description(self, noun: int, words: range) -> Referent | None:
        """Whom "the adviser" means, if anybody who is named."""
        described: dict[int, str] = {}
        beside: set[int] = set()  # "the mayor's rival" and "an adviser to the mayor" are not the mayor
        asked = {alike(self.grammar.form(n)) for n in words if self.grammar.part[n] in (*NOUNS, "JJ")}
        form, meant = alike(self.grammar.form(noun)), folded(self.grammar.form(noun))
        gender = next((g for g in GENDERS if meant in lexicon("nouns", g)), None)
        for key in {id(figure) for _, figure in self._near(noun)}:
            for row in self.called.get(key, {}).values():
                whole = row.rank == 0 and form in row.about and asked <= row.forms
                party = len(row.forms) == 1 and row.forms <= asked & PARTIES  # a Democrat is "the Democratic candidate"
                if row.at < noun and (whole or party):
                    described[key] = self.grammar.text[row.span.start : row.span.end]
                elif row.at < noun and form in row.forms - row.about:
                    beside.add(key)
        chosen = self._choose(noun, dict.fromkeys(described, HOLDS), gender)
        same = described.get(id(chosen.figure)) if chosen else None
        if chosen and self.seen[id(chosen.figure)] > self.unnamed.get(form, noun):
            beside.add(id(chosen.figure))  # "the president named" Amy Barrett
        if not chosen or (not same and (id(chosen.figure) in beside or chosen.confidence < UNDESCRIBED)):
            self.unnamed.setdefault(form, noun)
            return None
        return replace(chosen, described=same)

    def _near(self, word: int) -> list[tuple[int, Figure]]:
        """The places before a word where a figure was meant, not too far away."""
        return self.points[bisect_left(self.points, word - BACK, key=itemgetter(0)) :]

    def _choose(self, word: int, weights: Mapping[int, float], gender: Gender | None) -> Referent | None:
        """The likeliest figure of those named before, by all the places together where it is meant."""
        near = self._near(word)
        if not near:
            return None
        chances = self.grammar.antecedents(word, [at for at, _ in near]).tolist()
        sums: dict[int, float] = {}
        by_id = {id(figure): figure for _, figure in near}
        inside = self.grammar.quoted
        for (at, figure), chance in zip(near, chances[1:], strict=True):
            less = QUOTED_NAME if inside[at] and not inside[word] else 1.0
            sums[id(figure)] = sums.get(id(figure), 0.0) + less * max(chance, FLOOR)
        for key in sums:
            other = gender is not None and self.genders[key] not in (None, gender)
            sums[key] *= weights.get(key, 1.0) * (OTHER if other else 1.0)
        ranked = sorted(sums, key=lambda key: -sums[key])
        total = sum(sums.values()) + UNSEEN * chances[0]
        runner = by_id[ranked[1]].name if len(ranked) > 1 else None
        return Referent(by_id[ranked[0]], round(sums[ranked[0]] / total, 4), runner)

    def meant(self, word: int, found: Referent, gender: Gender | None, speaks: bool) -> None:
        """Take note of a figure that was meant."""
        self.points.append((word, found.figure))
        key, quoted = id(found.figure), bool(self.grammar.quoted[word])
        if key not in self.seen and not quoted and self.roles.get(key) and is_subject(self.grammar, word):
            self.introduced.append((word, key))  # "X, a lawyer, said"
        self.seen.setdefault(key, word)
        if not quoted:
            self.about.setdefault(int(self.grammar.paragraph[word]), set()).add(key)
        if gender:
            self.votes.setdefault(key, Counter())[gender] += found.confidence  # type: ignore[assignment]
        if found.confidence > KNOWN and self.genders[key] is None and not self.voting:
            self.genders[key] = gender
        if speaks and not quoted:
            self.last_speaker, self.spoke_at = found.figure, word


def is_subject(grammar: Grammar, word: int) -> bool:
    """Whether a word is a subject, or part of one or an apposition to one."""
    for _ in range(STEPS):
        if word < 0 or grammar.relation[word].startswith("nsubj"):
            break
        word = int(grammar.head[word]) if grammar.relation[word].startswith(("flat", "compound", "appos")) else -1
    return word >= 0 and grammar.relation[word].startswith("nsubj")


def referents(
    grammar: Grammar, figures: Sequence[Figure], roles: Mapping[int, list[Description]], speaking: Collection[int]
) -> dict[int, Referent]:
    """Whom each he or she and each description of a person means, by word, in the order of the text.

    `speaking` are the words of sources. What a description says is added to the `roles` of whom it means. The article is read
    twice: whether Chris is a he is known by all of it, the second time.
    """
    genders = {id(f): f.gender for f in figures}
    places = Places.of(grammar, figures, roles, speaking)
    once = read_through(grammar, places, {key: list(rows) for key, rows in roles.items()}, genders, voting=True)
    for key, votes in once.votes.items():
        ((gender, sure),) = votes.most_common(1)
        if genders[key] is None and sure > max(KNOWN, TWICE * (votes.total() - sure)):
            genders[key] = gender
    return read_through(grammar, places, roles, genders, voting=False).found


def read_through(
    grammar: Grammar,
    places: Places,
    roles: Mapping[int, list[Description]],
    genders: Mapping[int, Gender | None],
    voting: bool,
) -> Referring:
    """The article, read to its end by what is known of its people's genders."""
    state = Referring(grammar, roles, dict(genders), voting)
    for word in places.in_order():
        chosen, gender, speaks = None, places.pronouns.get(word), word in places.speaking
        if word in places.named:
            state.meant(word, Referent(places.named[word], 1.0, None), None, speaks)
        elif gender:
            chosen = state.pronoun(word, gender, speaks)
        elif word in places.described:
            chosen = state.description(word, places.described[word])
        elif speaks and word not in places.own and not grammar.quoted[word] and is_role(grammar, word):
            state.last_speaker = None  # somebody unnamed speaks
        if not chosen:
            continue
        state.found[word] = chosen
        if chosen.confidence >= UNCLEAR:
            state.meant(word, chosen, gender, speaks)
            if word in places.described:
                place, rows = places.described[word], roles[id(chosen.figure)]
                role = as_description(grammar, range(place.start + 1, place.stop), 1)
                insort(rows, role, key=lambda d: d.span)
                state.call(id(chosen.figure), role)
    return state
