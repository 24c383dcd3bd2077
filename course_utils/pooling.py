"""From the words of a text to one row for the text: counts of words, means of vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from course_utils.ordered import rows_of_ids

if TYPE_CHECKING:
    import scipy.sparse


def bag_of_words(ids: Sequence[NDArray[np.integer]], vocabulary_size: int) -> scipy.sparse.csr_array:
    """Count how often each word of the vocabulary occurs in each text.

    Parameters
    ----------
    ids : sequence of int arrays
        One array a text, from :func:`course_utils.text.to_ids`. Padding (0) and unknown words (1) are not counted.
    vocabulary_size : int
        V; every id is below it.

    Returns
    -------
    scipy.sparse.csr_array of float32, shape (texts, V)

    Raises
    ------
    TypeError
        When `ids` is one text instead of several, or ids are no integers.
    ValueError
        When an id is outside the vocabulary.

    Examples
    --------
    >>> bag_of_words([np.array([2, 3, 2]), np.array([1, 3])], 4).toarray().tolist()
    [[0.0, 0.0, 2.0, 1.0], [0.0, 0.0, 0.0, 1.0]]
    """
    from scipy import sparse

    words = [row[row > 1] for row in rows_of_ids(ids, vocabulary_size)]
    texts = np.repeat(np.arange(len(words)), [len(row) for row in words])
    columns = np.concatenate([np.empty(0, np.int32), *words])  # of no text, too
    ones = np.ones(len(columns), np.float32)
    return sparse.coo_array((ones, (texts, columns)), shape=(len(words), vocabulary_size)).tocsr()


def mean_vectors(bags: scipy.sparse.csr_array, table: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the mean vector of each text's words.

    Parameters
    ----------
    bags : scipy.sparse.csr_array, shape (texts, V)
        From :func:`bag_of_words`.
    table : float array, shape (V, d)
        A row for each word.

    Returns
    -------
    float array, shape (texts, d)
        A text without any known word gets zeros.

    Raises
    ------
    ValueError
        When the table has not a row for each word of the bags.

    Examples
    --------
    >>> bags = bag_of_words([np.array([2, 3, 2])], 4)
    >>> mean_vectors(bags, np.array([[9, 9], [9, 9], [3, 0], [0, 3]])).tolist()
    [[2.0, 1.0]]
    """
    if np.ndim(table) != 2 or len(table) != bags.shape[1]:
        raise ValueError(
            f"the bags have {bags.shape[1]} words but the table has shape {np.shape(table)}: give it a row a word."
        )
    words = bags.sum(axis=1)[:, np.newaxis]
    return (bags @ table) / np.where(words == 0, 1, words)
