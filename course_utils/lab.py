"""A learner's own copies of the notebooks, without outputs, and JupyterLab on them: ``python -m course_utils lab``.

The copies are in ``my_notebooks``, which git ignores: work there is never overwritten, and no update of the course
conflicts with it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from course_utils.environment import INSTALL, installed_version
from course_utils.writing import write_whole

COPIES = "my_notebooks"


def copy_notebooks(course: str | os.PathLike[str], fresh: str = "") -> list[Path]:
    """Copy each notebook that the learner does not have yet, without outputs, into ``my_notebooks``.

    Parameters
    ----------
    course : path
        The course's folder, with ``notebooks`` in it.
    fresh : str
        What the name of a notebook begins with, such as ``"03"``: the learner's copy of it is set aside under a name
        with the date, and copied anew.

    Returns
    -------
    list of Path
        What was copied now.

    Raises
    ------
    FileNotFoundError
        When there are no notebooks in that folder, or none whose name begins so.
    ValueError
        When several begin so.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as course:
    ...     (Path(course) / "notebooks").mkdir()
    ...     write_whole(f"{course}/notebooks/00_start.ipynb", '{"cells": []}')
    ...     [path.name for path in copy_notebooks(course)], copy_notebooks(course)
    (['00_start.ipynb'], [])
    """
    stored = sorted(Path(course, "notebooks").glob("[0-9]*.ipynb"))
    if not stored:
        raise FileNotFoundError("There are no notebooks here: run this in the course's folder.")
    numbered = [path.name for path in stored if path.stem.split("_")[0] == fresh]  # 03 is not 03a
    begun = numbered or [path.name for path in stored if fresh and path.name.startswith(fresh)]
    if fresh and not begun:
        raise FileNotFoundError(f"There is no notebook whose name begins with {fresh!r}.")
    if len(begun) > 1:
        raise ValueError(f"The names of {len(begun)} notebooks begin with {fresh!r}: give one, such as 03.")
    copies = Path(course, COPIES)
    copies.mkdir(exist_ok=True)
    copied = []
    for path in stored:
        copy = copies / path.name
        if copy.exists() and path.name in begun:
            aside = copy.with_stem(f"{copy.stem}_{datetime.now():%Y-%m-%d_%H%M%S}")
            copy.rename(aside)
            print(f"Your {copy.name} is kept as {aside.name}.")
        if not copy.exists():
            write_whole(copy, without_outputs(path))
            copied.append(copy)
    return copied


def without_outputs(path: Path) -> str:
    """Return a stored notebook as text, as if none of its cells had been run.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(f"{folder}/00_start.ipynb", '{"cells": []}')
    ...     print(without_outputs(Path(folder, "00_start.ipynb")))
    {
     "cells": []
    }
    <BLANKLINE>
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def lab(arguments: Sequence[str] = ()) -> int:
    """Make the learner's copies in the current folder, and run JupyterLab on the first of them until it ends.

    Parameters
    ----------
    arguments : sequence of str
        ``--fresh 03`` starts that notebook over; everything else goes to JupyterLab.

    Returns
    -------
    int
        JupyterLab's exit status.

    Examples
    --------
    >>> lab(["--fresh", "03", "--no-browser"])  # doctest: +SKIP
    """
    if installed_version("jupyterlab") == "missing":
        print(f"JupyterLab is not installed here: {INSTALL}")
        return 1
    parser = argparse.ArgumentParser("python -m course_utils lab", add_help=False, allow_abbrev=False)
    parser.add_argument("--fresh", default="")
    asked, options = parser.parse_known_args(arguments)
    try:
        copied = copy_notebooks(Path.cwd(), asked.fresh)
    except (OSError, ValueError) as error:
        print(error)
        return 1
    first = min(Path(COPIES).glob(f"{asked.fresh or '00'}*"))
    print(f"Your own notebooks are in {COPIES}, {len(copied)} of them new.")
    print("JupyterLab opens in your browser; Control-C ends it.", flush=True)
    command = [sys.executable, "-m", "jupyterlab", "--config=tools/jupyter_config.py", *options, str(first)]
    return subprocess.call(command)
