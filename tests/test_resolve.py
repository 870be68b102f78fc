# Tests for attribution/resolve.py, describe.py and refer.py: who speaks, and in what role, by the shipped models on real sentences.
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution.models import Analysis, Article, Attribution
from attribution.pipeline import Models, analyse
from attribution.read import ReadOptions, read_paths
from attribution.tag import Tagger

ROOT = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(Tagger.load())


def analysed(models: Models, text: str, author: str | None = None) -> Analysis:
    (found,) = analyse(models, [Article(text, author=author)])
    assert isinstance(found, Analysis)
    return found


def saying(found: Analysis, part: str) -> Attribution:
    """The attribution whose content holds `part`."""
    text = found.article.text
    at = text.index(part)
    return next(row for row in found.attributions if any(s.start <= at < s.end for s in row.content))


CHRIS = """Chris Okafor called Senator Helen Duarte a liar after she said the bridge was safe.

“It will fall,” he said on Monday. He said he had seen the cracks himself.

Okafor runs the harbour. He said the repairs had never been paid for."""  # that Chris is a he, the first "she" does not know yet
WEBER = """Governor Ivan Petrov visited the port on Monday. Petrov praised the dockers, and Petrov promised a crane.

Petrov’s campaign chairman, Karl Weber, dismissed the criticism of Petrov’s remarks. He said the crane had been paid for."""
# text; a piece of what is said; the speakers with their kinds; the role, None where the article gives none
SPEAKERS = [
    # names in full and in short
    ("“The combat mission is over,” national security adviser Qassem al-Aaraji said.", "combat", "Qassem al-Aaraji", "person", "national security adviser"),
    ("“The combat mission is over,” said Qassem al-Aaraji, the national security adviser.", "combat", "Qassem al-Aaraji", "person", "national security adviser"),
    ("The national security adviser, Qassem al-Aaraji, said on Thursday that the mission was over.", "mission", "Qassem al-Aaraji", "person", "national security adviser"),
    ("Mary Okello runs the bridge office.\n\nOkello said the bridge would be closed.", "the bridge would", "Mary Okello", "person", None),
    ("Governor Mara Quispe signed the bill on Friday.\n\n“Children should not work,” Quispe said.", "Children", "Mara Quispe", "person", "Governor"),
    ("Kim Jong-un, the leader of North Korea, toured a factory. Kim said the rockets were ready.", "the rockets", "Kim Jong-un", "person", "leader of North Korea"),
    ("Ursula von der Leyen, president of the European Commission, said the talks had failed.", "the talks", "Ursula von der Leyen", "person", "president of the European Commission"),
    ("Former finance minister Yaw Boateng told reporters the debt was “a noose”.", "the debt", "Yaw Boateng", "person", "Former finance minister"),
    ("Acting mayor Signe Holm said the ferry was safe.", "the ferry", "Signe Holm", "person", "Acting mayor"),
    ("Hugh Hill, a doctor at the clinic, said the children were weak.", "the children", "Hugh Hill", "person", "doctor at the clinic"),
    ("Lucía Paredes is the mayor of Aldea Honda. “We have lost the bridge,” Paredes said.", "We have", "Lucía Paredes", "person", "mayor of Aldea Honda"),
    ("Ana Torres, who was the deputy minister of health until May, said nobody had asked her.", "nobody", "Ana Torres", "person", "deputy minister of health"),
    ("JAIR BOLSONARO CONCEDES\n\nJair Bolsonaro said he would respect the vote.", "he would", "Jair Bolsonaro", "person", None),
    ("Dr. Mei Tanaka, head of research at Norvane, said the virus was weak.", "the virus", "Mei Tanaka", "person", "head of research at Norvane"),
    ("“Our plant will create 300 jobs,” said Hans-Peter Moll, CEO of Moll AG.", "Our plant", "Hans-Peter Moll", "person", "CEO of Moll AG"),
    ("Ministry spokesman Tariq Aziz Khan said the road was open.", "the road", "Tariq Aziz Khan", "person", "Ministry spokesman"),
    ("Sen. Ruth Adeyemi (D-Ore.) said the bill was dead.", "the bill", "Ruth Adeyemi", "person", "Sen."),
    # pronouns
    ("Mary Okello opened the bridge on Monday. She said it would hold for a century.", "it would", "Mary Okello", "person", None),
    ("General Ivan Petrović closed the border on Monday.\n\n“It will stay closed,” he said.", "It will", "Ivan Petrović", "person", "General"),
    ("Rosa Benítez, a nurse, met Mayor Juan Pardo on Friday. She said the clinic was full.", "the clinic", "Rosa Benítez", "person", "nurse"),
    ("Rosa Benítez, a nurse, met Mayor Juan Pardo on Friday. He said the clinic would get two doctors.", "the clinic", "Juan Pardo", "person", "Mayor"),
    ("“We were asleep,” said Rosa Benítez, a neighbour. “Then the roof came down.” She said the firemen came an hour later.", "the firemen", "Rosa Benítez", "person", "neighbour"),
    ("Prime Minister Kofi Asante visited the port. “We have no cranes,” he told workers. He said new ones would come in May.", "new ones", "Kofi Asante", "person", "Prime Minister"),
    (WEBER, "the crane", "Karl Weber", "person", "Petrov’s campaign chairman"),
    ("The committee chairmen said the hearing was over.", "the hearing", "committee chairmen", "group", None),
    (CHRIS, "the bridge", "Helen Duarte", "person", "Senator"),
    (CHRIS, "It will fall", "Chris Okafor", "person", None),
    # descriptions
    ("Qassem al-Aaraji, the national security adviser, met the generals. The adviser said the mission was over.", "the mission", "Qassem al-Aaraji", "person", "adviser"),
    ("Senator Helen Brook voted against the bill.\n\nThe senator said it would cost too much.", "it would", "Helen Brook", "person", "senator"),
    # sources of their own kind
    ("Two officials said the dam would be closed.", "the dam", "Two officials", "group", None),
    ("A spokesman for the ministry said the ferry was safe.", "the ferry", "spokesman for the ministry", "unnamed", None),
    ("A senior diplomat, who asked not to be named, said the talks had failed.", "the talks", "senior diplomat", "unnamed", None),
    ("The ministry said the ferry would sail again.", "the ferry", "ministry", "organization", None),
    ("The World Bank said growth would slow.", "growth", "World Bank", "organization", None),
    ("China and Russia said the sanctions were illegal.", "the sanctions", "China | Russia", "organization", None),
    ("The report said four ships had been lost.", "four ships", "report", "document", None),
    ("A poll by Ipsos found that most voters wanted a change.", "most voters", "poll by Ipsos", "document", None),
    ("Residents said they had heard an explosion.", "they had", "Residents", "group", None),
    ("Hillary Clinton flew to Ohio on Monday.\n\nClinton’s campaign said the crowd was the largest so far.", "the crowd", "Hillary Clinton’s campaign", "organization", None),
    ("Over 30,000 villagers said they had no water.", "they had", "Over 30,000 villagers", "group", None),
    ("At least 12,000 miners say they will strike.", "they will", "At least 12,000 miners", "group", None),
    ("WHO experts said the fever would pass.", "the fever", "WHO experts", "group", None),
    ("The minister met doctors who warned that the clinic would close.", "the clinic", "doctors", "group", None),
    ("The reporter had interviewed doctors who said the clinic was empty.", "the clinic", "doctors", "group", None),
    ("She had also interviewed experts who said the dam was unsafe.", "the dam", "experts", "group", None),
    ("She met a being who said the end was near.", "the end", "being", "unnamed", None),
    ("He met the head of the union, who said the strike would go on.", "the strike", "head of the union", "unnamed", None),
    ("Ana Ruiz came too. She spoke to her lawyer, who said the case was weak.", "the case", "Ana Ruiz's lawyer", "unnamed", None),
    ("The press said the minister had lied.", "the minister", "press", "organization", None),
    # several speakers
    ("Jeff Merkley and Sherrod Brown said the bank had lied.", "the bank", "Jeff Merkley | Sherrod Brown", "person", None),
    # quotations that go on
    ("“We will not pay,” Ana Ferreira said. “Not today.”", "Not today", "Ana Ferreira", "person", None),
    # labels
    ("“This ruling protects every household.” -Commissioner Ana Whitlock", "This ruling", "Ana Whitlock", "person", "Commissioner"),
    ("The operator, Northern Star Ferries, denied that the vessel was overloaded.", "vessel", "Northern Star Ferries", "organization", None),
    ("The head of the bank, Ana Ruiz, said that it was sound.", "sound", "Ana Ruiz", "person", "head of the bank"),
    # whose opponent and whose manager somebody is, what somebody is called, and a body's name with a preposition
    ("Ada Quist, Moreno's campaign manager, said the vote was stolen.", "the vote", "Ada Quist", "person", "Moreno's campaign manager"),
    ("Attorney General Pavel Orlov (D), Moreno's opponent in the autumn, said the tape was false.", "the tape", "Pavel Orlov", "person", "Attorney General"),
    ("A retired sailor named Ewan Pryce said the light was out.", "the light", "Ewan Pryce", "person", "retired sailor"),
    ("The Council on Northern Relations executive director Tomas Berg said the border should open.", "the border", "Tomas Berg", "person", "Council on Northern Relations executive director"),
    # what somebody is named to is no role, nor is whom somebody works for or against
    ("The president named Amy Barrett to the court on Monday. Barrett said she was honoured.", "she was", "Amy Barrett", "person", None),
    ("The president named Amy Barrett to the court on Monday. She was honoured.\n\nThe president said he was glad.", "glad", "president", "unnamed", None),
    ("The coach named Bo Pratt captain. Pratt said he was ready.", "he was", "Bo Pratt", "person", None),
    ("Eva Ruiz, the mayor's rival, spoke on Monday. The mayor said the bridge was safe.", "the bridge", "mayor", "unnamed", None),
    ("Karl Weber, an adviser to the president, resigned on Friday. The president said he was sorry.", "he was", "president", "unnamed", None),
    ("Eva Lund is in court. Donald Lund and Sen. Jo Berg came. Berg said it was late.", "it was", "Jo Berg", "person", "Sen."),
    ("Lund, Berg aides say the debate is off\n\nThe debate was off on Monday.", "the debate is", "Lund, Berg aides", "group", None),
    ("Sen. Ruth Adeyemi, D-Ore., said the bill was dead.", "the bill", "Ruth Adeyemi", "person", "Sen."),
    # what somebody does to a person, or what was done to one, is no role
    ("He’s also praising former Florida Gov. Jeb Bush, who dropped out. Bush said he was grateful.", "grateful", "Jeb Bush", "person", "former Florida Gov."),
    ("St. Paul has a resolution condemning Republican candidate Donald Trump. Trump said the vote was wrong.", "the vote", "Donald Trump", "person", "Republican candidate"),
    ("Mr. Rubio and Senator Ted Cruz urged the party to unite. “It is time,” Cruz said.", "It is", "Ted Cruz", "person", "Senator"),
    ("Michelle Fields was grabbed by another man in the crowd. “It hurt,” Fields said.", "It hurt", "Michelle Fields", "person", None),
    ("Goldman Sachs managing director Jane Doe said rates would rise.", "rates", "Jane Doe", "person", "Goldman Sachs managing director"),
    ("Prize-winning author Ines Costa said the book was finished.", "the book", "Ines Costa", "person", "Prize-winning author"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "part", "speaker", "kind", "role"), SPEAKERS, ids=[f"{n}-{row[2]}" for n, row in enumerate(SPEAKERS)]
)
def test_who_speaks_and_in_what_role(models: Models, text: str, part: str, speaker: str, kind: str, role: str | None) -> None:
    row = saying(analysed(models, text), part)
    assert " | ".join(s.name for s in row.speakers) == speaker
    assert {s.kind for s in row.speakers} == {kind}
    assert [text[s.role.start : s.role.end] for s in row.speakers if s.role] == ([role] if role else [])
    assert all(s.reason and 0 < s.confidence <= 1 for s in row.speakers)


