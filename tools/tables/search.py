"""Search: find the second half of a held-out review from its first half, by words, by vectors and by both.

A held-out review of 120 words or more gives a query, its first 60 words, and a text, its last 60. The texts of the
validation and the test reviews are searched together. Choices are made on the validation queries; the columns
without a prefix are of the test queries. Everything is learned from the training reviews, without their labels.

*No names*: names are left out of queries and texts, and of what the encoder is trained on. *None in common*: each
query loses the words that its own text holds, so no shared word can lead to it.
"""

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

import bm25s
import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray
from scipy import sparse

from course_utils import counts, data, geometry, pooling, text
from tables.prepared import reviews, words_of

HALF = 60
HELD_OUT = ("validation", "test")
ROWS, COLUMNS, WIDE = 20_000, 128, 512  # of the vectors

# All chosen on validation, with one seed. TF-IDF: recall@10 of 0.335 with 1 + log(count), 0.328 with counts. BM25:
# 0.274 with the library's own k1 and b, 0.276 to 0.278 with three others. Encoder: a scale of 10 or 20 and halves or
# random stretches of 60 words differ by 0.01; starting at random loses 0.04; after two epochs little is gained.
SCALE, RATE, BATCH, EPOCHS = 10.0, 0.01, 512, 2
WEIGHTS = np.arange(0, 4.01, 0.2)  # of the second ranking, tried on validation in every run

Lists = list[list[str]]
Scores = NDArray[np.floating]


# Queries and texts ------------------------------------------------------------------------------------------------


def halves(lists: Lists) -> tuple[Lists, Lists]:
    """Return the first and the last 60 words of each review that has 120 or more."""
    long = [words for words in lists if len(words) >= 2 * HALF]
    return [words[:HALF] for words in long], [words[-HALF:] for words in long]


@cache
def names() -> frozenset[str]:
    """Return the words that have a capital more often than not, beginnings of sentences left out."""
    capital: Counter[str] = Counter()
    for part in ("train", *HELD_OUT):
        for review in getattr(reviews(), part).texts:
            # What may begin a sentence or a quotation is matched together with what stands before it.
            for found in re.finditer(r"([.!?:\"(*-]\s*)?\b([A-Za-z][\w']*)", review):
                if found.start() > 0 and not found[1]:
                    capital[found[2].lower()] += 1 if found[2][0].isupper() else -1
    return frozenset(word for word, more in capital.items() if more > 0 and not re.match(r"i\b", word))


@cache
def pairs_of(words: str) -> tuple[Lists, Lists, int]:
    """Return all queries, all texts, and how many of them are of validation; they come first."""
    of_parts = [halves(words_of(part).lists) for part in HELD_OUT]
    queries, texts = ([half for part in of_parts for half in part[side]] for side in (0, 1))
    if words == "no names":
        queries, texts = (without_names(lists) for lists in (queries, texts))
    elif words == "only names":
        queries, texts = (
            [[word for word in half if word in names()] for half in half_lists] for half_lists in (queries, texts)
        )
    elif words == "none in common":
        queries = [
            [word for word in one if word not in other] for one, other in zip(queries, map(set, texts), strict=True)
        ]
    return queries, texts, len(of_parts[0][0])


def without_names(lists: Lists) -> Lists:
    """Return lists of words without the names."""
    return [[word for word in words if word not in names()] for words in lists]


@cache
def vocabulary() -> list[str]:
    """Return all words of the training reviews, the most frequent first."""
    return text.build_vocabulary(words_of("train").lists)


def bags(lists: Lists, size: int | None = None) -> sparse.csr_array:
    """Count the words of each text, of all words or of the most frequent only."""
    known = vocabulary()[:size]
    return pooling.bag_of_words(text.to_ids(lists, known), len(known))


