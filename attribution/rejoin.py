"""Joins sentences broken where none ends: after titles, initials and times, and between a quotation and its cue."""

import re
from collections.abc import Sequence

from attribution.models import Span

SEEN = 48  # characters looked at before and after a sentence end

_HEAD = r"(?:^|[\s(\[\"'“‘—–/-])"
_TITLE = re.compile(
    _HEAD + r"(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Drs|Prof|Govs?|Sens?|Reps?|Gen|Col|Maj|Capt|Cmdr|Cdr|Lt|Sgt|Cpl|Pvt|Adm|Rev|Fr|Hon"
    r"|Pres|Amb|Supt|Insp|Det|Msgr|Brig|Del|vs)\.$"
)
_INITIAL = re.compile(_HEAD + r"(?:[A-HJ-Z]|(?:[A-Z]\.[ ]?)+[A-Z]|Ste?|Mt|Ft)\.$")
_TIME = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:\b[A-Za-z]\.(?:\s?[A-Za-z]\.)+|\b(?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|St|No|Nos|al|approx|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct"
    r"|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun|Ave|Blvd|Rd|Dept|Univ|Assn|Gov|ft|kg|km|lb|lbs|sq|min|max|pp?)\.)$"
)
_NUMBERED = re.compile(r"\b(?:Nos?|Rs|Ksh|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|pp?)\.$")
_QUOTE_CLOSED = re.compile(r"[,.!?…—-]\s?['\"’”»]+$")
_QUESTION_CLOSED = re.compile(r"[!?…—,-]\s?['\"’”»]+$")
_COMMA = re.compile(r",\s?['\"’”»]+$|(?:[^\s.!?]+ ){3}[^\s.!?]+,$")  # but not after a greeting: "Hi, Ann,"

# A word that begins sentences and hardly ever names: after it an initial or acronym did end the sentence before.
_STARTER = re.compile(
    r"(?:A|An|The|He|She|It|They|We|I|You|But|And|Or|So|In|On|At|By|To|For|From|With|Of|As|If|This|That|These|Those|There|Here|His|Her|Its|Their"
    r"|My|Our|Your|When|While|After|Before|Since|Because|Although|However|Meanwhile|Now|Then|One|Some|Many|Most|No|Not|Yes|What|Who|Why|How"
    r"|Where|Both|Each|All|According|Under|Over|During|Last|Earlier|Also)\b"
)
_TIME_GOES_ON = re.compile(
    r"[(]?(?:(?:[ECMP][SD]?T|GMT|UTC|[BCIW]I?[SE]?T|[A-Z]{2,4}T)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April"
    r"|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|Eastern|Pacific|Central)(?!\S))"
)
_NAME_AND_CUE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|[A-Z])\.\s|[A-Z][\w'’-]*\s){1,4}(?:said|says|asked|asks|added|adds|told|tells|wrote|writes|replied|tweeted"
    r"|exclaimed|shouted|cried|recalled|wondered|continued|declared|warned|joked|insisted|quipped|answered|responded)\b"
)
_QUOTE_ALONE = re.compile(r"['\"’”»]+(?=$|\s)")


def _goes_on(before: str, after: str) -> bool:
    """Whether no sentence ends between the two."""
    if _COMMA.search(before):
        return True
    if _QUOTE_CLOSED.search(before) and after[0].islower():
        return True
    if _QUESTION_CLOSED.search(before) and _NAME_AND_CUE.match(after):
        return True
    if not before.endswith("."):
        return False
    if _TITLE.search(before):
        return after[0].isalpha()
    if after[0].islower():
        return bool(_SHORT.search(before) or _INITIAL.search(before))
    if after[0].isdigit():
        return bool(_NUMBERED.search(before))
    if _TIME.search(before):
        return bool(_TIME_GOES_ON.match(after))
    return bool(_INITIAL.search(before)) and after[0].isupper() and not _STARTER.match(after)


def rejoin(text: str, tokens: Sequence[Span], breaks: Sequence[int], fixed: set[int]) -> list[int]:
    """The numbers of the tokens that end sentences, from those found (`breaks`, ascending); those in `fixed` stay."""
    kept: list[int] = []
    for last in breaks:
        # A closing quotation mark left at the start of the next sentence goes back to its own.
        while last not in fixed and tokens[last].end == tokens[last + 1].start:
            if not _QUOTE_ALONE.match(text, tokens[last + 1].start, tokens[last + 1].end + 1):
                break
            last += 1
        if kept and last <= kept[-1]:
            continue
        if last not in fixed:
            end, start = tokens[last].end, tokens[last + 1].start
            if _goes_on(text[max(0, end - SEEN) : end], text[start : start + SEEN]):
                continue
        kept.append(last)
    return kept
