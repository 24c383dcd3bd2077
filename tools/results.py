"""Compute every rung of the scoreboard over several seeds and write ``data/results/scoreboard.csv``.

    python tools/results.py            # five seeds
    python tools/results.py --quick    # one seed, into data/cache, to see that everything works

A row is written as soon as it is known, so that an interrupt costs one row: the next run at the same commit
goes on where this one stopped. Choices are made on validation; the test part is looked at once a row.
"""

import argparse
import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse
from tqdm import tqdm

from course_utils import counts, data, geometry, text, training
from course_utils.start import import_tensorflow_quietly
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
    vectors: np.ndarray | None = None
    vocabulary: list[str] | None = None


def main() -> None:
    """Compute the rows that are missing, then put the finished table in its place."""
    parser = argparse.ArgumentParser(description="Compute the scoreboard.")
    parser.add_argument(
        "--quick", action="store_true", help="one seed, at most three minutes, into data/cache"
    )
    quick = parser.parse_args().quick
    import_tensorflow_quietly()

    folder = data.cache_folder() if quick else ROOT / "data" / "results"
    finished, partial = folder / "scoreboard.csv", folder / "scoreboard.part.csv"
    commit = current_commit()
    rows = [row for row in read_rows(partial) if row["commit"] == commit]
    done = {(row["rung"], row["seed"]) for row in rows}
    tasks = [(name, seed) for seed in ([0] if quick else SEEDS) for name in RUNGS]
    prepare()
    for name, seed in tqdm([task for task in tasks if task not in done], desc="scoreboard", unit="row"):
        rows.append(measured_row(name, seed, commit))
        write_rows(partial, rows)
    rows.sort(key=lambda row: (list(RUNGS).index(row["rung"]), row["seed"]))
    write_rows(finished, rows)
    partial.unlink(missing_ok=True)
    table = pd.DataFrame(rows)
    shown = table.groupby("rung", sort=False)[
        ["validation_accuracy", "test_accuracy", "wordsim353", "seconds"]
    ]
    print(shown.agg(["mean", "std"]).round(3).to_string())


def prepare() -> None:
    """Make what several rungs share, so that no row's seconds hold it by the chance of coming first."""
    for part in ("train", "validation", "test"):
        token_lists(part)
    counted_words()
    vectorized()


def measured_row(name: str, seed: int, commit: str) -> dict[str, object]:
    """Run one rung once and describe the result as a row of the table."""
    rung = RUNGS[name](seed)
    row: dict[str, object] = {
        "rung": name,
        "dimensions": rung.vectors.shape[1] if rung.vectors is not None else float("nan"),
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
            score = geometry.similarity_score(rung.vectors, rung.vocabulary, data.load_similarity(benchmark))
            row[benchmark] = round(score.rho, 3)
    return row


@cache
def reviews() -> data.Reviews:
    """Return the reviews, loaded once."""
    return data.load_reviews()


@cache
def token_lists(part: str) -> list[list[str]]:
    """Return the words of each review of a part."""
    return [text.tokenize(review) for review in getattr(reviews(), part).texts]


@cache
def vectorized() -> training.VectorizedReviews:
    """Return the ids of the reviews, made once for all recipes that make them once."""
    return training.vectorize(reviews())


def bag_of_words(make_vectorizer: Callable[[], Any], penalty: float) -> Callable[[int], Rung]:
    """Return the run of logistic regression on counted or weighted words; `penalty` is scikit-learn's C."""
    from sklearn.linear_model import LogisticRegression

    def run(seed: int) -> Rung:
        began = time.perf_counter()
        vectorizer = make_vectorizer()
        features = vectorizer.fit_transform(token_lists("train"))
        # As in notebook 01: the default solver stops before it has converged, a little better or worse by luck.
        classifier = LogisticRegression(C=penalty, solver="newton-cg", tol=1e-5, random_state=seed)
        classifier.fit(features, reviews().train.labels)
        seconds = time.perf_counter() - began
        scores = [
            classifier.score(vectorizer.transform(token_lists(part)), getattr(reviews(), part).labels)
            for part in ("validation", "test")
        ]
        return Rung(*scores, parameters=classifier.coef_.size + 1, seconds=seconds)

    return run


def counted() -> Any:
    """Return the vectorizer that counts each word of a review."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(analyzer=list, min_df=2, dtype=np.float32)


def weighted() -> Any:
    """Return the vectorizer that weights each word of a review by TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=list, min_df=2, dtype=np.float32)


