"""The scoreboard: every rung of the course's ladder, from texts to a trained classifier.

Seconds are measured the same way for every rung: from the texts of the training reviews to the end of training.
What was made elsewhere (GloVe's vectors) costs nothing here.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from gensim.models import KeyedVectors, Word2Vec
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from course_utils import counts, data, judging, pooling, text, training
from tables import pairs
from tables.prepared import reviews, vectorized, words_of


@dataclass
class Rung:
    """What one run of one rung gives: two accuracies and, where there are word vectors, the vectors."""

    validation_accuracy: float
    test_accuracy: float
    parameters: int
    seconds: float
    vectors: KeyedVectors | None = None

    def columns(self) -> dict[str, object]:
        """Return the columns of the table that are measured."""
        similarity = {"wordsim353": float("nan"), "simlex999": float("nan")}
        if self.vectors is not None:
            for benchmark in similarity:
                score = judging.word_similarity(self.vectors, data.load_similarity(benchmark))
                similarity[benchmark] = round(score.rho, 3)
        return {
            "dimensions": self.vectors.vector_size if self.vectors is not None else float("nan"),
            "parameters": self.parameters,
            "validation_accuracy": round(self.validation_accuracy, 4),
            "test_accuracy": round(self.test_accuracy, 4),
            **similarity,
            "seconds": round(self.seconds, 2),
        }


def words_and_pairs(words: list[str]) -> list[str]:
    """Return the words of a review and each two that stand next to each other."""
    return words + [f"{first} {second}" for first, second in pairwise(words)]


# Each counts what the analyzer finds in a review's list of words.
counted = partial(CountVectorizer, analyzer=list, min_df=2, dtype=np.float32)
weighted = partial(TfidfVectorizer, analyzer=list, min_df=2, dtype=np.float32)
weighted_with_pairs = partial(TfidfVectorizer, analyzer=words_and_pairs, min_df=2, dtype=np.float32)


present_with_pairs = partial(CountVectorizer, analyzer=words_and_pairs, min_df=2, binary=True, dtype=np.float32)


class LogRatios(BaseEstimator, TransformerMixin):  # type: ignore[misc]
    """Weights a word by how much likelier it is in a positive than in a negative review (Wang & Manning 2012)."""

    def fit(self, present: Any, labels: np.ndarray) -> "LogRatios":
        """Take the log of the ratio of the shares that a word has of either label; one is added to each count."""
        positive, negative = (1 + present[labels == label].sum(axis=0).A1 for label in (1, 0))
        self.weights_ = np.log(positive / positive.sum()) - np.log(negative / negative.sum())
        return self

    def transform(self, present: Any) -> Any:
        """Multiply each column by the weight of its word."""
        return present.multiply(self.weights_.astype(np.float32)).tocsr()


def naive_bayes_weighted() -> Pipeline:
    """Return the strongest plain baseline: which words and pairs a review holds, weighted by naive Bayes."""
    return make_pipeline(present_with_pairs(), LogRatios())


def bag_of_words(make_vectorizer: Callable[[], Any], penalty: float) -> Callable[[int], Rung]:
    """Return the run of logistic regression on counted or weighted words; `penalty` is scikit-learn's C."""

    def run(seed: int) -> Rung:
        began = time.perf_counter()
        vectorizer = make_vectorizer()
        features = vectorizer.fit_transform(words_of("train").lists, reviews().train.labels)
        # As in notebook 01: the default solver stops before it has converged, a little better or worse by luck.
        classifier = LogisticRegression(C=penalty, solver="newton-cg", tol=1e-5, random_state=seed)
        classifier.fit(features, reviews().train.labels)
        seconds = words_of("train").seconds + time.perf_counter() - began
        scores = [
            classifier.score(vectorizer.transform(words_of(part).lists), getattr(reviews(), part).labels)
            for part in ("validation", "test")
        ]
        return Rung(*scores, parameters=classifier.coef_.size + 1, seconds=seconds)

    return run


def mean_of(make_vectors: Callable[[int], KeyedVectors]) -> Callable[[int], Rung]:
    """Return the run of logistic regression on the mean of a review's word vectors."""

    def run(seed: int) -> Rung:
        began = time.perf_counter()
        vectors = make_vectors(seed)
        classifier = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, random_state=seed))
        classifier.fit(mean_vectors("train", vectors), reviews().train.labels)
        seconds = words_of("train").seconds + time.perf_counter() - began
        scores = [
            classifier.score(mean_vectors(part, vectors), getattr(reviews(), part).labels)
            for part in ("validation", "test")
        ]
        return Rung(*scores, vectors.vector_size + 1, seconds, vectors)

    return run