@cache
def idf() -> NDArray[np.float32]:
    """Return the logarithm of training reviews over those that hold the word; 0 for padding and unknown words."""
    held = (bags(words_of("train").lists) > 0).sum(axis=0)
    weights = np.log(len(words_of("train").lists) / np.maximum(held, 1))
    weights[:2] = 0
    return weights.astype(np.float32)


# Rankings: each returns the scores of all queries (rows) with all texts (columns) ---------------------------------


def weighted(lists: Lists) -> sparse.csr_array:
    """Return TF-IDF, each text scaled to length 1."""
    found = bags(lists)
    found.data = 1 + np.log(found.data)
    rows = sparse.csr_array(found.multiply(idf()))
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    return sparse.csr_array(rows.multiply(1 / np.where(lengths > 0, lengths, 1)[:, None]))


@cache
def tfidf(words: str, seed: int = 0) -> Scores:
    """Return cosines of TF-IDF."""
    queries, texts, _ = pairs_of(words)
    return (weighted(queries) @ weighted(texts).T).toarray()


def bm25(words: str, seed: int) -> Scores:
    """Return BM25's scores, with the library's own settings."""
    queries, texts, _ = pairs_of(words)
    index = bm25s.BM25()
    index.index(texts, show_progress=False)
    return np.array([index.get_scores(query or [""]) for query in queries])


def pooled(
    make: Callable[[int], NDArray[np.floating]], weighted: bool, centred: bool, words: str, seed: int
) -> Scores:
    """Return cosines of means of vectors."""
    table = make(seed)
    weights = idf()[: len(table)] if weighted else np.ones(len(table), np.float32)
    queries, texts = (sparse.csr_array(bags(lists, len(table)).multiply(weights)) for lists in pairs_of(words)[:2])
    rows = [pooling.mean_vectors(lists, table) for lists in (queries, texts)]
    if centred:
        rows = [one - rows[1].mean(axis=0) for one in rows]
    return geometry.normalize(rows[0]) @ geometry.normalize(rows[1]).T


@cache
def glove(seed: int) -> NDArray[np.float32]:
    """Return GloVe's vectors in the order of the vocabulary; zeros for words that it does not know."""
    vectors = data.load_glove()
    table = np.zeros((len(vocabulary()), vectors.vector_size), np.float32)
    for row, word in enumerate(vocabulary()[2:], start=2):
        if word in vectors:
            table[row] = vectors[word]
    return table


@cache
def counted(seed: int, columns: int = COLUMNS) -> NDArray[np.float32]:
    """Return notebook 02's vectors of the training reviews, counted without labels."""
    known = vocabulary()[:ROWS]
    matrix = counts.ppmi(counts.cooccurrence(text.to_ids(words_of("train").lists, known), ROWS), 0.75)
    return counts.svd_vectors(matrix, columns)


def drawn(columns: int, seed: int) -> NDArray[np.float32]:
    """Return vectors at random, of about the size of those that are counted."""
    table = np.random.default_rng(seed).normal(scale=0.08, size=(ROWS, columns)).astype(np.float32)
    table[:2] = 0
    return table


# The encoder ------------------------------------------------------------------------------------------------------


def new_encoder(table: NDArray[np.float32]) -> Any:
    """Return a model from ids to a unit vector: the sum of the words' rows, each times a weight."""
    ids = keras.Input((None,), dtype="int32")
    rows = keras.layers.Embedding(len(table), table.shape[1], weights=[table])(ids)
    weights = keras.layers.Embedding(len(table), 1, weights=[idf()[: len(table), None]])(ids)
    return keras.Model(ids, keras.layers.UnitNormalization()(ops.sum(rows * weights, axis=1)))


