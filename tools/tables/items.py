"""Items: which films will a person rate next? Counts, factorisations and two towers on the MovieLens ratings.

The last five films of each person are for test, the five before them for validation, all others for training. A
ranking puts the films that a person has not rated in order; at test the films of validation are left out, too.
A film that nobody rated in training cannot be known by its number alone; it counts as not found. Equal scores are
ahead of the film that is looked for.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from scipy import sparse

from course_utils import data

LAST = 5  # films of each person for test, and as many for validation
K = 10
DRAWS = 1_000  # of the people, for the intervals
FEW = 10  # a film with fewer ratings in training has few

# Chosen on validation, with one seed.
COLUMNS, RATE, DECAY, BATCH, EPOCHS = 32, 0.01, 0.0, 512, 6
STARS_RATE, STARS_DECAY, STARS_EPOCHS = 0.005, 0.1, 10

Scores = NDArray[np.floating]  # a row for each person, a column for each film


# The split --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Split:
    """The ratings in three parts, as arrays.

    Attributes
    ----------
    person, film, stars, time : arrays, shape (ratings of training,)
        The ratings of training.
    validation, test : int arrays, shape (people, LAST)
        The films that are looked for.
    genres : float array, shape (films, genres)
        The share of each genre in a film.
    lustrum : int array, shape (films,)
        Five years, in which the film came out; 0 where the year is not known.
    """

    person: NDArray[np.int32]
    film: NDArray[np.int32]
    stars: NDArray[np.float32]
    time: NDArray[np.datetime64]
    validation: NDArray[np.int32]
    test: NDArray[np.int32]
    validation_stars: NDArray[np.float32]
    test_stars: NDArray[np.float32]
    genres: NDArray[np.float32]
    lustrum: NDArray[np.int32]

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.test)

    @property
    def films(self) -> int:
        """How many films there are."""
        return len(self.genres)

    @property
    def rated(self) -> sparse.csr_array:
        """1 where a person rated a film in training."""
        ones = np.ones(len(self.film), np.float32)
        return sparse.csr_array((ones, (self.person, self.film)), shape=(self.people, self.films))

    @property
    def popularity(self) -> NDArray[np.intp]:
        """How many people rated each film in training."""
        return np.bincount(self.film, minlength=self.films)


@cache
def split() -> Split:
    """Return the ratings in three parts."""
    ratings = data.load_ratings()
    to_come = ratings.groupby("person").cumcount(ascending=False)
    train = ratings[to_come >= 2 * LAST]
    validation = ratings[(to_come >= LAST) & (to_come < 2 * LAST)]
    test = ratings[to_come < LAST]
    films = ratings.drop_duplicates("film").sort_values("film")
    genres = films.genres.str.get_dummies().to_numpy(np.float32)
    held = [part[["film", "rating"]].to_numpy().reshape(-1, LAST, 2) for part in (validation, test)]
    return Split(
        train.person.to_numpy(np.int32),
        train.film.to_numpy(np.int32),
        train.rating.to_numpy(np.float32),
        train.time.to_numpy(),
        held[0][:, :, 0].astype(np.int32),
        held[1][:, :, 0].astype(np.int32),
        held[0][:, :, 1].astype(np.float32),
        held[1][:, :, 1].astype(np.float32),
        genres / genres.sum(axis=1, keepdims=True),
        np.maximum(films.year.to_numpy() - 1900, 0).astype(np.int32) // 5,
    )


# Rankings in which nothing is drawn -------------------------------------------------------------------------------


def popularity(seed: int) -> Scores:
    """Return how many people rated each film, the same for everyone."""
    return np.tile(split().popularity.astype(float), (split().people, 1))


def popular_then(seed: int, years: float = 1) -> Scores:
    """Return how often each film was rated in the years before a person's last rating of training."""
    parts = split()
    in_order = np.argsort(parts.time, kind="stable")
    films, times = parts.film[in_order], parts.time[in_order]
    scores = np.zeros((parts.people, parts.films))
    for person in range(parts.people):
        now = parts.time[parts.person == person].max()
        begin = now - np.timedelta64(round(365.25 * years), "D")
        window = slice(np.searchsorted(times, begin), np.searchsorted(times, now, side="right"))
        scores[person] = np.bincount(films[window], minlength=parts.films)
    return scores