def mean_vectors(part: str, vectors: KeyedVectors) -> np.ndarray:
    """Return the mean vector of each review's known words, shape (reviews, dimensions)."""
    vocabulary = [text.PADDING, text.UNKNOWN, *vectors.index_to_key]
    ids = text.to_ids(words_of(part).lists, vocabulary)
    table = np.vstack([np.zeros((2, vectors.vector_size), np.float32), vectors.vectors])
    return pooling.mean_vectors(pooling.bag_of_words(ids, len(vocabulary)), table)


def frequent_words() -> list[str]:
    """Return the words that occur five times or more in the training reviews."""
    return text.build_vocabulary(words_of("train").lists, min_count=5)[2:]


def ppmi_svd(seed: int) -> KeyedVectors:
    """Return vectors from counts alone: co-occurrence, PPMI, 100 singular directions."""
    vocabulary = text.build_vocabulary(words_of("train").lists, min_count=5)
    ids = text.to_ids(words_of("train").lists, vocabulary)
    matrix = counts.ppmi(counts.cooccurrence(ids, len(vocabulary), window=5))
    return data.with_words(vocabulary[2:], counts.svd_vectors(matrix, 100, seed=seed)[2:])


def skip_gram(seed: int) -> KeyedVectors:
    """Return vectors that predict neighbours: gensim's skip-gram, on the same words and the same window."""
    model = Word2Vec(
        words_of("train").lists,
        vector_size=100,
        window=5,
        min_count=5,
        sg=1,
        negative=5,
        epochs=5,
        workers=2,
        seed=seed,
    )
    return model.wv


def random_vectors(seed: int) -> KeyedVectors:
    """Return vectors that know nothing, as a control."""
    words = frequent_words()
    return data.with_words(words, np.random.default_rng(seed).normal(size=(len(words), 100)))


def glove(seed: int) -> KeyedVectors:
    """Return GloVe's vectors of the words that occur in the training reviews."""
    table = data.load_glove()
    known = [word for word in frequent_words() if word in table]
    return data.with_words(known, table[known])


def trained(recipe: training.Recipe) -> Callable[[int], Rung]:
    """Return the run of one recipe of notebook 04; a recipe without early stopping keeps its last epoch."""

    def run(seed: int) -> Rung:
        result = training.train(reviews(), recipe, seed, vectorized=vectorized())
        return Rung(
            result.accuracy(reviews().validation),
            result.accuracy(reviews().test),
            result.model.count_params(),
            result.seconds,
            result.word_vectors,
        )

    return run


def words_and_pairs_from_log_odds(seed: int) -> Rung:
    """Return the run of one number for each word and pair, started at its counted log-odds (notebook 09)."""
    result = pairs.train(seed)
    return Rung(result.accuracy("validation"), result.accuracy("test"), result.features.size, result.seconds)


def ladder() -> dict[str, training.Recipe]:
    """Return notebook 04's steps from the popular recipe to the course's, each with one more change."""
    recipe = training.POPULAR_RECIPE
    steps = {"popular recipe": recipe}
    for name, change in {
        "+ ids once": {"ids_once": True},
        "+ mask": {"mask": True},
        "+ whole reviews": {"length": None},
        "+ learning rate 0.01": {"learning_rate": 1e-2},
        "+ early stopping": {"patience": 2},
        "+ batches of 256": {"batch_size": 256},
        "+ falling rate: the course's recipe": {"falling_rate": True, "patience": None, "epochs": 3},
    }.items():
        recipe = replace(recipe, **change)
        steps[name] = recipe
    assert recipe == training.Recipe()
    return steps


RUNGS: dict[str, Callable[[int], Rung]] = {
    # Each C was chosen on validation: for words in notebook 01; for pairs 3, 10, 30 and 100 were tried, and for
    # naive Bayes 0.03, 0.1, 0.3 and 1.
    "counts of words": bag_of_words(counted, penalty=0.03),
    "TF-IDF of words": bag_of_words(weighted, penalty=3),
    "TF-IDF of words and pairs": bag_of_words(weighted_with_pairs, penalty=10),
    "naive-Bayes weighted words and pairs": bag_of_words(naive_bayes_weighted, penalty=0.1),
    "mean of random vectors": mean_of(random_vectors),
    "mean of PPMI-SVD vectors": mean_of(ppmi_svd),
    "mean of skip-gram vectors": mean_of(skip_gram),
    "mean of GloVe vectors": mean_of(glove),
    **{name: trained(recipe) for name, recipe in ladder().items()},
    "Embedding of pairs, started at log-odds": words_and_pairs_from_log_odds,
}


def measured(rung: Callable[[int], Rung]) -> Callable[[int], dict[str, object]]:
    """Return the run of a rung as the columns of its row."""
    return lambda seed: rung(seed).columns()


def prepare() -> None:
    """Make what several rungs share."""
    for part in ("train", "validation", "test"):
        words_of(part)
    vectorized()


RUNS = {(name,): measured(rung) for name, rung in RUNGS.items()}
