"""Word vectors without labels: skip-gram with negative sampling, a block of consecutive words at a time.

Notebook 10 builds it pair by pair first. In a block, one matrix product scores all words with all their neighbours,
one scores them with words drawn at random, and the gradients are products, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from course_utils import text

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

__all__ = ["block_loss_and_gradients", "train", "window_weights"]

LENGTH = 32  # words of a block that are in the middle of a window
BLOCKS = 256  # blocks of a step
DRAWN = 32  # negatives that the words of a block share
FIRST_WORD = 2  # id 0 fills the places between two texts, and the unknown word, 1, is left out


def train(
    token_lists: Iterable[Sequence[str]],
    *,
    dimensions: int = 100,
    window: int = 5,
    negatives: int = 5,
    epochs: int = 5,
    subsample: float = 1e-3,
    rate: float = 0.25,
    min_count: int = 5,
    seed: int = 0,
) -> KeyedVectors:
    """Learn word vectors that tell the neighbours of a word from words drawn at random.

    Parameters
    ----------
    token_lists : iterable of lists of str
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
        Adagrad's learning rate at the first step; it falls to 0 along a line.
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
        When a number is out of its range, or fewer than two words are frequent enough.

    References
    ----------
    Mikolov, Sutskever, Chen, Corrado & Dean 2013, "Distributed representations of words and phrases and their
    compositionality". Duchi, Hazan & Singer 2011 (Adagrad; here with one step size for each row).

    Examples
    --------
    >>> vectors = train([["a", "good", "film"], ["a", "good", "book"]] * 20, dimensions=8)
    >>> vectors.index_to_key
    ['a', 'good', 'book', 'film']
    """
    from gensim.models import KeyedVectors

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
    centres, step = _table_and_step(start, window_weights(LENGTH, window), negatives)
    blanks = np.zeros(window, np.int32)  # between two texts, so that no window reaches across
    rows = text.to_ids(token_lists, vocabulary)
    ids = np.concatenate([part for row in rows for part in (row[row >= FIRST_WORD], blanks)])
    occurrences = np.bincount(ids[ids > 0], minlength=len(vocabulary))
    share = np.maximum(occurrences, 1) / occurrences.sum()
    kept = np.sqrt(subsample / share) + subsample / share
    kept[0] = 1  # blanks stay
    drawn = occurrences**0.75 / np.sum(occurrences**0.75)
    for epoch in range(epochs):
        blocks = random.permutation(_in_blocks(ids[random.random(len(ids)) < kept[ids]], window))
        strangers = random.choice(len(drawn), (len(blocks), DRAWN), p=drawn).astype(np.int32)
        for first in range(0, len(blocks), BLOCKS):
            batch = slice(first, first + BLOCKS)
            done = (epoch + first / len(blocks)) / epochs
            step(blocks[batch], strangers[batch], np.float32(rate * (1 - done)))
    vectors = KeyedVectors(dimensions)
    vectors.add_vectors(words, centres.numpy()[FIRST_WORD:])
    return vectors


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


def block_loss_and_gradients(
    middles: Any, around: Any, drawn: Any, weights: Any, negatives: float
) -> tuple[Any, Any, Any, Any]:
    r"""Return the loss of blocks of words, and its gradients.

    With the score s of a pair, its dot product, the loss is

    .. math:: \sum_\text{neighbours} -w \log \sigma(s) + \sum_\text{drawn} -w' \log \sigma(-s)

    where the weights w' of a word's drawn ones add up to `negatives` times the weights w of its neighbours.

    Parameters
    ----------
    middles : array or tf.Tensor, shape (blocks, length, dimensions)
        Vectors of the words in the middle of their windows.
    around : shape (blocks, places, dimensions)
        Vectors of the words in the places around them.
    drawn : shape (blocks, number, dimensions)
        Vectors of the words drawn at random, which all words of a block share.
    weights : shape (blocks, length, places)
        What each pair of a word in the middle and one around it weighs.
    negatives : float
        How many negatives there are for a neighbour.

    Returns
    -------
    four tf.Tensor
        The loss, summed over all blocks, and its gradients with respect to `middles`, `around` and `drawn`.

    Examples
    --------
    >>> one = np.ones((1, 1, 2), np.float32)
    >>> loss, *gradients = block_loss_and_gradients(one, 0 * one, 0 * one, np.ones((1, 1, 1)), negatives=1)
    >>> float(loss).__round__(2), [gradient.numpy().ravel().tolist() for gradient in gradients]
    (1.39, [[0.0, 0.0], [-0.5, -0.5], [0.5, 0.5]])
    """
    import tensorflow as tf

    scores = tf.matmul(middles, around, transpose_b=True)
    against = tf.matmul(middles, drawn, transpose_b=True)
    weights = tf.cast(weights, scores.dtype)
    share = tf.reduce_sum(weights, axis=2, keepdims=True) * (negatives / drawn.shape[1])
    loss = tf.reduce_sum(weights * tf.nn.softplus(-scores)) + tf.reduce_sum(share * tf.nn.softplus(against))
    pull, push = weights * (tf.sigmoid(scores) - 1), share * tf.sigmoid(against)
    of_middles = tf.matmul(pull, around) + tf.matmul(push, drawn)
    of_others = [tf.matmul(errors, middles, transpose_a=True) for errors in (pull, push)]
    return loss, of_middles, *of_others


def _in_blocks(ids: NDArray[np.int32], window: int) -> NDArray[np.int32]:
    """Cut a row of ids into blocks that overlap by the window at both ends, as many as fill whole steps."""
    blocks = BLOCKS * -(-len(ids) // (LENGTH * BLOCKS))
    padded = np.zeros(blocks * LENGTH + 2 * window, np.int32)
    padded[window : window + len(ids)] = ids
    return np.lib.stride_tricks.sliding_window_view(padded, LENGTH + 2 * window)[::LENGTH]


def _table_and_step(start: NDArray[np.float64], weights: NDArray[np.float32], negatives: int) -> Any:
    """Return the table of words in the middle, and what trains it: a step of (blocks, drawn, rate)."""
    import tensorflow as tf

    tables = [tf.Variable(start, dtype=tf.float32), tf.Variable(tf.zeros(start.shape))]
    squares = [tf.Variable(tf.fill([len(start)], 0.1)) for _ in tables]  # Adagrad's sums, one for each row
    length, places = weights.shape
    inside = slice((places - length) // 2, (places + length) // 2)
    ids = [tf.TensorSpec((BLOCKS, width), tf.int32) for width in (places, DRAWN)]

    @tf.function(input_signature=[*ids, tf.TensorSpec((), tf.float32)])
    def step(around: Any, drawn: Any, rate: Any) -> None:
        middles, others = around[:, inside], tf.concat([around, drawn], axis=1)
        is_word = tf.cast(around > 0, tf.float32)
        counted = weights * is_word[:, inside, tf.newaxis] * is_word[:, tf.newaxis]
        middle, other = tf.gather(tables[0], middles), tf.gather(tables[1], others)
        _, by_middle, *by_other = block_loss_and_gradients(
            middle, other[:, :places], other[:, places:], counted, negatives
        )
        update(tables[0], squares[0], middles, by_middle, rate)
        update(tables[1], squares[1], others, tf.concat(by_other, axis=1), rate)

    def update(table: Any, sums: Any, ids: Any, gradient: Any, rate: Any) -> None:
        rows, place = tf.unique(tf.reshape(ids, [-1]))
        flat = tf.reshape(gradient, [-1, gradient.shape[-1]])
        total = tf.math.unsorted_segment_sum(flat, place, tf.size(rows))
        sums.scatter_add(tf.IndexedSlices(tf.reduce_mean(total**2, axis=1), rows))
        sizes = rate * tf.math.rsqrt(tf.gather(sums, rows))
        table.scatter_sub(tf.IndexedSlices(sizes[:, tf.newaxis] * total, rows))

    return tables[0], step