def counted_together(seed: int, power: float = 0.5) -> Scores:
    """Return the sum of each film's cosines with the person's films, films as columns of the table of zeros and ones.

    The table of all cosines would be large: (people × films) products in another order give the same.
    """
    rated = split().rated
    scaled = rated.multiply(np.maximum(split().popularity, 1.0) ** -power).tocsr()
    return (rated @ scaled.T).toarray() @ scaled.toarray()


# Predicted stars --------------------------------------------------------------------------------------------------


def predicted_stars(columns: int, seed: int) -> Scores:
    """Return each person's predicted stars for each film: the mean, a number for each, and a product of rows.

    Weight decay pulls every row a little towards zero in each step; a film with few ratings stays near it.
    """
    parts = split()
    keras.utils.set_random_seed(seed)
    inputs = [keras.Input((), dtype="int32"), keras.Input((), dtype="int32")]
    sizes = (parts.people, parts.films)
    numbers = [keras.layers.Embedding(size, 1, embeddings_initializer="zeros") for size in sizes]
    predicted = numbers[0](inputs[0]) + numbers[1](inputs[1])
    start = keras.initializers.RandomNormal(stddev=0.1)
    rows = [keras.layers.Embedding(size, columns, embeddings_initializer=start) for size in sizes]
    if columns:
        products = rows[0](inputs[0]) * rows[1](inputs[1])
        predicted = predicted + keras.ops.sum(products, axis=1, keepdims=True)
    model = keras.Model(inputs, predicted)
    model.compile(optimizer=keras.optimizers.AdamW(STARS_RATE, weight_decay=STARS_DECAY), loss="mse")
    mean = parts.stars.mean()
    model.fit(
        [parts.person, parts.film], parts.stars - mean, batch_size=BATCH, epochs=STARS_EPOCHS, verbose=0
    )
    of_people, of_films = (layer.get_weights()[0] for layer in numbers)
    scores = mean + of_people + of_films.T
    if columns:
        scores = scores + rows[0].get_weights()[0] @ rows[1].get_weights()[0].T
    return scores


def error_of_stars(part: str, scores: Scores) -> float:
    """Return the root of the mean squared error of predicted stars, which are cut to the scale of the site."""
    parts = split()
    films, stars = getattr(parts, part), getattr(parts, f"{part}_stars")
    predicted = np.take_along_axis(scores, films, axis=1).clip(0.5, 5)
    return float(np.sqrt(np.mean((predicted - stars) ** 2)))


# Two towers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Towers:
    """Two towers: a row for the person, a row and a number for each film.

    Attributes
    ----------
    person : {"films", "number"}
        Whether a person is the mean of rows of the films that they rated, or has a row of their own.
    corrected : bool
        Whether the logarithm of a film's share of all ratings is taken from its score in the loss.
    all_films : bool
        Whether all films are wrong answers, not only those of the batch.
    described : bool
        Whether a film's row and number hold those of its genres and of its five years.
    """

    person: str = "films"
    corrected: bool = True
    all_films: bool = False
    described: bool = False

    def rows(self, seed: int) -> dict[str, tf.Variable]:
        """Return the tables before training."""
        parts, random = split(), np.random.default_rng(seed)

        def table(rows: int, columns: int = COLUMNS) -> tf.Variable:
            return tf.Variable(random.normal(scale=0.1, size=(rows, columns)).astype(np.float32))

        def numbers(rows: int) -> tf.Variable:
            return tf.Variable(np.zeros((rows, 1), np.float32))

        tables = {"film": table(parts.films), "number": numbers(parts.films)}
        tables["person"] = table(parts.films if self.person == "films" else parts.people)
        if self.described:
            for name, size in (("genre", parts.genres.shape[1]), ("lustrum", int(parts.lustrum.max()) + 1)):
                tables |= {name: table(size), f"{name}_number": numbers(size)}
        return tables

    def of_films(self, tables: dict[str, tf.Variable]) -> tuple[tf.Tensor, tf.Tensor]:
        """Return the rows and the numbers of all films."""
        rows, numbers = tables["film"] + 0.0, tables["number"] + 0.0
        if self.described:
            parts = split()
            rows += parts.genres @ tables["genre"] + tf.gather(tables["lustrum"], parts.lustrum)
            numbers += parts.genres @ tables["genre_number"] + tf.gather(
                tables["lustrum_number"], parts.lustrum
            )
        return rows, numbers[:, 0]

    def of_people(
        self, tables: dict[str, tf.Variable], person: Any, without: Any = None
    ) -> tf.Tensor:
        """Return the rows of people, means of the films that they rated, one of which may be left out."""
        if self.person == "number":
            return tf.gather(tables["person"], person)
        bags, sizes = bags_of_films()
        sums = tf.gather(tf.sparse.sparse_dense_matmul(bags, tables["person"] + 0.0), person)
        size = tf.gather(sizes, person)
        if without is not None:
            sums, size = sums - tf.gather(tables["person"], without), size - 1
        return sums / size

    def loss(self, tables: dict[str, tf.Variable], person: Any, film: Any) -> tf.Tensor:
        """Return the loss of a batch: row i must choose column i."""
        rows, numbers = self.of_films(tables)
        people = self.of_people(tables, person, without=film)
        if self.all_films:
            scores = people @ tf.transpose(rows) + numbers
            return cross_entropy(film, scores)
        scores = people @ tf.transpose(tf.gather(rows, film)) + tf.gather(numbers, film)
        if self.corrected:
            scores -= tf.gather(log_share(), film)
        twice = (film[:, None] == film[None]) & ~tf.eye(BATCH, dtype=tf.bool)  # the right film again is not wrong
        return cross_entropy(tf.range(BATCH), tf.where(twice, -1e9, scores))


