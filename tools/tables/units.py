"""What a text is cut into: words, pieces of words, characters, words and pairs; the same classifier for each.

The classifier and its recipe are the course's (notebook 04): they were chosen for 10,000 words. The last four rows
have another one, of a single number for each unit (``pairs.py``), with and without the counted start.

Besides its accuracy each row has the accuracy on the quarter of the held-out reviews, validation and test, in which
the largest share of the words is outside the 10,000 most frequent.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import Any

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from course_utils import text, training
from tables import pairs
from tables.prepared import reviews, words_of

PARTS = ("train", "validation", "test")
BEGIN = "▁"  # marks where a word begins


@dataclass
class Cut:
    """The reviews of each part as ids, how many ids there are, and the seconds for the training part."""

    ids: dict[str, tf.RaggedTensor]
    size: int
    seconds: float


def in_pieces(pieces: Callable[[str], Sequence[int]], part: str) -> tf.RaggedTensor:
    """Replace each word by its pieces' ids; each distinct word is cut once."""
    lists = words_of(part).lists
    ids_of = {word: pieces(word) for word in set(chain.from_iterable(lists))}
    rows = [list(chain.from_iterable(map(ids_of.__getitem__, words))) for words in lists]
    flat = np.fromiter(chain.from_iterable(rows), np.int32)
    return tf.RaggedTensor.from_row_lengths(flat, [len(row) for row in rows])


def cut(learn: Callable[[], tuple[Callable[[str], Sequence[int]], int]]) -> Cut:
    """Learn the units from the training reviews, then cut all parts into them."""
    began = time.perf_counter()
    pieces, size = learn()
    train = in_pieces(pieces, "train")
    seconds = words_of("train").seconds + time.perf_counter() - began
    return Cut({"train": train} | {part: in_pieces(pieces, part) for part in PARTS[1:]}, size, seconds)


@cache
def into_words(number: int | None) -> Cut:
    """Cut into words; `number` counts padding and the unknown word."""

    def learn() -> tuple[Callable[[str], Sequence[int]], int]:
        vocabulary = text.build_vocabulary(words_of("train").lists, number)
        row_of = {word: (row,) for row, word in enumerate(vocabulary)}
        return lambda word: row_of.get(word, (1,)), len(vocabulary)

    return cut(learn)


@cache
def into_subwords(number: int) -> Cut:
    """Cut into the pieces of byte-pair encoding, learned from the training reviews."""

    def learn() -> tuple[Callable[[str], Sequence[int]], int]:
        tokenizer = learn_subwords(words_of("train").lists, number)
        return lambda word: tokenizer.encode(word).ids, tokenizer.get_vocab_size()

    return cut(learn)


