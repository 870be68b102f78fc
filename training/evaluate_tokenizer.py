"""Step 3 of the tokenizer: scores the shipped one on the dev treebanks with the official CoNLL scorer, udtools."""

import argparse
import json
import subprocess
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attribution.check import WEIGHTS
from attribution.models import Sentence, Span
from attribution.split import Splitter, stanza_pipeline
from training.prepare_tokenizer import TREEBANKS, prepare

Scores = dict[str, float]


def conllu(text: str, sentences: Sequence[Sentence]) -> str:
    """The sentences as CoNLL-U with tokens for words."""
    lines = []
    for sentence in sentences:
        for number, token in enumerate(sentence.tokens, 1):
            form = " ".join(text[token.start : token.end].split())
            lines.append(f"{number}\t{form}\t_\t_\t_\t_\t{number - 1}\tdep\t_\t_")
        lines.append("")
    return "\n".join(lines) + "\n"


def stanza_sentences(document: Any) -> list[Sentence]:
    """The sentences of a Stanza document."""
    found = []
    for sentence in document.sentences:
        tokens = tuple(Span(token.start_char, token.end_char) for token in sentence.tokens)
        found.append(Sentence(Span(tokens[0].start, tokens[-1].end), tokens))
    return found


def stanza_words(document: Any) -> str:
    """A Stanza document as CoNLL-U, multi-word tokens expanded; each word hangs on the one before, to be a tree."""
    lines = []
    for sentence in document.sentences:
        for token in sentence.tokens:
            if len(token.words) > 1:
                lines.append(f"{token.words[0].id}-{token.words[-1].id}\t{token.text}" + "\t_" * 8)
            lines += [f"{word.id}\t{word.text}\t_\t_\t_\t_\t{word.id - 1}\tdep\t_\t_" for word in token.words]
        lines.append("")
    return "\n".join(lines) + "\n"


def score(gold: Path, system: str, work: Path) -> Scores:
    """F1 in per cent of tokens, sentences and words by udtools.udeval."""
    from udtools import udeval

    answer = work / "answer.conllu"
    answer.write_text(system, "utf-8")
    result = udeval.evaluate(udeval.load_conllu_file(str(gold)), udeval.load_conllu_file(str(answer)))
    return {name.lower(): round(100 * result[name].f1, 2) for name in ("Tokens", "Sentences", "Words")}


def speed(splitter: Splitter, articles: Path) -> float:
    """Words (by white space) a processor second over the texts of a JSONL file."""
    texts = [json.loads(line)["text"] for line in articles.read_text("utf-8").splitlines()]
    splitter.split(texts[:20])
    start = time.process_time()
    splitter.split(texts)
    return sum(len(text.split()) for text in texts) / (time.process_time() - start)


def measure(data: Path, work: Path, weights: Path) -> dict[str, Any]:
    """All figures: of each treebank with and without joined sentences and of Stanza's own Pipeline; and the speed."""
    splitter, pipeline = Splitter.load(weights), stanza_pipeline(words=True, weights=weights)
    figures: dict[str, Any] = {}
    for name in TREEBANKS:
        gold = data / "ud" / f"{name}.dev.conllu"
        prepare(gold, work)
        text = (work / f"{gold.stem}.txt").read_text("utf-8")
        document = pipeline(text)
        figures[name] = {
            "attrib": score(gold, conllu(text, splitter.split([text])[0]), work),
            "attrib, nothing joined": score(gold, conllu(text, splitter.split([text], repair=False)[0]), work),
            "stanza.Pipeline": score(gold, stanza_words(document), work),
        }
        for which in ("attrib", "attrib, nothing joined"):
            del figures[name][which]["words"]  # it keeps multi-word tokens whole: words are the Pipeline's
    figures["words a processor second"] = round(speed(splitter, data / "articles" / "world.jsonl"))
    return figures


def main() -> None:
    """Prints the figures; writes them with date, commit and machine to the file given by --json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("build/tokenizer"))
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of the shipped models")
    parser.add_argument("--json", type=Path, help="for example benchmarks/tokenizer.json")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    figures = measure(args.data, args.work, args.weights)
    print(f"{'':6}{'':26}{'tokens':>9}{'sentences':>11}{'words':>8}")
    for name in TREEBANKS:
        for which, scores in figures[name].items():
            words = f"{scores['words']:8.2f}" if "words" in scores else f"{'-':>8}"
            print(f"{name:6}{which:26}{scores['tokens']:9.2f}{scores['sentences']:11.2f}{words}")
    print(f"{figures['words a processor second']:,} words a processor second")
    if args.json:
        git = subprocess.run(["git", "rev-parse", "--verify", "HEAD"], capture_output=True, text=True, check=False)
        commit = git.stdout.strip() or None
        about = {"date": datetime.now(UTC).date().isoformat(), "commit": commit, "machine": "2-core CPU"}
        args.json.write_text(json.dumps(about | figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
