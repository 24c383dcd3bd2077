"""A notebook as it is stored, and its text source: what is kept, what is folded, which of the two was edited.

``make notebooks`` writes a notebook from its source. Cells may also be edited in the notebook: the JupyterLab of
``make lab`` brings them into the source when it saves (`on_save`), and ``make notebooks`` stops when it would
overwrite them. Cells are compared, never the times of files.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from course_utils.writing import write_whole

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
# What folds a cell: in JupyterLab and VS Code (jupyter), in Colab (cellView), in the web edition (a tag).
SOURCE_FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form", "tags": ["hide-input"]}
ALL_FOLDED = {
    "jupyter": {"source_hidden": True, "outputs_hidden": True},
    "cellView": "form",
    "tags": ["hide-cell"],
}
FOLDED = {"checks": ALL_FOLDED, "drawing": SOURCE_FOLDED, "set-up": SOURCE_FOLDED}
FOLDING_TAGS = {"hide-input", "hide-cell"}
PUBLISHED = re.compile(r"github(\.com)?/[^\s\"')]+")  # `make publish` stamps it into both files: that is no edit


def read_source(path: Path) -> NotebookNode:
    """Read a py:percent source as a notebook that was never run, with ids that follow from the cells' text."""
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    notebook.metadata = nbformat.from_dict({})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({"tags": own_tags(cell)} if own_tags(cell) else {})
        digest = hashlib.sha256(f"{cell.cell_type}:{cell.source}".encode()).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return notebook


def write_source(notebook: NotebookNode, path: Path) -> None:
    """Write the cells of a notebook as its py:percent source, unless one would come back as another cell."""
    bare = nbformat.from_dict({"cells": notebook.cells, "nbformat": 4, "nbformat_minor": 5})
    filters = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "tags,-all"}
    bare.metadata = nbformat.from_dict({"jupytext": filters})
    for cell in bare.cells:
        cell.metadata = nbformat.from_dict({"tags": own_tags(cell)} if own_tags(cell) else {})
    text = jupytext.writes(bare, fmt="py:percent")
    if cells_of(jupytext.reads(text, fmt="py:percent")) != cells_of(notebook):
        raise ValueError(f"{path} was not written: as text, a cell of the notebook would be another one.")
    write_whole(path, text)


def cells_of(notebook: NotebookNode) -> list[tuple[str, str, list[str]]]:
    """Return what is written by hand in a notebook: the kind, the text and the tags of each cell."""
    return [(cell.cell_type, cell.source, own_tags(cell)) for cell in notebook.cells]


def own_tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell but for those that fold it in the web edition."""
    return [tag for tag in cell.metadata.get("tags", []) if tag not in FOLDING_TAGS]


def digest(notebook: NotebookNode) -> str:
    """Return what tells the cells of a notebook from any others, but for the address of the course."""
    return hashlib.sha256(PUBLISHED.sub("", repr(cells_of(notebook))).encode()).hexdigest()[:16]


def edited(notebook: NotebookNode, source: NotebookNode) -> set[str]:
    """Say which was edited since both held the same cells: "notebook", "source", both or neither."""
    if cells_of(notebook) == cells_of(source):
        return set()
    both = {"notebook": notebook, "source": source}
    written = notebook.metadata.get("cells_written")
    return {name for name, cells in both.items() if digest(cells) != written} or set(both)


def dress(notebook: NotebookNode) -> None:
    """Leave in a notebook what is to be stored: minimal metadata, what the tags ask for, no scripts."""
    kept = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}, "cells_written": digest(notebook)}
    notebook.metadata = nbformat.from_dict(kept)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(stored_metadata(own_tags(cell)))
        if cell.cell_type == "code":
            answers = "reveal" in own_tags(cell)
            cell.outputs = [] if answers else [output for output in cell.outputs if not needs_scripts(output)]


def stored_metadata(tags: list[str]) -> dict[str, Any]:
    """Return the metadata of a stored cell with these tags: what folds it, and the tags themselves."""
    folding: dict[str, Any] = next((FOLDED[tag] for tag in tags if tag in FOLDED), {"tags": []})
    metadata = folding | {"tags": [*tags, *folding["tags"]]}
    return metadata if metadata["tags"] else {}


def needs_scripts(output: NotebookNode) -> bool:
    """Say whether an output is a part of a clickable quiz; stored are the questions with their folded answers."""
    shown = output.get("data", {})
    return "application/javascript" in shown or "data-shufflequestions" in shown.get("text/html", "")


def on_save(model: dict[str, Any], path: str, contents_manager: Any, **_: object) -> None:
    """Before JupyterLab saves a notebook of the course: dress it, and bring what was edited into its source.

    A learner's copies are left as they are, and so is a source that was edited too.
    """
    place = Path(path)
    if model["type"] != "notebook" or place.parts[:-1] != ("notebooks",):
        return
    source = Path(contents_manager.root_dir, "notebooks", "source", f"{place.stem}.py")
    if not source.exists():
        return
    notebook = nbformat.from_dict(model["content"])
    changed = edited(notebook, read_source(source))
    if changed == {"notebook"}:
        write_source(notebook, source)
    elif changed:
        contents_manager.log.error(f"{place.name} is saved, and its source was edited too: keep one of the two.")
        return
    dress(notebook)
    model["content"] = notebook
