r"""Files for the Embedding Projector: written whole, read back exactly, and served by TensorBoard.

An export is three files in one folder::

    vecs.tsv               a row per vector, its numbers separated by tabs
    meta.tsv               a row per vector: its token, then further columns if there are any
    projector_config.pbtxt names the two, so that TensorBoard finds them

What the projector's parser does decides what ``meta.tsv`` looks like: it skips blank lines, takes the first line
for a header when that line holds a tab, and gives one column no header. A token may hold anything, so what would
break a line, or could not be seen, is written as a Python string literal would spell it: ``\t``, ``\n``,
``\x85``, ``\u2028``, ``\\`` for a backslash, ``\x20`` for a space at either end. The token without any
character is written ``\empty``.
"""

import errno
import functools
import hashlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils import geometry

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Server", "export", "export_word2vec", "load", "serve"]

VECTORS = "vecs.tsv"
METADATA = "meta.tsv"
CONFIG = "projector_config.pbtxt"
FILES = (VECTORS, METADATA, CONFIG)  # in the order in which they appear; the last one makes the export count
CONFIG_TEXT = f"""embeddings {{
  tensor_path: "{VECTORS}"
  metadata_path: "{METADATA}"
}}
"""

TOKEN_COLUMN = "token"
EMPTY_TOKEN = r"\empty"
# A backslash, control characters (every line break of str.splitlines among them), line and paragraph separators,
# the byte order mark, and lone surrogates, which UTF-8 cannot hold.
BREAKS_A_LINE = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
ESCAPE = re.compile(r"\\(?:[\\tnr]|x[0-9a-f]{2}|u[0-9a-f]{4}|U00(?:0[0-9a-f]|10)[0-9a-f]{4})")

UNFINISHED = ".unfinished-export"  # where an export is prepared, inside its folder
LOCK_SECONDS = 300  # how long to wait for another export into the same folder
NUMBERS_A_BLOCK = 50_000  # turned into text at a time by one thread


def export(
    folder: str | os.PathLike[str],
    vectors: ArrayLike,
    tokens: Iterable[str],
    metadata: "Mapping[str, Iterable[Any]] | pd.DataFrame | None" = None,
    *,
    normalize: bool = False,
) -> tuple[Path, Path, Path]:
    """Write vectors and their tokens for the Embedding Projector, all three files or none.

    Parameters
    ----------
    folder : path
        Where ``vecs.tsv``, ``meta.tsv`` and ``projector_config.pbtxt`` go. It is created when missing; an earlier
        export in it is replaced, other files in it are left alone.
    vectors : array, shape (n, d)
        A vector a row, written as float32, each number with the fewest digits that bring exactly it back.
    tokens : n strings
        What each row stands for. Any string will do, blank ones too.
    metadata : mapping from column name to n values, or DataFrame of n rows, optional
        Further columns, such as rank, count or polarity; a DataFrame's index is not written. The projector
        colours a column of numbers with more than 50 different ones by a scale, and leaves out such a column of
        words. Other columns share ten colours, which repeat from eleven different values on. None and NaN become
        an empty cell, which the projector treats as no value.
    normalize : bool
        Write rows of length 1 (a row of zeros stays), so that straight-line distance orders neighbours as the
        cosine does. ``load`` then returns these rows, not the ones given.

    Returns
    -------
    tuple of three paths
        ``vecs.tsv``, ``meta.tsv`` and ``projector_config.pbtxt`` in `folder`.

    Raises
    ------
    ValueError
        When there are no vectors, `vectors` is not a table of finite numbers, the number of tokens or of a column's
        values differs from the number of vectors, or two columns have the same name.
    TypeError
        When a token is not a string, `vectors` is sparse or holds no real numbers, or `metadata`
        is neither a mapping nor a DataFrame, or has a column that is not a sequence.
    OSError
        When the files cannot be written; what was there before is still there.

    Notes
    -----
    The three files are first written completely into a hidden folder beside their places. Then the old ones are
    moved aside, the configuration first, and the new ones moved in, the configuration last. So the files in the
    folder are at no moment of two exports, and TensorBoard finds either a whole export or none. An error or an
    interrupt moves the old files back at once; after a kill the next `export`, `load` or `serve` does so. A power
    cut is another matter: nothing here waits for the disk.

    Browsers show a token that reads as a number as that number: ``007`` as 7.
    """
    rows = _checked_vectors(vectors)
    names = _checked_tokens(tokens, len(rows))
    columns = _checked_columns(metadata, len(rows))
    if normalize:
        rows = geometry.normalize(rows).astype(np.float32)
    target = Path(folder)
    _refuse_folders_in_place_of_files(target)
    with _writing(target), _lock(target):
        target.mkdir(parents=True, exist_ok=True)
        _settle(target)
        try:
            _prepare(target / UNFINISHED, rows, _metadata_lines(names, columns))
            _install(target)
        finally:
            with suppress(OSError):  # then the next call settles it; the first error is the one to report
                _settle(target)
    print(f"Wrote {len(rows):,} vectors of {rows.shape[1]:,} numbers: {', '.join(FILES)} in {_shown(target)}")
    return target / VECTORS, target / METADATA, target / CONFIG


