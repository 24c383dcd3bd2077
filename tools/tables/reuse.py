"""How much a table learned elsewhere helps a new task: snippets, with 100 to all labels, from several starts.

A seed draws the snippets that a run may see, the same for every start, and IMDB's table is trained with that seed.
Each run chooses on the validation snippets: a network where it stops, logistic regression its C.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from gensim.models import KeyedVectors
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from course_utils import data, text, training
from tables.prepared import reviews, vectorized
from tables.scoreboard import LogRatios, ppmi_svd, words_and_pairs

SIZES = (100, 300, 1_000, 3_000, 6_824)
LENGTH = 51  # words of the longest snippet
ROWS = 20_000  # enough for every start, so that one compiled model serves all of one width

# Look at validation every 25 steps of 64 snippets, 40 times at most. Rates of 0.001, 0.003 and 0.01 were tried on
# validation with 100, 1,000 and 6,824 snippets: no start gained more than a point by another rate than 0.003.
STEPS, CHECKS, PATIENCE, RATE = 25, 40, 5, 0.003


@dataclass(frozen=True)
class Start:
    """What a network starts from.

    Attributes
    ----------
    vocabulary : list of str
        Whose rows they are; padding and the unknown word first.
    rows : ndarray, shape (known, dimensions)
        The rows that are brought along; rows beyond them start at random, as Keras makes them.
    first : int
        Where they begin: 2, or 0 where padding and the unknown word bring theirs along.
    dense : list of arrays
        The weights of the Dense layers where they are brought along too.
    """

    vocabulary: list[str]
    rows: np.ndarray
    first: int = 2
    dense: tuple[np.ndarray, ...] = ()


@cache
def snippets() -> data.Reviews:
    """Return the snippets, loaded once."""
    return data.load_reviews("rotten_tomatoes")


@cache
def words_of(part: str) -> list[list[str]]:
    """Return the words of each snippet of a part."""
    return [text.tokenize(snippet) for snippet in getattr(snippets(), part).texts]


def drawn(examples: int, seed: int) -> np.ndarray:
    """Return which training snippets a run may see."""
    return np.random.default_rng(seed).permutation(len(words_of("train")))[:examples]


def measured(validation_accuracy: float, right: np.ndarray, chosen: float) -> dict[str, object]:
    """Return the measured columns; which test snippets were right is kept as a bit each, in hexadecimal."""
    return {
        "validation_accuracy": round(validation_accuracy, 4),
        "test_accuracy": round(float(right.mean()), 4),
        "chosen": chosen,
        "test_right": np.packbits(right).tobytes().hex(),
    }


# Starts -----------------------------------------------------------------------------------------------------------


@cache
def imdb(seed: int) -> training.TrainedModel:
    """Return the classifier of IMDB reviews, trained by the course's recipe."""
    return training.train(reviews(), seed=seed, vectorized=vectorized())


def random_start(seed: int, seen: list[list[str]]) -> Start:
    """Return a start at random: a row for each word of the training snippets, 16 columns."""
    return Start(text.build_vocabulary(seen), np.empty((0, 16)))


def from_vectors(vectors: Callable[[int], KeyedVectors], new_rows: bool, seed: int, seen: list[list[str]]) -> Start:
    """Return a start from word vectors; words of the training snippets that they lack may get rows of their own."""
    known = vectors(seed)
    lacking = [word for word in text.build_vocabulary(seen)[2:] if word not in known]
    words = [*known.index_to_key, *lacking] if new_rows else known.index_to_key
    return Start([text.PADDING, text.UNKNOWN, *words], known.vectors)


def whole_model(seed: int, seen: list[list[str]]) -> Start:
    """Return a start from all of the IMDB classifier, Dense layers included."""
    trained = imdb(seed)
    return Start(trained.vocabulary, trained.table, first=0, dense=tuple(trained.model.get_weights()[1:]))


def of_the_snippets(table: KeyedVectors) -> KeyedVectors:
    """Return those of many vectors whose words are in some snippet: no other row is ever looked up."""
    types = {word for part in ("train", "validation", "test") for words in words_of(part) for word in words}
    words = [word for word in table.index_to_key if word in types]
    return data.with_words(words, table[words])


def imdb_vectors(seed: int) -> KeyedVectors:
    """Return the table that notebook 05 saves when its seed is 0."""
    return imdb(seed).word_vectors


@cache
def glove() -> KeyedVectors:
    """Return GloVe's vectors."""
    return of_the_snippets(data.load_glove())


@cache
def counted() -> KeyedVectors:
    """Return notebook 02's vectors: PPMI and SVD of the IMDB reviews, without their labels."""
    return of_the_snippets(ppmi_svd(seed=0))


# Networks ---------------------------------------------------------------------------------------------------------


def new_model(rows: int, width: int, trainable: bool) -> Any:
    """Return notebook 04's model with Keras' own random start."""
    model = training.classifier(rows, width)
    model.get_layer("embedding").trainable = trainable
    return model


@cache
def compiled(width: int, trainable: bool) -> Any:
    """Return a model whose training step is traced once for all runs."""
    import keras

    model = new_model(ROWS, width, trainable)
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")],
        steps_per_execution=STEPS,  # fewer trips between Python and TensorFlow
    )
    model.optimizer.build(model.trainable_variables)
    return model


