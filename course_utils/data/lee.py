"""Fifty short news texts, and how alike people find each two of them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class JudgedTexts(NamedTuple):
    """Texts, and people's mean rating of each pair of them.

    Attributes
    ----------
    texts : list of str
        One text each.
    ratings : float array, shape (n, n)
        How alike two texts are, from 0.2 (not at all) to 1 (the same); 1 on the diagonal, symmetric.
    """

    texts: list[str]
    ratings: NDArray[np.float64]


def load_lee() -> JudgedTexts:
    """Return fifty news texts of 45 to 126 words, with people's mean ratings of their 1,225 pairs.

    Returns
    -------
    JudgedTexts

    References
    ----------
    Lee, Pincombe & Welsh 2005, "An empirical evaluation of models of text document similarity". 83 students rated
    pairs of texts; each pair has about ten ratings.

    Examples
    --------
    >>> lee = load_lee()
    >>> len(lee.texts), lee.ratings.shape
    (50, (50, 50))
    """
    from gensim.test.utils import datapath

    with open(datapath("lee.cor"), encoding="latin-1") as file:
        texts = [line.strip() for line in file]
    upper = np.loadtxt(datapath("similarities0-1.txt"))  # 0 below the diagonal
    return JudgedTexts(texts, np.maximum(upper, upper.T))
