"""The small tables of the folder ``data``, measured results among them; installed as ``course_utils.tables``."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def table_path(name: str) -> Path:
    """Return one of the small tables of the repository's folder ``data``; a wheel carries them too.

    Parameters
    ----------
    name : str
        Below ``data``, for example ``"capitals.csv"`` or ``"results/scoreboard.csv"``.

    Returns
    -------
    Path

    Raises
    ------
    FileNotFoundError
        If there is no such table.

    Examples
    --------
    >>> table_path("capitals.csv").name
    'capitals.csv'
    """
    folder = Path(str(files("course_utils.tables")))
    if not (folder / name).is_file():
        there = ", ".join(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")))
        raise FileNotFoundError(f"there is no table {name!r}: choose one of {there}.")
    return folder / name


def load_results(name: str = "scoreboard") -> pd.DataFrame:
    """Return a committed table of measured results, ``data/results/<name>.csv``.

    Parameters
    ----------
    name : str
        Of the file, without folder and ending.

    Returns
    -------
    pandas.DataFrame
        A row for each measured run, with the commit, the versions and the seed that made it.

    Raises
    ------
    FileNotFoundError
        If there is no such table.

    Examples
    --------
    >>> load_results()["rung"].iloc[0]
    'counts of words'
    """
    import pandas as pd

    return pd.read_csv(table_path(f"results/{name}.csv"), dtype={"commit": str})