def as_new(width: int, trainable: bool, start: Start, seed: int) -> Any:
    """Return the compiled model as if it had just been made with this seed and start."""
    import keras

    keras.utils.set_random_seed(seed)
    weights = new_model(ROWS, width, trainable).get_weights()
    weights[0][start.first : start.first + len(start.rows)] = start.rows
    model = compiled(width, trainable)
    model.set_weights([weights[0], *(start.dense or weights[1:])])
    for variable in model.optimizer.variables:
        variable.assign(np.zeros(variable.shape, variable.dtype))
    model.optimizer.learning_rate = RATE
    return model


def part_for(part: str, vocabulary: list[str], rows: Any = slice(None)) -> tuple[np.ndarray, np.ndarray]:
    """Return the ids of snippets of a part and their labels, as the model wants them."""
    ids = text.pad(text.to_ids(words_of(part), vocabulary), LENGTH)
    return ids[rows], getattr(snippets(), part).labels[rows, np.newaxis].astype("float32")


def fitted(make_start: Callable[..., Start], trainable: bool, examples: int, seed: int) -> dict[str, object]:
    """Train a network from a start, stop where validation is best, and look at the test snippets once."""
    import keras
    import tensorflow as tf

    chosen = drawn(examples, seed)
    start = make_start(seed, [words_of("train")[row] for row in chosen])
    model = as_new(start.rows.shape[1], trainable, start, seed)
    batches = tf.data.Dataset.from_tensor_slices(part_for("train", start.vocabulary, chosen))
    history = model.fit(
        batches.shuffle(examples, seed=seed).repeat().batch(64),
        steps_per_epoch=STEPS,
        epochs=CHECKS,
        validation_data=part_for("validation", start.vocabulary),
        validation_batch_size=852,
        callbacks=[
            keras.callbacks.EarlyStopping("val_accuracy", mode="max", patience=PATIENCE, restore_best_weights=True)
        ],
        shuffle=False,  # the pipeline shuffles
        verbose=0,
    ).history["val_accuracy"]
    steps = STEPS * (int(np.argmax(history)) + 1)
    return measured(max(history), right_on_test(model, start.vocabulary), steps)


def right_on_test(model: Any, vocabulary: list[str]) -> np.ndarray:
    """Return for each test snippet whether the model classifies it correctly."""
    ids, labels = part_for("test", vocabulary)
    return (model.predict(ids, batch_size=len(ids), verbose=0) > 0)[:, 0] == labels[:, 0]


def not_fitted(seed: int) -> dict[str, object]:
    """Apply the IMDB classifier to the snippets as it is."""
    trained = imdb(seed)
    right = right_on_test(trained.model, trained.vocabulary)
    return measured(trained.accuracy(snippets().validation), right, 0)


# Linear models ----------------------------------------------------------------------------------------------------


def tfidf() -> Any:
    """Return TF-IDF of words."""
    return TfidfVectorizer(analyzer=list, dtype=np.float32)


def naive_bayes() -> Any:
    """Return words and pairs weighted by naive Bayes; all of them, since most occur once in 100 snippets."""
    return make_pipeline(CountVectorizer(analyzer=words_and_pairs, binary=True, dtype=np.float32), LogRatios())


def regression(
    make_features: Callable[[], Any], penalties: tuple[float, ...], examples: int, seed: int
) -> dict[str, object]:
    """Fit logistic regression with each C, and keep the one that is best on validation."""
    chosen = drawn(examples, seed)
    labels, features = snippets().train.labels[chosen], make_features()
    train = features.fit_transform([words_of("train")[row] for row in chosen], labels)
    validation, test = (features.transform(words_of(part)) for part in ("validation", "test"))
    models = [LogisticRegression(C=penalty, max_iter=1000).fit(train, labels) for penalty in penalties]
    accuracies = [model.score(validation, snippets().validation.labels) for model in models]
    best = int(np.argmax(accuracies))
    right = models[best].predict(test) == snippets().test.labels
    return measured(accuracies[best], right, penalties[best])


RANDOM = random_start
COUNTED = partial(from_vectors, lambda seed: counted(), False)
GLOVE = partial(from_vectors, lambda seed: glove(), False)
IMDB, IMDB_NEW = (partial(from_vectors, imdb_vectors, new_rows) for new_rows in (False, True))

METHODS: dict[str, Callable[[int, int], dict[str, object]]] = {
    "random start": partial(fitted, RANDOM, True),
    "IMDB frozen": partial(fitted, IMDB, False),
    "IMDB fine-tuned": partial(fitted, IMDB, True),
    "IMDB fine-tuned, new rows": partial(fitted, IMDB_NEW, True),
    "whole IMDB model fine-tuned": partial(fitted, whole_model, True),
    "GloVe frozen": partial(fitted, GLOVE, False),
    "GloVe fine-tuned": partial(fitted, GLOVE, True),
    "counts + SVD frozen": partial(fitted, COUNTED, False),
    "TF-IDF of words": partial(regression, tfidf, (1, 3, 10, 30, 100)),
    "naive-Bayes weighted words and pairs": partial(regression, naive_bayes, (0.03, 0.1, 0.3, 1, 3)),
}


def prepare() -> None:
    """Make what several runs share."""
    for part in ("train", "validation", "test"):
        words_of(part)


RUNS: dict[tuple[object, ...], Callable[[int], dict[str, object]]] = {
    ("whole IMDB model", 0): not_fitted,
    **{(name, size): partial(run, size) for name, run in METHODS.items() for size in SIZES},
}
