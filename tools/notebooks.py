"""Turn the text sources in ``notebooks/source`` into executed notebooks, and measure each.

    python tools/notebooks.py              # all
    python tools/notebooks.py 01 04        # those whose names begin so
    python tools/notebooks.py --solutions  # with the exercises solved, into the ignored folder solutions

A notebook is written only when every cell ran without an error, a warning, a stderr line or a path of this
machine in its output. Its row in the table of ``notebooks/README.md`` is measured in the same run.
"""

import argparse
import hashlib
import os
import re
import sys
import threading
import time
from pathlib import Path

import jupytext
import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from course_utils import check
from course_utils.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
SOURCES = NOTEBOOKS / "source"
SOLUTIONS = ROOT / "solutions"
TABLE = NOTEBOOKS / "README.md"
CELL_TIMEOUT_SECONDS = 120
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
ROW = re.compile(r"^\| \[(?P<stem>\w+)\]\(.*$", re.MULTILINE)


def main() -> None:
    """Execute, check and write the chosen notebooks, one after the other."""
    parser = argparse.ArgumentParser(description="Execute the notebooks.")
    parser.add_argument("prefixes", nargs="*", help="what the names of the chosen notebooks begin with")
    parser.add_argument("--solutions", action="store_true", help="solve the exercises; write to solutions/")
    options = parser.parse_args()
    chosen = [
        path for path in sorted(SOURCES.glob("*.py")) if path.stem.startswith(tuple(options.prefixes) or "")
    ]
    if not chosen:
        prefixes = " or ".join(options.prefixes)
        raise SystemExit(f"No source in {SOURCES.relative_to(ROOT)} begins with {prefixes}.")
    for source in chosen:
        notebook = unexecuted(source)
        if options.solutions:
            solve(notebook)
        try:
            measured = execute(notebook)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise SystemExit(f"{source.stem} was not written:\n{error}") from None
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


def solve(notebook: nbformat.NotebookNode) -> list[str]:
    """Put the solution in the place of each exercise's stub, and return the names of the exercises."""
    solved = []
    for cell in notebook.cells:
        for name, exercise in check.all_exercises().items():
            if cell.cell_type == "code" and f"check.{name}({name})" in cell.source:
                cell.source = cell.source.replace(exercise.stub, exercise.solution_source)
                solved.append(name)
    return solved


def unexecuted(source: Path) -> nbformat.NotebookNode:
    """Read a py:percent source as a notebook with minimal metadata and ids that follow from the cells' text."""
    notebook = jupytext.read(source)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": {"name": "python"}})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        digest = hashlib.sha256(f"{cell.cell_type}:{cell.source}".encode()).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return notebook


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
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": {"name": "python"}})
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not needs_scripts(output)]
    return {"seconds": seconds, "slowest_cell": max(took.values(), default=0.0), "gigabytes": peak.gigabytes}


def needs_scripts(output: nbformat.NotebookNode) -> bool:
    """Say whether an output is a part of a clickable quiz; stored are the questions with their folded answers."""
    shown = output.get("data", {})
    return "application/javascript" in shown or "data-shufflequestions" in shown.get("text/html", "")


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
    """Name each output that must not be stored: stderr, warnings, failed claims, paths of this machine."""
    found = []
    private = [str(ROOT), str(Path.home()), sys.prefix]
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            text = output.get("text") or "".join(
                str(value) for kind, value in output.get("data", {}).items() if kind.startswith("text/")
            )
            if output.get("name") == "stderr":
                found.append(f"  cell {number} wrote to stderr: {text.strip()[:200]}")
            if re.search(r"\b\w*Warning\b", text):
                found.append(f"  cell {number} shows a warning: {text.strip()[:200]}")
            if "✘ did not hold" in text:
                found.append(f"  cell {number}: {text.strip()}")
            if any(path in text for path in private if len(path) > 1):
                found.append(f"  cell {number} shows a path of this machine: {text.strip()[:200]}")
    return found


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