@lru_cache(8)
def trained(start: str, names_left: bool, seed: int) -> tuple[Any, float]:
    """Train the encoder on halves of the training reviews, and return it with the seconds."""
    firsts, lasts = halves(words_of("train").lists)
    if not names_left:
        firsts, lasts = without_names(firsts), without_names(lasts)
    ids = [text.pad(text.to_ids(lists, vocabulary()[:ROWS]), HALF) for lists in (firsts, lasts)]
    starts = {"counted": counted(0), "counted, wide": counted(0, WIDE), "random": drawn(COLUMNS, seed)}
    table = starts[start]
    began = time.perf_counter()
    keras.utils.set_random_seed(seed)
    encoder = new_encoder(table)
    inputs = [keras.Input((HALF,), dtype="int32") for _ in ids]
    scores = SCALE * encoder(inputs[0]) @ ops.transpose(encoder(inputs[1]))
    model = keras.Model(inputs, scores)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(RATE), loss=loss)
    order = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        shuffled = order.permutation(len(ids[0]))
        for batch in np.split(shuffled, range(BATCH, len(shuffled), BATCH))[:-1]:
            model.train_on_batch([half[batch] for half in ids], np.arange(BATCH))
    return encoder, time.perf_counter() - began


@lru_cache(8)
def encoded(start: str, words: str, seed: int) -> Scores:
    """Return cosines of the encoder's vectors."""
    encoder, _ = trained(start, words != "no names", seed)
    queries, texts = (
        encoder.predict(text.pad(text.to_ids(lists, vocabulary()[:ROWS]), HALF), batch_size=1_024, verbose=0)
        for lists in pairs_of(words)[:2]
    )
    return queries @ texts.T


# Fusions ----------------------------------------------------------------------------------------------------------


def standardised(scores: Scores) -> Scores:
    """Give each query's scores mean 0 and standard deviation 1."""
    return (scores - scores.mean(axis=1, keepdims=True)) / scores.std(axis=1, keepdims=True)


def weighted_sum(words: str, seed: int) -> tuple[Scores, float]:
    """Add the encoder to TF-IDF with the weight that is best for the validation queries, by mean reciprocal rank."""
    one, other = standardised(tfidf(words)), standardised(encoded("counted", words, seed))
    validation = slice(0, pairs_of(words)[2])
    reached = [np.mean(1 / ranks(one[validation] + weight * other[validation])) for weight in WEIGHTS]
    best = float(WEIGHTS[int(np.argmax(reached))])
    return one + best * other, best


def reciprocal_ranks(words: str, seed: int) -> Scores:
    """Add 1 / (60 + rank) of the two rankings."""
    places = [
        (-scores).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
        for scores in (tfidf(words), encoded("counted", words, seed))
    ]
    return sum(1 / (61 + place) for place in places)


# What is measured -------------------------------------------------------------------------------------------------


def ranks(scores: Scores) -> NDArray[np.intp]:
    """Return the rank of each query's own text, whose column is the query's row; equal scores are ahead of it."""
    own = scores[np.arange(len(scores)), np.arange(len(scores))][:, None]
    return (scores >= own).sum(axis=1)


def measured(scores: Scores, words: str, weight: float = 0.0, seconds: float = 0.0) -> dict[str, object]:
    """Return recall@1, 10, 100 and the mean reciprocal rank, and how far recall@10 and MRR are ahead of TF-IDF's;
    with the two values between which 95 % of 1,000 draws of the queries lie.
    """
    validation = pairs_of(words)[2]
    of_all, of_tfidf = ranks(scores), ranks(tfidf(words))[validation:]
    found = of_all[validation:]
    kinds = {f"recall{k}": lambda places, k=k: places <= k for k in (1, 10, 100)}
    kinds["mrr"] = lambda places: 1 / places
    draws = np.random.default_rng(0).integers(len(found), size=(1_000, len(found)))
    row: dict[str, object] = {"validation_recall10": round(float(np.mean(of_all[:validation] <= 10)), 4)}
    for name, kind in kinds.items():
        values = {name: kind(found)}
        if name in ("recall10", "mrr"):
            values[f"{name}_ahead"] = kind(found) - kind(of_tfidf).astype(float)
        for column, one in values.items():
            row[column] = round(float(one.mean()), 4)
            of_draws = one[draws].mean(axis=1)
            for end, share in (("low", 0.025), ("high", 0.975)):
                row[f"{column}_{end}"] = round(float(np.quantile(of_draws, share)), 4)
    return row | {
        "queries": len(found),
        "texts": scores.shape[1],
        "weight": weight,
        "seconds": round(seconds, 2),
    }


