"""What was measured for the course, as committed tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.data.tables import table_path

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["load_results"]


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
