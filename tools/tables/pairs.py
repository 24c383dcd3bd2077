"""A classifier of one number for each word and each pair of words, started at counted log-odds.

A review is the set of the words and pairs that it holds. All of this is arrays: a pair is one whole number, made of
the numbers of its two words, and what a review holds twice is found by sorting. That takes a second or two for five
million words; Python's strings would take ten.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import ops

from course_utils import training
from tables.prepared import reviews, words_of

BATCH, EPOCHS = 256, 3


@dataclass
class Held:
    """Which features each text holds, each named once: the text ``texts[i]`` holds the feature ``features[i]``."""

    texts: np.ndarray
    features: np.ndarray
    number: int  # of texts

    def ids(self) -> tf.RaggedTensor:
        """Return the features of each text as a row."""
        lengths = np.bincount(self.texts, minlength=self.number)
        return tf.RaggedTensor.from_row_lengths(self.features.astype(np.int32), lengths)


class Features:
    """Numbers the words, and the pairs of neighbours, that two or more of the training texts hold, from 1 on.

    Parameters
    ----------
    lists : sequence of lists of str
        The words of each training text.
    with_pairs : bool
        Whether pairs are features too.
    """

    def __init__(self, lists: Sequence[list[str]], with_pairs: bool = True) -> None:
        text_of, words = one_after_the_other(lists)
        word_of, names = pd.factorize(words)
        self.names, self.with_pairs = pd.Index(names), with_pairs
        place, codes = self.pairs_in(text_of, word_of) if with_pairs else (text_of[:0], word_of[:0])
        pair_of, self.codes = pd.factorize(codes)
        features = np.concatenate([word_of, pair_of + len(names)])
        number = len(names) + len(self.codes)
        twice = np.bincount(features, minlength=number)[features] > 1  # spares the sorting most pairs
        held = distinct(np.concatenate([text_of, text_of[place]])[twice], features[twice], len(lists))
        kept = np.bincount(held.features, minlength=number) > 1
        self.new_number = np.cumsum(kept) * kept  # 0 for what is left out
        self.size = int(kept.sum()) + 1
        kept_entries = kept[held.features]
        self.of_training = Held(held.texts[kept_entries], self.new_number[held.features[kept_entries]], len(lists))

    def pairs_in(self, text_of: np.ndarray, word_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where a pair of known words begins, and its code: first · number of words + second."""
        known = word_of >= 0
        place = np.flatnonzero((text_of[:-1] == text_of[1:]) & known[:-1] & known[1:])
        return place, word_of[place] * np.int64(len(self.names)) + word_of[place + 1]

    def of(self, lists: Sequence[list[str]]) -> Held:
        """Return the known features of other texts."""
        text_of, words = one_after_the_other(lists)
        word_of = self.names.get_indexer(words)
        features, texts = word_of, text_of
        if self.with_pairs:
            place, codes = self.pairs_in(text_of, word_of)
            pair_of = pd.Index(self.codes).get_indexer(codes)
            pair_of[pair_of >= 0] += len(self.names)
            features, texts = np.concatenate([word_of, pair_of]), np.concatenate([text_of, text_of[place]])
        known = features >= 0
        features, texts = self.new_number[features[known]], texts[known]
        return distinct(texts[features > 0], features[features > 0], len(lists))


def one_after_the_other(lists: Sequence[list[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the words of all texts in one array, and for each the number of its text."""
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    words = np.fromiter(chain.from_iterable(lists), object, lengths.sum())
    return np.repeat(np.arange(len(lists)), lengths), words


def distinct(texts: np.ndarray, features: np.ndarray, number: int) -> Held:
    """Name each feature of a text once."""
    size = np.int64(features.max(initial=0) + 1)
    keys = np.sort(texts * size + features)  # np.unique is ten times slower here
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return Held(keys // size, keys % size, number)


def log_odds(held: Held, labels: np.ndarray, size: int) -> np.ndarray:
    """Return how much likelier each feature is in a positive than in a negative text; one is added to each count."""
    positive, negative = (
        1 + np.bincount(held.features[of_label[held.texts]], minlength=size)
        for of_label in (labels == 1, labels == 0)
    )
    return np.log(positive / positive.sum()) - np.log(negative / negative.sum())


class SumOverRoot(keras.layers.Layer):
    """The sum of a text's rows, divided by the root of their number: long texts count for more, but not in full."""

    def compute_mask(self, rows: Any, mask: Any = None) -> None:
        """Return no mask: a text is one row from here on."""

    def call(self, rows: Any, mask: Any = None) -> Any:
        """Return the sums, shape (texts, columns)."""
        held = ops.cast(mask, rows.dtype)[:, :, None]
        return ops.sum(rows * held, axis=1) / ops.sqrt(ops.maximum(ops.sum(held, axis=1), 1))


@dataclass
class Trained:
    """What one run gives: the held-out reviews' logits, and the seconds from texts to the end of training."""

    features: Features
    logits: dict[str, np.ndarray]
    seconds: float

    def accuracy(self, part: str) -> float:
        """Return the share of a part's reviews that are classified correctly."""
        return float(((self.logits[part] > 0) == getattr(reviews(), part).labels).mean())


@cache
def features_of(with_pairs: bool) -> tuple[Features, float]:
    """Return the features of the training reviews, made once, and how long they took."""
    began = time.perf_counter()
    features = Features(words_of("train").lists, with_pairs)
    return features, words_of("train").seconds + time.perf_counter() - began


# Chosen on validation, with three to five seeds: 0, 0.1, 0.2, 0.3, 0.5 and 1 times the log-odds, rates from 0.002 to
# 0.08, one to three epochs. A hidden layer, four or sixteen columns, dropout and larger batches gained nothing.
def train(seed: int, with_pairs: bool = True, scale: float = 0.3, rate: float = 0.03) -> Trained:
    """Train one number for each feature, started at `scale` times its log-odds; a review's logit is SumOverRoot."""
    features, seconds = features_of(with_pairs)
    began = time.perf_counter()
    held, labels = features.of_training, reviews().train.labels
    keras.utils.set_random_seed(seed)
    embedding = keras.layers.Embedding(features.size, 1, mask_zero=True)
    model = keras.Sequential([keras.Input(shape=(None,), dtype="int32"), embedding, SumOverRoot()])
    embedding.set_weights([scale * log_odds(held, labels, features.size)[:, None]])
    fit(model, training.batches_by_length(held.ids(), labels, BATCH, seed), rate)
    seconds += time.perf_counter() - began
    logits = {part: logits_of(model, features.of(words_of(part).lists).ids()) for part in ("validation", "test")}
    return Trained(features, logits, seconds)


def fit(model: keras.Model, batches: tf.data.Dataset, rate: float) -> None:
    """Train as the course's recipe does: Adam, three epochs, a rate that falls to zero along half a cosine."""
    falling = keras.optimizers.schedules.CosineDecay(rate, EPOCHS * len(batches))
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(falling), loss=loss)
    model.optimizer.build(model.trainable_variables)  # in good time, or Keras traces the training step twice
    model.fit(batches, epochs=EPOCHS, shuffle=False, verbose=0)


def logits_of(model: keras.Model, ids: tf.RaggedTensor) -> np.ndarray:
    """Return the logit of each text, in the order of the texts."""
    order = np.argsort(ids.row_lengths().numpy(), kind="stable")  # as batches_by_length sorts them
    batches = training.batches_by_length(ids, np.zeros(len(order)), BATCH)
    logits = np.empty(len(order))
    logits[order] = model.predict(batches, verbose=0)[:, 0]
    return logits
