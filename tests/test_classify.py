"""What cues mean: lemma, class and polarity, on sentences written for this table."""

import tomllib

import pytest

from attribution.classify import CUES, classified
from attribution.models import Attribution, Kind, Span

QUOTES = '“"‘«'


def found(text: str, cue: str, content: str, source: str = "") -> Attribution:
    """An attribution of `text` by its verbatim parts."""
    kind: Kind = "direct" if content[0] in QUOTES else "indirect"
    place = text.index(source) if source else 0
    return Attribution(
        Span(place, place + len(source)) if source else None,
        Span(text.index(cue), text.index(cue) + len(cue)),
        (Span(text.index(content), text.index(content) + len(content)),),
        kind,
        1.0,
    )


ROWS = [  # text, source, cue, content, lemma, class, polarity
    ("Amara Diallo said the dam would hold.", "Amara Diallo", "said", "the dam would hold", "say", "say", "affirmed"),
    ("“It holds,” Diallo told the BBC.", "Diallo", "told the BBC", "“It holds,”", "tell", "tell", "affirmed"),
    ("The ministry denied that the dam leaked.", "The ministry", "denied", "that the dam leaked", "deny", "deny", "denied"),
    ("The ministry did not deny that it leaked.", "The ministry", "did not deny", "that it leaked", "deny", "deny", "questioned"),
    ("Diallo did not say when it would open.", "Diallo", "did not say", "when it would open", "say", "say", "denied"),
    ("Diallo never said it was safe.", "Diallo", "said", "it was safe", "say", "say", "denied"),
    ("No one said that it was safe.", "No one", "said", "that it was safe", "say", "say", "denied"),
    ("The mayor asked whether it was safe.", "The mayor", "asked", "whether it was safe", "ask", "ask", "questioned"),
    ("It was unclear, and she would not say whether it was safe.", "she", "would not say", "whether it was safe", "say", "say",
     "questioned"),
    ("If he says that it is safe, we will drink.", "he", "says", "that it is safe", "say", "say", "questioned"),
    ("Did the mayor say that it is safe?", "the mayor", "say", "that it is safe", "say", "say", "questioned"),
    ("She doubted that the dam would hold.", "She", "doubted", "that the dam would hold", "doubt", "ask", "questioned"),
    ("The army has confirmed that two died.", "The army", "has confirmed", "that two died", "confirm", "confirm", "affirmed"),
    ("He conceded that mistakes were made.", "He", "conceded", "that mistakes were made", "concede", "admit", "affirmed"),
    ("The party vowed to rebuild the dam.", "The party", "vowed", "to rebuild the dam", "vow", "promise", "affirmed"),
    ("Engineers warned that it may break.", "Engineers", "warned", "that it may break", "warn", "warn", "affirmed"),
    ("The judge ordered the dam closed.", "The judge", "ordered", "the dam closed", "order", "order", "affirmed"),
    ("Villagers thought it was safe.", "Villagers", "thought", "it was safe", "think", "think", "affirmed"),
    ("Diallo felt that it was safe.", "Diallo", "felt", "that it was safe", "feel", "think", "affirmed"),
    ("“Never again,” Diallo tweeted.", "Diallo", "tweeted", "“Never again,”", "tweet", "write", "affirmed"),
    ("Diallo took to Twitter to say it was safe.", "Diallo", "took to Twitter to say", "it was safe", "say", "say", "affirmed"),
    ("According to police, two died.", "police", "According to", "two died", "according to", "report", "affirmed"),
    ("In a statement, the firm said it was sorry.", "the firm", "said", "it was sorry", "say", "say", "affirmed"),
    ("The claim that it leaked came from Diallo.", "Diallo", "The claim", "that it leaked", "claim", "claim", "affirmed"),
    ("The survey shows that prices rose.", "The survey", "shows", "that prices rose", "show", "show", "affirmed"),
    ("The letter cited “grave” risks.", "The letter", "cited", "“grave” risks", "cite", "cite", "affirmed"),
    ("Her rival criticised the delay.", "Her rival", "criticised", "the delay", "criticise", "criticize", "affirmed"),
    ("He declined to say how many died.", "He", "declined to say", "how many died", "decline", "deny", "denied"),
    ("DIALLO: The dam is safe.", "DIALLO", ":", "The dam is safe", ":", "say", "affirmed"),
    ("He spent the day inspecting it and then said it was safe.", "He", "said", "it was safe", "say", "say", "affirmed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "lemma", "name", "polarity"), ROWS)
def test_cue(text: str, source: str, cue: str, content: str, lemma: str, name: str, polarity: str) -> None:
    row = classified(text, found(text, cue, content, source))
    assert (row.lemma, row.cue_class, row.polarity) == (lemma, name, polarity)


def test_without_a_cue_nothing_is_claimed() -> None:
    row = classified("“It holds.”", Attribution(None, None, (Span(0, 11),), "direct", 0.5))
    assert (row.lemma, row.cue_class, row.polarity) == (None, None, None)


def test_a_verb_has_one_class() -> None:
    verbs = [verb for row in tomllib.loads(CUES.read_text("utf-8")).values() for verb in row["verbs"].split()]
    assert len(verbs) == len(set(verbs)) > 300