# a shipped example; a piece of what is said; who says it, and in what role, by that article
EXAMPLES = [
    ("iraq-combat-mission/kopje-record", "the US-led coalition had ended", "Qassem al-Aaraji", "adviser"),
    ("iraq-combat-mission/kopje-record", "They will train us", "Qassem al-Aaraji", "adviser"),
    ("iraq-combat-mission/kopje-record", "Iraqi forces lead", "coalition spokesman", None),
    ("iraq-combat-mission/kopje-record", "the combat mission 'has not ended'", "Abu Haidar al-Basri", "spokesman"),
    ("iraq-combat-mission/kopje-record", "An adviser,", "Sipho Radebe", "General"),
    ("iraq-combat-mission/lantern-broadcasting", "The coalition's combat mission", "Qassem al-Aaraji", "Iraq's national security adviser"),
    ("iraq-combat-mission/lantern-broadcasting", "There is no end", "Abu Haidar al-Basri", "Southern Dawn Brigades"),
    ("iraq-combat-mission/lantern-broadcasting", "Three times in my life", "Zainab Mahdi", None),
    ("iraq-combat-mission/harbor-courier", "Today the combat mission", "Qassem al-Aaraji", "Iraq’s national security adviser"),
    ("iraq-combat-mission/harbor-courier", "They have ended", "Abu Haidar al-Basri", "spokesman for the Southern Dawn Brigades"),
    ("iraq-combat-mission/harbor-courier", "the line between", "Raymond Okafor-Lindqvist", "retired Army colonel"),
    ("iraq-combat-mission/meridian-wire", "The combat mission of the coalition", "Qassem al-Aaraji", "national security adviser"),
    ("iraq-combat-mission/meridian-wire", "the announcement was aimed", "Sefika Demirtas-Hale", None),
    ("iraq-combat-mission/wexcombe-post", "We have finished", "Qassem al-Aaraji", "national security adviser"),
    ("iraq-combat-mission/wexcombe-post", "When my neighbour", "Abu Haidar al-Basri", "spokesman for the Southern Dawn Brigades"),
    ("iraq-combat-mission/wexcombe-post", "whether the army could", "Sundus al-Jumaili", "independent member of parliament"),
    ("iraq-combat-mission/tigris-bend-gazette", "We said in the summer", "Qassem al-Aaraji", "National security adviser"),
    ("iraq-combat-mission/tigris-bend-gazette", "Nobody left", "Abu Haidar al-Basri", "spokesman"),
    ("ferry-sinking/meridian-wire", "She took water", "Hendrik van der Velde", "Coast Guard Commander"),
    ("ferry-sinking/meridian-wire", "They were sitting", "Sione Matavai", "fisherman"),
    ("ferry-sinking/meridian-wire", "Every village", "Josefa Tamanisau", "Prime Minister"),
    ("ferry-sinking/meridian-wire", "the ship had passed", "Lusiana Ratukalou", "Transport Minister"),
    ("ferry-sinking/lantern-broadcasting", "It was far too full", "Mele Fonoti", "nurse"),
    ("ferry-sinking/lantern-broadcasting", "I can add", "Hendrik van der Velde", "Commander"),
    ("rate-decision/podgrad-chronicle", "I know what a loan costs", "Ludmila Horvatić", "governor"),
    ("rate-decision/podgrad-chronicle", "My members do not eat", "Danica Šimunova", "president of the federation"),
    ("rate-decision/meridian-wire", "They did not cause", "Danica Simunova", "leads the Orsavan Federation of Labor"),
    ("rate-decision/meridian-wire", "There was no such request", "Bohdan Kryvenko", "Finance Minister"),
    ("telecom-ruling/lantern-broadcasting", "That is not a market", "Priya Ranganathan", "chairwoman"),
    ("telecom-ruling/lantern-broadcasting", "Ask me after", "Joost van der Meer", "chief executive"),
]  # fmt: skip


