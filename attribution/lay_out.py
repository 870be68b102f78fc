"""Lay out a report: the sentences, citations and figures that people read, the same in every format. Nothing is paraphrased."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from attribution.cite import Segment, citation, joined, segments, shortened, web_address, who
from attribution.count import count
from attribution.reported import Cited, ClaimTold, Pair, Quote, Report, RoleHeld
from attribution.show import dates, day, one_line

SPEAKERS = 40  # speakers that are listed
TITLES = {"query": "Who said", "speaker": "What was said by", "claim": "Who claims", "outlet": "Whom it quotes", "all": ""}
SURE = ((0.9, "very sure"), (0.75, "sure"), (0.6, "fairly sure"), (0.0, "unsure"))


@dataclass(frozen=True)
class Said:
    """One statement as it is read: `number` is its place in the report, 0 where it stands outside; `link` is a web address."""

    number: int
    id: str
    who: str
    roles: str
    cue: str
    passage: tuple[Segment, ...]
    words: str
    facts: str
    outlet: str
    day: str
    link: str | None
    citation: tuple[str, str, str, str]


@dataclass(frozen=True)
class Speaking:
    """A speaker in the list of those cited; `share` is that of the report's statements, 0 to 1."""

    name: str
    kind: str
    roles: tuple[tuple[str, str], ...]
    statements: int
    outlets: int
    dates: str
    share: float
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Claiming:
    """A claim in the list of claims, with what says it best."""

    id: str
    said: Said
    statements: int
    outlets: int
    origins: int
    dates: str
    counts: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Opposing:
    """Two statements that cannot both hold, and why."""

    left: Said
    right: Said
    reason: str


@dataclass(frozen=True)
class Page:
    """A report as it is read. `figures` are pairs of a number and what it counts."""

    kicker: str
    title: str
    subject: str
    made: str
    figures: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    statements: tuple[Said, ...]
    speakers: tuple[Speaking, ...]
    more_speakers: int
    unattributed: int
    claims: tuple[Claiming, ...]
    single: int
    contradictions: tuple[Opposing, ...]
    method: tuple[str, ...]
    models: tuple[tuple[str, str], ...]


def lay_out(report: Report) -> Page:
    """The report as it is read."""
    numbers = {quote.id: number for number, quote in enumerate(report.quotes, 1)}
    statements = tuple(_said(quote, numbers) for quote in report.quotes)
    claims = [claim for claim in report.claims if claim.statements > 1 or claim.contradictions]
    return Page(
        TITLES[report.about],
        f"{TITLES[report.about]}: {shortened(report.subject)}",
        shortened(report.subject) if report.about != "query" else f"“{shortened(report.subject)}”",
        day(report.made),
        _figures(report),
        tuple(_summary(report)),
        statements,
        tuple(_speaking(one, len(report.quotes)) for one in report.speakers[:SPEAKERS]),
        max(len(report.speakers) - SPEAKERS, 0),
        sum(not quote.voices for quote in report.quotes),
        tuple(_claiming(claim, statements) for claim in claims),
        len(report.claims) - len(claims),
        tuple(_opposing(pair, numbers) for pair in report.contradictions),
        tuple(_method(report)),
        tuple((model.name, model.checksum) for model in report.method.models),
    )


def _said(quote: Quote, numbers: dict[str, int]) -> Said:
    roles = joined(dict.fromkeys(one_line(voice.role) for voice in quote.voices if voice.role) or [""])
    return Said(
        numbers.get(quote.id, 0),
        quote.id,
        who(quote),
        roles,
        one_line(quote.cue or ""),
        segments(quote),
        one_line(quote.text),
        " · ".join(_facts(quote)),
        one_line(quote.outlet) if quote.outlet else "no outlet",
        day(quote.date),
        web_address(quote.url),
        citation(quote),
    )


def _facts(quote: Quote) -> list[str]:
    polarity = [quote.polarity] if quote.polarity in ("denied", "questioned") else []
    if quote.checked == "accept":
        return [quote.kind, *polarity, "checked by a person"]
    sure = next(words for least, words in SURE if quote.confidence >= least)
    return [quote.kind, *polarity, f"{sure} ({quote.confidence:.2f})"]


def _figures(report: Report) -> tuple[tuple[str, str], ...]:
    counts = (
        (len(report.quotes), "statement"),
        (len(report.speakers), "speaker"),
        (report.outlets, "outlet"),
        (report.origins, "independent origin"),
        (len(report.claims), "claim"),
        (len(report.contradictions), "contradiction"),
    )
    return tuple((f"{number:,}", count(number, noun).partition(" ")[2]) for number, noun in counts)


