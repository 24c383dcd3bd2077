"""Turn the text sources in ``notebooks/source`` into executed notebooks, and measure each.

    python tools/notebooks.py              # all
    python tools/notebooks.py 01 04        # those whose names begin so
    python tools/notebooks.py --solutions  # with the exercises solved, into the ignored folder solutions
    python tools/notebooks.py 01 --take    # first write the cells that were edited in the notebook into its source

A notebook is written only when it holds nothing that it may not hold (see `faults`). Its row in the table of
``notebooks/README.md`` is measured in the same run, and the minutes in its opening and in the README's map are
computed from what a learner meets in it.

What the tags of a cell do when a notebook is written:

reveal    the cell answers a guess: its output is not stored
checks    numbers of a section, checked: source and output are folded
drawing   code that teaches nothing: the source is folded
set-up    the first cell, from notebook 01 on: the source is folded, not what it says when something is missing
"""

import argparse
import math
import os
import re
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from pages import write_pages  # tools/pages.py
from stored import FOLDED, KERNELSPEC, dress, edited, read_source, write_source  # tools/stored.py

from course_utils import check
from course_utils.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
SOURCES = NOTEBOOKS / "source"
SOLUTIONS = ROOT / "solutions"
TABLE = NOTEBOOKS / "README.md"
README = ROOT / "README.md"
CELL_TIMEOUT_SECONDS = 300
ROW = re.compile(r"^\| \[(?P<stem>\w+)\]\(.*$", re.MULTILINE)
MINUTES = re.compile(r"(?<=\*\*Time\*\* )\d+ minutes(, \d+ with exercises)?")


def main() -> None:
    """Execute, check and write the chosen notebooks, one after the other."""
    parser = argparse.ArgumentParser(description="Execute the notebooks.")
    parser.add_argument("prefixes", nargs="*", help="what the names of the chosen notebooks begin with")
    parser.add_argument("--solutions", action="store_true", help="solve the exercises; write to solutions/")
    parser.add_argument("--take", action="store_true", help="take cells that were edited in a notebook")
    options = parser.parse_args()
    chosen = [path for path in sorted(SOURCES.glob("*.py")) if path.stem.startswith(tuple(options.prefixes) or "")]
    if not chosen:
        prefixes = " or ".join(options.prefixes)
        raise SystemExit(f"No source in {SOURCES.relative_to(ROOT)} begins with {prefixes}.")
    for source in chosen:
        bring_edits(source, take=options.take)
    for source in chosen:
        update_minutes(source)
        notebook = read_source(source)
        write_source(notebook, source)  # as jupytext writes it, so that an edit in JupyterLab changes nothing else
        if options.solutions:
            solve(notebook)
        try:
            measured = execute(notebook)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise SystemExit(f"{source.stem} was not written:\n{error}") from None
        dress(notebook)
        problems = faults(notebook)
        if problems:
            raise SystemExit(f"{source.stem} was not written:\n" + "\n".join(problems))
        folder = SOLUTIONS if options.solutions else NOTEBOOKS
        folder.mkdir(exist_ok=True)
        write_whole(folder / f"{source.stem}.ipynb", nbformat.writes(notebook) + "\n")
        if not options.solutions:
            update_table(source.stem, measured)
        print(
            f"{source.stem}: {measured['seconds']:.0f} s, slowest cell {measured['slowest_cell']:.0f} s, "
            f"{measured['gigabytes']:.1f} GB",
            flush=True,
        )
    if not options.solutions:
        write_pages()


def bring_edits(source: Path, take: bool) -> None:
    """Stop when cells were edited in the notebook, or, when they are to be taken, write them into its source."""
    stored = NOTEBOOKS / f"{source.stem}.ipynb"
    if not stored.exists():
        return
    notebook = nbformat.read(stored, as_version=4)
    changed = edited(notebook, read_source(source))
    if "notebook" in changed and not take:
        number, also = source.stem.split("_")[0], " and in its source" if "source" in changed else ""
        raise SystemExit(
            f"Nothing was written: cells were edited in notebooks/{stored.name}{also}. To keep what the notebook "
            f"holds, run  make notebooks ONLY={number} TAKE=1 ; to keep what the source holds, run  "
            f"git checkout notebooks/{stored.name}  first."
        )
    if "notebook" in changed:
        write_source(notebook, source)


