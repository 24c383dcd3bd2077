"""Compute the measured tables over several seeds: ``data/results/scoreboard.csv`` and ``recipes.csv``.

The scoreboard has every rung of the course's ladder; the other table has the course's recipe with one thing changed.

    python tools/results.py            # five seeds
    python tools/results.py --quick    # one seed, into the folder build, to see that everything works

A row is written as soon as it is known, so that an interrupt costs one row: the next run at the same commit
goes on where this one stopped. Choices are made on validation; the test part is looked at once a row.

Seconds are measured the same way for every rung: from the texts of the training reviews to the end of training.
What several rungs share (the words of the reviews, their ids) is made once and counted in full for each of them.
What was made elsewhere (GloVe's vectors) costs nothing here.
"""

import argparse
import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from gensim.models import KeyedVectors, Word2Vec
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from course_utils import counts, data, judging, pooling, text, training
from course_utils.quiet import import_tensorflow_quietly
from course_utils.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent
SEEDS = range(5)
PACKAGES = ("tensorflow", "keras", "numpy", "scikit-learn")


@dataclass
class Rung:
    """What one run of one rung gives: two accuracies and, where there are word vectors, the vectors."""

    validation_accuracy: float
    test_accuracy: float
    parameters: int
    seconds: float
    vectors: KeyedVectors | None = None


def main() -> None:
    """Compute the rows that are missing, then put the finished table in its place."""
    parser = argparse.ArgumentParser(description="Compute the scoreboard.")
    parser.add_argument("--quick", action="store_true", help="one seed, at most three minutes, into build/")
    quick = parser.parse_args().quick
    import_tensorflow_quietly()

    prepare()
    for table in TABLES:
        compute(table, ROOT / "build" if quick else ROOT / "data" / "results", [0] if quick else SEEDS)


def compute(table: str, folder: Path, seeds: Iterable[int]) -> None:
    """Compute the rows of a table that are missing, write the table and print it."""
    rungs = TABLES[table]
    finished, unfinished = folder / f"{table}.csv", folder / f"{table}.part.csv"
    commit = current_commit()
    rows = [row for row in read_rows(unfinished) if row["commit"] == commit]
    done = {(row["rung"], row["seed"]) for row in rows}
    tasks = [(name, seed) for seed in seeds for name in rungs]
    for name, seed in tqdm([task for task in tasks if task not in done], desc=table, unit="row"):
        rows.append(measured_row(name, rungs[name](seed), seed, commit))
        write_rows(unfinished, rows)
    rows.sort(key=lambda row: (list(rungs).index(row["rung"]), row["seed"]))
    write_rows(finished, rows)
    unfinished.unlink(missing_ok=True)
    shown = pd.DataFrame(rows).groupby("rung", sort=False)[
        ["validation_accuracy", "test_accuracy", "wordsim353", "seconds"]
    ]
    print(shown.agg(["mean", "std"]).round(3).to_string())


def prepare() -> None:
    """Make what several rungs share, so that no row's seconds hold it by the chance of coming first."""
    for part in ("train", "validation", "test"):
        words_of(part)
    vectorized()


def measured_row(name: str, rung: Rung, seed: int, commit: str) -> dict[str, object]:
    """Describe what one run of a rung gave as a row of the table."""
    row: dict[str, object] = {
        "rung": name,
        "dimensions": rung.vectors.vector_size if rung.vectors is not None else float("nan"),
        "parameters": rung.parameters,
        "seed": seed,
        "validation_accuracy": round(rung.validation_accuracy, 4),
        "test_accuracy": round(rung.test_accuracy, 4),
        "wordsim353": float("nan"),
        "simlex999": float("nan"),
        "seconds": round(rung.seconds, 2),
        "commit": commit,
        "versions": " ".join(f"{package}-{version(package)}" for package in PACKAGES),
    }
    if rung.vectors is not None:
        for benchmark in ("wordsim353", "simlex999"):
            score = judging.word_similarity(rung.vectors, data.load_similarity(benchmark))
            row[benchmark] = round(score.rho, 3)
    return row


@cache
def reviews() -> data.Reviews:
    """Return the reviews, loaded once."""
    return data.load_reviews()


@dataclass
class Words:
    """The words of each review of a part, and how long it took to cut the reviews into them."""

    lists: list[list[str]]
    seconds: float


