"""What several notebooks need again once notebook 04 has built it: pipelines, recipes, snapshots.

A :class:`Recipe` says how a classifier of reviews is trained. Notebook 04 starts at :data:`POPULAR_RECIPE` and
arrives at the course's recipe, ``Recipe()``, one change at a time; later notebooks train the latter.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from course_utils import text
from course_utils.data import with_words

if TYPE_CHECKING:
    import keras
    import tensorflow as tf
    from gensim.models import KeyedVectors

    from course_utils.data import LabelledTexts, Reviews

WHOLE_REVIEW = 1_000  # tokens; about 1 review in 450 is longer and is cut there


@dataclass(frozen=True)
class Recipe:
    """How a classifier of reviews is trained; ``Recipe()`` is the course's recipe.

    ``dataclasses.replace(recipe, mask=False)`` gives one that differs in one thing.

    Attributes
    ----------
    max_tokens : int
        Largest size of the vocabulary, padding and the unknown word included. The table has a row for each word that
        there is.
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

    Raises
    ------
    ValueError
        When max_tokens, dimensions, batch_size or epochs is below 1, or whole reviews are asked for without ids.

    Examples
    --------
    >>> Recipe(epochs=0)
    Traceback (most recent call last):
    ValueError: the recipe has epochs=0: give a whole number, 1 or more.
    """

    max_tokens: int = 10_000
    length: int | None = None
    dimensions: int = 16
    mask: bool = True
    learning_rate: float = 1e-2
    falling_rate: bool = True
    batch_size: int = 256
    epochs: int = 3
    patience: int | None = None
    ids_once: bool = True

    def __post_init__(self) -> None:
        for name in ("max_tokens", "dimensions", "batch_size", "epochs"):
            number = getattr(self, name)
            if not isinstance(number, Integral) or number < 1:
                raise ValueError(f"the recipe has {name}={number!r}: give a whole number, 1 or more.")
        if self.length is None and not self.ids_once:
            raise ValueError(
                "a recipe with length=None batches whole reviews by their length, for which the ids must be there "
                "before training: set ids_once=True as well, or give a length."
            )


# What many tutorials copy from one another, TensorFlow's guide to word embeddings among them.
POPULAR_RECIPE = Recipe(
    length=100,
    mask=False,
    learning_rate=1e-3,
    falling_rate=False,
    batch_size=1024,
    epochs=15,
    ids_once=False,
)


@dataclass(frozen=True)
class VectorizedReviews:
    """The reviews as ids, made once for several recipes; see :func:`vectorize`.

    Attributes
    ----------
    vectorizer : keras.layers.TextVectorization
        From texts to ids, rows keep their lengths.
    train, validation : tf.RaggedTensor of int64, shape (reviews, None)
        Ids of each review.
    seconds : float
        How long the vocabulary and the ids took.
    """

    vectorizer: Any
    train: tf.RaggedTensor
    validation: tf.RaggedTensor
    seconds: float


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
        A number for each epoch: loss, accuracy, val_loss, val_accuracy.
    seconds : float
        From the texts to the end of training: vocabulary, ids and all epochs. Ids that were made once for several
        trainings count in full for each.
    """

    model: Any
    recipe: Recipe
    vectorizer: Any
    history: dict[str, list[float]]
    seconds: float

    @property
    def vocabulary(self) -> list[str]:
        """Row i of the table belongs to ``vocabulary[i]``: 0 is padding, 1 the unknown word."""
        return [str(word) for word in self.vectorizer.get_vocabulary()]

    @property
    def table(self) -> NDArray[np.float32]:
        """The embedding table: a row for each entry of the vocabulary."""
        return self.model.get_layer("embedding").get_weights()[0]

    @property
    def word_vectors(self) -> KeyedVectors:
        """The words with their rows of the table, without the two reserved rows."""
        return with_words(self.vocabulary[2:], self.table[2:])

    def accuracy(self, part: LabelledTexts) -> float:
        """Return the share of these reviews that the model classifies correctly."""
        rows = self.vectorizer(part.texts) if self.recipe.ids_once else part.texts
        batches = _batches(rows, part.labels, self.recipe)
        return float(self.model.evaluate(batches, verbose=0, return_dict=True)["accuracy"])

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Return how likely the model finds each class of each text, shape (texts, classes).

        For models that take ids, as the course's recipe makes them.
        """
        from scipy.special import softmax

        parts = (self.vectorizer(texts[first : first + 256]) for first in range(0, len(texts), 256))
        logits = np.concatenate([self.model(ids[:, :WHOLE_REVIEW].to_tensor()).numpy() for ids in parts])
        is_one = int(logits.shape[1] == 1)  # one logit for two classes: the other's is 0
        return softmax(np.pad(logits, ((0, 0), (is_one, 0))), axis=1)


def make_vectorizer(texts: Sequence[str], max_tokens: int, length: int | None = None) -> Any:
    """Return Keras' TextVectorization layer, adapted to these texts, with the course's tokens.

    Parameters
    ----------
    texts : sequence of str
        Training texts only: a vocabulary that has seen validation texts has seen the answers' words.
    max_tokens : int
        Largest size of the vocabulary.
    length : int, optional
        Cut and pad to this many ids; by default rows keep their lengths (a RaggedTensor).

    Returns
    -------
    keras.layers.TextVectorization

    Raises
    ------
    ValueError
        When there is no word in the texts, or `max_tokens` leaves no place for one.

    Examples
    --------
    >>> vectorizer = make_vectorizer(["a good film", "a film"], 10)
    >>> vectorizer(["film"]).to_list()
    [[2]]
    """
    import keras
    import tensorflow as tf

    if max_tokens < 3:
        raise ValueError(f"max_tokens is {max_tokens}, but padding and unknown take 2 places: give 3 or more.")
    vectorizer = keras.layers.TextVectorization(
        max_tokens,
        standardize=text.standardize,
        split="whitespace",
        output_sequence_length=length,
        ragged=length is None,
    )
    vectorizer.adapt(tf.data.Dataset.from_tensor_slices(texts).batch(1024))
    if vectorizer.vocabulary_size() <= 2:
        raise ValueError("there is no word in these texts, so they make no vocabulary: look at what you have read.")
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

    Examples
    --------
    >>> from course_utils import data
    >>> part = data.LabelledTexts(["a good film", "bad"], np.array([1, 0]))
    >>> vectorize(data.Reviews(part, part, part)).train.to_list()
    [[5, 2, 3], [4]]
    """
    began = time.perf_counter()
    vectorizer = make_vectorizer(reviews.train.texts, max_tokens)
    ids = vectorizer(reviews.train.texts), vectorizer(reviews.validation.texts)
    return VectorizedReviews(vectorizer, *ids, time.perf_counter() - began)