def solve(notebook: nbformat.NotebookNode) -> list[str]:
    """Put the solution in the place of each exercise's stub, and return the names of the exercises."""
    solved = []
    for cell in notebook.cells:
        for name, exercise in check.all_exercises().items():
            if cell.cell_type == "code" and f"check.{name}({name})" in cell.source:
                cell.source = cell.source.replace(exercise.stub, exercise.solution_source)
                solved.append(name)
    return solved


def execute(
    notebook: nbformat.NotebookNode, folder: Path = NOTEBOOKS, kernel: str = KERNELSPEC["name"]
) -> dict[str, float]:
    """Run all cells in place, in a folder; return the seconds, those of the slowest cell, and the peak memory."""
    began: dict[int, float] = {}
    took: dict[int, float] = {}
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_SECONDS,
        kernel_name=kernel,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        # Every local kernel listens on the loopback address without encryption, and warns of it.
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        on_cell_execute=lambda cell, cell_index: began.__setitem__(cell_index, time.perf_counter()),
        on_cell_executed=lambda cell, cell_index, execute_reply: took.__setitem__(
            cell_index, time.perf_counter() - began[cell_index]
        ),
    )
    peak = PeakMemory()
    with client.setup_kernel(env={**os.environ, "PYTHONHASHSEED": "0"}), peak.watching(client):
        start = time.perf_counter()
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "slowest_cell": max(took.values(), default=0.0), "gigabytes": peak.gigabytes}


class PeakMemory:
    """The largest resident memory of a kernel and its children, looked at five times a second."""

    def __init__(self) -> None:
        self.gigabytes = 0.0
        self._stop = threading.Event()

    def watching(self, client: NotebookClient) -> "PeakMemory":
        """Return a context manager that watches the kernel of this client."""
        self._process = psutil.Process(client.km.provisioner.pid)
        return self

    def __enter__(self) -> "PeakMemory":
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            total = 0
            for process in [self._process, *self._process.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.gigabytes = max(self.gigabytes, total / 1e9)


def faults(notebook: nbformat.NotebookNode) -> list[str]:
    """Name each thing in an executed notebook that must not be stored or shown."""
    found = []
    private = [path for path in (str(ROOT), str(Path.home()), sys.prefix) if len(path) > 1]
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code_cells] != list(range(1, len(code_cells) + 1)):
        found.append("  its cells were not run in order, each once")
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            text = output_text(output)
            for what, holds in {
                "ends in an error": output.output_type == "error",
                "wrote to stderr": output.get("name") == "stderr",
                "shows a warning": re.search(r"\b\w*Warning\b", text),
                "has a claim that does not hold": "✘ did not hold" in text,
                "shows a path of this machine": any(path in text for path in private),
                "holds a script": "<script" in text,
                "has a figure without a text alternative": lacks_words(output),
            }.items():
                if holds:
                    found.append(f"  cell {number} {what}: {text.strip()[:200]}")
    return found


def output_text(output: nbformat.NotebookNode) -> str:
    """Return what an output says in text, plain and HTML."""
    shown = [str(value) for kind, value in output.get("data", {}).items() if kind.startswith("text/")]
    return "".join([output.get("text", ""), *shown])


def lacks_words(output: nbformat.NotebookNode) -> bool:
    """Say whether an output is a picture that nobody can read out."""
    alternative = output.get("metadata", {}).get("image/png", {}).get("alt", "")
    return "image/png" in output.get("data", {}) and not re.match(r"Figure: \w.{20,}", alternative)


