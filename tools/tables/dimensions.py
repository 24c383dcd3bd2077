"""How many dimensions: trained tables and counted ones, from 1 to 1,024 columns.

*Trained* is notebook 04's model (mean of rows, Dense 16, Dense 1) on 1,000, 5,000 and all training reviews. A review
is a row of shares of words, so its mean vector is that row times the table. The first Dense layer is applied to the
table before the reviews are: the product is the same, and a step costs the same however many words a review has.

*Counted* is notebook 02's PPMI-SVD on all training reviews, decomposed once and cut at each number of columns.
Nothing in it is drawn, so the rows of all seeds are equal; the spread that matters is over pairs of words.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import rankdata
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.extmath import randomized_svd

from course_utils import counts, data, geometry, pooling, text
from tables.prepared import reviews, words_of

DIMENSIONS = [2**power for power in range(11)]  # 1, 2, 4, … 1,024
SIZES = [1_000, 5_000, 19_922]  # training reviews; the last is all
VOCABULARY = 10_000
PARTS = ("train", "validation", "test")

# Every training takes as many steps of as many reviews, whatever the number of reviews and of dimensions; the rate
# falls to 0 along half a cosine. Validation is looked at 20 times, and the best of the 20 is kept.
STEPS, BATCH, LOOKS = 240, 256, 20
HIDDEN = 16


@dataclass
class Sample:
    """A sample of the training reviews, and all held-out ones, as shares of the words that the sample knows."""

    shares: dict[str, sparse.csr_array]
    labels: dict[str, NDArray[np.float32]]
    vocabulary: list[str]


@cache
def sample(size: int, seed: int) -> Sample:
    """Return so many training reviews, others for each seed; the same for all numbers of dimensions."""
    chosen = np.random.default_rng(seed).permutation(len(reviews().train))[:size]
    lists = {part: words_of(part).lists for part in PARTS}
    labels = {part: getattr(reviews(), part).labels.astype(np.float32)[:, None] for part in PARTS}
    lists["train"] = [lists["train"][place] for place in chosen]
    labels["train"] = labels["train"][chosen]
    vocabulary = text.build_vocabulary(lists["train"], max_tokens=VOCABULARY)
    shares = {}
    for part in PARTS:
        bags = pooling.bag_of_words(text.to_ids(lists[part], vocabulary), len(vocabulary))
        words = np.maximum(bags.sum(axis=1), 1)
        shares[part] = sparse.csr_array(bags.multiply(1 / words[:, None]), dtype=np.float32)
    return Sample(shares, labels, vocabulary)


def adam(weights: Any, means: Any, squares: Any, gradients: Any, rate: Any, number: Any) -> None:
    """Take one step of Adam in one pass through a large table, where Keras' optimizer takes six."""
    import tensorflow as tf

    for weight, mean, square, gradient in zip(weights, means, squares, gradients, strict=True):
        tf.raw_ops.ResourceApplyAdam(
            var=weight.handle,
            m=mean.handle,
            v=square.handle,
            beta1_power=0.9**number,
            beta2_power=0.999**number,
            lr=rate,
            beta1=0.9,
            beta2=0.999,
            epsilon=1e-7,
            grad=gradient,
        )


class Classifier:
    """Notebook 04's model in a few lines of TensorFlow: compiled once, started again for each seed."""

    def __init__(self, dimensions: int) -> None:
        import tensorflow as tf

        # The first Dense layer lies on its side: TensorFlow multiplies and derives that faster.
        self.shapes = [(VOCABULARY, dimensions), (HIDDEN, dimensions), (HIDDEN,), (HIDDEN, 1), (1,)]
        self.weights, self.means, self.squares = (
            [tf.Variable(tf.zeros(shape)) for shape in self.shapes] for _ in range(3)
        )
        self.parameters = sum(int(np.prod(shape)) for shape in self.shapes)

        sparse_rows = tf.SparseTensorSpec((None, VOCABULARY), tf.float32)
        numbers = [tf.TensorSpec(shape, tf.float32) for shape in ((None, 1), (), ())]

        @tf.function(input_signature=[sparse_rows, *numbers])
        def step(shares: Any, labels: Any, rate: Any, number: Any) -> Any:
            with tf.GradientTape() as tape:
                table, to_hidden, bias, to_logit, last_bias = self.weights
                columns = tf.matmul(table, to_hidden, transpose_b=True)
                hidden = tf.nn.relu(tf.sparse.sparse_dense_matmul(shares, columns) + bias)
                losses = tf.nn.sigmoid_cross_entropy_with_logits(labels, hidden @ to_logit + last_bias)
                loss = tf.reduce_mean(losses)
            gradients = tape.gradient(loss, self.weights)
            adam(self.weights, self.means, self.squares, gradients, rate, number)
            return loss

        self.step = step

    def start(self, seed: int) -> None:
        """Draw the weights as Keras does: the table within 0.05 of 0, the Dense layers by Glorot's rule."""
        random = np.random.default_rng(seed)
        table, to_hidden, _, to_logit, _ = self.shapes
        starts = {0: (table, 0.05), 1: (to_hidden, np.sqrt(6 / sum(to_hidden)))}
        starts[3] = (to_logit, np.sqrt(6 / sum(to_logit)))
        for place, variable in enumerate(self.weights):
            if place in starts:
                shape, limit = starts[place]
                variable.assign(random.random(shape, np.float32) * np.float32(2 * limit) - np.float32(limit))
            else:
                variable.assign(np.zeros(variable.shape, np.float32))
        for state in (*self.means, *self.squares):
            state.assign(np.zeros(state.shape, np.float32))

    def small(self) -> list[NDArray[np.float32]]:
        """Return all that predictions need: the table times the first Dense layer, and what stands behind it."""
        table, to_hidden, *rest = self.weights
        return [table.numpy() @ to_hidden.numpy().T, *(variable.numpy() for variable in rest)]


