"""Exact and approximate search among a million made-up vectors, and among GloVe's 400,000 words.

How the vectors are made up decides the result, so there are two clouds: ``noise``, 64 numbers from a normal
distribution, and ``8 directions``, 8 such numbers spread over 64 columns by a random matrix, with a little noise.
GloVe is a real cloud. Queries are drawn like the vectors; of GloVe's words 200 are taken out to be queries. A seed
draws vectors, queries and the sample for the cells. The graph takes a minute to build, so it is built once, on seed
0's vectors: only its queries differ.

Milliseconds are of one query at a time and one thread: the time of the processor, which other programs on a shared
machine disturb least. Megabytes are the index's own; bits that are rescored also need the vectors.

The library is faiss, not pynndescent: for 24,402 vectors of 50 numbers import, building and the first search took 1.8
seconds of processor time with faiss' graph, and 54 without the search with pynndescent (30 times as many), whose
functions are compiled by numba at the first call. faiss-cpu is one wheel of 18 MB and compiles nothing.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from course_utils import data, geometry

NUMBER, COLUMNS, QUERIES, K = 1_000_000, 64, 200, 10
CELLS = {"noise": 1_024, "8 directions": 1_024, "GloVe": 512}
# Sampled for the centres: 64 vectors a cell and 10 rounds.
A_CELL, ROUNDS = 64, 10
PASSES = 3


def noise(random: np.random.Generator, number: int) -> NDArray[np.float32]:
    """Return vectors of length 1 that point anywhere."""
    return geometry.normalize(random.standard_normal((number, COLUMNS), np.float32))


def directions(random: np.random.Generator, number: int, spread: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors of length 1 near a space of as many dimensions as `spread` has rows."""
    hidden = random.standard_normal((number, len(spread)), np.float32)
    hidden = hidden @ spread / np.float32(np.sqrt(len(spread)))
    hidden += np.float32(0.1) * random.standard_normal((number, COLUMNS), np.float32)
    return geometry.normalize(hidden)


@lru_cache(maxsize=1)
def cloud(name: str, seed: int, number: int = NUMBER) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return vectors and queries."""
    random = np.random.default_rng(seed)
    if name == "GloVe":
        words = data.load_glove().vectors
        words = geometry.normalize(words - words.mean(axis=0))
        words = words[random.permutation(len(words))]
        return words[QUERIES:], words[:QUERIES]
    if name == "noise":
        return noise(random, number), noise(random, QUERIES)
    spread = random.standard_normal((8, COLUMNS), np.float32)
    return directions(random, number, spread), directions(random, QUERIES, spread)


@lru_cache(maxsize=1)
def nearest(name: str, seed: int) -> NDArray[np.int64]:
    """Return the ten nearest vectors of each query, by looking at all."""
    vectors, queries = cloud(name, seed)
    return ids_of(exact(vectors), queries)


def ids_of(index: Any, queries: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the ids of the ten nearest that an index finds, all queries at once."""
    return index.search(queries, K)[1]


def exact(vectors: NDArray[np.float32]) -> Any:
    """Return the index that looks at all vectors."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def exact_int8(vectors: NDArray[np.float32]) -> Any:
    """Return the index that looks at all vectors, each number in eight bits."""
    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:100_000])
    index.add(vectors)
    return index


def cells(vectors: NDArray[np.float32], number: int) -> Any:
    """Return an index of so many cells around the centres that k-means finds."""
    columns = vectors.shape[1]
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(columns), columns, number, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.max_points_per_centroid = ROUNDS, A_CELL
    index.train(vectors)
    index.add(vectors)
    return index


def cells_int8(vectors: NDArray[np.float32], centres: Any) -> Any:
    """Return an index with centres that another one has found, each number in eight bits."""
    index = faiss.IndexIVFScalarQuantizer(
        centres,
        vectors.shape[1],
        centres.ntotal,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.train(vectors[:100_000])
    index.add(vectors)
    return index


def graph(vectors: NDArray[np.float32]) -> Any:
    """Return a graph in which each vector has up to 16 links, on the lowest layer 32."""
    index = faiss.IndexHNSWFlat(vectors.shape[1], 16, faiss.METRIC_INNER_PRODUCT)
    index.add(vectors)
    return index


class Bits:
    """One bit a number, compared by their Hamming distance; the candidates are put in order by the whole vectors."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self.vectors = vectors
        self.index = faiss.IndexBinaryFlat(vectors.shape[1] + -vectors.shape[1] % 8)
        self.index.add(np.packbits(vectors > 0, axis=1))
        self.candidates = 100

    def search(self, queries: NDArray[np.float32], k: int) -> tuple[None, NDArray[np.int64]]:
        """Return the ids of the nearest candidates."""
        _, found = self.index.search(np.packbits(queries > 0, axis=1), self.candidates)
        rows = [
            candidates[np.argsort(-(self.vectors[candidates] @ query))[:k]]
            for query, candidates in zip(queries, found, strict=True)
        ]
        return None, np.array(rows)