@pytest.fixture(scope="module")
def examples(models: Models) -> dict[str, Analysis]:
    """The articles of EXAMPLES, each read once."""
    names = sorted({row[0] for row in EXAMPLES})
    articles = [row for name in names for row in read_paths([str(ROOT / f"{name}.md")], ReadOptions(), sys.stdin.buffer)]
    return {
        name: row
        for name, row in zip(names, analyse(models, [a for a in articles if isinstance(a, Article)]), strict=True)
        if isinstance(row, Analysis)
    }


@pytest.mark.parametrize(
    ("name", "part", "speaker", "role"), EXAMPLES, ids=[f"{row[0].rpartition('/')[2]}-{row[1]}" for row in EXAMPLES]
)
def test_who_speaks_in_the_shipped_examples(
    examples: dict[str, Analysis], name: str, part: str, speaker: str, role: str | None
) -> None:
    found = examples[name]
    row = saying(found, part)
    assert [s.name for s in row.speakers] == [speaker]
    said = row.speakers[0].role
    assert (found.article.text[said.start : said.end] if said else None) == role


# a text whose one attribution is not by the person named: an aide, a lawyer, a relative, a company or another of the name says it
SOMEBODY_ELSE = [
    ("A spokesman for Russian President Vladimir Putin said the talks were over.", "Vladimir Putin"),
    ("An aide to former Prime Minister Tony Blair said the book was late.", "Tony Blair"),
    ("A lawyer for opposition leader Alexei Navalny said he was ill.", "Alexei Navalny"),
    ("A source close to opposition leader Juan Guaidó said the vote would be held.", "Juan Guaidó"),
    ("The widow of Colombian senator Álvaro Mejía said she would run.", "Álvaro Mejía"),
    ("Julian Assange was not there. Lawyers for Mr. Assange said he was tired.", "Julian Assange"),
    ("James Comey left. A statement from Mr. Comey said it was time.", "James Comey"),
    ("Hamid Karzai flew to Delhi. An ally of Mr. Karzai said the trip was short.", "Hamid Karzai"),
    ("The doctor treating Silvio Berlusconi said he was recovering.", "Silvio Berlusconi"),
    ("A British diplomat who met Saddam Hussein in 1983 said he was calm.", "Saddam Hussein"),
    ("LeBron James’ agent said the deal was done.", "LeBron James"),
    ("Donald Trump won. Trump’s lawyer said the case was closed.", "Donald Trump"),
    ("Donald Trump lost the state. Trump-backed candidates said they would sue.", "Donald Trump"),
    ("Mitt Romney lost. Mrs. Romney said she was proud.", "Mitt Romney"),
    ("Henry Ford was born here. Ford said it would cut 3,000 jobs.", "Henry Ford"),
    ("Donald Trump was at home. Donald Trump Jr. said the plan was good.", "Donald Trump"),
    ("Ana Ruiz was killed on Monday. Her brother came. “She was 19,” he said.", "Ana Ruiz"),
    ("Ministers met Tony Blair. Gordon Brown said the budget was ready.", "Tony Blair"),
    ("Robert Smith and Alan Jones’s lawyer said they would appeal.", "Robert Smith"),
    ("Apple and Google executives said they were ready.", "Google"),
    ("A spokesman for Russian President Vladimir Putin arrived late. The spokesman said the talks were over.", "Vladimir Putin"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), SOMEBODY_ELSE, ids=[f"{n}-{row[1]}" for n, row in enumerate(SOMEBODY_ELSE)])
