"""Items: which films will a person rate next? Counts, factorisations and two towers on the MovieLens ratings.

The last five films of each person are for test, the five before them for validation, all others for training. A
ranking puts the films that a person has not rated in order; at test the films of validation are left out, too.
A film that nobody rated in training cannot be known by its number alone; it counts as not found. Equal scores are
ahead of the film that is looked for.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from scipy import sparse

from course_utils import data, geometry

YEARS = 2  # of which popularity then is counted
LAST = 5  # films of each person for test, and as many for validation
K = 10
DRAWS = 1_000  # of the people, for the intervals
FEW = 10  # a film with fewer ratings in training has few

# Chosen on validation, with seed 0. NDCG@10 of 0.062 with item weights popularity^-0.5 and people^-0.5 when counting,
# 0.046 with all people alike; popularity of 0.5 to 5 years, 0.036 to 0.041. Factorised: 0.063 to 0.067 with 16 to 32
# columns, fewer with 64. Towers: decay of 0, 0.1, 0.5 and 2 gave 0.063, 0.066, 0.063 and 0.038, more than 3 epochs
# nothing. New people: penalties from 0.1 to 0.3 differ by less than 0.001, 0.03 loses 0.004.
COLUMNS, RATE, BATCH, EPOCHS = 32, 0.01, 512, 3
STARS_RATE, STARS_EPOCHS = 0.01, 6
STARS_DECAY = {0: 0.1, 16: 0.3}  # by columns
PENALTY = 0.1  # of a new person's row

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


def popular_then(seed: int) -> Scores:
    """Return how often each film was rated in the two years before a person's last rating of training."""
    parts = split()
    in_order = np.argsort(parts.time, kind="stable")
    films, times = parts.film[in_order], parts.time[in_order]
    scores = np.zeros((parts.people, parts.films))
    for person in range(parts.people):
        now = parts.time[parts.person == person].max()
        begin = np.searchsorted(times, now - np.timedelta64(YEARS * 365, "D"))
        end = np.searchsorted(times, now, side="right")
        scores[person] = np.bincount(films[begin:end], minlength=parts.films)
    return scores


def counted_together(seed: int) -> Scores:
    """Return how often each film goes with the person's films: a sum of cosines of columns of zeros and ones, in
    which a film weighs less, the more people rated it, and a person, the more films they rated.

    The table of all films with all films would be large: the same products in another order go over people.
    """
    columns = split().rated.multiply(np.maximum(split().popularity, 1.0) ** -0.5).tocsr()
    of_people = (columns @ columns.T).toarray() / np.sqrt(split().rated.sum(axis=1))
    return of_people @ columns.toarray()


def factorised(seed: int) -> Scores:
    """Return the table of zeros and ones as its largest singular vectors give it back; again with people weighed."""
    weighted = split().rated.multiply(1 / np.sqrt(split().rated.sum(axis=1))[:, None]).astype(float)
    left, strengths, right = sparse.linalg.svds(weighted.tocsr(), k=COLUMNS, v0=np.ones(split().people))
    return (left * strengths) @ right


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
    rows = []
    if columns:
        start = keras.initializers.RandomNormal(stddev=0.1)
        rows = [keras.layers.Embedding(size, columns, embeddings_initializer=start) for size in sizes]
        products = rows[0](inputs[0]) * rows[1](inputs[1])
        predicted = predicted + keras.ops.sum(products, axis=1, keepdims=True)
    model = keras.Model(inputs, predicted)
    model.compile(optimizer=keras.optimizers.AdamW(STARS_RATE, weight_decay=STARS_DECAY[columns]), loss="mse")
    mean = parts.stars.mean()
    model.fit([parts.person, parts.film], parts.stars - mean, batch_size=BATCH, epochs=STARS_EPOCHS, verbose=0)
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
    person : {"number", "films"}
        Whether a person has a row of their own, or is the mean of rows of the films that they rated.
    corrected : bool
        Whether the logarithm of a film's share of all ratings is taken from its score in the loss.
    described : bool
        Whether a film's row and number hold those of its genres and of its five years.
    decay : float
        How much of every row is taken away in each step, besides the learning rate.
    """

    person: str = "number"
    corrected: bool = True
    described: bool = False
    decay: float = 0.1

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
            numbers += parts.genres @ tables["genre_number"] + tf.gather(tables["lustrum_number"], parts.lustrum)
        return rows, numbers[:, 0]

    def of_people(self, tables: dict[str, tf.Variable], person: Any, without: Any = None) -> tf.Tensor:
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
        scores = people @ tf.transpose(tf.gather(rows, film)) + tf.gather(numbers, film)
        if self.corrected:
            scores -= tf.gather(log_share(), film)
        twice = (film[:, None] == film[None]) & ~tf.eye(BATCH, dtype=tf.bool)  # the right film again is not wrong
        scores = tf.where(twice, -1e9, scores)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(tf.range(BATCH), scores))


@cache
def bags_of_films() -> tuple[tf.SparseTensor, tf.Tensor]:
    """Return the table of zeros and ones, and how many films each person has."""
    rated = split().rated.toarray()
    return tf.sparse.from_dense(rated), tf.constant(rated.sum(axis=1, keepdims=True))


@cache
def log_share() -> NDArray[np.float32]:
    """Return the logarithm of each film's share of the ratings; of one rating where there is none."""
    return np.log(np.maximum(split().popularity, 1) / len(split().film)).astype(np.float32)


