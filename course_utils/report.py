"""A learner's own file, from CSV to a page: ``python -m course_utils report FILE --text … --label … --out FOLDER``.

Notebook 14 takes the same steps one by one, with the same functions.
"""

import argparse
import html
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from IPython.core.pylabtools import print_figure
from scipy.sparse import coo_array, csgraph
from sklearn import metrics, naive_bayes, pipeline, svm
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from tqdm import tqdm

from course_utils import data, figures, projector, start, text, training


def families(texts: Sequence[str], groups: Sequence[str] = ()) -> np.ndarray:
    """Give each text the number of its family: copies, near-copies and texts of one group have the same.

    Parameters
    ----------
    texts : sequence of str
    groups : sequence of str, optional
        A group for each text; "" is none.

    Returns
    -------
    int array, shape (texts,)

    Examples
    --------
    >>> families(["A good film.", "a GOOD film", "quite another text", "a good film"]).tolist()
    [0, 0, 1, 0]
    """
    lists = (["", *text.tokenize(one)] for one in tqdm(texts, "finding copies", leave=False, disable=None))
    hashed = [pd.util.hash_array(np.array(words, dtype=object), categorize=False) for words in lists]
    words, starts = np.concatenate(hashed), np.cumsum([0, *map(len, hashed[:-1])])
    factors = np.random.default_rng(0).integers(2**63, size=32, dtype=np.uint64) * 2 + 1
    pairs = words * factors[0] + np.roll(words, -1) * factors[1]  # a last word's is with the next text's ""
    pairs ^= pairs >> 31
    smallest = np.array([np.minimum.reduceat(pairs * factor, starts) for factor in factors])
    rows = pd.Series(range(len(texts)))
    named = pd.Series(groups or [""] * len(texts)).replace("", None)
    links = [rows.groupby(named).transform("first").fillna(rows)]
    for four in np.split(smallest, 8):
        first = rows.groupby([*four]).transform("first")
        links.append(first.where((smallest == smallest[:, first]).mean(axis=0) >= 0.5, rows))
    edges = np.concatenate(links), np.tile(rows, len(links))
    graph = coo_array((np.ones(len(edges[0])), edges), (len(texts), len(texts)))
    return csgraph.connected_components(graph, directed=False)[1]


def split(labels: np.ndarray, family: np.ndarray, seed: int = 0) -> dict[str, np.ndarray]:
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
    if min(len(np.unique(labels[places])) for places in rows.values()) <= labels.max():
        too_large = "some copies or groups are too large to be kept on one side: give more texts or groups."
        raise ValueError(too_large)
    return rows


def baseline(reviews: data.Reviews) -> tuple[Any, pd.Series]:
    """Train classifiers without an embedding; return the best on validation, and the accuracy of each there.

    Each class counts alike in it, however many texts it has.

    Examples
    --------
    >>> part = data.LabelledTexts(["good film", "bad film"] * 50, np.arange(1, 101) % 2)
    >>> model, accuracy = baseline(data.Reviews(part, part, part))
    >>> model.predict(["good"]).tolist(), accuracy.index.tolist()
    ([1], ['naive Bayes', 'a linear classifier on TF-IDF'])
    """
    pairs = {"tokenizer": text.tokenize, "token_pattern": None, "lowercase": False, "ngram_range": (1, 2)}
    words = CountVectorizer(**pairs, binary=True, min_df=2 if len(reviews.train) > 5_000 else 1)
    train, validation = words.fit_transform(reviews.train.texts), words.transform(reviews.validation.texts)
    linear = pipeline.make_pipeline(TfidfTransformer(), svm.LinearSVC(class_weight="balanced"))
    models = {"naive Bayes": naive_bayes.ComplementNB(), "a linear classifier on TF-IDF": linear}
    accuracy = pd.Series(dtype=float, name="accuracy on validation")
    for name, model in models.items():
        guessed = model.fit(train, reviews.train.labels).predict(validation)
        accuracy[name] = metrics.balanced_accuracy_score(reviews.validation.labels, guessed)
    return pipeline.make_pipeline(words, models[accuracy.idxmax()]), accuracy


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


