"""How vectors lie to each other: arrays in, numbers out."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


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

    Examples
    --------
    >>> normalize([[3, 4], [0, 0]]).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    rows = np.asarray(vectors)
    if rows.dtype != np.float32:
        rows = rows.astype(np.float64)
    # In float64, so that the squares of very small and very large numbers survive.
    lengths = np.linalg.norm(rows.astype(np.float64), axis=-1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(rows.dtype)


def cosine_similarity(a: ArrayLike, b: ArrayLike) -> Any:
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
        A float for two vectors; shape (n, m) for two tables, every row of `a` with every row of `b`; a row of
        cosines for one vector and one table. Between -1 and 1. The cosine with a zero vector is 0.

    Examples
    --------
    >>> cosine_similarity([1, 0], [[2, 0], [0, 3], [-1, 0]]).tolist()
    [1.0, 0.0, -1.0]
    """
    cosines = np.clip(normalize(a) @ normalize(b).T, -1, 1)
    return float(cosines) if cosines.ndim == 0 else cosines


def neighbour_preservation(high: ArrayLike, low: ArrayLike, k: int = 10) -> float:
    """Measure how many of each point's neighbours are still its neighbours in a map.

    Parameters
    ----------
    high : array, shape (n, d)
        The vectors that were mapped. Normalise them before, if the cosine is to say who is near.
    low : array, shape (n, m)
        Their places in the map, in the same order. Distances there are Euclidean: the eye measures those.
    k : int
        Size of a neighbourhood, from 1 to n - 1. A point is not its own neighbour.

    Returns
    -------
    float
        The mean share, 0 to 1, of a point's k nearest in `high` that are among its k nearest in `low`.
        A map drawn at random keeps ``k / (n - 1)`` of them: print that beside the score.

    Raises
    ------
    ValueError
        When the numbers of points differ, `k` is out of range, or a point holds NaN or infinity.

    Notes
    -----
    Of points at exactly the same distance an arbitrary but fixed choice is taken: with one-hot vectors, where
    every distance is the same, the score means nothing. Time grows with the square of n.

    Examples
    --------
    >>> line = [[0.0], [1.0], [2.2], [3.6]]
    >>> neighbour_preservation(line, line, k=1)
    1.0
    """
    from sklearn.neighbors import kneighbors_graph

    space, picture = np.asarray(high, dtype=np.float64), np.asarray(low, dtype=np.float64)
    number = len(space)
    if len(picture) != number:
        raise ValueError(f"high has {number} points and low has {len(picture)}: give the same points twice.")
    if not 1 <= k < number:
        raise ValueError(f"k is {k}, but each of {number} points has {number - 1} others: give 1 to that.")
    if not (np.isfinite(space).all() and np.isfinite(picture).all()):
        raise ValueError("a point holds NaN or infinity, which is near to nothing: leave such points out.")
    space, picture = space - space.mean(axis=0), picture - picture.mean(axis=0)  # small squares, small errors
    # Sparse tables that hold 1 where the point of the column is among the k nearest of the point of the row.
    kept = kneighbors_graph(space, k).multiply(kneighbors_graph(picture, k)).sum()
    return float(kept / (number * k))
