"""Word vectors without labels: skip-gram with negative sampling, a block of consecutive words at a time.

Notebook 10 builds it pair by pair first. In a block, one matrix product scores all words with all their neighbours,
one scores them with words drawn at random, and the gradients are products, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from course_utils import text
from course_utils.data import with_words

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

LENGTH = 32  # words of a block that are in the middle of a window
BLOCKS = 256  # blocks of a step, at most
STEPS = 100  # steps of an epoch, or at least half as many, when there are as many blocks
DRAWN = 32  # negatives that the words of a block share
FARTHEST = 1.0  # that a row moves in a step
PART = 32  # blocks that a thread takes at a time, so few that they fit into its cache
THREADS = 2
TICKETS = 10_000_000  # in the urn of words from which negatives are drawn
FIRST_WORD = 2  # id 0 fills the places between two texts, and the unknown word, 1, is left out


def train(
    token_lists: Sequence[Sequence[str]],
    *,
    dimensions: int = 100,
    window: int = 5,
    negatives: int = 5,
    epochs: int = 5,
    subsample: float = 1e-3,
    rate: float = 0.1,
    min_count: int = 5,
    seed: int = 0,
) -> KeyedVectors:
    """Learn word vectors that tell the neighbours of a word from words drawn at random.

    Parameters
    ----------
    token_lists : sequence of lists of str
        One list of words a text. No pair crosses two texts.
    dimensions : int
        Length of a vector.
    window : int
        Largest distance of two neighbours, see :func:`window_weights`.
    negatives : int
        Words drawn at random, for each neighbour, from the counts to the power of 0.75.
    epochs : int
        Passes over the texts.
    subsample : float
        In each epoch, an occurrence of a word with this share of the text or less is kept, and one of a word with
        share s with the chance ``sqrt(subsample / s) + subsample / s``. Infinity keeps all.
    rate : float
        Learning rate at the first step; it falls to 0 along a line. A row moves by the rate times the mean of its
        gradients in the step, and by a length of 1 at most. With fewer epochs, a larger one serves better.
    min_count : int
        Words that occur less often are left out before anything else.
    seed : int
        Of all that is drawn.

    Returns
    -------
    gensim.models.KeyedVectors
        The words, the most frequent first, each with its row of the table for words in the middle.

    Raises
    ------
    TypeError
        When the texts are one string or in no order, or a token is no string.
    ValueError
        When dimensions, window or epochs are below 1, or fewer than two words are frequent enough.

    References
    ----------
    Mikolov, Sutskever, Chen, Corrado & Dean 2013, "Distributed representations of words and phrases and their
    compositionality".

    Examples
    --------
    >>> vectors = train([["a", "good", "film"], ["a", "good", "book"]] * 20, dimensions=8)
    >>> vectors.index_to_key
    ['a', 'good', 'book', 'film']
    """
    for name, number in [("dimensions", dimensions), ("window", window), ("epochs", epochs)]:
        if not number >= 1:
            raise ValueError(f"{name} is {number}: give a whole number, 1 or more.")
    vocabulary = text.build_vocabulary(token_lists, min_count=min_count)
    words = vocabulary[FIRST_WORD:]
    if len(words) < 2:
        raise ValueError(
            f"{len(words)} words occur {min_count} times or more in these texts, and a pair needs two: "
            "give more text, or a smaller min_count."
        )
    random = np.random.default_rng(seed)
    start = random.uniform(-0.5, 0.5, (len(vocabulary), dimensions)) / dimensions
    tables = (start.astype(np.float32), np.zeros(start.shape, np.float32))
    blanks = np.zeros(window, np.int32)  # between two texts, so that no window reaches across
    rows = text.to_ids(token_lists, vocabulary)
    ids = np.concatenate([part for row in rows for part in (row[row >= FIRST_WORD], blanks)])
    occurrences = np.bincount(ids[ids > 0], minlength=len(vocabulary))
    share = np.maximum(occurrences, 1) / occurrences.sum()
    kept = np.sqrt(subsample / share) + subsample / share
    kept[0] = 1  # blanks stay
    chances = occurrences**0.75 / np.sum(occurrences**0.75)
    urn = np.repeat(np.arange(len(chances), dtype=np.int32), np.ceil(TICKETS * chances).astype(int))
    with ThreadPoolExecutor(THREADS) as pool:
        for epoch in range(epochs):
            blocks = random.permutation(_in_blocks(ids[random.random(len(ids)) < kept[ids]], window))
            drawn = urn[random.integers(len(urn), size=(len(blocks), DRAWN))]
            size = min(BLOCKS, -(-len(blocks) // STEPS))
            for first in range(0, len(blocks), size):
                batch = slice(first, first + size)
                done = (epoch + first / len(blocks)) / epochs
                _step(tables, blocks[batch], drawn[batch], window, negatives, rate * (1 - done), pool)
    return with_words(words, tables[0][FIRST_WORD:])


def window_weights(length: int, window: int) -> NDArray[np.float32]:
    """Return what a pair of neighbours weighs: row i is place i of a block, column j place j - window.

    A pair at distance d weighs ``(window - d + 1) / window``: as often would it be used if each word drew its own
    window, from 1 to the largest, as word2vec does.

    Parameters
    ----------
    length : int
        Words of a block.
    window : int
        Largest distance of two neighbours.

    Returns
    -------
    float32 array, shape (length, window + length + window)

    Examples
    --------
    >>> window_weights(2, window=2).tolist()
    [[0.5, 1.0, 0.0, 1.0, 0.5, 0.0], [0.0, 0.5, 1.0, 0.0, 1.0, 0.5]]
    """
    distance = np.abs(np.arange(length + 2 * window) - window - np.arange(length)[:, np.newaxis])
    return np.where(distance, np.maximum(window - distance + 1, 0) / window, 0).astype(np.float32)


def block_gradients(
    middles: NDArray[np.floating],
    others: NDArray[np.floating],
    weights: NDArray[np.floating],
    negatives: float,
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    r"""Return the gradients of the loss of blocks of words.

    With the score s of a pair, its dot product, the loss is

    .. math:: \sum_\text{neighbours} -w \log \sigma(s) + \sum_\text{drawn} -w' \log \sigma(-s)

    where the weights w' of a word's drawn ones add up to `negatives` times the weights w of its neighbours.

    Parameters
    ----------
    middles : array, shape (blocks, length, dimensions)
        Vectors of the words in the middle of their windows.
    others : array, shape (blocks, places + drawn, dimensions)
        Vectors of the words in the places around them, then of those drawn at random, which all words of a block
        share.
    weights : array, shape (blocks, length, places)
        What each pair of a word in the middle and one around it weighs.
    negatives : float
        How many negatives there are for a neighbour.

    Returns
    -------
    two arrays
        The gradients with respect to `middles` and to `others`.

    Examples
    --------
    >>> middles, others, weights = np.ones((1, 1, 2)), np.zeros((1, 2, 2)), np.ones((1, 1, 1))
    >>> block_gradients(middles, others, weights, negatives=1)[1].tolist()
    [[[-0.5, -0.5], [0.5, 0.5]]]
    """
    places = weights.shape[2]
    share = weights.sum(axis=2, keepdims=True) * (negatives / (others.shape[1] - places))
    errors = middles @ others.transpose(0, 2, 1)  # the scores; all that follows is done in place, for speed
    np.tanh(errors / 2, out=errors)  # (1 + tanh(s / 2)) / 2 is the sigmoid of s, and never overflows
    errors += 1
    errors /= 2
    errors[:, :, :places] -= 1
    errors[:, :, :places] *= weights
    errors[:, :, places:] *= share
    return errors @ others, errors.transpose(0, 2, 1) @ middles


def _in_blocks(ids: NDArray[np.int32], window: int) -> NDArray[np.int32]:
    """Cut a row of ids into blocks that overlap by the window at both ends; the last one is filled up with 0."""
    blocks = -(-len(ids) // LENGTH)
    padded = np.zeros(blocks * LENGTH + 2 * window, np.int32)
    padded[window : window + len(ids)] = ids
    return np.lib.stride_tricks.sliding_window_view(padded, LENGTH + 2 * window)[::LENGTH]


def _step(
    tables: tuple[NDArray[np.float32], NDArray[np.float32]],
    around: NDArray[np.int32],
    drawn: NDArray[np.int32],
    window: int,
    negatives: float,
    rate: float,
    pool: ThreadPoolExecutor,
) -> None:
    """Move the rows of both tables, in place: the threads share out the blocks, then take a table each."""
    middles, others = around[:, window:-window], np.concatenate([around, drawn], axis=1)
    weights = window_weights(LENGTH, window)
    both = (middles, others)
    of_both = [np.empty((*ids.shape, tables[0].shape[1]), np.float32) for ids in both]

    def work_out(part: slice) -> None:
        is_word = (around[part] > 0).astype(np.float32)
        counted = weights * is_word[:, window:-window, np.newaxis] * is_word[:, np.newaxis]
        rows, other_rows = (table[ids[part]] for table, ids in zip(tables, both, strict=True))
        of_both[0][part], of_both[1][part] = block_gradients(rows, other_rows, counted, negatives)

    parts = [slice(first, first + PART) for first in range(0, len(around), PART)]
    list(pool.map(work_out, parts))
    list(pool.map(lambda table, ids, of: _move(table, ids, of, rate), tables, both, of_both))


def _move(table: NDArray[np.float32], ids: NDArray[np.int32], gradients: NDArray[np.float32], rate: float) -> None:
    """Move each row against the mean of its gradients."""
    ids = ids.ravel()
    times = np.bincount(ids, minlength=len(table))
    shares = (rate / times[ids]).astype(np.float32)
    # One-hot rows, scaled: this matrix, transposed, times the gradients adds up those of the same row.
    one_hot = sparse.csr_array((shares, ids, np.arange(len(ids) + 1)), shape=(len(ids), len(table)))
    rows = np.flatnonzero(times)
    moved = one_hot.T.tocsr()[rows] @ gradients.reshape(len(ids), -1)
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved))
    far = lengths > FARTHEST
    moved[far] *= (FARTHEST / lengths[far])[:, np.newaxis]
    table[rows] -= moved