def weighted_with_pairs() -> Any:
    """Return the vectorizer that weights the words of a review and its neighbouring pairs by TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=words_and_pairs, min_df=2, dtype=np.float32)


def words_and_pairs(tokens: list[str]) -> list[str]:
    """Return the words of a review and each two that stand next to each other."""
    return tokens + [f"{first} {second}" for first, second in pairwise(tokens)]


def mean_of(make_vectors: Callable[[int], tuple[np.ndarray, list[str], float]]) -> Callable[[int], Rung]:
    """Return the run of logistic regression on the mean of given word vectors."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def run(seed: int) -> Rung:
        vectors, vocabulary, seconds = make_vectors(seed)
        began = time.perf_counter()
        means = {part: mean_vectors(part, vectors, vocabulary) for part in ("train", "validation", "test")}
        classifier = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, random_state=seed))
        classifier.fit(means["train"], reviews().train.labels)
        seconds += time.perf_counter() - began
        scores = [
            classifier.score(means[part], getattr(reviews(), part).labels) for part in ("validation", "test")
        ]
        return Rung(*scores, vectors.shape[1] + 1, seconds, vectors, vocabulary)

    return run


def mean_vectors(part: str, vectors: np.ndarray, vocabulary: list[str]) -> np.ndarray:
    """Return the mean vector of each review's known words, shape (reviews, dimensions)."""
    # Padding and unknown words have no vector of their own: only ids from 2 on count.
    rows = [row[row > 1] for row in text.to_ids(token_lists(part), vocabulary)]
    lengths = [len(row) for row in rows]
    places = (np.repeat(np.arange(len(rows)), lengths), np.concatenate(rows))
    shape = (len(rows), len(vocabulary))
    times = scipy.sparse.coo_array((np.ones(sum(lengths), np.float32), places), shape).tocsr()
    return np.asarray((times @ vectors) / np.maximum(times.sum(axis=1), 1)[:, np.newaxis])


@cache
def counted_words() -> list[str]:
    """Return the words that occur five times or more in the training reviews."""
    return text.build_vocabulary(token_lists("train"), min_count=5)


def ppmi_svd(seed: int) -> tuple[np.ndarray, list[str], float]:
    """Return vectors from counts alone: co-occurrence, PPMI, 100 singular directions."""
    began = time.perf_counter()
    # Not counted_words(): the vocabulary is timed here, as it is in gensim's model.
    vocabulary = text.build_vocabulary(token_lists("train"), min_count=5)
    ids = text.to_ids(token_lists("train"), vocabulary)
    matrix = counts.ppmi(counts.cooccurrence(ids, len(vocabulary), window=5))
    vectors = counts.svd_vectors(matrix, 100, seed=seed)
    return vectors, vocabulary, time.perf_counter() - began


def skip_gram(seed: int) -> tuple[np.ndarray, list[str], float]:
    """Return vectors that predict neighbours: gensim's skip-gram, on the same words and the same window."""
    from gensim.models import Word2Vec

    began = time.perf_counter()
    model = Word2Vec(
        token_lists("train"),
        vector_size=100,
        window=5,
        min_count=5,
        sg=1,
        negative=5,
        epochs=5,
        workers=2,
        seed=seed,
    )
    seconds = time.perf_counter() - began
    rows = [model.wv.key_to_index[word] for word in counted_words()[2:]]
    return np.vstack([np.zeros((2, 100), np.float32), model.wv.vectors[rows]]), counted_words(), seconds


def random_vectors(seed: int) -> tuple[np.ndarray, list[str], float]:
    """Return vectors that know nothing, as a control."""
    generator = np.random.default_rng(seed)
    return generator.normal(size=(len(counted_words()), 100)).astype(np.float32), counted_words(), 0.0


def glove(seed: int) -> tuple[np.ndarray, list[str], float]:
    """Return GloVe's vectors of the words that occur in the training reviews."""
    table = data.load_glove()
    row = {word: position for position, word in enumerate(table.tokens)}
    known = [word for word in counted_words()[2:] if word in row]
    vectors = np.vstack([np.zeros((2, 50), np.float32), table.vectors[[row[word] for word in known]]])
    return vectors, [*counted_words()[:2], *known], 0.0


def trained(recipe: training.Recipe) -> Callable[[int], Rung]:
    """Return the run of one recipe of notebook 04; a recipe without early stopping keeps its last epoch."""

    def run(seed: int) -> Rung:
        result = training.train(reviews(), recipe, seed, vectorized=vectorized())
        return Rung(
            result.accuracy(reviews().validation),
            result.accuracy(reviews().test),
            result.model.count_params(),
            result.seconds_to_kept,
            result.table,
            result.vocabulary,
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
    assert recipe == training.COURSE_RECIPE
    return steps


RUNGS: dict[str, Callable[[int], Rung]] = {
    # Each C was chosen on validation: for words in notebook 01; for pairs 3, 10, 30 and 100 were tried.
    "counts of words": bag_of_words(counted, penalty=0.03),
    "TF-IDF of words": bag_of_words(weighted, penalty=3),
    "TF-IDF of words and pairs": bag_of_words(weighted_with_pairs, penalty=10),
    "mean of random vectors": mean_of(random_vectors),
    "mean of PPMI-SVD vectors": mean_of(ppmi_svd),
    "mean of skip-gram vectors": mean_of(skip_gram),
    "mean of GloVe vectors": mean_of(glove),
    **{name: trained(recipe) for name, recipe in ladder().items()},
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