def load(folder: str | os.PathLike[str]) -> tuple[list[str], NDArray[np.float32]]:
    """Read an export back: the tokens as they were given, the vectors bit for bit.

    Parameters
    ----------
    folder : path
        Where `export` has written.

    Returns
    -------
    tokens : list of n str
    vectors : float32 array, shape (n, d)

    Raises
    ------
    FileNotFoundError
        When there is no whole export in `folder`.
    ValueError
        When the files do not fit together, or hold something else than numbers and tokens.
    """
    target = Path(folder)
    with _lock(target):
        _require_export(target)
        tokens = _read_tokens(target / METADATA)
        vectors = _read_vectors(target / VECTORS)
    if len(tokens) != len(vectors):
        raise ValueError(
            f"{VECTORS} holds {len(vectors):,} vectors but {METADATA} {len(tokens):,} tokens, "
            "so they are not of one export: export them again."
        )
    return tokens, vectors


def export_word2vec(path: str | os.PathLike[str], vectors: ArrayLike, tokens: Iterable[str]) -> Path:
    """Write vectors in word2vec's text format, which gensim and many other tools read.

    The first line holds the number of vectors and of dimensions; then each line holds a token and its numbers,
    separated by spaces. The format knows no escapes, so some tokens cannot be written and are refused.

    Parameters
    ----------
    path : path
        The file to write, whole or not at all. An existing file is replaced.
    vectors : array, shape (n, d)
        A vector a row, written as float32, each number with the fewest digits that bring exactly it back.
    tokens : n different strings
        None blank and none with a space or another separator in it.

    Returns
    -------
    Path
        The file written; ``gensim.models.KeyedVectors.load_word2vec_format(path)`` reads it.

    Raises
    ------
    ValueError
        When `vectors` is not a table of finite numbers, the counts differ, or a token is blank, holds a separator
        or a lone surrogate, or occurs twice (gensim would drop the second without an error).
    TypeError
        When a token is not a string, or `vectors` is sparse or holds no real numbers.
    OSError
        When the file cannot be written; what was there before is still there.
    """
    rows = _checked_vectors(vectors)
    names = _checked_tokens(tokens, len(rows))
    _require_plain_words(names)
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.unfinished")
    with _writing(target), _lock(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(unfinished, "wb") as file:
                file.write(f"{rows.shape[0]} {rows.shape[1]}\n".encode())
                file.writelines(_blocks_of_lines(rows, " ", names))
            os.replace(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
    return target


# What may be exported -------------------------------------------------------------------------------------------


def _checked_vectors(vectors: ArrayLike) -> NDArray[np.float32]:
    """Return the vectors as a float32 table, or say what is wrong with them."""
    if hasattr(vectors, "toarray"):
        raise TypeError(
            "The vectors are a sparse matrix, expected a table of numbers: give vectors.toarray()."
        )
    try:
        table = np.asarray(vectors)
    except ValueError as error:
        raise ValueError(
            "The vectors have different lengths: give a table with as many numbers in every row."
        ) from error
    if table.size == 0 and table.ndim:
        raise ValueError(f"There is nothing to export: the vectors have shape {table.shape}.")
    if table.dtype.kind not in "biuf":
        raise TypeError(f"The vectors hold {table.dtype} values, expected numbers: give a float32 array.")
    if table.ndim != 2:
        raise ValueError(
            f"The vectors have {table.ndim} dimensions (shape {table.shape}), expected 2: give one vector a row."
        )
    with np.errstate(over="ignore"):
        rows = table.astype(np.float32, copy=False)
    finite = np.isfinite(rows).all(axis=1)
    if not finite.all():
        raise ValueError(
            f"Row {int(np.argmin(finite))} holds a number that is NaN or infinite as float32 "
            f"({int((~finite).sum()):,} such rows in all): leave those rows out or mend them before exporting."
        )
    return rows


def _checked_tokens(tokens: Iterable[str], count: int) -> list[str]:
    """Return the tokens as a list of `count` strings, or say what is wrong with them."""
    if isinstance(tokens, str | bytes):
        raise TypeError("The tokens are a single string: give a list with one string per vector.")
    names = list(tokens)
    for row, name in enumerate(names):
        if not isinstance(name, str):
            hint = (
                "decode it first, as in token.decode('utf-8')"
                if isinstance(name, bytes)
                else "use str(token)"
            )
            raise TypeError(
                f"Token {row} is {name!r}, of type {type(name).__name__}, expected a string: {hint}."
            )
    if len(names) != count:
        raise ValueError(f"There are {count:,} vectors but {len(names):,} tokens: give one token per vector.")
    return names


def _checked_columns(metadata: Any, count: int) -> dict[str, list[str]]:
    """Return the metadata as text, column by column, or say what is wrong with it."""
    if metadata is None:
        return {}
    if not (isinstance(metadata, Mapping) or hasattr(metadata, "columns")):
        raise TypeError(
            f"The metadata is of type {type(metadata).__name__}, expected a mapping from column name to values "
            "or a DataFrame: write {'count': counts}."
        )
    columns: dict[str, list[str]] = {}
    for name, values in metadata.items():
        title = _escape(str(name))
        if title == TOKEN_COLUMN or title in columns:
            raise ValueError(
                f"Two columns are named {title!r} (the first column, with the tokens, is named "
                f"{TOKEN_COLUMN!r}): give each column its own name."
            )
        columns[title] = _cells(title, values, count)
    return columns


def _cells(title: str, values: Any, count: int) -> list[str]:
    """Return the values of one column as text."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"Metadata column {title!r} is {values!r}, expected one value per vector.")
    column: Any = values
    if hasattr(column, "notna"):  # a pandas column: all its kinds of missing values become None
        column = column.astype(object).where(column.notna(), None)
    cells = [_cell(value) for value in column]
    if len(cells) != count:
        raise ValueError(
            f"Metadata column {title!r} has {len(cells):,} values for {count:,} vectors: give one per vector."
        )
    return cells


def _cell(value: object) -> str:
    """Return one metadata value as text; a missing one is an empty cell."""
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, bytes):
        raise TypeError(
            f"A metadata value is {value!r}, of type bytes: decode it first, as in value.decode('utf-8')."
        )
    if isinstance(value, str) and not value:
        return ""
    return _escape(str(value))


def _require_plain_words(names: list[str]) -> None:
    """Refuse tokens that word2vec's text format cannot hold."""
    seen: set[str] = set()
    for row, name in enumerate(names):
        if name in seen:
            raise ValueError(
                f"Token {row}, {name!r}, occurs twice: word2vec's format needs different tokens."
            )
        if name.split() != [name]:
            what = "holds a space or another separator" if name.strip() else "is blank"
            raise ValueError(
                f"Token {row}, {name!r}, {what}, which word2vec's text format cannot hold: "
                "leave that row out, or replace the token (by 'new_york', say)."
            )
        try:
            name.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(
                f"Token {row}, {name!r}, holds half a character (a lone surrogate), which UTF-8 cannot hold: "
                "leave that row out, or replace the token."
            ) from error
        seen.add(name)


# Text of the files ----------------------------------------------------------------------------------------------


def _escape(token: str) -> str:
    """Return a token as it stands in meta.tsv: on one line, in one column, and visible."""
    if not token:
        return EMPTY_TOKEN
    if token.isprintable() and "\\" not in token and token[0] != " " and token[-1] != " ":
        return token
    visible = [position for position, character in enumerate(token) if _is_visible(character)]
    first, last = (visible[0], visible[-1]) if visible else (len(token), len(token))
    return "".join(
        character if first <= position <= last and not BREAKS_A_LINE.match(character) else _spell(character)
        for position, character in enumerate(token)
    )


def _unescape(text: str) -> str:
    """Return the token that `_escape` has written so."""
    if "\\" not in text:
        return text
    if text == EMPTY_TOKEN:
        return ""
    return ESCAPE.sub(lambda found: found.group().encode("ascii").decode("unicode_escape"), text)


def _is_visible(character: str) -> bool:
    return character.isprintable() and not character.isspace()


def _spell(character: str) -> str:
    """Spell a character as a Python string literal would."""
    spelled = character.encode("unicode_escape").decode("ascii")
    return spelled if spelled != character else f"\\x{ord(character):02x}"


def _metadata_lines(names: list[str], columns: dict[str, list[str]]) -> str:
    """Return the text of meta.tsv; it has a header exactly when it has two columns or more."""
    tokens = [_escape(name) for name in names]
    if not columns:
        return "\n".join(tokens) + "\n"
    header = "\t".join([TOKEN_COLUMN, *columns])
    return "\n".join([header, *map("\t".join, zip(tokens, *columns.values(), strict=True))]) + "\n"


def _blocks_of_lines(
    rows: NDArray[np.float32], separator: str, names: list[str] | None = None
) -> Iterator[bytes]:
    """Yield the table as text, a block of lines at a time; pyarrow turns blocks into text on all processors."""
    step = max(1, NUMBERS_A_BLOCK // rows.shape[1])
    workers = os.cpu_count() or 1
    ahead = 4 * step * workers  # rows whose text may wait in memory
    as_text = functools.partial(_lines, separator=separator)
    with ThreadPoolExecutor(workers) as pool:
        for batch in range(0, len(rows), ahead):
            starts = range(batch, min(batch + ahead, len(rows)), step)
            blocks = [rows[start : start + step] for start in starts]
            labels = [names[start : start + step] if names else None for start in starts]
            yield from pool.map(as_text, blocks, labels)


def _lines(rows: NDArray[np.float32], names: list[str] | None, separator: str) -> bytes:
    """Return a block of rows as text, each number in its shortest exact form, each row after its name."""
    import pyarrow as pa
    import pyarrow.compute

    numbers = pa.compute.cast(pa.array(rows.ravel()), pa.string())
    row_starts = pa.array(np.arange(0, rows.size + 1, rows.shape[1], dtype=np.int32))
    lines = pa.compute.binary_join(pa.ListArray.from_arrays(row_starts, numbers), separator)
    if names is not None:
        lines = pa.compute.binary_join_element_wise(pa.array(names, pa.string()), lines, separator)
    block = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    return pa.compute.binary_join(block, "\n")[0].as_buffer().to_pybytes() + b"\n"


def _read_tokens(path: Path) -> list[str]:
    """Read the first column of meta.tsv by the projector's own rules."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    if lines and "\t" in lines[0]:
        return [_unescape(line.split("\t", 1)[0]) for line in lines[1:]]
    return [_unescape(line) for line in lines]


def _read_vectors(path: Path) -> NDArray[np.float32]:
    """Read vecs.tsv; every number becomes the nearest float32."""
    import pyarrow as pa
    import pyarrow.csv

    with open(path, "rb") as file:
        first_line = next((line for line in file if line.strip()), b"")
    columns = [str(position) for position in range(first_line.count(b"\t") + 1)]
    try:
        table = pa.csv.read_csv(
            path,
            pa.csv.ReadOptions(column_names=columns, block_size=max(1 << 20, 4 * len(first_line))),
            pa.csv.ParseOptions(delimiter="\t", quote_char=False),
            pa.csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.float32()), null_values=[]),
        )
    except pa.ArrowInvalid as error:
        raise ValueError(f"{VECTORS} is no table of numbers ({error}): export the vectors again.") from error
    return np.column_stack([column.to_numpy() for column in table.columns])


# All or nothing -------------------------------------------------------------------------------------------------


def _prepare(unfinished: Path, rows: NDArray[np.float32], metadata_text: str) -> None:
    """Write the three files where nobody looks for them yet."""
    unfinished.mkdir()
    with open(unfinished / VECTORS, "wb") as file:
        file.writelines(_blocks_of_lines(rows, "\t"))
    (unfinished / METADATA).write_bytes(metadata_text.encode("utf-8"))
    (unfinished / CONFIG).write_bytes(CONFIG_TEXT.encode("utf-8"))


def _install(folder: Path) -> None:
    """Move the old files aside and the prepared ones into their places.

    The configuration leaves first and arrives last, so what stands in the folder is never of two exports.
    """
    previous = folder / UNFINISHED / "previous"
    previous.mkdir()
    for name in reversed(FILES):
        if os.path.lexists(folder / name):
            os.replace(folder / name, previous / name)
    for name in FILES:
        os.replace(folder / UNFINISHED / name, folder / name)


def _settle(folder: Path) -> None:
    """Undo an export that did not reach its last step, whoever left it, and clear what it left behind.

    Where the files stand says how far it came, so this may itself be cut short and started again.
    """
    unfinished = folder / UNFINISHED
    previous = unfinished / "previous"
    if previous.is_dir() and (unfinished / CONFIG).exists():
        for name in reversed(FILES):
            if not (unfinished / name).exists():
                os.replace(folder / name, unfinished / name)
        for name in FILES:
            if os.path.lexists(previous / name):
                os.replace(previous / name, folder / name)
        previous.rmdir()
    if unfinished.is_dir():
        shutil.rmtree(unfinished)


def _require_export(folder: Path) -> None:
    """Refuse a folder without a whole export."""
    _settle(folder)
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(
            f"There is no whole export in {folder} ({', '.join(missing)} missing): write one with projector.export."
        )


def _refuse_folders_in_place_of_files(folder: Path) -> None:
    for name in FILES:
        if (folder / name).is_dir():
            raise IsADirectoryError(
                errno.EISDIR, f"{name} is to be a file, but is a folder in {folder}: choose another folder"
            )


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    """Let one process at a time work on a path; the lock file lies elsewhere, so that nothing is left beside it."""
    from filelock import FileLock, Timeout

    user = os.getuid() if hasattr(os, "getuid") else 0
    digest = hashlib.sha256(os.fsencode(target.resolve())).hexdigest()[:16]
    lock_file = Path(tempfile.gettempdir(), f"course-utils-{user}-{digest}.lock")
    try:
        with FileLock(lock_file, timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise TimeoutError(
            f"Another program has been writing to {target} for {LOCK_SECONDS} seconds: stop it, then try again."
        ) from error


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Give an error of the operating system one sentence that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(
            error.errno,
            f"{target} could not be written ({os.strerror(error.errno)}): nothing was changed, "
            "make room there or choose another folder",
        ) from error


def _shown(folder: Path) -> str:
    """Return how a folder is shown: a path from the working directory, never the machine's own folders."""
    if not folder.is_absolute():
        return folder.as_posix()
    with suppress(ValueError):
        return folder.resolve().relative_to(Path.cwd().resolve()).as_posix()
    return f"…/{folder.name}"


# TensorBoard ----------------------------------------------------------------------------------------------------

# Runs in a process of its own. It ends when its standard input does: when the server is stopped, and also when
# the process that started it has died, in whatever way.
LAUNCHER = """
import os, sys
from tensorboard import program

board = program.TensorBoard()
board.configure(logdir=sys.argv[1], port=int(sys.argv[2]), host="127.0.0.1", load_fast="false")
print("SERVING", board.launch(), flush=True)
sys.stdin.read()
os._exit(0)
"""
HOST = "127.0.0.1"
SERVING = re.compile(r"SERVING (http://127\.0\.0\.1:\d+)")
START_SECONDS = 120  # how long TensorBoard may take to start
BYTES_A_SECOND = 500_000  # how fast it reads vectors at least

_running: "set[Server]" = set()  # a server lives until it is stopped, also when nobody keeps the object


class Server:
    """A TensorBoard that shows one export; made by `serve`.

    Attributes
    ----------
    url : str
        Where it answers, such as ``http://127.0.0.1:6006``, without a slash at the end.
    folder : Path
        The export it shows.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.url = ""
        self._in_with_block = False
        self._said: deque[str] = deque(maxlen=100)
        # A session of its own, so that interrupting a cell does not interrupt TensorBoard.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", LAUNCHER, str(folder), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )
        _running.add(self)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> "Server":
        """Return the server, which already runs."""
        self._in_with_block = True
        return self

    def __exit__(self, *exception: object) -> None:
        """Stop the server."""
        self.stop()

    def __repr__(self) -> str:
        """Say where the server answers."""
        return f"<TensorBoard at {self.url}>" if self.running else "<TensorBoard, stopped>"

    @property
    def running(self) -> bool:
        """Whether TensorBoard is still there."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Stop TensorBoard and wait until it is gone; a second call does nothing."""
        with suppress(OSError):
            self._process.stdin.close()  # type: ignore[union-attr]
        if not self.url:  # still importing, so not yet reading its input
            self._process.terminate()
        for more in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(timeout=5)
                break
            except subprocess.TimeoutExpired:
                more()
        self._process.wait()
        self._listener.join()
        self._process.stdout.close()  # type: ignore[union-attr]
        _running.discard(self)

    def _listen(self) -> None:
        """Note the address and keep the last lines that TensorBoard says; it never waits for a reader."""
        for line in self._process.stdout or ():
            self._said.append(line.rstrip())
            if found := SERVING.search(line):
                self.url = found.group(1)

    def _wait_until_it_answers(self) -> None:
        """Return when the projector serves the export; raise when TensorBoard ends or takes too long."""
        seconds = START_SECONDS + (self.folder / VECTORS).stat().st_size / BYTES_A_SECOND
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.running:
                self._listener.join()
                raise _reason_of_failure(list(self._said))
            if self.url and self._shows_the_export(deadline - time.monotonic()):
                return
            time.sleep(0.05)
        raise TimeoutError(f"TensorBoard did not answer within {seconds:.0f} seconds: try again.")

    def _shows_the_export(self, seconds: float) -> bool:
        """Ask the projector whether it has the export; it reads the vectors before it answers."""
        connection = http.client.HTTPConnection(
            HOST, int(self.url.rpartition(":")[2]), timeout=max(seconds, 1)
        )
        try:
            connection.request("GET", "/data/plugin/projector/runs")
            return "." in json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()


def serve(folder: str | os.PathLike[str], port: int = 0) -> Server:
    """Start TensorBoard on an export, reachable from this machine only, and wait until the projector answers.

    Use it as a context manager, which stops TensorBoard at the end of the block, also after an error. In a
    notebook, where the browser is to be used between two cells, keep the server and call its ``stop()`` later;
    it ends with the kernel at the latest. Calling `serve` again for a folder replaces the server of that folder,
    except one in a ``with`` block; do so after a new export, since TensorBoard reads the files once.

    In Google Colab the address of the machine cannot be opened in a browser: use ``%load_ext tensorboard`` and
    ``%tensorboard --logdir FOLDER`` there.

    Parameters
    ----------
    folder : path
        Where `export` has written.
    port : int
        The port to listen on; 0 takes a free one.

    Returns
    -------
    Server
        With ``.url`` and ``.stop()``. Open ``.url + "/#projector"`` in a browser.

    Raises
    ------
    FileNotFoundError
        When there is no whole export in `folder`.
    ValueError
        When `port` is not a whole number from 0 to 65535.
    OSError
        When the port is taken, or not allowed.
    ModuleNotFoundError
        When TensorBoard is not installed.
    RuntimeError
        When TensorBoard ends by itself; the message holds the last line it wrote.
    TimeoutError
        When it does not answer in time.

    Examples
    --------
    >>> with serve("projector") as server:  # doctest: +SKIP
    ...     print(server.url)
    http://127.0.0.1:43512
    """
    if not isinstance(port, int) or not 0 <= port <= 65535:
        raise ValueError(
            f"The port is {port!r}, expected a whole number from 0 to 65535: 0 takes a free one."
        )
    if find_spec("tensorboard") is None:
        raise ModuleNotFoundError("TensorBoard is not installed: install it with 'pip install tensorboard'.")
    target = Path(folder).resolve()
    with _lock(target):
        _require_export(target)
    for earlier in [server for server in _running if server.folder == target and not server._in_with_block]:
        earlier.stop()
    _require_free(port)
    server = Server(target, port)
    try:
        server._wait_until_it_answers()
    except BaseException:
        server.stop()
        raise
    return server


def _require_free(port: int) -> None:
    """Refuse a port that cannot be listened on, at once and not after TensorBoard has started."""
    with socket.socket() as probe:
        if os.name == "posix":  # a connection that has just ended does not make a port taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise OSError(
                error.errno,
                f"Port {port} cannot be used ({error.strerror}): choose another one, or 0 for any that is free",
            ) from error


def _reason_of_failure(said: list[str]) -> RuntimeError:
    """Return the error that explains why TensorBoard has ended."""
    last = next((line for line in reversed(said) if line.strip()), "it said nothing")
    return RuntimeError(
        f"TensorBoard ended before it answered ({last}): check that it is installed correctly."
    )