@cache
def words_of(part: str) -> Words:
    """Return the words of each review of a part."""
    began = time.perf_counter()
    lists = [text.tokenize(review) for review in getattr(reviews(), part).texts]
    return Words(lists, time.perf_counter() - began)


@cache
def vectorized() -> training.VectorizedReviews:
    """Return the ids of the reviews, made once for all recipes that make them once."""
    return training.vectorize(reviews())


def words_and_pairs(words: list[str]) -> list[str]:
    """Return the words of a review and each two that stand next to each other."""
    return words + [f"{first} {second}" for first, second in pairwise(words)]


# Each counts what the analyzer finds in a review's list of words.
counted = partial(CountVectorizer, analyzer=list, min_df=2, dtype=np.float32)
weighted = partial(TfidfVectorizer, analyzer=list, min_df=2, dtype=np.float32)
weighted_with_pairs = partial(TfidfVectorizer, analyzer=words_and_pairs, min_df=2, dtype=np.float32)


present_with_pairs = partial(
    CountVectorizer, analyzer=words_and_pairs, min_df=2, binary=True, dtype=np.float32
)


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


def with_words(words: list[str], table: np.ndarray) -> KeyedVectors:
    """Return words with their vectors."""
    vectors = KeyedVectors(table.shape[1])
    vectors.add_vectors(words, table)
    return vectors


def ppmi_svd(seed: int) -> KeyedVectors:
    """Return vectors from counts alone: co-occurrence, PPMI, 100 singular directions."""
    vocabulary = text.build_vocabulary(words_of("train").lists, min_count=5)
    ids = text.to_ids(words_of("train").lists, vocabulary)
    matrix = counts.ppmi(counts.cooccurrence(ids, len(vocabulary), window=5))
    return with_words(vocabulary[2:], counts.svd_vectors(matrix, 100, seed=seed)[2:])


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
    return with_words(words, np.random.default_rng(seed).normal(size=(len(words), 100)))


def glove(seed: int) -> KeyedVectors:
    """Return GloVe's vectors of the words that occur in the training reviews."""
    table = data.load_glove()
    known = [word for word in frequent_words() if word in table]
    return with_words(known, table[known])


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
}

# The course's recipe with one thing left out, or with another number of dimensions.
LEFT_OUT: dict[str, dict[str, Any]] = {
    "nothing left out": {},
    "without the mask": {"mask": False},
    "100 tokens instead of whole reviews": {"length": 100},
    "learning rate 0.001": {"learning_rate": 1e-3},
    "rate that does not fall": {"falling_rate": False},
    "batches of 1,024": {"batch_size": 1_024},
    "15 epochs": {"epochs": 15},
}
DIMENSIONS = (1, 2, 4, 64)
TABLES: dict[str, dict[str, Callable[[int], Rung]]] = {
    "scoreboard": RUNGS,
    "recipes": {name: trained(replace(training.Recipe(), **change)) for name, change in LEFT_OUT.items()}
    | {f"{d} dimensions": trained(replace(training.Recipe(), dimensions=d)) for d in DIMENSIONS},
}


def read_rows(path: Path) -> list[dict[str, object]]:
    """Return the rows of a table, none when there is no such file."""
    if not path.is_file():
        return []
    return pd.read_csv(path, dtype={"commit": str}).to_dict("records")  # 12e4567890 is a commit, not a number


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    """Write a table whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, pd.DataFrame(rows).to_csv(index=False, lineterminator="\n"))
    except OSError as error:
        raise SystemExit(
            f"{path} could not be written ({error.strerror}): the rows written before are kept; make room there, "
            "or make the folder writable, and run this again; it goes on from here."
        ) from error


def current_commit() -> str:
    """Return the commit that the numbers belong to, and a mark for what course_utils or tools have beyond it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(
                f"The scoreboard names the commit that made it, and git said: {done.stderr.strip()}"
            )
        return done.stdout.strip()

    commit = git("rev-parse", "--short=10", "HEAD")
    if git("status", "--porcelain", "--", "course_utils", "tools"):
        changes = git("diff", "HEAD", "--", "course_utils", "tools")
        for path in git(
            "ls-files", "--others", "--exclude-standard", "--", "course_utils", "tools"
        ).splitlines():
            changes += path + git("hash-object", "--", path)  # new files, which a diff leaves out
        commit += f"+{hashlib.sha256(changes.encode()).hexdigest()[:6]}"  # other changes, other rows
    return commit


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Interrupted; the finished rows are kept, and the next run goes on from here.")
