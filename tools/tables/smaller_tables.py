"""Ways to make a table smaller: the reviews' classifier over words and pairs, accuracy against bytes.

A review is the set of its words and pairs (``pairs.py``): 366,370 features, the most frequent first. Its vector is
the sum of their rows, divided by the root of their number; then Dense 16 and Dense 1, as in notebook 04.

Every way but the last is a smaller table of the same kind. Hashing adds up columns of the reviews, so that features
share a row; quotient and remainder give each feature two rows of two small tables, whose sum is its vector; a table
of few columns times a small matrix has low rank; *mixed* gives frequent features many columns and rare ones few. int8
rounds the full table after training.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from operator import matmul
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from scipy import sparse

from tables import pairs
from tables.dimensions import adam
from tables.prepared import reviews, words_of

PARTS = ("train", "validation", "test")
COLUMNS, HIDDEN = 16, 16
BATCH, EPOCHS = 256, 3
SIZES = (1_000, 4_000, 16_000, 64_000)  # rows of a smaller table


@cache
def features() -> dict[str, sparse.csr_array]:
    """Return for each part a row for each review: 1 / the root of their number for each feature that it holds."""
    known, _ = pairs.features_of(True)
    held = {"train": known.of_training} | {part: known.of(words_of(part).lists) for part in PARTS[1:]}
    place = np.empty(known.size, dtype=np.int32)
    frequency = np.bincount(held["train"].features, minlength=known.size)
    place[np.argsort(-frequency, kind="stable")] = np.arange(known.size)  # row 0 of `pairs`, of no feature, is last
    made = {}
    for part, of_part in held.items():
        number = np.maximum(np.bincount(of_part.texts, minlength=of_part.number), 1)
        values = (1 / np.sqrt(number))[of_part.texts].astype(np.float32)
        places = of_part.texts, place[of_part.features]
        made[part] = sparse.csr_array((values, places), shape=(of_part.number, known.size - 1))
    return made


def number_of_features() -> int:
    """Return how many features there are."""
    return features()["train"].shape[1]


@dataclass
class Block:
    """A small table: which of its rows each feature adds up, as a matrix, and how many columns it has."""

    rows: sparse.csr_array
    columns: int = COLUMNS

    @property
    def bytes(self) -> int:
        """Return the bytes of the table, and of the matrix that makes 16 columns of fewer."""
        return 4 * self.columns * (self.rows.shape[1] + (COLUMNS if self.columns < COLUMNS else 0))


def picked(features_in_rows: NDArray[np.integer], rows: NDArray[np.integer], number: int) -> sparse.csr_array:
    """Return the matrix that gives each of these features its row."""
    ones = np.ones(len(rows), dtype=np.float32)
    return sparse.csr_array((ones, (features_in_rows, rows)), shape=(number_of_features(), number))


def stretch(first: int, last: int, columns: int = COLUMNS) -> Block:
    """Return a row of its own for each feature of a stretch."""
    held = np.arange(first, last)
    return Block(picked(held, held - first, last - first), columns)


def hashed(rows: int, seed: int) -> list[Block]:
    """Return one table, in which each feature gets a row by a hash: at random, here, the same in each review."""
    every = np.arange(number_of_features())
    return [Block(picked(every, np.random.default_rng(seed).integers(rows, size=len(every)), rows))]


def quotient_remainder(rows: int, seed: int) -> list[Block]:
    """Return two tables of so many rows in all; a feature's vector is the sum of a row of each."""
    every = np.arange(number_of_features())
    divisor = int((rows + np.sqrt(rows**2 - 4 * len(every))) / 2)  # divisor + features / divisor = rows
    quotients = -(-len(every) // divisor)
    dealt = np.random.default_rng(seed).permutation(every)
    return [
        Block(picked(every, dealt // divisor, quotients)),
        Block(picked(every, dealt % divisor, divisor)),
    ]


def most_frequent(rows: int, seed: int, columns: int = COLUMNS) -> list[Block]:
    """Return a row for each of the most frequent features, and none for the others."""
    return [stretch(0, rows, columns)]


def all_rows(seed: int) -> list[Block]:
    """Return the full table."""
    return [stretch(0, number_of_features())]


def low_rank(columns: int, seed: int) -> list[Block]:
    """Return a table of few columns, which a small matrix turns into 16."""
    return [stretch(0, number_of_features(), columns)]


def mixed(first: int, second: int, seed: int) -> list[Block]:
    """Return 16 columns for the most frequent features, 4 for the next, 1 for the others."""
    return [stretch(0, first), stretch(first, second, 4), stretch(second, number_of_features(), 1)]


class Classifier:
    """The tables, the mean, Dense 16, Dense 1, in plain TensorFlow: compiled once for all seeds."""

    def __init__(self, shapes: Sequence[tuple[int, int]]) -> None:
        self.narrow = [columns < COLUMNS for _, columns in shapes]
        widths = [(columns, COLUMNS) for _, columns in shapes if columns < COLUMNS]
        self.shapes = [*shapes, *widths, (COLUMNS, HIDDEN), (HIDDEN,), (HIDDEN, 1), (1,)]
        self.weights, self.means, self.squares = (
            [tf.Variable(tf.zeros(shape)) for shape in self.shapes] for _ in range(3)
        )
        batch = [tf.SparseTensorSpec((None, rows), tf.float32) for rows, _ in shapes]
        numbers = [tf.TensorSpec(shape, tf.float32) for shape in ((None, 1), (), ())]
        self.step = tf.function(self._step, input_signature=[batch, *numbers])

    def start(self, seed: int) -> None:
        """Draw the tables within 0.05 of 0, matrices by Glorot's rule."""
        random = np.random.default_rng(seed)
        for place, (variable, shape) in enumerate(zip(self.weights, self.shapes, strict=True)):
            limit = 0.05 if place < len(self.narrow) else np.sqrt(6 / sum(shape)) if len(shape) == 2 else 0
            variable.assign(random.uniform(-limit, limit, shape).astype(np.float32))
        for state in (*self.means, *self.squares):
            state.assign(tf.zeros(state.shape))

    def logits(self, batch: Sequence[Any], weights: Sequence[Any], product: Callable[[Any, Any], Any]) -> Any:
        """Return the logits of reviews, by TensorFlow or, with another product, by SciPy."""
        tables, rest = weights[: len(batch)], [*weights[len(batch) :]]
        total = 0
        for rows, table, is_narrow in zip(batch, tables, self.narrow, strict=True):
            vectors = product(rows, table)
            total += vectors @ rest.pop(0) if is_narrow else vectors
        to_hidden, bias, to_logit, last_bias = rest
        hidden = total @ to_hidden + bias
        above = hidden > 0
        positive = above.astype(np.float32) if isinstance(above, np.ndarray) else tf.cast(above, tf.float32)
        return hidden * positive @ to_logit + last_bias

    def _step(self, batch: Any, labels: Any, rate: Any, number: Any) -> None:
        with tf.GradientTape() as tape:
            logits = self.logits(batch, self.weights, tf.sparse.sparse_dense_matmul)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels, logits))
        gradients = tape.gradient(loss, self.weights)
        adam(self.weights, self.means, self.squares, gradients, rate, number)


def as_tensor(rows: sparse.csr_array) -> tf.SparseTensor:
    """Return rows as TensorFlow wants them."""
    places = rows.tocoo()
    return tf.SparseTensor(np.column_stack([places.row, places.col]), places.data, rows.shape)


def in_int8(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a table as it is read back from int8 with a scale for each row (notebook 08)."""
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12) / 127
    return np.round(table / scales) * scales


@cache
def compiled(shapes: tuple[tuple[int, int], ...]) -> Classifier:
    """Return the classifier with tables of these rows and columns, made once for all seeds."""
    return Classifier(shapes)


Make = Callable[[int], list[Block]]


@lru_cache(maxsize=1)  # for int8, which follows the full table
def trained(make: Make, seed: int, rate: float) -> tuple[list[Block], Classifier, list[NDArray[np.float32]]]:
    """Train with the tables that `make` gives, and return them, the classifier and its weights."""
    blocks = make(seed)
    classifier = compiled(tuple((block.rows.shape[1], block.columns) for block in blocks))
    classifier.start(seed)
    parts = [sparse.csr_array(features()["train"] @ block.rows) for block in blocks]
    labels = reviews().train.labels.astype(np.float32)[:, None]
    random, in_epoch = np.random.default_rng(seed), len(labels) // BATCH
    for number in range(EPOCHS * in_epoch):
        if number % in_epoch == 0:
            order = random.permutation(len(labels))
        chosen = order[number % in_epoch * BATCH :][:BATCH]
        falling = rate * (1 + np.cos(np.pi * number / (EPOCHS * in_epoch))) / 2
        batch = [as_tensor(rows[chosen]) for rows in parts]
        classifier.step(batch, labels[chosen], np.float32(falling), np.float32(number + 1))
    return blocks, classifier, [weight.numpy() for weight in classifier.weights]


# Rates of 0.001, 0.003 and 0.01 were tried on validation with two seeds, for one column 0.03, too: 0.003 was best, or
# within 0.004 of the best, for every way and size; for one column of the most frequent 0.01.
def run(make: Make, rate: float, int8: bool, seed: int) -> dict[str, object]:
    """Train with one way of making the table smaller, and look at validation and test once."""
    blocks, classifier, weights = trained(make, seed, rate)
    size = sum(block.bytes for block in blocks)
    if int8:
        weights = [in_int8(weights[0]), *weights[1:]]
        size = len(weights[0]) * (COLUMNS + 4)
    found: dict[str, object] = {"bytes": size}
    for part in PARTS[1:]:
        rows = [features()[part] @ block.rows for block in blocks]
        right = (classifier.logits(rows, weights, matmul) > 0)[:, 0]
        found[f"{part}_accuracy"] = round(float(np.mean(right == getattr(reviews(), part).labels)), 4)
    return found


WAYS: dict[tuple[str, str], Make] = {("all rows", "all"): all_rows, ("int8 afterwards", "all"): all_rows}
WAYS |= {("most frequent", f"{rows:,}"): partial(most_frequent, rows) for rows in SIZES}
WAYS |= {("most frequent, one column", f"{rows:,}"): partial(most_frequent, rows, columns=1) for rows in SIZES}
WAYS |= {("hashing", f"{rows:,}"): partial(hashed, rows) for rows in SIZES}
WAYS |= {("quotient and remainder", f"{rows:,}"): partial(quotient_remainder, rows) for rows in SIZES[1:]}
WAYS |= {("low rank", f"{columns} of {COLUMNS} columns"): partial(low_rank, columns) for columns in (1, 2, 4)}
WAYS |= {
    ("mixed dimensions", f"{first:,} and {second:,}"): partial(mixed, first, second)
    for first, second in ((1_000, 16_000), (4_000, 64_000))
}
RUNS = {
    key: partial(run, make, 0.01 if "one column" in key[0] else 0.003, key[0].startswith("int8"))
    for key, make in WAYS.items()
}
