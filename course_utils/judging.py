"""How good is it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gensim.models import KeyedVectors


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

    Raises
    ------
    ValueError
        When fewer than 3 pairs are covered: a correlation says nothing then.

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

    judged = list(pairs)
    known = [
        (vectors.similarity(first, second), float(people))
        for first, second, people in judged
        if first in vectors and second in vectors and vectors[first].any() and vectors[second].any()
    ]
    if len(known) < 3:
        raise ValueError(
            f"only {len(known)} of {len(judged)} pairs have vectors for both words, but a rank correlation "
            "needs 3 or more: use a larger vocabulary or check how its words are written."
        )
    rho = spearmanr(known).statistic  # of its two columns
    return SimilarityScore(float(rho), len(known), len(judged))
