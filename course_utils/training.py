"""What several notebooks need again once notebook 04 has built it: pipelines, recipes, snapshots.

A :class:`Recipe` says how a classifier of reviews is trained. Notebook 04 starts at :data:`POPULAR_RECIPE` and
arrives at :data:`COURSE_RECIPE`, one change at a time; later notebooks train the latter.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from course_utils.reviews import LabelledTexts, Reviews

__all__ = [
    "COURSE_RECIPE",
    "POPULAR_RECIPE",
    "Recipe",
    "TrainedModel",
    "TrainingInterrupted",
    "VectorizedReviews",
    "accuracy_standard_error",
    "batches_by_length",
    "classifier",
    "make_vectorizer",
    "table_snapshots",
    "train",
    "vectorize",
]


@dataclass(frozen=True)
class Recipe:
    """How a classifier of reviews is trained; ``dataclasses.replace(recipe, mask=True)`` changes one thing.

    Attributes
    ----------
    max_tokens : int
        Size of the vocabulary, padding and the unknown word included.
    length : int or None
        Each review is cut or padded to this many tokens; None, which needs `ids_once`, keeps whole reviews (up
        to 1,000 tokens) and batches reviews of about the same length.
    dimensions : int
        Columns of the embedding table.
    mask : bool
        Whether padding is left out of the mean.
    learning_rate : float
        Adam's step size.
    falling_rate : bool
        Whether the step size falls to zero along half a cosine over all epochs (Loshchilov & Hutter 2017).
    batch_size : int
        Reviews a step.
    epochs : int
        Passes over the training reviews, at most.
    patience : int or None
        Stop after this many epochs without a better validation accuracy and go back to the best; None runs
        all epochs and keeps the last.
    ids_once : bool
        Whether texts become ids once, before training, rather than inside the model in every epoch.
    """

    max_tokens: int = 10_000
    length: int | None = 100
    dimensions: int = 16
    mask: bool = False
    learning_rate: float = 1e-3
    falling_rate: bool = False
    batch_size: int = 1024
    epochs: int = 15
    patience: int | None = None
    ids_once: bool = False


POPULAR_RECIPE = Recipe()
COURSE_RECIPE = Recipe(
    length=None, mask=True, learning_rate=1e-2, falling_rate=True, batch_size=256, epochs=3, ids_once=True
)
WHOLE_REVIEW = 1_000  # tokens; about 1 review in 100 is longer and is cut there


@dataclass(frozen=True)
class VectorizedReviews:
    """The reviews as ids, made once for several recipes; see :func:`vectorize`.

    Attributes
    ----------
    vectorizer : keras.layers.TextVectorization
        From texts to ids, rows keep their lengths.
    train, validation : tf.RaggedTensor of int64, shape (reviews, None)
        Ids of each review.
    """

    vectorizer: Any
    train: tf.RaggedTensor
    validation: tf.RaggedTensor


@dataclass(frozen=True)
class TrainedModel:
    """A trained classifier and what is known of its training.

    Attributes
    ----------
    model : keras.Sequential
        Takes ids, shape (batch, tokens), or texts where the recipe vectorises inside the model; gives logits.
    recipe : Recipe
        How it was trained.
    vectorizer : keras.layers.TextVectorization
        From texts to ids.
    history : dict of str to list of float
        A number for each epoch: loss, accuracy, val_loss, val_accuracy, and seconds since training began.
    prepare_seconds : float
        Time that the vocabulary and, where the recipe makes them once, the ids took in :func:`train`.
    """

    model: Any
    recipe: Recipe
    vectorizer: Any
    history: dict[str, list[float]]
    prepare_seconds: float

    @property
    def vocabulary(self) -> list[str]:
        """Row i of the table belongs to ``vocabulary[i]``: 0 is padding, 1 the unknown word."""
        return [str(word) for word in self.vectorizer.get_vocabulary()]

    @property
    def table(self) -> NDArray[np.float32]:
        """The embedding table, shape (max_tokens, dimensions)."""
        return self.model.get_layer("embedding").get_weights()[0]

    @property
    def best_epoch(self) -> int:
        """The epoch with the best validation accuracy, counted from 1."""
        return int(np.argmax(self.history["val_accuracy"])) + 1

    @property
    def kept_epoch(self) -> int:
        """The epoch, counted from 1, whose weights the model has: the last, or the best with early stopping."""
        return len(self.history["loss"]) if self.recipe.patience is None else self.best_epoch

    @property
    def seconds_to_kept(self) -> float:
        """Seconds of training, validation included, until the end of the kept epoch."""
        return self.history["seconds"][self.kept_epoch - 1]

    def accuracy(self, part: LabelledTexts) -> float:
        """Return the share of these reviews that the model labels rightly."""
        rows = self.vectorizer(part.texts) if self.recipe.ids_once else part.texts
        batches = _batches(rows, part.labels, self.recipe)
        return float(self.model.evaluate(batches, verbose=0, return_dict=True)["accuracy"])


class TrainingInterrupted(KeyboardInterrupt):
    """Training was stopped by hand; what had been learned until then is not lost.

    Attributes
    ----------
    trained : TrainedModel
        With a history of the finished epochs, and the weights as they were when training was stopped.
    """

    def __init__(self, trained: TrainedModel) -> None:
        self.trained = trained
        super().__init__(
            f"training was stopped after {len(trained.history['loss'])} of {trained.recipe.epochs} epochs: in the "
            "next cell, `import sys; trained = sys.last_value.trained` is what has been learned so far."
        )


def make_vectorizer(texts: Sequence[str], max_tokens: int, length: int | None = None) -> Any:
    """Return Keras' TextVectorization layer, adapted to these texts, with the course's tokens.

    Parameters
    ----------
    texts : sequence of str
        Training texts only: a vocabulary that has seen validation texts has seen the answers' words.
    max_tokens : int
        Size of the vocabulary.
    length : int, optional
        Cut and pad to this many ids; by default rows keep their lengths (a RaggedTensor).
    """
    import keras
    import tensorflow as tf

    from course_utils import text

    vectorizer = keras.layers.TextVectorization(
        max_tokens,
        standardize=text.standardize,
        split="whitespace",
        output_sequence_length=length,
        ragged=length is None,
    )
    vectorizer.adapt(tf.data.Dataset.from_tensor_slices(list(texts)).batch(1024))
    return vectorizer


def vectorize(reviews: Reviews, max_tokens: int = 10_000) -> VectorizedReviews:
    """Build the vocabulary of the training reviews, and the ids of training and validation reviews.

    Parameters
    ----------
    reviews : Reviews
        From ``data.load_reviews``.
    max_tokens : int
        Size of the vocabulary.

    Returns
    -------
    VectorizedReviews
        For :func:`train`, which otherwise does this work itself, each time.
    """
    vectorizer = make_vectorizer(reviews.train.texts, max_tokens)
    return VectorizedReviews(
        vectorizer, vectorizer(reviews.train.texts), vectorizer(reviews.validation.texts)
    )


def batches_by_length(
    ids: tf.RaggedTensor, labels: NDArray[np.integer], batch_size: int = 256, seed: int | None = None
) -> tf.data.Dataset:
    """Batch reviews with others of about their length, so that little padding is computed.

    Parameters
    ----------
    ids : tf.RaggedTensor of ints, shape (reviews, None)
        Token ids.
    labels : int array, shape (reviews,)
        0 or 1.
    batch_size : int
        Reviews a batch.
    seed : int, optional
        Shuffles the order of the batches in each epoch; by default the order stays, as validation wants it.

    Returns
    -------
    tf.data.Dataset
        Pairs of ids, padded with zeros to the longest of the batch, and labels of shape (batch, 1).
    """
    import tensorflow as tf

    order = np.argsort(ids.row_lengths().numpy(), kind="stable")
    column = labels[order, np.newaxis].astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((tf.gather(ids, order), column)).batch(batch_size)
    batches = batches.map(lambda rows, label: (rows.to_tensor(), label)).cache()
    if seed is not None:
        batches = batches.shuffle(len(labels) // batch_size + 1, seed=seed)
    return batches.prefetch(tf.data.AUTOTUNE)


def classifier(max_tokens: int, dimensions: int = 16, mask: bool = True) -> keras.Sequential:
    """Return the model of notebook 04, built, with Keras' own random start.

    Embedding, mean over the tokens, a hidden layer of 16, one logit for "positive".
    """
    import keras

    return keras.Sequential(
        [
            keras.Input(shape=(None,), dtype="int64"),
            keras.layers.Embedding(max_tokens, dimensions, mask_zero=mask, name="embedding"),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ]
    )


def train(
    reviews: Reviews,
    recipe: Recipe = COURSE_RECIPE,
    seed: int = 0,
    callbacks: Sequence[Any] = (),
    vectorized: VectorizedReviews | None = None,
) -> TrainedModel:
    """Train a classifier on ``reviews.train``, watched on ``reviews.validation``; the test part is not touched.

    Parameters
    ----------
    reviews : Reviews
        From ``data.load_reviews``.
    recipe : Recipe
        How to train.
    seed : int
        Start of the weights and order of the batches.
    callbacks : sequence of keras.callbacks.Callback
        More to do in each epoch, for example :func:`table_snapshots`.
    vectorized : VectorizedReviews, optional
        What :func:`vectorize` returned for these reviews and ``recipe.max_tokens``, to save its time. A recipe
        without ``ids_once`` does not use it.

    Returns
    -------
    TrainedModel

    Raises
    ------
    ValueError
        When `vectorized` has a larger vocabulary than the recipe, or whole reviews are asked for without
        `ids_once`.
    TrainingInterrupted
        When the cell is interrupted after the first epoch; it holds what was learned until then.
    """
    import keras

    if vectorized and len(vectorized.vectorizer.get_vocabulary()) > recipe.max_tokens:
        raise ValueError(
            f"the vectorized reviews know more words than the recipe's max_tokens={recipe.max_tokens}: "
            f"call vectorize(reviews, {recipe.max_tokens})."
        )
    if recipe.length is None and not recipe.ids_once:
        raise ValueError(
            "a recipe with length=None batches whole reviews by their length, for which the ids must be there "
            "before training: set ids_once=True as well, or give a length."
        )
    began = time.perf_counter()
    if recipe.ids_once:
        vectorized = vectorized or vectorize(reviews, recipe.max_tokens)
        vectorizer, rows = vectorized.vectorizer, (vectorized.train, vectorized.validation)
    else:
        vectorizer = make_vectorizer(reviews.train.texts, recipe.max_tokens, recipe.length)
        rows = (reviews.train.texts, reviews.validation.texts)
    keras.utils.set_random_seed(seed)
    batches = _batches(rows[0], reviews.train.labels, recipe, seed)
    validation = _batches(rows[1], reviews.validation.labels, recipe)
    prepare_seconds = time.perf_counter() - began

    model = classifier(recipe.max_tokens, recipe.dimensions, recipe.mask)
    if not recipe.ids_once:
        model = keras.Sequential([keras.Input(shape=(), dtype="string"), vectorizer, *model.layers])
    rate = recipe.learning_rate
    if recipe.falling_rate:
        rate = keras.optimizers.schedules.CosineDecay(rate, len(batches) * recipe.epochs)
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")],
    )
    model.optimizer.build(model.trainable_variables)  # in good time, or Keras traces the training step twice
    seconds: list[float] = []
    stopwatch = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: seconds.append(time.perf_counter() - began)
    )
    history = keras.callbacks.History()
    watchers = [history, stopwatch, *callbacks]
    if recipe.patience is not None:
        watchers.append(
            keras.callbacks.EarlyStopping(
                "val_accuracy", mode="max", patience=recipe.patience, restore_best_weights=True
            )
        )
    began = time.perf_counter()
    interrupted = False
    try:
        model.fit(
            batches,
            validation_data=validation,
            epochs=recipe.epochs,
            callbacks=watchers,
            shuffle=False,  # the pipeline shuffles
            verbose=0,
        )
    except KeyboardInterrupt:
        if not history.history:
            raise
        interrupted = True
    trained = TrainedModel(
        model,
        recipe,
        vectorizer,
        _finished_epochs({**history.history, "seconds": seconds}),
        prepare_seconds,
    )
    if interrupted:
        raise TrainingInterrupted(trained)
    return trained


def _finished_epochs(history: dict[str, list[float]]) -> dict[str, list[float]]:
    """Return a history without the entries of an epoch that was stopped while its numbers were noted."""
    epochs = min(len(values) for values in history.values())
    return {name: [float(value) for value in values[:epochs]] for name, values in history.items()}


def _batches(
    rows: Any, labels: NDArray[np.integer], recipe: Recipe, seed: int | None = None
) -> tf.data.Dataset:
    """Turn ids (or texts) and labels into the batches that a recipe asks for, shuffled when a seed is given."""
    import tensorflow as tf

    if recipe.ids_once and recipe.length is None:
        batches = batches_by_length(rows[:, :WHOLE_REVIEW], labels, recipe.batch_size, seed)
    else:
        if recipe.ids_once:
            rows = rows.to_tensor(shape=(None, recipe.length))
        pairs = tf.data.Dataset.from_tensor_slices((rows, labels[:, np.newaxis].astype("float32")))
        if seed is not None:
            pairs = pairs.shuffle(len(labels), seed=seed)
        batches = pairs.batch(recipe.batch_size).prefetch(tf.data.AUTOTUNE)
    # There is next to nothing to tune here, and tf.data's tuner delays an epoch now and then by half a second.
    options = tf.data.Options()
    options.autotune.enabled = False
    return batches.with_options(options)


def table_snapshots() -> Any:
    """Return a Keras callback that keeps the embedding table before training and after each epoch.

    Its attribute ``tables`` is a list of float32 arrays, each of shape (max_tokens, dimensions).
    """
    import keras

    class TableSnapshots(keras.callbacks.Callback):
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
            self.tables = [self._table()]

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.tables.append(self._table())

        def _table(self) -> NDArray[np.float32]:
            return self.model.get_layer("embedding").get_weights()[0].copy()

    return TableSnapshots()


def accuracy_standard_error(accuracy: float, examples: int) -> float:
    """Return the standard error of an accuracy measured on so many independent examples.

    The count of right answers is binomial, so the error is ``sqrt(accuracy (1 - accuracy) / examples)``.
    Reviews of one film are not quite independent, so that the true error is somewhat larger.
    """
    return float(np.sqrt(accuracy * (1 - accuracy) / examples))
