r"""Files for the Embedding Projector: written whole and read back exactly.

An export is three files in one folder::

    vecs.tsv               a row per vector, its numbers separated by tabs
    meta.tsv               a row per vector: its word, then further columns if there are any
    projector_config.pbtxt names the two, so that TensorBoard finds them

What the projector's parser does decides what ``meta.tsv`` looks like: it skips blank lines, takes the first line
for a header when that line holds a tab, and gives one column no header. A word may hold anything, so what would
break a line, or could not be seen, is written as a Python string literal would spell it: ``\t``, ``\n``,
``\x85``, ``\u2028``, ``\\`` for a backslash, ``\x20`` for a space at either end. The word without any character
is written ``\empty``.
"""

import io
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils import geometry
from course_utils.ordered import refuse_unordered, strings_in
from course_utils.writing import write_whole

if TYPE_CHECKING:
    import pandas as pd
    from gensim.models import KeyedVectors

VECTORS = "vecs.tsv"
METADATA = "meta.tsv"
CONFIG = "projector_config.pbtxt"
CONFIG_TEXT = f"""embeddings {{
  tensor_path: "{VECTORS}"
  metadata_path: "{METADATA}"
}}
"""

WORD_COLUMN = "word"
ROWS_ON_THE_PAGE = 100_000  # TensorBoard's projector reads no more
EMPTY_WORD = r"\empty"
# White space at either end; a backslash, control characters (among them what ends a line for one program or
# another), line and paragraph separators, the byte order mark, and lone surrogates, which UTF-8 cannot hold.
AWKWARD = re.compile("^\\s+|\\s+\\Z|[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
SPELLED = re.compile(r"\\(?:[\\tnr]|x[0-9a-f]{2}|u[0-9a-f]{4})")


def export(
    folder: str | os.PathLike[str],
    vectors: "ArrayLike | KeyedVectors",
    words: Iterable[str] | None = None,
    metadata: "Mapping[str, Iterable[Any]] | pd.DataFrame | None" = None,
    *,
    normalize: bool = False,
) -> None:
    r"""Write vectors and their words for the Embedding Projector, as one export that is whole or absent.

    Parameters
    ----------
    folder : path
        Where ``vecs.tsv``, ``meta.tsv`` and ``projector_config.pbtxt`` go. It is created when missing; an earlier
        export in it is replaced, other files in it are left alone.
    vectors : array, shape (n, d), or gensim's KeyedVectors
        A vector a row, written as float32, each number with the fewest digits that bring exactly it back.
        KeyedVectors bring their own words.
    words : n strings
        What each row stands for. Any string will do, a blank one too.
    metadata : mapping from column name to n values, or DataFrame of n rows, optional
        Further columns, such as rank, count or polarity; a DataFrame's index is not written. The projector
        colours a column of numbers with more than 50 different ones by a scale, and leaves out such a column of
        words. Other columns share ten colours, which repeat from eleven different values on. What is missing (None,
        NaN, NA, NaT) becomes an empty cell, which the projector treats as no value.
    normalize : bool
        Write rows of length 1 (a row of zeros stays), so that straight-line distance orders neighbours as the
        cosine does. `load` then returns these rows, not the ones given.

    Raises
    ------
    ValueError
        When `vectors` is not a table of finite numbers, the number of words or of a column's values differs from
        the number of vectors, or two columns have the same name.
    TypeError
        When `vectors` holds no numbers, a word is not a string, or `metadata` has no columns.
    OSError
        When the files cannot be written.

    Notes
    -----
    Everything is checked before anything is written. Then the configuration of the old export leaves first and
    that of the new one comes last, so TensorBoard finds a whole export or none, also after a kill.

    Browsers show a word that reads as a number as that number: ``007`` as 7.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(folder, [[0.1, -2], [3, 4]], ["good", "bad"], {"count": [7, 5]})
    ...     print(open(f"{folder}/meta.tsv").read().splitlines())
    Wrote 2 vectors of 2 numbers: vecs.tsv, meta.tsv, projector_config.pbtxt
    ['word\tcount', 'good\t7', 'bad\t5']
    """
    if hasattr(vectors, "index_to_key"):
        if words is not None:
            raise TypeError("KeyedVectors bring their own words: leave words out, give columns as metadata=….")
        words, vectors = vectors.index_to_key, vectors.vectors  # type: ignore[union-attr]
    rows = _checked_vectors(vectors)
    labels = strings_in(words, "words")
    if len(labels) != len(rows):
        raise ValueError(f"There are {len(rows):,} vectors but {len(labels):,} words: give one word per vector.")
    columns = _checked_columns(metadata, len(rows))
    if normalize:
        rows = geometry.normalize(rows).astype(np.float32)

    vectors_text = _vectors_text(rows)
    metadata_text = _metadata_text(labels, columns)
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        (target / CONFIG).unlink(missing_ok=True)
        write_whole(target / VECTORS, vectors_text)
        write_whole(target / METADATA, metadata_text)
        write_whole(target / CONFIG, CONFIG_TEXT)  # from here on the export counts
    except OSError as error:
        problem = f"{target} holds no new export ({error.strerror}): make room there or choose another folder"
        raise OSError(error.errno, problem) from error
    if len(rows) > ROWS_ON_THE_PAGE:
        print(f"The page will show the first {ROWS_ON_THE_PAGE:,} rows only, though all are written.")
    print(f"Wrote {len(rows):,} vectors of {rows.shape[1]:,} numbers: {VECTORS}, {METADATA}, {CONFIG}")


def load(folder: str | os.PathLike[str]) -> tuple[list[str], NDArray[np.float32]]:
    """Read an export back: the words as they were given, the vectors bit for bit.

    Parameters
    ----------
    folder : path
        Where `export` has written.

    Returns
    -------
    words : list of n str
    vectors : float32 array, shape (n, d)

    Raises
    ------
    FileNotFoundError
        When there is no whole export in `folder`.
    ValueError
        When there is not one word for each vector, or the vectors are no table of numbers.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(folder, [[0.1, -2], [3, 4]], ["good", "bad"])
    ...     load(folder)
    Wrote 2 vectors of 2 numbers: vecs.tsv, meta.tsv, projector_config.pbtxt
    (['good', 'bad'], array([[ 0.1, -2. ],
           [ 3. ,  4. ]], dtype=float32))
    """
    contents = read_whole(folder)
    # An editor may have put a byte order mark in front.
    words = _words_in(contents[METADATA].decode("utf-8-sig"))
    vectors = _vectors_in(contents[VECTORS])
    if len(words) != len(vectors):
        raise ValueError(f"{len(vectors):,} vectors but {len(words):,} words stand in {folder}: export again.")
    return words, vectors


def read_whole(folder: str | os.PathLike[str]) -> dict[str, bytes]:
    """Return what the three files hold, by name, or say that one of them is missing.

    Examples
    --------
    >>> read_whole("nowhere")
    Traceback (most recent call last):
    FileNotFoundError: There is no whole export in nowhere (no vecs.tsv): write one with projector.export.
    """
    source = Path(folder)
    try:
        return {name: (source / name).read_bytes() for name in (VECTORS, METADATA, CONFIG)}
    except FileNotFoundError as error:
        problem = f"There is no whole export in {source} (no {Path(error.filename).name})"
        raise FileNotFoundError(f"{problem}: write one with projector.export.") from error


# What may be exported -------------------------------------------------------------------------------------------


def _checked_vectors(vectors: Any) -> NDArray[np.float32]:
    """Return the vectors as a float32 table, or say what is wrong with them."""
    table = np.asarray(vectors)
    if table.dtype.kind not in "biuf":
        raise TypeError(f"The vectors hold {table.dtype}, expected numbers: for sparse ones give .toarray().")
    if table.ndim != 2:
        raise ValueError(f"The vectors have shape {table.shape}, expected (n, d): give one vector a row.")
    if min(table.shape) < 2:
        raise ValueError(
            f"The vectors have shape {table.shape}, but the page stays empty with fewer than 2 rows or 2 columns."
        )
    with np.errstate(over="ignore"):
        rows = table.astype(np.float32)
    finite = np.isfinite(rows).all(axis=1)
    if not finite.all():
        row = int(np.argmin(finite))
        raise ValueError(f"Row {row} holds a number that is NaN or infinite as float32: leave such rows out.")
    return rows


def _checked_columns(metadata: Any, count: int) -> dict[str, list[str]]:
    """Return the metadata as text, column by column, or say what is wrong with it."""
    if metadata is None:
        return {}
    if not hasattr(metadata, "items"):
        raise TypeError(f"Metadata of type {type(metadata).__name__} has no columns: give {{'count': counts}}.")
    columns: dict[str, list[str]] = {}
    for name, values in metadata.items():
        refuse_unordered(values, f"values of column {str(name)!r}")
        title, cells = _spell(str(name)), _cells(values)
        if title == WORD_COLUMN or title in columns:
            raise ValueError(f"Two columns are named {title!r} (the first is {WORD_COLUMN!r}): rename one.")
        if len(cells) != count:
            raise ValueError(f"Column {title!r} has {len(cells):,} values for {count:,} vectors: give one each.")
        columns[title] = cells
    return columns


def _cells(values: Iterable[Any]) -> list[str]:
    """Return the values of one column as text; a missing one is an empty cell."""
    import pandas as pd

    column = pd.Series(list(values), dtype=object)
    column[column.isna()] = ""
    if column.isin([np.inf, -np.inf]).any():
        raise ValueError("a column holds an infinite number, for which the page has no colour: leave it empty.")
    return [_spell(str(value)) for value in column]


# Text of the files ----------------------------------------------------------------------------------------------


def _spell(text: str) -> str:
    """Return a text as it stands in meta.tsv: on one line, in one column, and to be seen at both ends."""
    return AWKWARD.sub(
        lambda found: found.group().encode("unicode_escape").decode("ascii").replace(" ", r"\x20"), text
    )


def _read_spelling(text: str) -> str:
    """Return the word that stands in meta.tsv so."""
    if text == EMPTY_WORD:
        return ""
    return SPELLED.sub(lambda found: found.group().encode("ascii").decode("unicode_escape"), text)


def _metadata_text(words: list[str], columns: dict[str, list[str]]) -> bytes:
    """Return meta.tsv; it has a header exactly when it has two columns or more."""
    header = [[WORD_COLUMN, *columns]] if columns else []
    rows = zip((_spell(word) or EMPTY_WORD for word in words), *columns.values(), strict=True)
    return "".join("\t".join(row) + "\n" for row in [*header, *rows]).encode("utf-8")


def _words_in(metadata_text: str) -> list[str]:
    """Return the first column of meta.tsv by the projector's own rules.

    Windows ends a line with a carriage return as well, which is no part of the word: in one it is spelled.
    """
    lines = [line for line in metadata_text.replace("\r\n", "\n").split("\n") if line.strip()]
    has_header = bool(lines) and "\t" in lines[0]
    return [_read_spelling(line.split("\t", 1)[0]) for line in lines[has_header:]]


def _vectors_text(rows: NDArray[np.float32]) -> bytes:
    """Return vecs.tsv, each number in its shortest exact form."""
    import pyarrow as pa
    import pyarrow.csv

    columns = {str(number): column for number, column in enumerate(np.asfortranarray(rows).T)}
    text = pa.BufferOutputStream()
    options = pa.csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    pa.csv.write_csv(pa.table(columns), text, options)
    return text.getvalue().to_pybytes()


def _vectors_in(vectors_text: bytes) -> NDArray[np.float32]:
    """Return the table that vecs.tsv holds; every number becomes the nearest float32."""
    try:
        return np.loadtxt(io.BytesIO(vectors_text), np.float32, comments=None, delimiter="\t", ndmin=2)
    except ValueError as error:
        raise ValueError(f"{VECTORS} is no table of numbers ({error}): export the vectors again.") from error