def cross_entropy(right: Any, scores: Any) -> tf.Tensor:
    """Return the mean loss of choosing the right columns."""
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(right, scores))


@cache
def bags_of_films() -> tuple[tf.SparseTensor, tf.Tensor]:
    """Return the table of zeros and ones, and how many films each person has."""
    rated = split().rated.toarray()
    return tf.sparse.from_dense(rated), tf.constant(rated.sum(axis=1, keepdims=True))


@cache
def log_share() -> NDArray[np.float32]:
    """Return the logarithm of each film's share of the ratings; of one rating where there is none."""
    return np.log(np.maximum(split().popularity, 1) / len(split().film)).astype(np.float32)


def trained(towers: Towers, seed: int) -> dict[str, tf.Variable]:
    """Train two towers."""
    parts, tables = split(), towers.rows(seed)
    variables = list(tables.values())
    optimizer = keras.optimizers.AdamW(RATE, weight_decay=DECAY)
    optimizer.build(variables)

    @tf.function
    def step(person: Any, film: Any) -> None:
        with tf.GradientTape() as tape:
            loss = towers.loss(tables, person, film)
        gradients = [tf.convert_to_tensor(one) for one in tape.gradient(loss, variables)]
        optimizer.apply(gradients, variables)

    order = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        shuffled = order.permutation(len(parts.film))
        for batch in np.split(shuffled, range(BATCH, len(shuffled), BATCH))[:-1]:
            step(tf.constant(parts.person[batch]), tf.constant(parts.film[batch]))
    return tables


def two_towers(towers: Towers, seed: int) -> Scores:
    """Return the scores of all people with all films."""
    tables = trained(towers, seed)
    rows, numbers = towers.of_films(tables)
    people = towers.of_people(tables, tf.range(split().people))
    return (people @ tf.transpose(rows) + numbers).numpy()


# What is measured -------------------------------------------------------------------------------------------------