def lead(part: data.LabelledTexts, guesses: Mapping[str, np.ndarray], family: np.ndarray) -> pd.DataFrame:
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
    of_class = pd.get_dummies(part.labels, dtype=float)
    texts = of_class.groupby(family).sum()
    draws = np.random.default_rng(0).multinomial(len(texts), np.full(len(texts), 1 / len(texts)), 1_000)
    draws = np.insert(draws, 0, 1, axis=0)  # the first row is the test as it is
    scores = pd.DataFrame()
    for name, guessed in guesses.items():
        right = of_class.mul(guessed == part.labels, axis=0).groupby(family).sum()
        scores[name] = (draws @ right / (draws @ texts)).mean(axis=1)  # of the classes that a draw holds
    scores["lead"] = scores.iloc[:, -1] - scores.iloc[:, -2]
    low, high = scores[1:].quantile(0.025), scores[1:].quantile(0.975)
    return pd.DataFrame({"accuracy": scores.loc[0], "low": low, "high": high})


def draw_lead(scores: pd.DataFrame) -> Any:
    """Draw what :func:`lead` returned; the title says which is the better choice.

    Examples
    --------
    >>> scores = pd.DataFrame({"accuracy": [0.8, 0.7, -0.1], "low": [0.7, 0.6, -0.2], "high": [0.9, 0.8, 0.0]})
    >>> draw_lead(scores.set_axis(["plain", "trained", "lead"])).get_xlabel()
    'accuracy on the test texts; lead −0.100, interval −0.200 to 0.000'
    """
    lead = "lead {accuracy:.3f}, interval {low:.3f} to {high:.3f}".format(**scores.loc["lead"]).replace("-", "−")
    two = scores.drop("lead")[::-1]
    ax = figures.new_axes(None, verdict(scores).split(":")[0], size=(8, 2.4))
    ax.errorbar(two.accuracy, two.index, xerr=abs(two[["low", "high"]].T - two.accuracy), fmt="o", capsize=5)
    ax.set(xlabel=f"accuracy on the test texts; {lead}", ylim=(-0.5, 1.5))
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


def search(part: data.LabelledTexts, queries: Sequence[str], k: int = 3) -> list[data.LabelledTexts]:
    """Return for each query the k texts nearest to it by TF-IDF; fewer when fewer have a word of it.

    Examples
    --------
    >>> part = data.LabelledTexts(["a dull film", "a fine day", "rain again"], np.array([0, 1, 0]))
    >>> [found.texts for found in search(part, ["what a fine film", "snow"])]
    [['a dull film', 'a fine day'], []]
    """
    weigh = TfidfVectorizer(analyzer=text.tokenize, sublinear_tf=True, dtype=np.float32)
    table = weigh.fit_transform([*part.texts, *queries])
    cosines = (table[len(part) :] @ table[: len(part)].T).toarray()
    return [part.take([row for row in np.argsort(-one)[:k] if one[row] > 0]) for one in cosines]


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


def errors(part: data.LabelledTexts, likely: np.ndarray, number: int = 10) -> pd.DataFrame:
    """Return the texts of which a classifier was surest, and wrong.

    Examples
    --------
    >>> part = data.LabelledTexts(["fine", "dull", "so so"], np.array([1, 0, 0]))
    >>> errors(part, np.array([[0.1, 0.9], [0.2, 0.8], [0.4, 0.6]])).text.tolist()
    ['dull', 'so so']
    """
    names, said = np.array(part.classes), likely.argmax(axis=1)
    table = pd.DataFrame({"text": part.texts, "label": names[part.labels], "said": names[said]})
    surest = table.iloc[np.argsort(-likely.max(axis=1))]
    return surest[surest.label != surest.said][:number].reset_index(drop=True)