# What a learner meets -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Size:
    """What a learner meets in a notebook; set-up and folded cells are not in view, and not counted."""

    cells: int
    words: int  # of prose
    lines: int  # of code to read, exercises not counted
    claims: int
    guesses: int
    figures: int  # in folded cells, which show what they draw
    exercises: int
    longest_line: int  # characters of code
    has_quiz: bool

    @property
    def minutes(self) -> int:
        """Minutes without exercises: 200 words, 10 lines or 2 figures a minute, 1 a guess, 4 the quiz; rounded up."""
        minutes = self.words / 200 + self.lines / 10 + self.figures / 2 + self.guesses + 4 * self.has_quiz
        return 5 * math.ceil(minutes / 5)

    @property
    def minutes_with_exercises(self) -> int:
        """Minutes with 6 for each exercise."""
        return self.minutes + 5 * math.ceil(6 * self.exercises / 5)


def size(cells: list[nbformat.NotebookNode]) -> Size:
    """Count what is in view in the cells of a notebook or of its source."""
    in_view = [cell for cell in cells if not FOLDED.keys() & set(cell.metadata.get("tags", []))]
    in_view = [cell for cell in in_view if "get_ipython().run_line_magic" not in cell.source]  # 00 shows its set-up
    prose = "\n".join(cell.source for cell in in_view if cell.cell_type == "markdown")
    code = [cell.source for cell in in_view if cell.cell_type == "code"]
    exercises = [source for source in code if re.search(r"^check\.(\w+)\(\1\)$", source, re.MULTILINE)]
    read = [source for source in code if source not in exercises]
    without_addresses = re.sub(r"\]\([^)]*\)|^```.*?^```", "", prose, flags=re.MULTILINE | re.DOTALL)
    return Size(
        cells=len(in_view),
        words=len(re.findall(r"[\w’'-]*\w", without_addresses)),
        lines=sum(bool(line.strip()) for source in read for line in source.splitlines()),
        claims=sum(len(re.findall(r"\bclaim\(", source)) for source in read),
        figures=sum("drawing" in cell.metadata.get("tags", []) for cell in cells),
        guesses=sum(bool(re.search(r"^guess = \.\.\.", source, re.MULTILINE)) for source in read),
        exercises=len(exercises),
        longest_line=max((len(line) for source in code for line in source.splitlines()), default=0),
        has_quiz="check.quiz(" in "\n".join(read),
    )


def update_minutes(source: Path) -> None:
    """Write the computed minutes into the opening of a source and into the README's map of the course."""
    text = source.read_text(encoding="utf-8")
    counted = size(read_source(source).cells)
    told = f"{counted.minutes} minutes"
    if counted.exercises:
        told += f", {counted.minutes_with_exercises} with exercises"
    write_whole(source, MINUTES.sub(told, text, count=1))
    row = re.compile(rf"^(\| {source.stem.split('_')[0]} \| .*\| )\d+ \| \d+( \|.*)$", re.MULTILINE)
    in_readme = rf"\g<1>{counted.minutes} | {counted.minutes_with_exercises}\2"
    write_whole(README, row.sub(in_readme, README.read_text(encoding="utf-8")))


def update_table(stem: str, measured: dict[str, float]) -> None:
    """Replace, or add in order, the row of one notebook in the table of notebooks/README.md."""
    row = (
        f"| [{stem}]({stem}.ipynb) | {measured['seconds']:.0f} | {measured['slowest_cell']:.0f} "
        f"| {measured['gigabytes']:.1f} |"
    )
    text = TABLE.read_text(encoding="utf-8")
    rows = {match["stem"]: match[0] for match in ROW.finditer(text)} | {stem: row}
    head, tail = text.split("<!-- times -->")[0], text.split("<!-- /times -->")[1]
    table = "\n".join(
        ["| notebook | seconds | slowest cell, s | memory, GB |", "| --- | ---: | ---: | ---: |"]
        + [rows[name] for name in sorted(rows)]
    )
    write_whole(TABLE, f"{head}<!-- times -->\n{table}\n<!-- /times -->{tail}")


if __name__ == "__main__":
    main()