def as_tensor(rows: sparse.csr_array) -> Any:
    """Return rows of shares as TensorFlow wants them."""
    import tensorflow as tf

    places = rows.tocoo()
    return tf.SparseTensor(np.column_stack([places.row, places.col]), places.data, rows.shape)


@cache
def classifier(dimensions: int) -> Classifier:
    """Return the model, made once for each number of dimensions."""
    return Classifier(dimensions)


def accuracy(weights: list[NDArray[np.float32]], drawn: Sample, part: str) -> float:
    """Return the share of a part's reviews on the right side of 0."""
    columns, bias, to_logit, last_bias = weights
    logits = np.maximum(drawn.shares[part] @ columns + bias, 0) @ to_logit + last_bias
    return float(np.mean((logits > 0) == (drawn.labels[part] > 0.5)))


# Tried on validation, at 1,000, 5,000 and all reviews, for 1, 2, 4, 16, 64, 256 and 1,024 dimensions, with half as
# many steps: 0.01, 0.03 and 0.1 (0.003 in the place of 0.1 from 64 on), two seeds (one from 256 on). The fewer the
# dimensions, the larger the best rate.
def best_rate(dimensions: int) -> float:
    """Return Adam's learning rate at the first step, chosen on validation for each number of dimensions."""
    return 0.1 if dimensions <= 4 else 0.03 if dimensions <= 32 else 0.01


