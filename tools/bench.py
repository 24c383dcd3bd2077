"""One table: the course's recipes against the usual ones, in quality and in time.

    python tools/bench.py

Both sides of a line run in the same process, one after the other; ratios hold better than seconds. The table is
written to build/bench.csv too.
"""

import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Faster products; equal numbers on all machines matter less here. TensorFlow comes with the imports below.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

import numpy as np
import pandas as pd
from tables import fast_search, prepared, scoreboard, search, skip_gram  # tools/tables

from course_utils import data, geometry, judging, projector, text
from course_utils.quiet import import_tensorflow_quietly

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "build" / "bench.csv"


def main() -> None:
    """Measure the comparisons and print them."""
    import_tensorflow_quietly()
    prepared.words_of("train")  # what several rungs share is made once, as for the scoreboard
    rows = [*classifiers(), *word_vectors(), *export(), *exact_search(), *approximate_search()]
    table = pd.DataFrame(rows, columns=["what", "how", "quality", "seconds", "against"])
    BENCH.parent.mkdir(exist_ok=True)
    table[["what", "how", "quality", "seconds"]].to_csv(BENCH, index=False)
    print(table.to_string(index=False))


def classifiers() -> list[tuple[str, str, str, str, str]]:
    """Compare the popular recipe with the course's: accuracy, and seconds from the texts to the end of training."""
    popular = scoreboard.RUNGS["popular recipe"](0)
    course = [scoreboard.RUNGS["+ falling rate: the course's recipe"](seed) for seed in range(3)]
    seconds = statistics.median(run.seconds for run in course)
    accuracies = [run.validation_accuracy for run in course]
    return [
        (
            "classifier",
            "popular recipe",
            f"validation accuracy {popular.validation_accuracy:.3f}",
            f"{popular.seconds:.1f}",
            "",
        ),
        (
            "classifier",
            "course's recipe, 3 seeds",
            f"validation accuracy {min(accuracies):.3f} to {max(accuracies):.3f}",
            f"{seconds:.1f}",
            f"{seconds / popular.seconds:.2f} of the time",
        ),
    ]


def word_vectors() -> list[tuple[str, str, str, str, str]]:
    """Compare gensim's skip-gram with the course's, over three seeds, and with counted vectors: word similarity and
    seconds, from lists of words to vectors; medians.
    """
    sets = ("wordsim353", "simlex999")
    rows, of_gensim = [], 0.0
    for how, make_vectors, seeds in (
        ("gensim skip-gram", skip_gram.gensim, range(3)),
        ("course skip-gram", skip_gram.course, range(3)),
        ("PPMI-SVD", scoreboard.ppmi_svd, range(1)),
    ):
        took, scores = [], []
        for seed in seeds:
            began = time.perf_counter()
            vectors = make_vectors(seed)
            took.append(time.perf_counter() - began)
            scores.append([judging.word_similarity(vectors, data.load_similarity(name)).rho for name in sets])
        seconds = statistics.median(took)
        of_gensim = of_gensim or seconds
        medians = [f"{name} {score:.3f}" for name, score in zip(sets, np.median(scores, axis=0), strict=True)]
        quality = f"{', '.join(medians)}, seeds: {len(seeds)}"
        against = "" if seconds == of_gensim else f"{seconds / of_gensim:.2f} of the time"
        rows.append(("word vectors", how, quality, f"{seconds:.1f}", against))
    return rows


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


def exact_search() -> list[tuple[str, str, str, str, str]]:
    """Search all reviews as notebook 12 does, for 60 words: seconds from the text to the ranked list."""
    lists = [words for part in ("train", *search.HELD_OUT) for words in prepared.words_of(part).lists]
    by_column = search.weighted(lists).T.tocsr()
    row_of = {word: row for row, word in enumerate(search.vocabulary())}
    table = np.zeros((len(row_of), search.COLUMNS), np.float32)
    table[: search.ROWS] = search.drawn(search.COLUMNS, 0) * search.idf()[: search.ROWS, None]
    vectors = geometry.normalize(search.bags(lists) @ table)

    def ranked(query: str) -> np.ndarray:
        known = [row_of[word] for word in text.tokenize(query) if word in row_of]
        ids, count = np.unique(known, return_counts=True)
        by_word = ((1 + np.log(count)) * search.idf()[ids]) @ by_column[ids]
        of_query = geometry.normalize(count @ table[ids]).astype(np.float32)
        scores = np.array([by_word, vectors @ of_query])
        one, other = search.standardised(scores)
        return np.argsort(-(one + 2 * other))

    seconds = []
    for query in search.pairs_of("all")[0][:100]:
        written = " ".join(query)
        began = time.perf_counter()
        ranked(written)
        seconds.append(time.perf_counter() - began)
    how = f"TF-IDF + {search.COLUMNS} columns, 100 queries of 60 words"
    return [("search, exact, 25,000 texts", how, f"all {len(lists):,}", f"{statistics.median(seconds):.4f}", "")]


def approximate_search() -> list[tuple[str, str, str, str, str]]:
    """Compare looking at all of a million vectors with cells: recall, and seconds a query on one thread."""
    vectors, queries = fast_search.cloud("8 directions", 0)
    wanted = fast_search.nearest("8 directions", 0)
    all_of_them, cells = fast_search.exact(vectors), fast_search.built("8 directions", "cells", 0)[0]
    cells.nprobe = 8
    measured = []
    for index, number in ((all_of_them, 50), (cells, len(queries))):
        runs = [fast_search.milliseconds(index, queries[:number]) for _ in range(3)]
        recall = fast_search.recall(runs[0][1], wanted[:number])
        measured.append((f"recall@10 {recall:.3f}", statistics.median(took for took, _ in runs) / 1_000))
    (of_all, slow), (of_cells, quick) = measured
    return [
        ("search, exact, 1,000,000 vectors", "faiss", of_all, f"{slow:.5f}", ""),
        (
            "search, approximate, 1,000,000 vectors",
            "faiss, 8 of 1,024 cells",
            of_cells,
            f"{quick:.5f}",
            f"{slow / quick:.0f} times as fast",
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