def _summary(report: Report) -> Iterable[str]:
    """What a reader in a hurry must know, out of the rows alone."""
    span = f", {dates(report.first_date, report.last_date)}" if report.first_date else ""
    total = len(report.quotes)
    yield f"{count(total, 'statement')} in {count(report.articles, 'article')} of {count(report.outlets, 'outlet')}{span}."
    if report.speakers:
        top = [f"{one_line(one.name)}{_latest(one)} ({one.statements:,})" for one in report.speakers[:3]]
        yield f"Cited most: {'; '.join(top)}."
    first = report.quotes[0]
    if first.date:
        yield f"First: {_told(first)}"
    if report.claims and report.claims[0].origins > 1:
        claim = report.claims[0]
        origins = f"{count(claim.origins, 'independent origin')}, {count(claim.outlets, 'outlet')}"
        yield f"Told most widely ({origins}): {_told(report.quotes[claim.clearest])}"
    if report.contradictions:
        pair = report.contradictions[0]
        yield f"Disputed: {_told(pair.left)[:-1]}, but {_told(pair.right)}"
    named = sum(any(voice.kind == "person" for voice in quote.voices) for quote in report.quotes)
    unnamed = sum(any(voice.kind == "unnamed" for voice in quote.voices) for quote in report.quotes)
    shares = f"{named / total:.0%} of the statements are by people who are named, {unnamed / total:.0%} by unnamed sources"
    yield f"Sources: {shares}."


def _latest(one: Cited) -> str:
    return f", {one_line(one.roles[0].role)}" if one.roles else ""


def _told(quote: Quote) -> str:
    cue = f" {one_line(quote.cue)}" if quote.cue else ""
    colon = ":" if quote.kind == "direct" or not cue else ""
    return f"{who(quote)}{cue}{colon} {shortened(quote.text)} ({one_line(quote.outlet or 'no outlet')}, {day(quote.date)})."


def _speaking(one: Cited, total: int) -> Speaking:
    numbers = tuple(place + 1 for place in one.quotes)
    return Speaking(
        one_line(one.name),
        one.kind,
        tuple((one_line(role.role), _since(role)) for role in one.roles),
        one.statements,
        one.outlets,
        dates(one.first_date, one.last_date) if one.first_date else "no date",
        one.statements / total,
        numbers,
    )


def _since(role: RoleHeld) -> str:
    return dates(role.first_date, role.last_date) if role.first_date else ""


def _claiming(claim: ClaimTold, statements: Sequence[Said]) -> Claiming:
    counts = [count(claim.statements, "statement"), count(claim.outlets, "outlet"), count(claim.origins, "independent origin")]
    counts += [count(claim.contradictions, "contradiction")] if claim.contradictions else []
    return Claiming(
        claim.id,
        statements[claim.clearest],
        claim.statements,
        claim.outlets,
        claim.origins,
        dates(claim.first_date, claim.last_date) if claim.first_date else "no date",
        " · ".join(counts),
        tuple(place + 1 for place in claim.quotes),
    )


def _opposing(pair: Pair, numbers: dict[str, int]) -> Opposing:
    return Opposing(_said(pair.left, numbers), _said(pair.right, numbers), one_line(pair.reason))


def _method(report: Report) -> Iterable[str]:
    """How this came about and how far to trust it."""
    yield (
        "attrib read the articles and marked who is cited, by what words, and for what; nobody wrote or shortened what is quoted "
        "here. Each quote stands in its article at the characters given, counted as Unicode code points from 0 in the text whose "
        "SHA-256 is given. Highlighted is what was said."
    )
    yield (
        f"Shown is what is right with a probability of at least {report.method.least:g}, as measured on articles that training "
        "never saw: some of it is wrong. Read the sentence, and the article, before you cite it."
    )
    if report.hidden or report.total > len(report.quotes):
        more = [f"{count(report.hidden, 'statement')} less sure"] if report.hidden else []
        more += [f"{report.total - len(report.quotes):,} more than were asked for"] if report.total > len(report.quotes) else []
        yield f"Left out: {joined(more)}."
    yield (
        "Statements are one claim when they have the same truth conditions by a model's judgement; an independent origin is an "
        "outlet's own reporting, while reprints and agency copy count once. No rating of truth is made."
    )
    if report.method.judgements:
        yield f"People checked or corrected {count(report.method.judgements, 'statement')} of these."