@lru_cache(2)
def trained(towers: Towers, seed: int, without_some: bool = False) -> dict[str, tf.Variable]:
    """Train two towers, on all people or without those that are new with this seed."""
    parts, tables = split(), towers.rows(seed)
    rows = np.flatnonzero(~is_new(seed)[parts.person]) if without_some else np.arange(len(parts.film))
    variables = list(tables.values())
    optimizer = keras.optimizers.AdamW(RATE, weight_decay=towers.decay)
    optimizer.build(variables)

    @tf.function
    def step(person: Any, film: Any) -> None:
        with tf.GradientTape() as tape:
            loss = towers.loss(tables, person, film)
        gradients = [tf.convert_to_tensor(one) for one in tape.gradient(loss, variables)]
        optimizer.apply(gradients, variables)

    order = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        shuffled = order.permutation(rows)
        for batch in np.split(shuffled, range(BATCH, len(shuffled), BATCH))[:-1]:
            step(tf.constant(parts.person[batch]), tf.constant(parts.film[batch]))
    return tables


def two_towers(towers: Towers, seed: int) -> Scores:
    """Return the scores of all people with all films."""
    tables = trained(towers, seed)
    rows, numbers = towers.of_films(tables)
    people = towers.of_people(tables, tf.range(split().people))
    return (people @ tf.transpose(rows) + numbers).numpy()


def with_popularity(towers: Towers, seed: int) -> Scores:
    """Return the scores with the logarithm of each film's share added after training."""
    return two_towers(towers, seed) + log_share()


# New people -------------------------------------------------------------------------------------------------------


def is_new(seed: int) -> NDArray[np.bool_]:
    """Return which people are new with a seed: a fifth, so that with five seeds each is new once."""
    return np.arange(split().people) % 5 == seed % 5


def folded_in(
    films: NDArray[np.floating], numbers: NDArray[np.floating], bags: NDArray[np.floating]
) -> NDArray[np.floating]:
    """Return a row for each new person, found from their films with the films' rows and numbers as they are.

    In each step a row moves by the mean of its films' rows less the mean of what it expects, as the gradient of the
    loss over all films says; the penalty keeps it short where films are few.
    """
    means = bags @ films / bags.sum(axis=1, keepdims=True)
    people = np.zeros_like(means)
    for _ in range(100):
        scores = people @ films.T + numbers
        expected = np.exp(scores - scores.max(axis=1, keepdims=True))
        expected /= expected.sum(axis=1, keepdims=True)
        people += 0.3 * (means - expected @ films - PENALTY * people)
    return people


def new_people(number: int | None, seed: int) -> Scores:
    """Return the scores of the new people, from their first films of training or from all."""
    parts, tables = split(), trained(Towers(), seed, without_some=True)
    bags = np.zeros((parts.people, parts.films), np.float32)
    for person in np.flatnonzero(is_new(seed)):
        bags[person, parts.film[parts.person == person][:number]] = 1
    films, numbers = tables["film"].numpy(), tables["number"].numpy()[:, 0]
    scores = np.zeros_like(bags)
    scores[is_new(seed)] = folded_in(films, numbers, bags[is_new(seed)]) @ films.T + numbers
    return scores


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


def beaten(scores: Scores, people: NDArray[np.bool_], least: int, most: int) -> float:
    """Return the share of the other unseen films that a film of test is ahead of, ties half; for films that had from
    `least` to `most` ratings in training.
    """
    wanted, seen, popular = split().test, seen_before("test"), split().popularity[split().test]
    shares = []
    for person, place in np.argwhere((popular >= least) & (popular <= most) & people[:, None]):
        others = scores[person][~seen[person]]
        own = scores[person, wanted[person, place]]
        behind = (others < own).sum() + ((others == own).sum() - 1) / 2
        shares.append(behind / (len(others) - 1))
    return float(np.mean(shares))


