"""All tables of the course under the same measures, each with its 95 % interval.

What an interval is drawn over: pairs of words (similarity), questions (analogies), words of the lists (antonyms),
planted pairs (senses). A seed trains the tables that are trained, draws the random one, and plants its own words;
counted vectors and GloVe are the same for all seeds. Skip-gram is trained as in notebook 10.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from gensim.models import KeyedVectors
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from course_utils import data, geometry, text, training
from tables import scoreboard
from tables.dimensions import rank_correlations
from tables.prepared import reviews, skip_gram_vectors, vectorized, words_of

DRAWS = 1_000  # of pairs or questions, for an interval
WINDOW = 5  # words on each side of a context
PLANTED = 12  # pairs of words that are merged, a seed

# Tried on other planted pairs than those of the table: windows of 3, 5, 8 and 10 words, weights of 1, log(1 / share)
# and RARE / (RARE + share) with 1e-3 and 1e-4 (Arora, Liang & Ma 2017), rows centred or not. None was best for all.
RARE = 1e-3


# The tables -------------------------------------------------------------------------------------------------------


def from_labels(seed: int) -> KeyedVectors:
    """Return the table of the course's classifier, trained on labels."""
    return training.train(reviews(), seed=seed, vectorized=vectorized()).word_vectors


@cache
def counted() -> KeyedVectors:
    """Return vectors from counts."""
    return scoreboard.ppmi_svd(0)


@cache
def glove() -> KeyedVectors:
    """Return GloVe's vectors of the words that occur in the training reviews."""
    return scoreboard.glove(0)


def interval(draws: NDArray[np.floating]) -> tuple[float, float]:
    """Return the borders of the middle 95 %."""
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(low), float(high)


def named(name: str, value: float, draws: NDArray[np.floating]) -> dict[str, float]:
    """Return a measure and its interval as columns."""
    low, high = interval(draws)
    return {name: round(float(value), 4), f"{name}_low": round(low, 4), f"{name}_high": round(high, 4)}


# Similarity -------------------------------------------------------------------------------------------------------


def similarity(vectors: KeyedVectors) -> dict[str, float]:
    """Return the rank correlations with people."""
    found: dict[str, float] = {}
    for benchmark in ("wordsim353", "simlex999"):
        known = [pair for pair in data.load_similarity(benchmark) if pair[0] in vectors and pair[1] in vectors]
        cosines = np.array([vectors.similarity(one, other) for one, other, _ in known])
        people = np.array([judged for *_, judged in known])
        drawn = np.random.default_rng(0).integers(len(known), size=(DRAWS, len(known)))
        whole = rank_correlations(cosines[None], people[None])
        found |= named(benchmark, whole[0], rank_correlations(cosines[drawn], people[drawn]))
        found[f"{benchmark}_pairs"] = len(known)
    return found


# Analogies --------------------------------------------------------------------------------------------------------


@cache
def shared_words() -> list[str]:
    """Return the words that every table knows: those of the classifier's vocabulary that GloVe has too."""
    vocabulary = vectorized().vectorizer.get_vocabulary()
    return [str(word) for word in vocabulary[2:] if word in glove()]


@cache
def questions() -> NDArray[np.intp]:
    """Return the analogies whose four words are shared, as rows of numbers of shared words."""
    row_of = {word: row for row, word in enumerate(shared_words())}
    known = [
        [row_of[word] for word in words]
        for asked in data.load_analogies().values()
        for words in asked
        if all(word in row_of for word in words)
    ]
    return np.array(known)


