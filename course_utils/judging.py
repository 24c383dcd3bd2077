"""How good is it, and how sure is that?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

import numpy as np

from course_utils.ordered import refuse_unordered, strings_in

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

__all__ = ["SimilarityScore", "accuracy_standard_error", "word_similarity"]


class SimilarityScore(NamedTuple):
    """How well cosines agree with people's judgements.

    Attributes
    ----------
    rho : float
        Spearman's rank correlation, -1 to 1.
    covered : int
        Pairs of which both words have a vector; rho is over these.
    total : int
        All pairs.
    """

    rho: float
    covered: int
    total: int


def word_similarity(vectors: KeyedVectors, pairs: Iterable[tuple[str, str, float]]) -> SimilarityScore:
    """Compare cosines with people's judgements of word pairs, by Spearman's rank correlation.

    gensim's ``evaluate_word_pairs`` gives the same number for a file of pairs; here they may be any pairs.

    Parameters
    ----------
    vectors : gensim.models.KeyedVectors
    pairs : iterable of (str, str, float)
        Two words and how similar people find them, as from :func:`course_utils.data.load_similarity`.

    Returns
    -------
    SimilarityScore
        The named tuple ``(rho, covered, total)``. Pairs with a word that is unknown, or whose vector is
        zero, are left out of rho and missing from `covered`: compare two scores only beside their coverage.
        A word is known in whichever way its accents are spelled.

    Raises
    ------
    TypeError
        When the pairs are in no order, or a word is no string.
    ValueError
        When fewer than 3 pairs are covered, or all have the same score or cosine: a correlation says nothing then.

    References
    ----------
    Finkelstein et al. 2002, "Placing search in context" (WordSim-353). Hill, Reichart & Korhonen 2015,
    "SimLex-999" (similarity as against relatedness). Spearman 1904 (the rank correlation).

    Examples
    --------
    >>> from course_utils import data
    >>> score = word_similarity(data.load_glove(limit=50_000), data.load_similarity("wordsim353"))
    >>> f"{score.rho:.2f} on {score.covered} of {score.total} pairs"
    '0.52 on 348 of 353 pairs'
    """
    from scipy.stats import spearmanr

    refuse_unordered(pairs, "pairs of words")
    judged = []
    for *words, people in pairs:
        first, second = strings_in(words, "words of a pair")
        judged.append((_as_known(first, vectors), _as_known(second, vectors), float(people)))
    known = [
        (first, second, people)
        for first, second, people in judged
        if first in vectors and second in vectors and vectors[first].any() and vectors[second].any()
    ]
    if len(known) < 3:
        raise ValueError(
            f"only {len(known)} of {len(judged)} pairs have vectors for both words, but a rank correlation "
            "needs 3 or more: use a larger vocabulary or check how its words are written."
        )
    cosines = [vectors.similarity(first, second) for first, second, _ in known]
    scores = [people for _, _, people in known]
    if np.isnan(scores).any() or np.ptp(scores) == 0 or not np.ptp(cosines) > 0:
        raise ValueError(
            "the scores or the cosines are all the same, or one is NaN: give numbers that can be ranked."
        )
    rho = spearmanr(cosines, scores).statistic
    return SimilarityScore(float(rho), len(known), len(judged))


def accuracy_standard_error(accuracy: float, examples: int) -> float:
    """Return the standard error of an accuracy measured on so many independent examples.

    The count of right answers is binomial, so the error is ``sqrt(accuracy (1 - accuracy) / examples)``.
    Reviews of one film are not quite independent, so the true error is somewhat larger.

    Parameters
    ----------
    accuracy : float
        0 to 1.
    examples : int
        On how many examples it was measured.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When the accuracy is no share, or there is no example.

    Examples
    --------
    >>> round(accuracy_standard_error(0.87, 2_500), 4)
    0.0067
    """
    if not 0 <= accuracy <= 1 or not examples >= 1:
        raise ValueError(
            f"the accuracy is {accuracy} on {examples} examples: give a share, such as 0.87, and 1 or more."
        )
    return float(np.sqrt(accuracy * (1 - accuracy) / examples))


def _as_known(word: str, vectors: KeyedVectors) -> str:
    """Return the word with its accents spelled as the vectors spell them, where they know it."""
    spellings = (word, normalize("NFC", word), normalize("NFD", word))
    return next((spelled for spelled in spellings if spelled in vectors), word)