@lru_cache(maxsize=2)  # cells in eight bits take the centres of the cells in 32
def built(name: str, kind: str, seed: int) -> tuple[Any, float]:
    """Return an index of a cloud and the seconds of processor time that building it took."""
    vectors, _ = cloud(name, seed)
    centres = built(name, "cells", seed)[0].quantizer if kind == "cells, int8" else None
    makers: dict[str, Callable[[], Any]] = {
        "exact": lambda: exact(vectors),
        "exact, int8": lambda: exact_int8(vectors),
        "cells": lambda: cells(vectors, CELLS[name]),
        "cells, int8": lambda: cells_int8(vectors, centres),
        "bits, rescored": lambda: Bits(vectors),
    }
    began = time.process_time()
    return makers[kind](), time.process_time() - began


@lru_cache(maxsize=1)
def one_graph(name: str) -> tuple[Any, float, NDArray[np.float32]]:
    """Return the graph of seed 0's vectors, its seconds, and queries for all seeds, drawn like the vectors."""
    random = np.random.default_rng(0)
    spread = random.standard_normal((8, COLUMNS), np.float32)
    vectors = directions(random, NUMBER, spread)
    queries = directions(np.random.default_rng(1), 5 * QUERIES, spread)
    began = time.process_time()
    return graph(vectors), time.process_time() - began, queries


def milliseconds(index: Any, queries: NDArray[np.float32]) -> tuple[float, NDArray[np.int64]]:
    """Return the milliseconds of a query, asked one at a time on one thread, and the ids that were found.

    The fastest of three passes: the first after an index was built is slower, whatever its setting.
    """
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    ids_of(index, queries)  # once before, so that the first setting of an index is not the slowest
    took = []
    for _ in range(PASSES):
        began = time.process_time()
        found = [ids_of(index, query[None]) for query in queries]
        took.append(time.process_time() - began)
    faiss.omp_set_num_threads(threads)
    return 1_000 * min(took) / len(queries), np.concatenate(found)


def recall(found: NDArray[np.int64], wanted: NDArray[np.int64]) -> float:
    """Return the share of the wanted ids that were found."""
    hits = [np.isin(row, other).sum() for row, other in zip(wanted, found, strict=True)]
    return float(sum(hits) / wanted.size)


def megabytes(index: Any, kind: str, columns: int) -> float:
    """Return what an index holds, in millions of bytes."""
    if kind == "bits, rescored":
        return index.index.ntotal * index.index.code_size / 1e6
    each = columns if "int8" in kind else 4 * columns
    extra = 0
    if kind.startswith("cells"):
        extra = 8 * index.ntotal + 4 * columns * index.nlist  # the number of each vector, and the centres
    if kind == "graph":
        extra = 4 * index.hnsw.neighbors.size() + 8 * index.ntotal
    return (each * index.ntotal + extra) / 1e6


def measure(name: str, kind: str, setting: int) -> Callable[[int], dict[str, object]]:
    """Return the run that asks one index with one setting."""

    def run(seed: int) -> dict[str, object]:
        if kind == "graph":
            index, seconds, all_queries = one_graph(name)
            queries = all_queries[seed * QUERIES :][:QUERIES]
            wanted = ids_of(faiss.downcast_index(index.storage), queries)
            columns = queries.shape[1]
        else:
            _, queries = cloud(name, seed)
            wanted, columns = nearest(name, seed), queries.shape[1]
            index, seconds = built(name, kind, seed)
        if kind.startswith("cells"):
            index.nprobe = setting
        elif kind == "graph":
            index.hnsw.efSearch = setting
        elif kind == "bits, rescored":
            index.candidates = setting
        if kind in ("exact", "exact, int8", "bits, rescored"):  # slow ones: a few queries give the time
            queries, wanted = queries[:50], wanted[:50]
        faiss.cvar.indexIVF_stats.reset()
        faiss.cvar.hnsw_stats.reset()
        took, found = milliseconds(index, queries)
        asked = (1 + PASSES) * len(queries)
        number = faiss.cvar.indexIVF_stats.ndis or faiss.cvar.hnsw_stats.ndis
        size = index.index.ntotal if kind == "bits, rescored" else index.ntotal
        share = number / asked / size if number else (setting / size if kind == "bits, rescored" else 1.0)
        return {
            "number": size,
            "recall": round(recall(found, wanted), 4),
            "milliseconds": round(took, 4),
            "share": round(share, 5),
            "megabytes": round(megabytes(index, kind, columns), 1),
            "build_seconds": round(seconds, 1),
        }

    return run


SETTINGS: dict[tuple[str, str], tuple[int, ...]] = {
    ("8 directions", "exact"): (0,),
    ("8 directions", "exact, int8"): (0,),
    ("8 directions", "bits, rescored"): (100, 1_000, 10_000),
    ("8 directions", "cells"): (1, 2, 4, 8, 16, 32),
    ("8 directions", "cells, int8"): (1, 2, 4, 8, 16, 32),
    ("noise", "exact"): (0,),
    ("noise", "cells"): (1, 4, 16, 64, 256),
    ("GloVe", "exact"): (0,),
    ("GloVe", "cells"): (1, 4, 16, 64, 256),
    ("8 directions", "graph"): (10, 20, 40, 80),
}
RUNS = {
    (name, kind, setting): measure(name, kind, setting)
    for (name, kind), settings in SETTINGS.items()
    for setting in settings
}
