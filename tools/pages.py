"""Write what follows from other files: the glossary, ``notebooks/glossary.md``, and the README's scoreboard.

The glossary has every term with the sentence in which it is first bold, and a link to its place. Bold without a
punctuation mark at its end is a term; bold sentences and the heads of lists end in one.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from stored import read_source  # tools/stored.py

from course_utils.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
GLOSSARY = NOTEBOOKS / "glossary.md"
README = ROOT / "README.md"
SCOREBOARD = re.compile(r"(?<=<!-- scoreboard -->\n).*?(?=<!-- /scoreboard -->)", re.DOTALL)
OPENING = """# Glossary

Each term with the words that first explain it, and where they stand. `make notebooks` takes them from the notebooks.

"""

TERM = re.compile(r"\*\*([^*\n]*[^*\n.,:?!])\*\*")
BETWEEN_SENTENCES = re.compile(r"((?<=[.!?])|(?<=[.!?]\*\*)) (?=[A-Z*`\[(])")
# Such a sentence needs the one before it.
POINTS_BACK = re.compile(r"\W*(This|That|It|Its|Their|Counting|So)\b|.{,45}\b(it|that|this|such)\b.{,25}$")


def terms_of(source: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the bold terms of a notebook: term, what is said of it, and the heading above."""
    heading = ""
    for cell in read_source(source).cells[1:]:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else []:
            if line.startswith("## "):
                heading = line.removeprefix("## ")
            sentences = BETWEEN_SENTENCES.sub("\n", re.sub(r"^([-*]|\d\.) ", "", line)).split("\n")
            for number, sentence in enumerate(sentences):
                first = max(number - 1, 0) if POINTS_BACK.match(sentence) else number
                for term in TERM.findall(sentence):
                    yield term, " ".join(sentences[first : number + 1]).replace("**", ""), heading


def glossary() -> str:
    """Return the page, the terms in alphabetical order."""
    entries: dict[str, str] = {}
    # A lesson comes before the closer looks (01a_…), which a reader may leave out.
    for source in sorted((NOTEBOOKS / "source").glob("*.py"), key=lambda path: (path.stem[2] != "_", path.stem)):
        title = read_source(source).cells[0].source.splitlines()[0].removeprefix("# ")
        for term, said, heading in terms_of(source):
            anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            place = f"[{title}]({source.stem}.ipynb#{anchor})"
            entries.setdefault(term.lower().removesuffix("s"), f"- **{term}.** {said} ({place})")
    return OPENING + "\n".join(entries[term] for term in sorted(entries)) + "\n"


def scoreboard() -> str:
    """Return the scoreboard as a table of Markdown: means over the seeds, as in the notebooks, lowest and highest."""
    lines = ["| method | accuracy on validation | on test | seconds |", "| --- | ---: | ---: | ---: |"]
    for rung, runs in pd.read_csv(ROOT / "data" / "results" / "scoreboard.csv").groupby("rung", sort=False):
        columns = ["validation_accuracy", "test_accuracy"]
        of_both = runs[columns].agg(["mean", "min", "max"]).round(3)  # as notebooks round
        spread = ["{:.3f} ({:.3f}–{:.3f})".format(*of_both[column]) for column in columns]
        lines.append(f"| {rung} | {' | '.join(spread)} | {runs.seconds.mean():.0f} |")
    return "\n".join(lines) + "\n"


def write_pages() -> None:
    """Write both."""
    write_whole(GLOSSARY, glossary())
    write_whole(README, SCOREBOARD.sub(scoreboard(), README.read_text(encoding="utf-8")))


if __name__ == "__main__":
    write_pages()