def test_nobody_is_given_what_somebody_else_said(models: Models, text: str, name: str) -> None:
    assert not [s for row in analysed(models, text).attributions for s in row.speakers if s.name == name]


UNRESOLVED = [
    pytest.param("It was cold. “Nobody move!”\n\nThe bank had just opened.", "Nobody", id="an orphan"),
    pytest.param("“I saw it,” he said.", "I saw", id="he, and nobody named"),
    pytest.param(
        "Peter Kovač met John Horvat. The two shook hands. Then he said the deal was dead.",
        "the deal",
        id="he, and two men",
        marks=pytest.mark.xfail(strict=True, reason="the network is sure that the first one named is meant"),
    ),
    pytest.param("Ana Ruiz, a nurse, was there. He said the clinic was full.", "the clinic", id="he, and only a woman named"),
]


@pytest.mark.parametrize(("text", "part"), UNRESOLVED)
def test_what_is_not_clear_stays_unresolved(models: Models, text: str, part: str) -> None:
    found = analysed(models, text)
    assert all(not row.speakers for row in found.attributions if any(s.start <= text.index(part) < s.end for s in row.content))


def test_the_author_speaks_as_we_and_i(models: Models) -> None:
    text = "I asked the minister for an interview in March. I think that the answer says enough."
    (row,) = [
        r for r in analysed(models, text, "Dalia Rustamzade").attributions if text[r.content[0].start :].startswith("that the")
    ]
    assert [(s.name, s.kind) for s in row.speakers] == [("Dalia Rustamzade", "author")]


