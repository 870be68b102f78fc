"""Step 1 of the tokenizer: text, character labels and multi-word tokens of the treebanks EWT and GUM, for Stanza."""

import argparse
from pathlib import Path

TREEBANKS = ("ewt", "gum")


def join_treebanks(data: Path, part: str, work: Path) -> Path:
    """The `part` (train or dev) of both treebanks in one file under `work`; FileNotFoundError if one is missing."""
    files = [data / "ud" / f"{name}.{part}.conllu" for name in TREEBANKS]
    joined = work / f"{part}.conllu"
    joined.write_text("".join(file.read_text("utf-8").rstrip("\n") + "\n\n" for file in files), "utf-8")
    return joined


def prepare(conllu: Path, work: Path) -> None:
    """Writes `<stem>.txt` (a blank line parts paragraphs), `<stem>.toklabels` and `<stem>-mwt.json` into `work`."""
    from stanza.utils.datasets import conllu_to_text, prepare_tokenizer_data

    text = work / f"{conllu.stem}.txt"
    conllu_to_text.main([str(conllu), str(text)])
    labels, words = work / f"{conllu.stem}.toklabels", work / f"{conllu.stem}-mwt.json"
    prepare_tokenizer_data.main([str(text), str(conllu), "-o", str(labels), "-m", str(words)])


def main() -> None:
    """Prepares train and dev."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="with ud/{ewt,gum}.{train,dev}.conllu")
    parser.add_argument("--work", type=Path, default=Path("build/tokenizer"), help="folder for what is made")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    for part in ("train", "dev"):
        prepare(join_treebanks(args.data, part, args.work), args.work)


if __name__ == "__main__":
    main()