def batches_by_length(
    ids: tf.RaggedTensor, labels: NDArray[np.integer], batch_size: int = 256, seed: int | None = None
) -> tf.data.Dataset:
    """Batch reviews with others of about their length, so that little padding is computed.

    The sets of reviews that share a batch stay the same in all epochs; a seed shuffles only their order.

    Parameters
    ----------
    ids : tf.RaggedTensor of ints, shape (reviews, None)
        Token ids.
    labels : int array, shape (reviews,)
        Number of the class: 0 or 1 of two.
    batch_size : int
        Reviews a batch.
    seed : int, optional
        Shuffles the order of the batches in each epoch; by default the order stays, as validation wants it.

    Returns
    -------
    tf.data.Dataset
        Pairs of ids, padded with zeros to the longest of the batch, and labels of shape (batch, 1).

    Raises
    ------
    ValueError
        When there is not one label for each review.

    Examples
    --------
    >>> import tensorflow as tf
    >>> ids = tf.ragged.constant([[5], [1, 2, 3], [4, 4]])
    >>> [batch.numpy().tolist() for batch, _ in batches_by_length(ids, np.array([1, 0, 1]), batch_size=2)]
    [[[5, 0], [4, 4]], [[1, 2, 3]]]
    """
    import tensorflow as tf

    order = np.argsort(ids.row_lengths().numpy(), kind="stable")
    if np.shape(labels) != order.shape:
        raise ValueError(
            f"there are {len(order):,} reviews but labels of shape {np.shape(labels)}: give one label for each."
        )
    column = np.asarray(labels)[order, np.newaxis].astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((tf.gather(ids, order), column)).batch(batch_size)
    batches = batches.map(lambda rows, label: (rows.to_tensor(), label)).cache()
    if seed is not None:
        batches = batches.shuffle(len(labels) // batch_size + 1, seed=seed)
    return batches.prefetch(tf.data.AUTOTUNE)


def classifier(max_tokens: int, dimensions: int = 16, mask: bool = True, classes: int = 2) -> keras.Sequential:
    """Return the model of notebook 04, built, with Keras' own random start.

    Embedding, mean over the tokens, a hidden layer of 16, one logit for "positive"; of more classes, one each.

    Parameters
    ----------
    max_tokens : int
        Rows of the table.
    dimensions : int
        Columns of the table.
    mask : bool
        Whether padding (id 0) is left out of the mean.
    classes : int
        How many classes there are.

    Returns
    -------
    keras.Sequential
        Takes ids, shape (batch, tokens); gives logits, shape (batch, 1), or (batch, classes) of more than two.

    Examples
    --------
    >>> classifier(10_000).count_params()  # the table has 160,000 of them
    160289
    """
    import keras

    from course_utils.layers import MeanOfWords

    return keras.Sequential(
        [
            keras.Input(shape=(None,), dtype="int64"),
            keras.layers.Embedding(max_tokens, dimensions, mask_zero=mask, name="embedding"),
            MeanOfWords(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1 if classes == 2 else classes),
        ]
    )


def train(
    reviews: Reviews,
    recipe: Recipe = Recipe(),
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
        How to train; by default the course's recipe.
    seed : int
        Start of the weights and order of the batches.
    callbacks : sequence of keras.callbacks.Callback
        More to do after each step or epoch, as notebook 04 does to watch words move.
    vectorized : VectorizedReviews, optional
        What :func:`vectorize` returned for these reviews and ``recipe.max_tokens``, to save its time. A recipe
        without ``ids_once`` does not use it.

    Returns
    -------
    TrainedModel

    Raises
    ------
    ValueError
        When `vectorized` has a larger vocabulary than the recipe, or another number of reviews.

    Examples
    --------
    >>> from course_utils import data
    >>> part = data.LabelledTexts(["good film", "bad film"] * 50, np.arange(1, 101) % 2)
    >>> trained = train(data.Reviews(part, part, part), Recipe(epochs=8, batch_size=10))
    >>> trained.accuracy(part)
    1.0
    """
    import keras

    began = time.perf_counter()
    if not recipe.ids_once:  # then the model takes texts
        layer = make_vectorizer(reviews.train.texts, recipe.max_tokens, recipe.length)
        vectorized = VectorizedReviews(layer, reviews.train.texts, reviews.validation.texts, 0.0)
    elif vectorized is None:
        vectorized = replace(vectorize(reviews, recipe.max_tokens), seconds=0.0)  # they are counted here
    rows = vectorized.vectorizer.vocabulary_size()
    if rows > recipe.max_tokens:
        raise ValueError(
            f"the vectorized reviews know more words than the recipe's max_tokens={recipe.max_tokens}: "
            f"call vectorize(reviews, {recipe.max_tokens})."
        )
    keras.utils.set_random_seed(seed)
    batches = _batches(vectorized.train, reviews.train.labels, recipe, seed)
    validation = _batches(vectorized.validation, reviews.validation.labels, recipe)
    model = classifier(rows, recipe.dimensions, recipe.mask, len(reviews.train.classes))
    if not recipe.ids_once:
        texts = keras.Input(shape=(), dtype="string")
        model = keras.Sequential([texts, vectorized.vectorizer, *model.layers])
    _compile(model, recipe, steps=len(batches) * recipe.epochs)
    if recipe.patience is not None:
        patient = {"mode": "max", "patience": recipe.patience, "restore_best_weights": True}
        callbacks = [keras.callbacks.EarlyStopping("val_accuracy", **patient), *callbacks]
    history = model.fit(
        batches,
        validation_data=validation,
        epochs=recipe.epochs,
        callbacks=list(callbacks),
        shuffle=False,  # the pipeline shuffles
        verbose=0,
    ).history
    seconds = vectorized.seconds + time.perf_counter() - began
    return TrainedModel(model, recipe, vectorized.vectorizer, history, seconds)


def _compile(model: keras.Model, recipe: Recipe, steps: int) -> None:
    """Give the model its loss and optimizer."""
    import keras

    rate = recipe.learning_rate
    if recipe.falling_rate:
        rate = keras.optimizers.schedules.CosineDecay(rate, steps)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
    if model.output_shape[-1] == 1:
        loss = keras.losses.BinaryCrossentropy(from_logits=True)
        accuracy = keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, metrics=[accuracy])
    model.optimizer.build(model.trainable_variables)  # in good time, or Keras traces the training step twice


def _batches(rows: Any, labels: NDArray[np.integer], recipe: Recipe, seed: int | None = None) -> tf.data.Dataset:
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