ESSAY = "I grew up in a house full of books. I believe that the future is bright.\n\n"
SIGNED = ESSAY + "Clara Meehan is playwright-in-residence at Oldham College, which staged her play."
STATED = "Clara Meehan is no poet, a critic wrote.\n\n" + ESSAY + "The college is in Oldham."


@pytest.mark.parametrize(
    ("text", "author", "name", "role"),
    [
        (SIGNED, None, "Clara Meehan", "playwright-in-residence at Oldham College"),
        (SIGNED, "Clara Meehan", "Clara Meehan", "playwright-in-residence at Oldham College"),
        (SIGNED, "Jo Field", "Jo Field", None),
        (STATED, None, "I", None),
        (ESSAY + "Clara Meehan is ill. Clara Meehan was never well.\n\nThe college is in Oldham.", None, "I", None),
    ],
)
def test_the_author_is_named_below_the_article(
    models: Models, text: str, author: str | None, name: str, role: str | None
) -> None:
    (speaker,) = saying(analysed(models, text, author), "the future is bright").speakers
    assert (speaker.name, speaker.kind) == (name, "author")
    assert (text[speaker.role.start : speaker.role.end] if speaker.role else None) == role


def test_all_roles_of_a_person_are_kept(models: Models) -> None:
    text = "Former general Ivan Petrović, now the mayor of Dol, spoke on Monday.\n\n“The border is closed,” Petrović said."
    (speaker,) = saying(analysed(models, text), "The border").speakers
    assert [text[r.start : r.end] for r in speaker.roles] == ["Former general", "mayor of Dol"]
    assert speaker.aliases == ("Petrović",)


def test_a_text_without_stops_and_one_with_a_role_in_each_paragraph_take_no_time_to_speak_of(models: Models) -> None:
    analysed(models, "word " * 20_000)  # once a table of all words by all words: gigabytes
    found = analysed(models, "Mayor John Smith, the head of the council, said it was over.\n\nSmith said it again.\n\n" * 100)
    assert {s.name for row in found.attributions for s in row.speakers} == {"John Smith"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="abc .,\n“”\"'’HeMrsaid—()é", max_size=200))
def test_any_text_gives_roles_and_names_that_stand_in_it(models: Models, text: str) -> None:
    for row in analysed(models, text).attributions:
        for speaker in row.speakers:
            for span in (*speaker.roles, *((speaker.span,) if speaker.span else ())):
                assert 0 <= span.start < span.end <= len(text)