def study(own: data.OwnTexts, folder: Path, name: str, queries: Sequence[str] = ()) -> str:
    """Take all steps of notebook 14, and write what they find: ``report.html``, ``vectors.npz``, ``projector``.

    Parameters
    ----------
    own : OwnTexts
    folder : path
        Where they are written.
    name : str
        What the report is on.
    queries : sequence of str
        The texts nearest to these stand in the report.

    Returns
    -------
    str
        Which is the better choice.

    Examples
    --------
    >>> import tempfile
    >>> texts = [f"{word} word{n}" for n in range(50) for word in ("bad", "good")]
    >>> own = data.OwnTexts(texts, np.arange(100) % 2, ("bad", "good"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(study(own, Path(folder), "words").split(":")[0])
    ...     print(sorted(path.name for path in Path(folder).iterdir()))
    Wrote 51 vectors of 16 numbers: vecs.tsv, meta.tsv, projector_config.pbtxt
    The plain baseline is the better choice
    ['projector', 'report.html', 'vectors.npz']
    """
    family = families(own.texts, own.groups)
    rows = split(own.labels, family)
    sizes = pd.DataFrame({part: np.bincount(own.labels[rows[part]]) for part in rows}, own.classes)
    reviews = data.Reviews(**{part: own.take(rows[part]) for part in rows})
    plain, tried = baseline(reviews)
    trained = embedding(reviews)
    likely = trained.probabilities(reviews.test.texts)
    guesses = {"baseline": plain.predict(reviews.test.texts), "embedding": likely.argmax(axis=1)}
    scores = lead(reviews.test, guesses, family[rows["test"]])
    words = neighbours(trained, own.classes)
    wrong = errors(reviews.test, likely)
    wrong["nearest in training"] = ["".join(one.texts) for one in search(reviews.train, wrong.text, k=1)]
    found = pd.DataFrame([one.texts for one in search(own, queries)], queries).T.fillna("")
    shown = {"scores": scores, "sizes": sizes, "tried": tried, "words": words, "wrong": wrong, "found": found}
    page = {place: _as_html(table) for place, table in shown.items()}
    alike = (np.bincount(family)[family] > 1).sum()
    page["file"] = f"{own}. {own.left_out} {alike:,} texts have copies, near-copies or a common group."
    page["verdict"] = verdict(scores)
    page["picture"] = print_figure(draw_lead(scores).figure, base64=True)
    template = Template(Path(__file__).with_suffix(".html").read_text("utf-8"))
    (folder / "report.html").write_text(template.substitute(page, name=html.escape(name)), "utf-8")
    data.save_vectors(folder / "vectors.npz", trained.word_vectors)
    projector.export(folder / "projector", trained.word_vectors, normalize=True)
    return page["verdict"]


def _as_html(table: pd.DataFrame | pd.Series) -> str:
    """Return a table as it stands in the page: long texts are cut."""
    cut = pd.DataFrame(table).round(3).replace(r"\s+", " ", regex=True).replace(r"^(.{300}).+$", r"\1 …", regex=True)
    with pd.option_context("display.max_colwidth", None):
        return cut.to_html(border=0, index=not isinstance(table.index, pd.RangeIndex))


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes its name when all is written, and goes when something fails.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as above:
    ...     with whole_folder(Path(above, "report")) as beside:
    ...         size = Path(beside, "page.html").write_text("a page")
    ...     print([path.name for path in Path(above, "report").iterdir()])
    ['page.html']
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError(17, "it is there already, and not empty")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".", dir=folder.parent) as hidden:  # which its owner alone may read
            beside = Path(hidden, folder.name)
            beside.mkdir()
            yield beside
            if folder.exists():
                folder.rmdir()
            beside.rename(folder)
    except OSError as error:
        raise OSError(f"{folder} cannot be written: {error.strerror or error}.") from None


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
        own = data.load_own(asked.file, asked.text, asked.label, asked.group or "", asked.encoding)
        with whole_folder(Path(asked.out)) as beside:
            start()
            said = study(own, beside, Path(asked.file).name, asked.search)
    except (OSError, ValueError) as error:
        parser.exit(2, f"{error}\n")
    print(said, f"Open {Path(asked.out, 'report.html')}", sep="\n")
