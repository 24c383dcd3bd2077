"""One table: the course's recipes against the usual ones, in quality and in time.

    python tools/bench.py

Both sides of a line run in the same process, one after the other; ratios hold better than seconds.
"""

import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from course_utils import counts, data, geometry, projector, text, training
from course_utils.start import import_tensorflow_quietly


def main() -> None:
    """Measure the three comparisons and print them."""
    import_tensorflow_quietly()
    rows = [*classifiers(), *word_vectors(), *export()]
    table = pd.DataFrame(rows, columns=["what", "how", "quality", "seconds", "against"])
    print(table.to_string(index=False))


def classifiers() -> list[tuple[str, str, str, str, str]]:
    """Compare the popular recipe, to its best epoch, with the course's, to its last: accuracy and seconds."""
    reviews = data.load_reviews()
    popular = training.train(reviews, training.POPULAR_RECIPE)
    course = [training.train(reviews, training.COURSE_RECIPE, seed) for seed in range(3)]
    popular_seconds = popular.history["seconds"][popular.best_epoch - 1]
    seconds = statistics.median(run.seconds_to_kept for run in course)
    accuracies = [run.history["val_accuracy"][-1] for run in course]
    prepared = statistics.median(run.prepare_seconds for run in course)
    share_in_all = (seconds + prepared) / (popular_seconds + popular.prepare_seconds)
    return [
        (
            "classifier",
            "popular recipe",
            f"validation accuracy {max(popular.history['val_accuracy']):.3f}",
            f"{popular_seconds:.1f}",
            "",
        ),
        (
            "classifier",
            "course's recipe, 3 seeds",
            f"validation accuracy {min(accuracies):.3f} to {max(accuracies):.3f}",
            f"{seconds:.1f}",
            f"{seconds / popular_seconds:.2f} of the time; {share_in_all:.2f} with the preparation",
        ),
    ]


def word_vectors() -> list[tuple[str, str, str, str, str]]:
    """Compare counted vectors with gensim's skip-gram on the same reviews: WordSim-353 and seconds."""
    from gensim.models import Word2Vec

    reviews = data.load_reviews()
    texts = [*reviews.train.texts, *reviews.validation.texts, *reviews.test.texts]  # no label is used
    tokens = [text.tokenize(review) for review in texts]
    pairs = data.load_similarity("wordsim353")

    began = time.perf_counter()
    vocabulary = text.build_vocabulary(tokens, min_count=5)
    matrix = counts.cooccurrence(text.to_ids(tokens, vocabulary), len(vocabulary), window=5)
    counted = counts.svd_vectors(counts.ppmi(matrix), 100)
    counted_seconds = time.perf_counter() - began

    began = time.perf_counter()
    model = Word2Vec(
        tokens, vector_size=100, window=5, min_count=5, sg=1, negative=5, epochs=5, workers=2, seed=0
    )
    skip_gram_seconds = time.perf_counter() - began

    def quality(vectors: np.ndarray, words: list[str]) -> str:
        score = geometry.similarity_score(vectors, words, pairs)
        return f"WordSim-353 {score.rho:.3f}, {score.covered} of {score.total} pairs"

    return [
        (
            "word vectors",
            "gensim skip-gram",
            quality(model.wv.vectors, model.wv.index_to_key),
            f"{skip_gram_seconds:.1f}",
            "",
        ),
        (
            "word vectors",
            f"PPMI-SVD, {len(vocabulary):,} words",
            quality(counted, vocabulary),
            f"{counted_seconds:.1f}",
            f"{counted_seconds / skip_gram_seconds:.2f} of the time",
        ),
    ]


def export() -> list[tuple[str, str, str, str, str]]:
    """Compare projector.export with the loop that is copied everywhere, on 100,000 x 50 numbers."""
    vectors = np.random.default_rng(0).normal(size=(100_000, 50)).astype(np.float32)
    tokens = [f"word{row}" for row in range(len(vectors))]

    def copied_loop(folder: Path) -> None:
        with (
            open(folder / "vecs.tsv", "w", encoding="utf-8") as out_vectors,
            open(folder / "meta.tsv", "w", encoding="utf-8") as out_tokens,
        ):
            for token, vector in zip(tokens, vectors, strict=True):
                out_vectors.write("\t".join(str(number) for number in vector) + "\n")
                out_tokens.write(token + "\n")

    def ours(folder: Path) -> None:
        with contextlib.redirect_stdout(None):
            projector.export(folder, vectors, tokens)

    with tempfile.TemporaryDirectory() as name:
        loop, whole = Path(name) / "loop", Path(name) / "export"
        loop.mkdir()
        loop_seconds, export_seconds = (
            median_seconds(write, folder) for write, folder in ((copied_loop, loop), (ours, whole))
        )
        equal = np.array_equal(np.loadtxt(loop / "vecs.tsv", dtype=np.float32), projector.load(whole)[1])
    return [
        ("export 100,000 x 50", "copied loop", "", f"{loop_seconds:.2f}", ""),
        (
            "export 100,000 x 50",
            "projector.export",
            "the same numbers" if equal else "NOT the same numbers",
            f"{export_seconds:.2f}",
            f"{loop_seconds / export_seconds:.1f} times as fast",
        ),
    ]


def median_seconds(write: Callable[[Path], None], folder: Path, runs: int = 5) -> float:
    """Return the median time of several runs."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        write(folder)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


if __name__ == "__main__":
    sys.exit(main())
