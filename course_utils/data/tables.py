"""Where the course's small tables are: in the folder ``data``, installed as ``course_utils.tables``."""

from importlib.resources import files
from pathlib import Path

__all__ = ["table_path"]


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