def analogies(vectors: KeyedVectors) -> dict[str, float]:
    """Return the share of analogies solved among the shared words, with and without the rule."""
    unit = geometry.normalize(vectors[shared_words()])
    right: dict[str, list[NDArray[np.bool_]]] = {"analogies": [], "analogies_without_rule": []}
    for block in np.array_split(questions(), max(1, len(questions()) // 500)):
        one, its, other, wanted = block.T
        cosines = (unit[its] - unit[one] + unit[other]) @ unit.T
        right["analogies_without_rule"].append(cosines.argmax(axis=1) == wanted)
        np.put_along_axis(cosines, block[:, :3], -np.inf, axis=1)  # the words of the question
        right["analogies"].append(cosines.argmax(axis=1) == wanted)
    found: dict[str, float] = {}
    drawn = np.random.default_rng(0).integers(len(questions()), size=(DRAWS, len(questions())))
    for name, blocks in right.items():
        solved = np.concatenate(blocks)
        found |= named(name, solved.mean(), solved[drawn].mean(axis=1))
    return found | {"analogies_questions": len(questions())}


# Antonyms ---------------------------------------------------------------------------------------------------------


@cache
def word_pairs() -> pd.DataFrame:
    """Return the synonyms and antonyms of the course."""
    return pd.read_csv(data.table_path("opposites.csv"))


def antonyms(vectors: KeyedVectors) -> dict[str, float]:
    """Return how often a pair of synonyms has a larger cosine than a pair of antonyms, for each kind of word."""
    random = np.random.default_rng(0)
    found: dict[str, float] = {}
    for kind, group in word_pairs().groupby("kind"):
        cosines = {
            relation: np.array(
                [vectors.similarity(*pair) for pair in zip(rows["first"], rows["second"], strict=True)]
            )
            for relation, rows in group.groupby("relation")
        }
        above = cosines["synonym"][:, None] > cosines["antonym"]
        # How often each pair is drawn, rather than which: then a draw is two products.
        drawn = [random.multinomial(size, np.ones(size) / size, size=DRAWS) for size in above.shape]
        of_draws = np.einsum("ki,ij,kj->k", drawn[0], above, drawn[1], optimize=True) / above.size
        found |= named(f"{kind}_antonyms", above.mean(), of_draws)
    return found


# Senses -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Running:
    """The training reviews as one row of ids, with as many zeros behind each as a window is wide."""

    vocabulary: list[str]
    ids: NDArray[np.integer]
    counts: NDArray[np.integer]


@cache
def running() -> Running:
    """Return the training reviews as one row, made once."""
    vocabulary = text.build_vocabulary(words_of("train").lists, min_count=5)
    border = np.zeros(WINDOW, np.int32)
    rows = text.to_ids(words_of("train").lists, vocabulary)
    ids = np.concatenate([border, *(part for row in rows for part in (row, border))])
    counts = np.bincount(ids, minlength=len(vocabulary))
    counts[:2] = 0  # padding and unknown words
    return Running(vocabulary, ids, counts)


@cache
def planted(seed: int) -> list[tuple[str, str]]:
    """Return pairs of shared words, drawn at random, that are nearly equally frequent: 200 to 800 times each."""
    reviews_ = running()
    count = dict(zip(reviews_.vocabulary, reviews_.counts, strict=True))
    usable = sorted((word for word in shared_words() if 200 <= count[word] <= 800), key=lambda word: count[word])
    places = 2 * np.random.default_rng(seed).choice(len(usable) // 2, PLANTED, replace=False)
    return [(usable[place], usable[place + 1]) for place in places]


def contexts_of(word: str, rows: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return a vector for each occurrence of a word: the weighted mean of its neighbours' rows, at length 1."""
    here = running()
    share = here.counts / here.counts.sum()
    weights = np.where(here.counts > 0, RARE / (RARE + share), 0)
    at = np.flatnonzero(here.ids == here.vocabulary.index(word))
    steps = np.concatenate([np.arange(-WINDOW, 0), np.arange(1, WINDOW + 1)])
    neighbours = here.ids[at[:, None] + steps]
    weighted = rows[neighbours] * weights[neighbours][:, :, None]
    return geometry.normalize(weighted.sum(axis=1))


def senses(vectors: KeyedVectors, seed: int) -> dict[str, float]:
    """Merge two words into one, cluster its contexts in two, and return the share on the side of its own word."""
    unit = geometry.normalize(vectors.vectors)
    rows = np.zeros((len(running().vocabulary), vectors.vector_size), np.float32)
    for row, word in enumerate(running().vocabulary):
        if word in vectors:
            rows[row] = unit[vectors.key_to_index[word]]
    sorted_rightly = []
    with threadpool_limits(1):  # few contexts: threads would only wait for each other
        for pair in planted(seed):
            of_each = [contexts_of(word, rows) for word in pair]
            which = np.repeat([0, 1], [len(contexts) for contexts in of_each])
            found = KMeans(2, n_init=3, random_state=seed).fit_predict(np.vstack(of_each))
            agree = np.mean(found == which)
            sorted_rightly.append(max(agree, 1 - agree))
    right = np.array(sorted_rightly)
    drawn = np.random.default_rng(0).integers(len(right), size=(DRAWS, len(right)))
    return named("senses", right.mean(), right[drawn].mean(axis=1))


# Use --------------------------------------------------------------------------------------------------------------


def classified(vectors: KeyedVectors) -> dict[str, float]:
    """Return the accuracies of logistic regression on the mean vectors of reviews."""
    means = {part: scoreboard.mean_vectors(part, vectors) for part in ("train", "validation", "test")}
    model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky"))
    model.fit(means["train"], reviews().train.labels)
    found: dict[str, float] = {}
    for part in ("validation", "test"):
        accuracy = model.score(means[part], getattr(reviews(), part).labels)
        found[f"{part}_accuracy"] = round(float(accuracy), 4)
    return found


def judged(make: Callable[[int], KeyedVectors]) -> Callable[[int], dict[str, object]]:
    """Return the run of one table of vectors."""

    def run(seed: int) -> dict[str, object]:
        vectors = make(seed)
        return {
            "dimensions": vectors.vector_size,
            "words": len(vectors),
            **similarity(vectors),
            **analogies(vectors),
            **antonyms(vectors),
            **senses(vectors, seed),
            **classified(vectors),
        }

    return run


def prepare() -> None:
    """Make what several rows share."""
    for part in ("train", "validation", "test"):
        words_of(part)
    vectorized()


RUNS = {
    ("labels",): judged(from_labels),
    ("counted",): judged(lambda seed: counted()),
    ("skip-gram",): judged(skip_gram_vectors),
    ("GloVe",): judged(lambda seed: glove()),
    ("random",): judged(scoreboard.random_vectors),
}