def learn_subwords(lists: Sequence[list[str]], number: int) -> Tokenizer:
    """Learn so many units: padding, the unknown character, the characters, then one unit a merge.

    Raises
    ------
    ValueError
        When the characters alone are more: the library would then make no merge, and more units than asked for.
    """
    alphabet = set(chain.from_iterable(chain.from_iterable(lists)))
    if number < len(alphabet) + 3:
        raise ValueError(
            f"{number} units were asked for, but padding, unknown, the mark of a word's beginning and "
            f"{len(alphabet)} characters are {len(alphabet) + 3}: ask for more."
        )
    tokenizer = Tokenizer(models.BPE(unk_token=text.UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(BEGIN)
    special = ["[PAD]", text.UNKNOWN]
    trainer = trainers.BpeTrainer(vocab_size=number, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator((" ".join(words) for words in lists), trainer)
    return tokenizer


@cache
def into_words_and_pairs() -> Cut:
    """Cut into the words and pairs that two or more training reviews hold, each once."""
    features, seconds = pairs.features_of(True)
    ids = {"train": features.of_training.ids()}
    ids |= {part: features.of(words_of(part).lists).ids() for part in PARTS[1:]}
    return Cut(ids, features.size, seconds)


@cache
def full_of_rare_words() -> dict[str, np.ndarray]:
    """Say which held-out reviews are in the quarter with the largest share of words outside 10,000."""
    known = set(text.build_vocabulary(words_of("train").lists, 10_000))
    shares = {
        part: np.array([np.mean([word not in known for word in words]) for words in words_of(part).lists])
        for part in PARTS[1:]
    }
    border = np.quantile(np.concatenate(list(shares.values())), 0.75)
    return {part: share > border for part, share in shares.items()}


def columns(
    logits: dict[str, np.ndarray], size: int, parameters: int, length: float, seconds: float
) -> dict[str, Any]:
    """Return the columns of the table that are measured."""
    right = {part: (logits[part] > 0) == getattr(reviews(), part).labels for part in PARTS[1:]}
    rare = np.concatenate([right[part][full_of_rare_words()[part]] for part in PARTS[1:]])
    return {
        "vocabulary": size,
        "length": round(float(length), 1),
        "parameters": parameters,
        "validation_accuracy": round(right["validation"].mean(), 4),
        "test_accuracy": round(right["test"].mean(), 4),
        "rare_accuracy": round(rare.mean(), 4),
        "seconds": round(seconds, 2),
    }


def course_classifier(make: Callable[[], Cut]) -> Callable[[int], dict[str, Any]]:
    """Return the run of the course's classifier and recipe on reviews that are cut in one way."""

    def run(seed: int) -> dict[str, Any]:
        units, recipe = make(), training.Recipe()
        began = time.perf_counter()
        keras.utils.set_random_seed(seed)
        train, labels = units.ids["train"], reviews().train.labels
        model = training.classifier(units.size, recipe.dimensions)
        batches = training.batches_by_length(train, labels, recipe.batch_size, seed)
        pairs.fit(model, batches, recipe.learning_rate)
        seconds = units.seconds + time.perf_counter() - began
        logits = {part: pairs.logits_of(model, units.ids[part]) for part in PARTS[1:]}
        length = train.row_lengths().numpy().mean()
        return columns(logits, units.size, model.count_params(), length, seconds)

    return run


def characters(seed: int) -> dict[str, Any]:
    """Run the course's classifier on characters.

    A review has 1,300 of them, but only 70 different ones: the mean of their rows is their shares times the table,
    which is what a Dense layer computes, ten times faster.
    """
    counted, seconds = characters_counted()
    recipe, size = training.Recipe(), counted["train"].shape[1]
    began = time.perf_counter()
    keras.utils.set_random_seed(seed)
    as_embedding = keras.initializers.RandomUniform(-0.05, 0.05)
    table = keras.layers.Dense(recipe.dimensions, use_bias=False, kernel_initializer=as_embedding)
    behind = training.classifier(size, recipe.dimensions).layers[2:]
    model = keras.Sequential([keras.Input(shape=(size,)), table, *behind])
    shares = {part: rows / rows.sum(axis=1, keepdims=True) for part, rows in counted.items()}
    labels = reviews().train.labels.astype("float32")[:, None]
    batches = tf.data.Dataset.from_tensor_slices((shares["train"], labels))
    batches = batches.shuffle(len(labels), seed=seed).batch(recipe.batch_size)
    pairs.fit(model, batches, recipe.learning_rate)
    seconds += time.perf_counter() - began
    logits = {part: model.predict(shares[part], verbose=0)[:, 0] for part in PARTS[1:]}
    return columns(logits, size, model.count_params(), counted["train"].sum(axis=1).mean(), seconds)


@cache
def characters_counted() -> tuple[dict[str, np.ndarray], float]:
    """Return how often each review holds each character of the training reviews, and the seconds for training."""
    began = time.perf_counter()
    count = CountVectorizer(analyzer=lambda word: list(BEGIN + word), dtype=np.float32)
    counted = {}
    for part in PARTS:
        text_of, words = pairs.one_after_the_other(words_of(part).lists)
        word_of, names = pd.factorize(words)
        held = sparse.coo_array((np.ones(len(words), np.float32), (text_of, word_of))).tocsr()
        spelled = count.fit_transform(names) if part == "train" else count.transform(names)
        counted[part] = (held @ spelled).toarray()
        if part == "train":
            seconds = words_of("train").seconds + time.perf_counter() - began
    return counted, seconds


def one_number(with_pairs: bool, scale: float, rate: float) -> Callable[[int], dict[str, Any]]:
    """Return the run of the classifier with one number for each unit, started at so many times its log-odds."""

    def run(seed: int) -> dict[str, Any]:
        trained = pairs.train(seed, with_pairs, scale, rate)
        size, held = trained.features.size, trained.features.of_training
        return columns(trained.logits, size, size, len(held.features) / held.number, trained.seconds)

    return run


# The rates of the last four rows were chosen on validation, each for itself, from 0.02 to 0.14.
RUNS = {
    ("1,000 words",): course_classifier(partial(into_words, 1_000)),
    ("10,000 words",): course_classifier(partial(into_words, 10_000)),
    ("all words",): course_classifier(partial(into_words, None)),
    ("characters",): characters,
    ("1,000 subwords",): course_classifier(partial(into_subwords, 1_000)),
    ("4,000 subwords",): course_classifier(partial(into_subwords, 4_000)),
    ("16,000 subwords",): course_classifier(partial(into_subwords, 16_000)),
    ("words and pairs",): course_classifier(into_words_and_pairs),
    ("one number per word, from 0",): one_number(False, 0, 0.05),
    ("one number per word, from log-odds",): one_number(False, 0.3, 0.03),
    ("one number per word or pair, from 0",): one_number(True, 0, 0.1),
    ("one number per word or pair, from log-odds",): one_number(True, 0.3, 0.03),
}


def prepare() -> None:
    """Make what several rows share."""
    for part in PARTS:
        words_of(part)
