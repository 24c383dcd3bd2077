"""Word vectors by counting: co-occurrence, positive pointwise mutual information, truncated SVD."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.ordered import rows_of_ids

if TYPE_CHECKING:
    import scipy.sparse

FIRST_WORD_ID = 2  # ids 0 (padding) and 1 (unknown) are no words


def cooccurrence(ids: Iterable[ArrayLike], vocabulary_size: int, window: int = 5) -> "scipy.sparse.csr_array":
    r"""Count how often two words stand near each other.

    .. math:: C_{ij} = \sum_{d=1}^{\text{window}} \#\{\text{i and j at distance } d\}

    Both orders count, so C is symmetric; two occurrences of one word see each other, so each such pair adds 2
    to the diagonal.

    Parameters
    ----------
    ids : iterable of int arrays
        One array of ids a document, from :func:`course_utils.text.to_ids`. No pair crosses two documents.
    vocabulary_size : int
        V; every id is below it.
    window : int
        Largest distance of two words, in positions.

    Returns
    -------
    scipy.sparse.csr_array of float64, shape (V, V)
        The counts. Rows and columns 0 and 1 are empty: padding and unknown words take up positions, but are
        not counted.

    Raises
    ------
    TypeError
        When `ids` is one document instead of several, or ids are no integers.
    ValueError
        When an id is outside the vocabulary or `window` is below 1.

    References
    ----------
    Bullinaria & Levy 2007, "Extracting semantic representations from word co-occurrence statistics"
    (windows compared).

    Examples
    --------
    >>> cooccurrence([np.array([2, 3, 2])], 4, window=1).toarray()[2:, 2:].tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    from scipy import sparse

    if window < 1:
        raise ValueError(f"window is {window}, but neighbours are at least 1 position apart: give 1 or more.")
    documents = rows_of_ids(ids, vocabulary_size)
    words = np.concatenate(documents) if documents else np.empty(0, dtype=np.int32)
    document_of = np.repeat(np.arange(len(documents), dtype=np.int32), [len(row) for row in documents])
    is_word = words >= FIRST_WORD_ID
    shape = (vocabulary_size, vocabulary_size)
    forward = sparse.csr_array(shape, dtype=np.float64)
    for distance in range(1, min(window, max(len(words) - 1, 0)) + 1):
        left, right = slice(None, -distance), slice(distance, None)
        counted = (document_of[left] == document_of[right]) & is_word[left] & is_word[right]
        pairs = sparse.coo_array(
            (np.ones(np.count_nonzero(counted)), (words[left][counted], words[right][counted])), shape=shape
        )
        forward = forward + pairs.tocsr()
    return sparse.csr_array(forward + forward.T)


def ppmi(counts: "scipy.sparse.sparray", context_power: float = 1.0) -> "scipy.sparse.csr_array":
    r"""Turn counts into positive pointwise mutual information.

    .. math:: M_{ij} = \max\Big(0, \log \frac{P(i, j)}{P(i) \, P_a(j)}\Big), \qquad
              P_a(j) = \frac{n_j^a}{\sum_k n_k^a}

    with :math:`P(i, j) = C_{ij} / \sum C`, :math:`P(i)` the share of row i, :math:`n_j` the sum of column j and
    a = `context_power`. A pair that never occurred stays 0.

    Parameters
    ----------
    counts : sparse array, shape (V, V)
        Co-occurrence counts, rows are words and columns contexts.
    context_power : float
        a. Below 1 (0.75 is usual) it makes rare contexts less surprising, so that rare words do not rule.

    Returns
    -------
    scipy.sparse.csr_array of float64, shape (V, V)
        The matrix M; only its positive entries are stored.

    References
    ----------
    Church & Hanks 1990, "Word association norms, mutual information, and lexicography" (PMI).
    Bullinaria & Levy 2007 (positive PMI for word vectors). Levy, Goldberg & Dagan 2015, "Improving distributional
    similarity with lessons learned from word embeddings" (the context distribution's power).

    Examples
    --------
    >>> together = cooccurrence([np.array([2, 3]), np.array([2, 3]), np.array([4, 2])], 5, window=1)
    >>> ppmi(together).toarray()[2:, 2:].round(2)
    array([[0.  , 0.69, 0.69],
           [0.69, 0.  , 0.  ],
           [0.69, 0.  , 0.  ]])
    """
    from scipy import sparse

    pairs = sparse.csr_array(counts, dtype=np.float64).tocoo()
    seen = pairs.data > 0
    rows, columns, data = pairs.row[seen], pairs.col[seen], pairs.data[seen]
    row_sums = np.bincount(rows, weights=data, minlength=pairs.shape[0])
    column_sums = np.bincount(columns, weights=data, minlength=pairs.shape[1])
    powers = column_sums**context_power
    context_share = powers / max(powers.sum(), np.finfo(float).tiny)
    information = np.log(data / (row_sums[rows] * context_share[columns]))
    positive = information > 0
    return sparse.csr_array((information[positive], (rows[positive], columns[positive])), shape=pairs.shape)


def svd_vectors(matrix: "scipy.sparse.sparray", dimensions: int, seed: int = 0) -> NDArray[np.float32]:
    r"""Compress a word-context matrix into short dense vectors.

    The truncated singular value decomposition :math:`M \approx U S V^T` keeps the `dimensions` largest
    singular values; the vectors are the rows of :math:`U \sqrt{S}`, which weights the directions less
    steeply than U S and does better on word similarity (Levy, Goldberg & Dagan 2015).

    Parameters
    ----------
    matrix : sparse array, shape (V, V)
        For instance the result of :func:`ppmi`.
    dimensions : int
        Length of a vector, from 1 to V.
    seed : int
        Of the random projection that the decomposition starts from.

    Returns
    -------
    float32 array, shape (V, dimensions)
        The vectors, the strongest direction first. A word without any count gets the zero vector.

    Raises
    ------
    ValueError
        When `dimensions` is below 1 or larger than the matrix.

    References
    ----------
    Halko, Martinsson & Tropp 2011, "Finding structure with randomness" (randomised SVD).

    Examples
    --------
    >>> together = cooccurrence([np.array([2, 3, 4, 2])], 5, window=1)
    >>> svd_vectors(ppmi(together), 2).shape
    (5, 2)
    """
    from sklearn.utils.extmath import randomized_svd

    if not 1 <= dimensions <= min(matrix.shape):
        raise ValueError(
            f"dimensions is {dimensions}, but a {matrix.shape[0]} x {matrix.shape[1]} matrix has between "
            f"1 and {min(matrix.shape)} of them: give a number in that range."
        )
    # float32 halves time and memory; the projection's own error is far larger than the rounding.
    left, singular_values, _ = randomized_svd(matrix.astype(np.float32), dimensions, random_state=seed)
    vectors = (left * np.sqrt(singular_values)).astype(np.float32)
    empty = np.asarray(abs(matrix).sum(axis=1)).ravel() == 0
    vectors[empty] = 0  # exactly, where the decomposition leaves rounding noise
    return vectors
