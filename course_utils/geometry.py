"""How vectors lie to each other: cosines, neighbours, analogies, rotations, and what a map keeps."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "SimilarityScore",
    "analogy",
    "cosine",
    "nearest",
    "neighbour_preservation",
    "normalize",
    "parallelism",
    "procrustes",
    "similarity_score",
]

BLOCK_ROWS = 512  # rows whose distances to all others are held in memory at once


class SimilarityScore(NamedTuple):
    """How well cosines agree with people's judgements.

    Attributes
    ----------
    rho : float
        Spearman's rank correlation, -1 to 1; NaN when all cosines, or all judgements, are equal.
    covered : int
        Pairs of which both words have a vector; rho is over these.
    total : int
        All pairs.
    """

    rho: float
    covered: int
    total: int


def normalize(vectors: ArrayLike) -> NDArray[np.floating]:
    """Scale every vector to length 1.

    Parameters
    ----------
    vectors : array, shape (d,) or (n, d)
        One vector, or one vector a row.

    Returns
    -------
    float array of the same shape
        Unit vectors; a zero vector has no direction and stays zero. float32 stays float32.

    Raises
    ------
    ValueError
        When a number is NaN or infinite, or the array has neither one nor two dimensions.
    """
    if np.ndim(vectors) == 1:
        return normalize(np.asarray(vectors)[np.newaxis])[0]
    rows = _rows(vectors)
    lengths = _lengths(rows)
    return (rows / np.where(lengths > 0, lengths, 1)[:, np.newaxis]).astype(rows.dtype, copy=False)


def cosine(a: ArrayLike, b: ArrayLike) -> Any:
    r"""Measure how alike two directions are, whatever the lengths.

    .. math:: \cos(a, b) = \frac{a \cdot b}{\lVert a \rVert \, \lVert b \rVert}

    Parameters
    ----------
    a : array, shape (d,) or (n, d)
        One vector, or one vector a row.
    b : array, shape (d,) or (m, d)
        One vector, or one vector a row.

    Returns
    -------
    float or array
        A float for two vectors; shape (n, m) for two matrices, every row of `a` with every row of `b`; a
        row of cosines for one vector and one matrix. Between -1 and 1. The cosine with a zero vector is 0.

    Raises
    ------
    ValueError
        When the vectors differ in length, or a number is NaN or infinite.
    """
    left, right = normalize(a), normalize(b)
    if left.shape[-1] != right.shape[-1]:
        raise ValueError(
            f"the vectors have {left.shape[-1]} and {right.shape[-1]} dimensions: "
            "cosines need vectors of the same space."
        )
    cosines = np.clip(left @ right.T, -1, 1)
    return float(cosines) if cosines.ndim == 0 else cosines


def nearest(
    vectors: ArrayLike, tokens: Sequence[str], query: str | ArrayLike, k: int = 10
) -> list[tuple[str, float]]:
    """Find the tokens whose vectors point most nearly the same way as the query.

    The query itself is never returned: for a token, its row; for a vector, every row that is equal to it
    number for number (a sum, a mean or a rotated vector equals none, and so leaves no row out). A row that
    is all zero has no direction and is never returned either.

    Parameters
    ----------
    vectors : array, shape (n, d)
        One vector a row; may be memory-mapped.
    tokens : sequence of str, length n
        The name of each row.
    query : str or array of shape (d,)
        A token, written as in `tokens`, or a vector.
    k : int
        How many neighbours.

    Returns
    -------
    list of (str, float)
        `k` tokens with their cosines, the largest first; of equal cosines, the lower row first.

    Raises
    ------
    ValueError
        When the query is not among the tokens, names several rows or has no direction, when there are not
        `k` rows to return, when shapes do not fit, or a number is NaN or infinite.
    TypeError
        When the tokens are one string, not a list of them.
    """
    rows, names = _table(vectors, tokens)
    if isinstance(query, str):
        row = _row_of(names, query)
        direction = _direction(rows[row], repr(query))
        excluded = np.array([row])
    else:
        vector = np.asarray(query)
        if vector.shape != (rows.shape[1],):
            raise ValueError(
                f"the query has shape {vector.shape}, but a token or one vector of shape ({rows.shape[1]},) "
                "is needed: pass a single row."
            )
        direction = _direction(vector, "the query")
        excluded = np.flatnonzero((rows == vector).all(axis=1))
    return _nearest_to(rows, names, direction, excluded, k)


def analogy(
    vectors: ArrayLike, tokens: Sequence[str], a: str, b: str, c: str, k: int = 10, exclude: bool = True
) -> list[tuple[str, float]]:
    r"""Answer "a is to b as c is to ?" by vector arithmetic.

    The tokens nearest by cosine to :math:`\hat b - \hat a + \hat c`, where hats are unit vectors (3CosAdd).

    Parameters
    ----------
    vectors : array, shape (n, d)
        One vector a row; may be memory-mapped.
    tokens : sequence of str, length n
        The name of each row.
    a, b, c : str
        For instance "france", "paris", "italy".
    k : int
        How many answers.
    exclude : bool
        Leave `a`, `b` and `c` out, as is usual. Without that the best answer is often `b` or `c` itself,
        so much of the method's success rests on this rule (Rogers, Drozd & Li 2017).

    Returns
    -------
    list of (str, float)
        `k` tokens with their cosines, the largest first; of equal cosines, the lower row first.

    Raises
    ------
    ValueError
        As for :func:`nearest`, or when `b - a + c` is zero.
    TypeError
        When the tokens are one string, or one of the three words is no string.

    References
    ----------
    Mikolov, Yih & Zweig 2013, "Linguistic regularities in continuous space word representations".
    Rogers, Drozd & Li 2017, "The (too many) problems of analogical reasoning with word vectors".
    """
    rows, names = _table(vectors, tokens)
    question = [_row_of(names, word) for word in (a, b, c)]
    unit_a, unit_b, unit_c = (_direction(rows[row], repr(names[row])) for row in question)
    target = (unit_b - unit_a + unit_c).round(12)  # rounding noise left by a sum that cancels points nowhere
    direction = _direction(target, f"{b!r} - {a!r} + {c!r}")
    excluded = np.array(question if exclude else [], dtype=int)
    return _nearest_to(rows, names, direction, excluded, k)


def similarity_score(
    vectors: ArrayLike, tokens: Sequence[str], pairs: Iterable[tuple[str, str, float]]
) -> SimilarityScore:
    """Compare cosines with people's judgements of word pairs, by Spearman's rank correlation.

    Parameters
    ----------
    vectors : array, shape (n, d)
        One vector a row; may be memory-mapped.
    tokens : sequence of str, length n
        The name of each row.
    pairs : iterable of (str, str, float)
        Two words and how similar people find them. A word that is not among the tokens is looked up in
        lower case before it counts as unknown.

    Returns
    -------
    SimilarityScore
        The named tuple ``(rho, covered, total)``. Pairs with a word that is unknown, or whose vector is
        zero, are left out of rho and missing from `covered`: compare two scores only beside their coverage.

    Raises
    ------
    ValueError
        When fewer than 3 pairs are covered, so that a correlation says nothing, or shapes do not fit.

    References
    ----------
    Finkelstein et al. 2002, "Placing search in context" (WordSim-353). Hill, Reichart & Korhonen 2015,
    "SimLex-999" (similarity as against relatedness). Spearman 1904 (the rank correlation).
    """
    from scipy import stats

    rows, names = _table(vectors, tokens)
    row_of: dict[str, int] = {}
    for row, name in enumerate(names):
        row_of.setdefault(name, row)
    judged = list(pairs)
    found = [
        (row_of.get(first, row_of.get(first.lower(), -1)), row_of.get(second, row_of.get(second.lower(), -1)))
        for first, second, _ in judged
    ]
    index = np.array(found, dtype=int).reshape(-1, 2)
    lengths = _lengths(rows)
    covered = (index >= 0).all(axis=1) & (lengths[index] > 0).all(axis=1)
    if covered.sum() < 3:
        raise ValueError(
            f"only {covered.sum()} of {len(judged)} pairs have vectors for both words, but a rank "
            "correlation needs 3 or more: use a larger vocabulary or check how its words are written."
        )
    first_row, second_row = index[covered].T
    products = np.sum(rows[first_row] * rows[second_row].astype(np.float64), axis=1)
    cosines = (products / (lengths[first_row] * lengths[second_row])).round(12)  # noise must not break ties
    judgements = np.array([score for _, _, score in judged], dtype=float)[covered]
    if np.ptp(cosines) == 0 or np.ptp(judgements) == 0:
        rho = float("nan")  # nothing to rank: one-hot vectors, for instance
    else:
        rho = float(stats.spearmanr(cosines, judgements).statistic)
    return SimilarityScore(rho, int(covered.sum()), len(judged))


def procrustes(source: ArrayLike, target: ArrayLike) -> NDArray[np.float64]:
    r"""Find the rotation that brings one set of vectors closest to another.

    .. math:: R = \arg\min_{R^T R = I} \lVert X R - Y \rVert_F = U V^T, \qquad X^T Y = U S V^T

    Apply it as ``source @ R``. It turns, and mirrors where that fits better; it neither moves nor stretches,
    so all lengths and cosines within `source` stay as they are. Centre or normalise before, if that is meant.

    Parameters
    ----------
    source : array, shape (n, d)
        X, the vectors to turn.
    target : array, shape (n, d)
        Y; row i is where row i of `source` should land.

    Returns
    -------
    float64 array, shape (d, d)
        The orthogonal matrix R.

    Raises
    ------
    ValueError
        When the shapes differ, or a number is NaN or infinite.

    References
    ----------
    Schönemann 1966, "A generalized solution of the orthogonal Procrustes problem".
    """
    first, second = _paired(source, target, "source", "target")
    left, _, right = np.linalg.svd(first.T @ second)
    return left @ right


def neighbour_preservation(
    high: ArrayLike, low: ArrayLike, k: int = 10, metric: Literal["euclidean", "cosine"] = "euclidean"
) -> float:
    """Measure how many of each point's neighbours are still its neighbours in a map.

    Parameters
    ----------
    high : array, shape (n, d)
        The vectors that were mapped.
    low : array, shape (n, m)
        Their places in the map, in the same order. Distances there are Euclidean: the eye measures those.
    k : int
        Size of a neighbourhood, from 1 to n - 1. A point is not its own neighbour.
    metric : {"euclidean", "cosine"}
        What makes neighbours in `high`.

    Returns
    -------
    float
        The mean share, 0 to 1, of a point's k nearest in `high` that are among its k nearest in `low`.
        A map drawn at random keeps ``k / (n - 1)`` of them: print that beside the score.

    Raises
    ------
    ValueError
        When the numbers of points differ, `k` is out of range, the metric is unknown, or a number is NaN.

    Notes
    -----
    Of points at exactly the same distance an arbitrary but fixed choice is taken: with one-hot vectors, where
    every distance is the same, the score means nothing. Time grows with the square of n.
    """
    space, picture = _exact(high, "high"), _exact(low, "low")
    number = len(space)
    if len(picture) != number:
        raise ValueError(f"high has {number} points and low has {len(picture)}: give the same points twice.")
    if k != int(k) or not 1 <= k < number:
        raise ValueError(
            f"k is {k}, but each of {number} points has {max(number - 1, 0)} others: give a whole number from 1 "
            "to that."
        )
    if metric not in ("euclidean", "cosine"):
        raise ValueError(f"metric is {metric!r}: give 'euclidean' or 'cosine'.")
    if metric == "cosine":
        space = _exact(normalize(space), "high")  # of unit vectors, the nearest are the nearest in angle
    space, picture = space - space.mean(axis=0), picture - picture.mean(axis=0)  # small squares, small errors
    kept = 0
    for start in range(0, number, BLOCK_ROWS):
        block = np.arange(start, min(start + BLOCK_ROWS, number))
        kept += int(np.count_nonzero(_neighbour_mask(space, block, k) & _neighbour_mask(picture, block, k)))
    return kept / (number * k)


def parallelism(starts: ArrayLike, ends: ArrayLike) -> float:
    """Measure how parallel a set of arrows is.

    Parameters
    ----------
    starts : array, shape (n, d)
        Where the arrows begin, for instance the vectors of countries.
    ends : array, shape (n, d)
        Where they end, in the same order, for instance the vectors of their capitals.

    Returns
    -------
    float
        The mean cosine of two different arrows ``ends - starts``: 1 when all point the same way, near 0 when
        they point anywhere. Compare with the same ends shuffled, which is not 0 if the two groups lie apart.

    Raises
    ------
    ValueError
        When the shapes differ, there are fewer than 2 arrows, an arrow has no length, or a number is NaN.
    """
    first, second = _paired(starts, ends, "starts", "ends")
    number = len(first)
    if number < 2:
        raise ValueError(f"{number} arrows were given, but parallel to what: give 2 or more.")
    arrows = normalize(second - first)
    still = np.flatnonzero(~arrows.any(axis=1))
    if still.size:
        raise ValueError(f"arrow {still[0]} starts where it ends and has no direction: leave it out.")
    # The sum over all pairs of cosines, an arrow with itself included, is the squared length of the sum.
    together = np.sum(arrows.sum(axis=0) ** 2)
    return float((together - number) / (number * (number - 1)))


def _rows(vectors: ArrayLike, name: str = "vectors") -> NDArray[np.floating]:
    """Return a two-dimensional float array without copying one that is one already."""
    rows = np.asarray(vectors)
    if rows.ndim != 2 or not (np.issubdtype(rows.dtype, np.number) or rows.dtype == bool):
        raise ValueError(
            f"{name} must be a table of numbers, one vector a row, but has shape {rows.shape} and type "
            f"{rows.dtype}: give an array of shape (rows, dimensions)."
        )
    if rows.dtype in (np.float32, np.float64):
        return rows
    return rows.astype(np.float32 if rows.dtype == np.float16 else np.float64)


def _lengths(rows: NDArray[np.floating], name: str = "vectors") -> NDArray[np.float64]:
    """Return the length of every row, in float64 so that small and large numbers survive the squaring."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    if not np.isfinite(lengths).all():
        row = int(np.flatnonzero(~np.isfinite(lengths))[0])
        raise ValueError(f"row {row} of {name} holds NaN or infinity: mend or drop it first.")
    return lengths