def once(ranking: Callable[..., Scores], words: str) -> Callable[[int], dict[str, object]]:
    """Return the run of a ranking in which nothing is drawn: it is measured once, for all seeds."""

    @cache
    def measure() -> dict[str, object]:
        return measured(ranking(words=words, seed=0), words)

    return lambda seed: measure()


def each_seed(ranking: Callable[..., Scores], words: str) -> Callable[[int], dict[str, object]]:
    """Return the run of a ranking that a seed changes."""
    return lambda seed: measured(ranking(words=words, seed=seed), words)


def encoder(start: str, words: str) -> Callable[[int], dict[str, object]]:
    """Return the run of the trained encoder."""

    def run(seed: int) -> dict[str, object]:
        scores = encoded(start, words, seed)
        return measured(scores, words, seconds=trained(start, words != "no names", seed)[1])

    return run


def fusion(words: str) -> Callable[[int], dict[str, object]]:
    """Return the run of the weighted sum."""

    def run(seed: int) -> dict[str, object]:
        scores, weight = weighted_sum(words, seed)
        return measured(scores, words, weight)

    return run


RUNS: dict[tuple[object, ...], Callable[[int], dict[str, object]]] = {
    ("TF-IDF", "all"): once(tfidf, "all"),
    ("BM25", "all"): once(bm25, "all"),
    ("GloVe, mean", "all"): once(partial(pooled, glove, False, False), "all"),
    ("GloVe, centred", "all"): once(partial(pooled, glove, False, True), "all"),
    ("GloVe, idf-weighted", "all"): once(partial(pooled, glove, True, False), "all"),
    ("GloVe, idf-weighted and centred", "all"): once(partial(pooled, glove, True, True), "all"),
    ("counted, mean", "all"): once(partial(pooled, counted, False, False), "all"),
    ("counted, idf-weighted", "all"): once(partial(pooled, counted, True, False), "all"),
    ("128 random numbers, idf-weighted", "all"): each_seed(partial(pooled, partial(drawn, 128), True, False), "all"),
    ("512 random numbers, idf-weighted", "all"): each_seed(partial(pooled, partial(drawn, 512), True, False), "all"),
    ("encoder, started at random", "all"): encoder("random", "all"),
    ("encoder", "all"): encoder("counted", "all"),
    (f"counted, {WIDE} columns, idf-weighted", "all"): once(
        partial(pooled, partial(counted, columns=WIDE), True, False), "all"
    ),
    (f"encoder, {WIDE} columns", "all"): encoder("counted, wide", "all"),
    ("TF-IDF + encoder", "all"): fusion("all"),
    ("TF-IDF and encoder, reciprocal ranks", "all"): each_seed(reciprocal_ranks, "all"),
    ("TF-IDF", "only names"): once(tfidf, "only names"),
    ("TF-IDF", "no names"): once(tfidf, "no names"),
    ("counted, idf-weighted", "no names"): once(partial(pooled, counted, True, False), "no names"),
    ("encoder", "no names"): encoder("counted", "no names"),
    ("TF-IDF + encoder", "no names"): fusion("no names"),
    ("TF-IDF", "none in common"): once(tfidf, "none in common"),
    ("counted, idf-weighted", "none in common"): once(partial(pooled, counted, True, False), "none in common"),
    ("encoder", "none in common"): encoder("counted", "none in common"),
}


def prepare() -> None:
    """Make what several rows share."""
    for part in ("train", *HELD_OUT):
        words_of(part)
    counted(0)
