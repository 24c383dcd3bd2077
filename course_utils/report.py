"""A learner's own file, from CSV to a page: ``python -m course_utils report FILE --text … --label … --out FOLDER``.

Notebook 14 takes the same steps one by one, with the same functions.
"""

import argparse
import html
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from string import Template
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from course_utils import data, figures, projector, text, training
from course_utils.start import start
from course_utils.writing import write_whole

__all__ = ["baseline", "embedding", "families", "lead", "report", "search", "split", "study", "write"]

Ints = NDArray[np.integer]
HASHES, BAND = 32, 4  # of a text; so many must be equal for a closer look


def smallest_hashes(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Return for each of 32 hash functions the smallest value of a text's pairs of neighbouring words.

    Two texts have the same one as often as a pair of either is a pair of both (MinHash; Broder 1997).

    Examples
    --------
    >>> smallest_hashes(["a good film", "another"]).shape
    (2, 32)
    """
    factors = np.random.default_rng(0).integers(2**63, size=HASHES, dtype=np.uint64) * 2 + 1
    found = []
    for first in tqdm(range(0, len(texts), 1_000), "looking for copies", leave=False, disable=None):
        lists = [["", *text.tokenize(one), ""] for one in texts[first : first + 1_000]]
        words = pd.util.hash_array(np.array([word for words in lists for word in words], dtype=object))
        pairs = words * factors[0] + np.roll(words, -1) * factors[1]
        ends = np.cumsum([len(words) for words in lists])
        pairs = np.delete(pairs ^ (pairs >> 31), ends - 1)  # no pair reaches from one text into the next
        starts = np.r_[0, ends[:-1] - np.arange(1, len(ends))]
        found.append(np.array([np.minimum.reduceat(pairs * factor, starts) for factor in factors]).T)
    return np.concatenate(found)


def families(texts: Sequence[str], groups: Sequence[str] = (), alike: float = 0.5) -> Ints:
    """Give each text the number of its family: copies, near-copies and texts of one group have the same.

    Parameters
    ----------
    texts : sequence of str
    groups : sequence of str, optional
        A group for each text; "" is none.
    alike : float
        Two texts are near-copies when they share this much of their pairs of neighbouring words, as estimated.

    Returns
    -------
    int array, shape (texts,)

    Examples
    --------
    >>> families(["A good film.", "a GOOD film", "quite another text", "a good film"]).tolist()
    [0, 0, 1, 0]
    """
    from scipy.sparse import coo_array, csgraph

    smallest, everyone = smallest_hashes(texts), pd.Series(range(len(texts)))
    links = []
    for left in range(0, HASHES, BAND):
        band = smallest[:, left : left + BAND] @ np.array([1, 3, 5, 7], dtype=np.uint64)
        first = everyone.groupby(band).transform("first")
        links.append(first.where((smallest == smallest[first]).mean(axis=1) >= alike, everyone))
    if len(groups):
        named = np.array(groups, dtype=object)
        links.append(everyone.groupby(named).transform("first").where(named != "", everyone))
    edges = np.concatenate(links), np.tile(everyone, len(links))
    table = coo_array((np.ones(len(edges[0])), edges), (len(texts), len(texts)))
    return csgraph.connected_components(table, directed=False)[1]


def split(labels: Ints, family: Ints, seed: int = 0) -> dict[str, Any]:
    """Split at random, eight to one to one, so that no family is on two sides and each class is on all three.

    Parameters
    ----------
    labels, family : int arrays, shape (texts,)
        The class of each text, and its family from :func:`families`.
    seed : int
        Another seed, another split.

    Returns
    -------
    dict of str to int array
        The rows of "train", "validation" and "test".

    Raises
    ------
    ValueError
        When the families are too large for that.

    Examples
    --------
    >>> rows = split(np.repeat([0, 1], 20), np.arange(40) // 2)
    >>> {name: len(places) for name, places in rows.items()}
    {'train': 32, 'validation': 4, 'test': 4}
    """
    random = np.random.default_rng(seed)
    size, of_family = np.bincount(family), labels[np.unique(family, return_index=True)[1]]
    part = np.empty(len(size), dtype=int)
    for label in np.unique(labels):
        mixed = random.permutation(np.flatnonzero(of_family == label))
        ends = np.cumsum(size[mixed]) / size[mixed].sum()
        part[mixed] = np.searchsorted([0.8, 0.9], ends - 1e-9)
    rows = {name: np.flatnonzero(part[family] == n) for n, name in enumerate(("train", "validation", "test"))}
    if min(len(np.unique(labels[places])) for places in rows.values()) < labels.max() + 1:
        raise ValueError(
            "some copies or groups are too large to be kept on one side: give more texts or groups."
        )
    return rows


def baseline(reviews: data.Reviews) -> tuple[Any, dict[str, float]]:
    """Train classifiers without an embedding; return the best on validation, and the accuracy of each there.

    Each class counts alike in it, however many texts it has.

    Examples
    --------
    >>> part = data.LabelledTexts(["good film", "bad film"] * 50, np.arange(1, 101) % 2)
    >>> model, accuracy = baseline(data.Reviews(part, part, part))
    >>> model.predict(["good"]).tolist(), max(accuracy.values())
    ([1], 1.0)
    """
    from sklearn import metrics, naive_bayes, pipeline, svm
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    pairs = {"tokenizer": text.tokenize, "token_pattern": None, "lowercase": False, "ngram_range": (1, 2)}
    rare = len(reviews.train) > 5_000  # then what one text alone holds is left out
    words = CountVectorizer(**pairs, binary=True, min_df=1 + rare)
    train, validation = words.fit_transform(reviews.train.texts), words.transform(reviews.validation.texts)
    linear = pipeline.make_pipeline(TfidfTransformer(), svm.LinearSVC(class_weight="balanced"))
    models = {"naive Bayes": naive_bayes.ComplementNB(), "a linear classifier on TF-IDF": linear}
    accuracy = {}
    for name, model in tqdm(models.items(), "plain baselines", leave=False, disable=None):
        guessed = model.fit(train, reviews.train.labels).predict(validation)
        accuracy[name] = float(metrics.balanced_accuracy_score(reviews.validation.labels, guessed))
    return pipeline.make_pipeline(words, models[max(accuracy, key=lambda name: accuracy[name])]), accuracy


def embedding(reviews: data.Reviews, seed: int = 0) -> training.TrainedModel:
    """Train the course's classifier; of few texts in smaller batches and more epochs, the best of which is kept.

    Examples
    --------
    >>> part = data.LabelledTexts(["good film", "bad film"] * 50, np.arange(1, 101) % 2)
    >>> embedding(data.Reviews(part, part, part)).accuracy(part)
    1.0
    """
    # Tried on the validation texts of snippets (all, 500) and docstrings: fixed batches of 32 to 256, 3 to 60 epochs.
    batch = int(np.clip(len(reviews.train) // 30, 16, 256))
    epochs = int(np.clip(240 * batch // len(reviews.train), 3, 40))
    return training.train(reviews, training.Recipe(batch_size=batch, epochs=epochs, patience=epochs), seed)


def lead(part: data.LabelledTexts, guesses: Mapping[str, Ints], family: Ints) -> pd.DataFrame:
    """Score guesses on the same texts, and the lead of the last over the one before it, with 95 % intervals.

    Families of texts are drawn with replacement, 1,000 times; each class counts alike.

    Parameters
    ----------
    part : LabelledTexts
    guesses : mapping of str to int array
        What each classifier says of each text.
    family : int array
        The family of each text.

    Returns
    -------
    DataFrame
        A row for each, and the lead; columns ``accuracy``, ``low``, ``high``.

    Examples
    --------
    >>> part = data.LabelledTexts(list("abcdefgh"), np.arange(8) % 2)
    >>> lead(part, {"good": part.labels, "bad": 1 - part.labels}, np.arange(8)).accuracy.to_dict()
    {'good': 1.0, 'bad': 0.0, 'lead': -1.0}
    """
    random, (_, family) = np.random.default_rng(0), np.unique(family, return_inverse=True)
    right = np.array([guessed == part.labels for guessed in guesses.values()], dtype=float)
    right = np.vstack([right, right[-1] - right[-2]])
    alike = np.full(family.max() + 1, 1 / (family.max() + 1))
    draws = (random.multinomial(len(alike), alike)[family] for _ in range(1_000))
    of_class = np.eye(len(part.classes))[part.labels]
    with np.errstate(invalid="ignore"):  # a draw may hold no text of a small class
        found = [(right * one) @ of_class / (one @ of_class) for one in chain([np.ones(len(family))], draws)]
    scores = np.nanmean(found, axis=2)
    table = np.c_[scores[0], np.quantile(scores[1:], [0.025, 0.975], axis=0).T]
    return pd.DataFrame(table, [*guesses, "lead"], ["accuracy", "low", "high"])


def draw_lead(scores: pd.DataFrame) -> Any:
    """Draw what :func:`lead` returned; the title says which is the better choice.

    Examples
    --------
    >>> scores = pd.DataFrame({"accuracy": [0.8, 0.7, -0.1], "low": [0.7, 0.6, -0.2], "high": [0.9, 0.8, 0.0]})
    >>> draw_lead(scores.set_axis(["plain", "trained", "lead"])).get_xlabel()
    'accuracy on the test texts'
    """
    shown = scores.drop("lead")[::-1]
    ends = np.abs(shown[["low", "high"]].T - shown.accuracy)
    ax = figures.new_axes(None, verdict(scores).split(":")[0], size=(8, 2.4))
    ax.errorbar(shown.accuracy, shown.index, xerr=ends, fmt="o", capsize=5)
    ax.set(xlabel="accuracy on the test texts", ylim=(-0.5, len(shown) - 0.5))
    return ax


def verdict(scores: pd.DataFrame) -> str:
    """Say which is the better choice, from what :func:`lead` returned.

    Examples
    --------
    >>> verdict(pd.DataFrame({"low": [0.01]}, ["lead"]))
    "The trained embedding is the better choice: the interval of the embedding's lead is above zero."
    """
    which, no = ("trained embedding", "") if scores.low["lead"] > 0 else ("plain baseline", "not ")
    return f"The {which} is the better choice: the interval of the embedding's lead is {no}above zero."


def search(texts: Sequence[str], queries: Sequence[str], k: int = 3) -> list[list[int]]:
    """Return the rows of the k texts nearest to each query by TF-IDF; fewer when fewer have a word of it.

    Examples
    --------
    >>> search(["a dull film", "a fine day", "rain again"], ["what a fine film", "snow"])
    [[0, 1], []]
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(analyzer=text.tokenize, sublinear_tf=True, dtype=np.float32).fit(texts)
    cosines = (weigh.transform(queries) @ weigh.transform(texts).T).toarray()
    return [[row for row in np.argsort(-one)[:k].tolist() if one[row] > 0] for one in cosines]


def neighbours(trained: training.TrainedModel, classes: Sequence[str], number: int = 12) -> pd.DataFrame:
    """Return frequent words that are far from zero, the class that each speaks for, and the words nearest to each.

    Examples
    --------
    >>> part = data.LabelledTexts(["good film", "bad film"] * 50, np.arange(1, 101) % 2)
    >>> trained = embedding(data.Reviews(part, part, part))
    >>> neighbours(trained, part.classes, number=1).columns.tolist()
    ['word', 'speaks for', 'nearest']
    """
    vectors = trained.word_vectors
    furthest = np.argsort(-np.linalg.norm(vectors.vectors[:500], axis=1))[:number]
    words = [vectors.index_to_key[row] for row in furthest]
    speaks = [classes[label] for label in trained.probabilities(words).argmax(axis=1)]
    near = [", ".join(one for one, _ in vectors.most_similar(word, topn=6)) for word in words]
    return pd.DataFrame({"word": words, "speaks for": speaks, "nearest": near})


def errors(part: data.LabelledTexts, likely: NDArray[np.floating], number: int = 10) -> pd.DataFrame:
    """Return the texts of which a classifier was surest, and wrong.

    Examples
    --------
    >>> part = data.LabelledTexts(["fine", "dull", "so so"], np.array([1, 0, 0]))
    >>> errors(part, np.array([[0.1, 0.9], [0.2, 0.8], [0.4, 0.6]])).text.tolist()
    ['dull', 'so so']
    """
    said = likely.argmax(axis=1)
    wrong = np.flatnonzero(said != part.labels)
    surest = wrong[np.argsort(-likely[wrong].max(axis=1))[:number]]
    texts, names = [part.texts[row] for row in surest], np.array(part.classes)
    return pd.DataFrame({"text": texts, "label": names[part.labels[surest]], "said": names[said[surest]]})


def study(own: data.OwnTexts, queries: Sequence[str] = (), seed: int = 0) -> tuple[dict[str, list[Any]], Any]:
    """Take all steps of notebook 14; return the parts of the page, and the words with their vectors.

    Examples
    --------
    >>> texts = [f"{word} word{n}" for n in range(50) for word in ("bad", "good")]
    >>> page, vectors = study(data.OwnTexts(texts, np.arange(100) % 2, ("bad", "good")))
    >>> page["scores"][0]
    "The plain baseline is the better choice: the interval of the embedding's lead is not above zero."
    """
    family = families(own.texts, own.groups)
    rows = split(own.labels, family, seed)
    reviews = data.Reviews(**{name: own.take(places) for name, places in rows.items()})
    plain, candidates = baseline(reviews)
    trained = embedding(reviews, seed)
    likely = trained.probabilities(reviews.test.texts)
    guesses = {"baseline": plain.predict(reviews.test.texts), "embedding": likely.argmax(axis=1)}
    scores, wrong = lead(reviews.test, guesses, family[rows["test"]]), errors(reviews.test, likely)
    if len(wrong):
        nearest = search(reviews.train.texts, wrong.text, k=1)
        wrong["nearest in training"] = [" ".join(reviews.train.texts[row] for row in one) for one in nearest]
    sizes = {name: np.bincount(own.labels[places]) for name, places in rows.items()}
    told = f"{(np.bincount(family)[family] > 1).sum():,} texts have copies, near-copies or a common group."
    found = zip(queries, search(own.texts, queries) if queries else (), strict=True)
    page = {
        "scores": [verdict(scores), draw_lead(scores), scores],
        "file": [f"{own}.", own.left_out, told, pd.DataFrame(sizes, own.classes)],
        "baselines": [pd.DataFrame({"accuracy on validation": candidates})],
        "words": [neighbours(trained, own.classes)],
        "errors": [wrong],
        "searches": [pd.DataFrame({query: own.take(nearest).texts}) for query, nearest in found],
    }
    return page, trained.word_vectors


def write(folder: Path, name: str, page: Mapping[str, Sequence[Any]], vectors: Any) -> None:
    """Write ``report.html``, ``vectors.npz`` and ``projector`` into a new folder, whole or not at all.

    Parameters
    ----------
    folder : path
        A new folder, or an empty one.
    name : str
        What the report is on.
    page : mapping of str to list of str, DataFrame or Axes
        What stands in each part of the page, as :func:`study` returns it.
    vectors : gensim.models.KeyedVectors

    Raises
    ------
    OSError
        When the folder holds something, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> page = dict.fromkeys(["scores", "file", "baselines", "words", "errors", "searches"], ["nothing yet"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder, "report"), "ten words", page, data.load_glove(limit=10))
    ...     print(sorted(path.name for path in Path(folder, "report").iterdir()))
    Wrote 10 vectors of 50 numbers: vecs.tsv, meta.tsv, projector_config.pbtxt
    ['projector', 'report.html', 'vectors.npz']
    """
    parts = {place: "\n".join(map(_as_html, shown)) for place, shown in page.items()}
    template = Path(__file__).with_suffix(".html").read_text("utf-8")
    with whole_folder(folder) as beside:
        write_whole(beside / "report.html", Template(template).substitute(name=html.escape(name), **parts))
        data.save_vectors(beside / "vectors.npz", vectors)
        projector.export(beside / "projector", vectors, normalize=True)


def _as_html(part: Any) -> str:
    """Return a sentence, a table or a figure as it stands in the page; long texts are cut."""
    from IPython.core.pylabtools import print_figure

    if isinstance(part, str):
        return f"<p>{html.escape(part)}</p>"
    if isinstance(part, pd.DataFrame):
        cut = part.round(3).map(lambda one: " ".join(one.split())[:300] if isinstance(one, str) else one)
        with pd.option_context("display.max_colwidth", None):
            table = cut.to_html(border=0, index=not isinstance(part.index, pd.RangeIndex))
        return f'<div class="table" tabindex="0">{table}</div>'
    words, png = html.escape(figures.text_alternative(part.figure)), print_figure(part.figure, base64=True)
    return f'<img alt="{words}" src="data:image/png;base64,{png}">'


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes its name when all is written, and goes when something fails."""
    beside = folder.with_name(f".{folder.name}.{uuid4().hex}")
    try:
        if folder.exists() and (folder.is_file() or any(folder.iterdir())):
            raise FileExistsError(17, "it is there already, and not empty")
        beside.mkdir(parents=True)
        yield beside
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise OSError(f"{folder} cannot be written: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def report(arguments: Sequence[str]) -> None:
    """Do what the command line asks for, or end the program with 2 and a sentence on what is wrong.

    Examples
    --------
    >>> report(["films.csv", "--text", "review", "--label", "stars", "--out", "report"])  # doctest: +SKIP
    """
    parser = argparse.ArgumentParser("python -m course_utils report", description=__doc__)
    parser.add_argument("file", help="a CSV file; its first row names the columns")
    for name, what in (("text", "column of texts"), ("label", "column of classes"), ("out", "a new folder")):
        parser.add_argument(f"--{name}", required=True, help=what)
    parser.add_argument("--group", help="column: rows with the same value stay on one side of the split")
    parser.add_argument("--encoding", default="utf-8", help="such as cp1252")
    parser.add_argument("--search", nargs="*", default=[], help="show the texts nearest to these queries")
    asked = parser.parse_args(arguments)
    try:
        own = data.load_own(asked.file, asked.text, asked.label, asked.group, asked.encoding)
        with whole_folder(Path(asked.out)) as beside:
            start()
            page, vectors = study(own, asked.search)
            write(beside, Path(asked.file).name, page, vectors)
    except (OSError, ValueError) as error:
        parser.exit(2, f"{error}\n")
    print(page["scores"][0], f"Open {Path(asked.out, 'report.html')}", sep="\n")