def _exact(vectors: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return a two-dimensional float64 array without NaN or infinity."""
    rows = _rows(vectors, name).astype(np.float64)
    _lengths(rows, name)  # raises
    return rows


def _table(vectors: ArrayLike, tokens: Sequence[str]) -> tuple[NDArray[np.floating], list[str]]:
    """Return the vectors and the names of their rows, after checking that they belong together."""
    if isinstance(tokens, str):
        raise TypeError("tokens is one string, but a list with the name of every row is needed.")
    rows, names = _rows(vectors), tokens if isinstance(tokens, list) else list(tokens)
    if len(rows) == 0:
        raise ValueError("there are no vectors: give a table with one row or more.")
    if len(rows) != len(names):
        raise ValueError(
            f"there are {len(rows)} vectors but {len(names)} tokens: give one token for every row."
        )
    return rows, names


def _paired(
    first: ArrayLike, second: ArrayLike, first_name: str, second_name: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two tables of the same shape in float64."""
    left, right = _exact(first, first_name), _exact(second, second_name)
    if left.shape != right.shape:
        raise ValueError(
            f"{first_name} has shape {left.shape} and {second_name} {right.shape}: "
            "give two tables of the same shape, row by row in the same order."
        )
    return left, right


def _row_of(tokens: list[str], word: str) -> int:
    """Return the row that a word names, or say what is wrong with the word."""
    if not isinstance(word, str):
        raise TypeError(f"a word (str) is needed, but {word!r} was given: pass one of the tokens.")
    try:
        row = tokens.index(word)
    except ValueError:
        raise ValueError(_unknown(tokens, word)) from None
    if word in tokens[row + 1 :]:
        other = tokens.index(word, row + 1)
        raise ValueError(
            f"{word!r} names more than one row ({row} and {other}): pass the vector of the row that you mean."
        )
    return row


def _unknown(tokens: list[str], word: str) -> str:
    """Say that a word has no vector, and what the reader may have meant."""
    missing = f"{word!r} is not one of the {len(tokens):,} tokens"
    if word.lower() in tokens:
        return f"{missing}, but {word.lower()!r} is: write it in lower case."
    cased = next((token for token in tokens if token.lower() == word.lower()), None)
    if cased is not None:
        return f"{missing}, but {cased!r} is: upper and lower case matter here."
    close = difflib.get_close_matches(word.lower(), tokens, n=3)
    if close:
        return f"{missing}: did you mean {' or '.join(repr(token) for token in close)}?"
    return f"{missing}, and none is spelt like it: choose a word of this vocabulary."


def _direction(vector: NDArray[np.floating], name: str) -> NDArray[np.float64]:
    """Return the unit vector in float64, or say that there is none."""
    exact = np.asarray(vector, dtype=np.float64)
    if not np.isfinite(exact).all():
        raise ValueError(f"the vector of {name} holds NaN or infinity: it has no neighbours.")
    length = np.sqrt(exact @ exact)
    if length == 0:
        raise ValueError(f"the vector of {name} is zero and has no direction: no vector is nearest to it.")
    return exact / length


def _nearest_to(
    rows: NDArray[np.floating],
    tokens: list[str],
    direction: NDArray[np.float64],
    excluded: NDArray[np.intp],
    k: int,
) -> list[tuple[str, float]]:
    """Return the k tokens of largest cosine with a unit vector."""
    lengths = _lengths(rows)
    allowed = lengths > 0
    allowed[excluded] = False
    available = int(np.count_nonzero(allowed))
    if available == 0:
        raise ValueError("no row is left to return: all others are zero or are part of the question.")
    if not isinstance(k, int | np.integer) or not 1 <= k <= available:
        raise ValueError(
            f"k is {k!r}, but {available} of the {len(rows)} rows can be returned (never the query or a zero "
            f"row): ask for a whole number from 1 to {available}."
        )
    # First all rows at the table's own precision, which is fast; then the best few again in float64. The
    # slack is more than the first pass can be wrong by, so that rounding decides neither who is in nor the
    # order.
    rough = rows @ direction.astype(rows.dtype) / np.where(allowed, lengths, 1)
    rough[~allowed] = -np.inf
    slack = 2 * rows.shape[1] * np.finfo(rows.dtype).eps
    candidates = np.flatnonzero(rough >= np.partition(rough, -k)[-k] - slack)
    cosines = (rows[candidates].astype(np.float64) * direction).sum(axis=1) / lengths[candidates]
    best = np.argsort(-cosines.round(12), kind="stable")[:k]
    return [(tokens[candidates[i]], float(np.clip(cosines[i], -1, 1))) for i in best]


def _neighbour_mask(points: NDArray[np.float64], block: NDArray[np.intp], k: int) -> NDArray[np.bool_]:
    """Mark, for every point of a block, its k nearest other points by Euclidean distance."""
    squares = np.einsum("ij,ij->i", points, points)
    distances = squares - 2 * points[block] @ points.T  # the squared distance less a constant of each row
    distances[np.arange(len(block)), block] = np.inf
    mask = np.zeros(distances.shape, dtype=bool)
    np.put_along_axis(mask, np.argpartition(distances, k - 1, axis=1)[:, :k], True, axis=1)
    return mask