def genres_shared(towers: Towers, seed: int) -> dict[str, float]:
    """Return how much of its genres a film shares with its ten nearest by cosine: common genres by all of both.

    The ten are sought among films with 20 ratings or more. The films that ask are those with one rating, with 2 to 9,
    10 to 49, or 50 and more. *Shuffled* is the same for the last, with the genres of the others in another order.
    """
    films, popular = trained(towers, seed)["film"].numpy(), split().popularity
    has = (split().genres > 0).astype(float)
    others = np.flatnonzero(popular >= 20)
    unit = geometry.normalize(films)
    row = {}
    for name, least, most in (("once", 1, 1), ("few", 2, 9), ("some", 10, 49), ("many", 50, 10**6)):
        asked = np.flatnonzero((popular >= least) & (popular <= most))
        cosines = np.where(asked[:, None] == others, -2, unit[asked] @ unit[others].T)
        nearest = others[np.argpartition(-cosines, 10, axis=1)[:, :10]]
        row[f"genres_{name}"] = overlap(has[asked], has[nearest])
        if name in ("once", "many"):
            shuffled = has.copy()
            shuffled[others] = has[np.random.default_rng(seed).permutation(others)]
            row[f"genres_{name}_shuffled"] = overlap(has[asked], shuffled[nearest])
    return row


def overlap(one: NDArray[np.floating], others: NDArray[np.floating]) -> float:
    """Return the mean over pairs of the genres that both have, divided by those that at least one has."""
    both = np.einsum("fg,fng->fn", one, others)
    either = one.sum(axis=1)[:, None] + others.sum(axis=2) - both
    return round(float((both / either).mean()), 4)


def with_ends(name: str, values: NDArray[np.floating]) -> dict[str, float]:
    """Return a mean over people, and the two values between which 95 % of 1,000 draws of the people lie."""
    draws = np.random.default_rng(0).integers(len(values), size=(DRAWS, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975]).tolist()
    return {
        name: round(float(values.mean()), 4),
        f"{name}_low": round(low, 4),
        f"{name}_high": round(high, 4),
    }


def measured(scores: Scores, seconds: float = 0.0, people: NDArray[np.bool_] | None = None) -> dict[str, object]:
    """Return how well a ranking finds the films of test, and how far it is ahead of popularity; for some people."""
    people = np.ones(len(scores), bool) if people is None else people
    found, of_popularity = (found_in("test", one)[people] for one in (scores, popularity(0)))
    on_validation = ndcg(found_in("validation", scores)[people])
    row: dict[str, object] = {"validation_ndcg10": round(float(on_validation.mean()), 4)}
    for name, measure in (("ndcg10", ndcg), ("recall10", recall)):
        row |= with_ends(name, measure(found))
        row |= with_ends(f"{name}_ahead", measure(found) - measure(of_popularity))
    row["recall100"] = round(float((found <= 100).mean()), 4)
    for name, least, most in (("none", 0, 0), ("few", 1, FEW - 1), ("many", FEW, 10**6)):
        row[f"beaten_{name}"] = round(beaten(scores, people, least, most), 4)
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


def folding(number: int | None) -> Callable[[int], dict[str, object]]:
    """Return the run of new people, measured on these alone."""
    return lambda seed: measured(new_people(number, seed), people=is_new(seed))


def neighbours(towers: Towers) -> Callable[[int], dict[str, object]]:
    """Return the run of two towers that also looks at the genres of each film's neighbours."""
    return lambda seed: each_seed(partial(two_towers, towers))(seed) | genres_shared(towers, seed)


UNCORRECTED = Towers(corrected=False)
RUNS: dict[tuple[object, ...], Callable[[int], dict[str, object]]] = {
    ("popularity",): once(popularity),
    ("popular then",): once(popular_then),
    ("counted together",): once(counted_together),
    ("factorised",): once(factorised),
    ("stars, a number each",): stars(0),
    ("stars, rows too",): stars(16),
    ("towers, uncorrected",): each_seed(partial(two_towers, UNCORRECTED)),
    ("towers, uncorrected, popularity added",): each_seed(partial(with_popularity, UNCORRECTED)),
    ("towers",): neighbours(Towers()),
    ("towers, no decay",): neighbours(Towers(decay=0.0)),
    ("towers, more decay",): neighbours(Towers(decay=0.5)),
    ("towers, a person as the mean of films",): each_seed(partial(two_towers, Towers(person="films"))),
    ("towers, genres and years",): each_seed(partial(two_towers, Towers(described=True))),
    ("new people, 3 films",): folding(3),
    ("new people, 10 films",): folding(10),
    ("new people, all films",): folding(None),
}


def prepare() -> None:
    """Make what several rows share."""
    split()
    bags_of_films()