def train(size: int, dimensions: int, seed: int, rate: float) -> dict[str, object]:
    """Train a model and return what was measured."""
    import tensorflow as tf

    drawn = sample(size, seed)
    model = classifier(dimensions)
    model.start(seed)
    order = np.random.default_rng(seed + 100)
    rows: NDArray[np.intp] = np.empty(0, np.intp)
    best, kept, kept_step = -1.0, model.small(), 0
    began = time.perf_counter()
    for number in range(STEPS):
        while len(rows) < BATCH:  # the next epoch, in a new order
            rows = np.concatenate([rows, order.permutation(size)])
        batch, rows = rows[:BATCH], rows[BATCH:]
        falling = rate * (1 + np.cos(np.pi * number / STEPS)) / 2
        model.step(
            as_tensor(drawn.shares["train"][batch]),
            tf.constant(drawn.labels["train"][batch]),
            tf.constant(falling, tf.float32),
            tf.constant(number + 1.0),
        )
        if (number + 1) % (STEPS // LOOKS) == 0:
            now = model.small()
            if (reached := accuracy(now, drawn, "validation")) > best:
                best, kept, kept_step = reached, now, number + 1
    seconds = time.perf_counter() - began
    return {
        "parameters": model.parameters,
        "validation_accuracy": round(best, 4),
        "test_accuracy": round(accuracy(kept, drawn, "test"), 4),
        "kept_step": kept_step,
        "seconds": round(seconds, 2),
    }


def trained(size: int, dimensions: int, rate: float) -> Callable[[int], dict[str, object]]:
    """Return the run of one number of reviews and dimensions."""
    return lambda seed: train(size, dimensions, seed, rate)


COMPONENTS = max(DIMENSIONS)


@dataclass
class Counted:
    """Vectors counted from the training reviews, the mean vectors of all reviews, and the seconds."""

    words: dict[str, int]
    table: NDArray[np.float32]
    means: dict[str, NDArray[np.float32]]
    seconds: float


@cache
def counted_table() -> Counted:
    """Count, take the PPMI and decompose, for all numbers of dimensions at once."""
    lists = {part: words_of(part).lists for part in PARTS}
    began = time.perf_counter()
    vocabulary = text.build_vocabulary(lists["train"], max_tokens=VOCABULARY)
    matrix = counts.ppmi(counts.cooccurrence(text.to_ids(lists["train"], vocabulary), VOCABULARY, window=5))
    # As counts.svd_vectors, but dense: at a thousand components the products are faster so. Two iterations instead of
    # seven, for the time: WordSim at 64 and 128 columns then differs by 0.02 at most.
    dense = matrix.astype(np.float32).toarray()
    left, singular, _ = randomized_svd(dense, COMPONENTS, n_iter=2, random_state=0)
    table = (left * np.sqrt(singular)).astype(np.float32)
    seconds = time.perf_counter() - began
    means = {}
    for part in PARTS:
        bags = pooling.bag_of_words(text.to_ids(lists[part], vocabulary), VOCABULARY)
        means[part] = pooling.mean_vectors(bags, table).astype(np.float32)
    return Counted({word: row for row, word in enumerate(vocabulary)}, table, means, seconds)


@cache
def counted(dimensions: int) -> dict[str, object]:
    """Return what was measured of counted vectors that are cut after so many columns."""
    whole = counted_table()
    kept = {part: means[:, :dimensions] for part, means in whole.means.items()}
    labels = {part: getattr(reviews(), part).labels for part in PARTS}
    # Few columns and many reviews, for which this solver is made; as in the scoreboard, C stays 1.
    model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky"))
    model.fit(kept["train"], labels["train"])
    scores = {f"{part}_accuracy": round(float(model.score(kept[part], labels[part])), 4) for part in PARTS[1:]}
    return {
        "parameters": VOCABULARY * dimensions,
        **scores,
        "seconds": round(whole.seconds, 2),
        **similarity(whole, dimensions),
    }


def similarity(whole: Counted, dimensions: int) -> dict[str, object]:
    """Return the rank correlations with people, what was gained over half as many columns, and for both between
    which two values 95 % of 1,000 resamples of the pairs lie.
    """
    found: dict[str, object] = {}
    unit, unit_of_half = (
        geometry.normalize(whole.table[:, :columns]) for columns in (dimensions, max(dimensions // 2, 1))
    )
    for benchmark in ("wordsim353", "simlex999"):
        known = [
            (whole.words[one], whole.words[other], people)
            for one, other, people in data.load_similarity(benchmark)
            if one in whole.words and other in whole.words
        ]
        first, second, people = (np.array(column) for column in zip(*known, strict=True))
        cosines, of_half = (np.einsum("ij,ij->i", rows[first], rows[second]) for rows in (unit, unit_of_half))
        drawn = np.random.default_rng(0).integers(len(known), size=(1_000, len(known)))
        of_draws = rank_correlations(cosines[drawn], people[drawn])
        gains = of_draws - rank_correlations(of_half[drawn], people[drawn])
        found[benchmark] = round(float(rank_correlations(cosines[None], people[None])[0]), 3)
        for name, values in ((benchmark, of_draws), (f"{benchmark}_gain", gains)):
            for end, share in (("low", 0.025), ("high", 0.975)):
                found[f"{name}_{end}"] = round(float(np.quantile(values, share)), 3)
        found[f"{benchmark}_pairs"] = len(known)
    return found


def rank_correlations(ours: NDArray[np.floating], peoples: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return Spearman's correlation of each row of one table with the same row of the other."""
    ranks = [rankdata(values, axis=1) for values in (ours, peoples)]
    centred = [one - one.mean(axis=1, keepdims=True) for one in ranks]
    lengths = [np.linalg.norm(one, axis=1) for one in centred]
    with np.errstate(invalid="ignore"):  # in one column all cosines may be equal: no ranks, and NaN
        return np.sum(centred[0] * centred[1], axis=1) / (lengths[0] * lengths[1])


def prepare() -> None:
    """Make what several rows share."""
    for part in PARTS:
        words_of(part)


RUNS: dict[tuple[object, ...], Callable[[int], dict[str, object]]] = {}
for columns in DIMENSIONS:
    for size in SIZES:
        RUNS["trained", size, columns, best_rate(columns)] = trained(size, columns, best_rate(columns))
    RUNS["counted", SIZES[-1], columns, 0.0] = lambda seed, columns=columns: counted(columns)
for columns in (1, 16):  # at notebook 04's rate, as a control
    RUNS["trained", SIZES[-1], columns, 0.01] = trained(SIZES[-1], columns, 0.01)