def ranks(scores: Scores, wanted: NDArray[np.integer], seen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the rank of each wanted film among the films that the person has not seen; equal scores are ahead."""
    left = np.where(seen, -np.inf, scores)
    people = np.arange(len(wanted))
    own = [left[people, film][:, None] for film in wanted.T]
    return np.stack([(left >= one).sum(axis=1) for one in own], axis=1)


def recall(found: NDArray[np.intp]) -> NDArray[np.floating]:
    """Return for each person the share of the wanted films within the first ten."""
    return (found <= K).mean(axis=1)


def ndcg(found: NDArray[np.intp]) -> NDArray[np.floating]:
    """Return each person's discounted gain within the first ten, 1 if the wanted films come first."""
    ideal = (1 / np.log2(np.arange(found.shape[1]) + 2)).sum()
    return np.where(found <= K, 1 / np.log2(found + 1), 0).sum(axis=1) / ideal


def seen_before(part: str) -> NDArray[np.bool_]:
    """Return which films a person has rated before a part."""
    seen = split().rated.toarray() > 0
    if part == "test":
        np.put_along_axis(seen, split().validation, True, axis=1)
    return seen


def found_in(part: str, scores: Scores) -> NDArray[np.intp]:
    """Return the ranks of the films of a part."""
    return ranks(scores, getattr(split(), part), seen_before(part))


def beaten(part: str, scores: Scores, least: int, most: int) -> float:
    """Return the share of the other unseen films that a wanted film is ahead of, ties half; for films that had from
    `least` to `most` ratings in training.
    """
    wanted, seen = getattr(split(), part), seen_before(part)
    shares = []
    for person, film in np.argwhere((split().popularity[wanted] >= least) & (split().popularity[wanted] <= most)):
        others = scores[person][~seen[person]]
        own = scores[person, wanted[person, film]]
        behind = (others < own).sum() + ((others == own).sum() - 1) / 2
        shares.append(behind / (len(others) - 1))
    return float(np.mean(shares))


def with_ends(name: str, values: NDArray[np.floating]) -> dict[str, float]:
    """Return a mean over people, and the two values between which 95 % of 1,000 draws of the people lie."""
    draws = np.random.default_rng(0).integers(len(values), size=(DRAWS, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    return {name: round(float(values.mean()), 4), f"{name}_low": round(low, 4), f"{name}_high": round(high, 4)}


def measured(scores: Scores, seconds: float = 0.0) -> dict[str, object]:
    """Return how well a ranking finds the films of test, and how far it is ahead of popularity."""
    found, of_popularity = found_in("test", scores), found_in("test", popularity(0))
    row: dict[str, object] = {"validation_ndcg10": round(float(ndcg(found_in("validation", scores)).mean()), 4)}
    for name, measure in (("ndcg10", ndcg), ("recall10", recall)):
        row |= with_ends(name, measure(found))
        row |= with_ends(f"{name}_ahead", measure(found) - measure(of_popularity))
    row["recall100"] = round(float((found <= 100).mean()), 4)
    for name, least, most in (("none", 0, 0), ("few", 1, FEW - 1), ("many", FEW, 10**6)):
        row[f"beaten_{name}"] = round(beaten("test", scores, least, most), 4)
    return row | {"people": len(found), "seconds": round(seconds, 2)}


# The table --------------------------------------------------------------------------------------------------------


def once(ranking: Callable[[int], Scores]) -> Callable[[int], dict[str, object]]:
    """Return the run of a ranking in which nothing is drawn: it is measured once, for all seeds."""

    @cache
    def measure() -> dict[str, object]:
        return measured(ranking(0))

    return lambda seed: measure()


def each_seed(ranking: Callable[[int], Scores]) -> Callable[[int], dict[str, object]]:
    """Return the run of a ranking that a seed changes, with its seconds of processor time."""

    def run(seed: int) -> dict[str, object]:
        began = time.process_time()
        scores = ranking(seed)
        return measured(scores, time.process_time() - began)

    return run


def stars(columns: int) -> Callable[[int], dict[str, object]]:
    """Return the run of predicted stars, with the error of the prediction."""

    def run(seed: int) -> dict[str, object]:
        began = time.process_time()
        scores = predicted_stars(columns, seed)
        seconds = time.process_time() - began
        errors = {
            name: round(error_of_stars(part, scores), 4)
            for name, part in (("validation_rmse", "validation"), ("rmse", "test"))
        }
        return measured(scores, seconds) | errors

    return run


RUNS: dict[tuple[object, ...], Callable[[int], dict[str, object]]] = {
    ("popularity",): once(popularity),
    ("popular then",): once(popular_then),
    ("counted together",): once(counted_together),
    ("stars, a number each",): stars(0),
    ("stars, rows too",): stars(16),
    ("towers, person by number, uncorrected",): each_seed(partial(two_towers, Towers("number", False))),
    ("towers, person by number",): each_seed(partial(two_towers, Towers("number"))),
    ("towers, uncorrected",): each_seed(partial(two_towers, Towers(corrected=False))),
    ("towers",): each_seed(partial(two_towers, Towers())),
    ("towers, all films",): each_seed(partial(two_towers, Towers(all_films=True))),
    ("towers, genres and years",): each_seed(partial(two_towers, Towers(described=True))),
}


def prepare() -> None:
    """Make what several rows share."""
    split()
    bags_of_films()
