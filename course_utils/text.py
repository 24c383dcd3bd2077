"""From text to token ids: one tokenising rule, in Python and in TensorFlow, a vocabulary, padding."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from course_utils.ordered import refuse_unordered

if TYPE_CHECKING:
    import tensorflow as tf

__all__ = ["PADDING", "UNKNOWN", "build_vocabulary", "pad", "standardize", "to_ids", "tokenize"]

PADDING = ""  # vocabulary[0]: fills the end of short rows
UNKNOWN = "[UNK]"  # vocabulary[1]: stands for every word outside the vocabulary

# A word: letters and digits, with single apostrophes inside ("don't", "rock'n'roll"). \w less the underscore.
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# The same rule from the other side, for TensorFlow's regular expressions (RE2), which cannot look ahead:
# whatever separates two words. In turn: a stretch without letters and digits that holds anything besides
# apostrophes, two or more apostrophes, one apostrophe at the start, one at the end.
SEPARATOR = r"'*[^\pL\pN'][^\pL\pN]*|''+|^'|'$"


def tokenize(text: str) -> list[str]:
    """Cut a text into lower-case words.

    A word is a run of letters and digits; an apostrophe, straight or curly, belongs to it when it stands
    alone between two of them. Everything else separates: spaces, punctuation, underscores, emoji.

    Parameters
    ----------
    text : str
        One text.

    Returns
    -------
    list of str
        Its words in order; empty when the text holds none.

    Raises
    ------
    TypeError
        When `text` is not a string.

    Examples
    --------
    >>> tokenize("Don't miss it: 10/10, a “classic”!")
    ["don't", 'miss', 'it', '10', '10', 'a', 'classic']
    """
    if not isinstance(text, str):
        raise TypeError(
            f"tokenize takes one text (str) but was given {_kind(text)}: for many texts, call it on each."
        )
    return WORD.findall(text.lower().replace("’", "'"))


def standardize(text: "tf.Tensor") -> "tf.Tensor":
    """Rewrite texts in TensorFlow so that splitting at spaces gives the tokens of :func:`tokenize`.

    Made for ``keras.layers.TextVectorization(standardize=text.standardize, split="whitespace")``. It is a
    named function, which :func:`course_utils.start` makes known to Keras, so a saved model that uses it can be
    loaded after that call; a lambda could not be loaded safely.

    Parameters
    ----------
    text : tf.Tensor of strings, any shape
        UTF-8 texts.

    Returns
    -------
    tf.Tensor of strings, the same shape
        Lower-case words, with one space between two of them.

    Notes
    -----
    Python and TensorFlow carry tables of letters of their own. The two treat differently only characters that
    one of the tables is too old to know, which are some scripts and letters added to Unicode since 2021.

    Examples
    --------
    >>> import tensorflow as tf
    >>> standardize(tf.constant("Don’t miss it: 10/10!")).numpy().decode()
    "don't miss it 10 10 "
    """
    import tensorflow as tf

    whole = tf.strings.regex_replace(text, r"\x00", " ")  # TensorFlow's lower would end the text there
    lower = tf.strings.lower(whole, encoding="utf-8")
    return tf.strings.regex_replace(tf.strings.regex_replace(lower, "’", "'"), SEPARATOR, " ")


def build_vocabulary(
    texts: Iterable[str] | Iterable[Sequence[str]], max_tokens: int | None = None, min_count: int = 1
) -> list[str]:
    """List the distinct words, the most frequent first, after the two reserved entries.

    Parameters
    ----------
    texts : iterable of str, or of lists of str
        Texts, or texts that are cut into tokens already. A list of plain words is read as a list of texts.
    max_tokens : int, optional
        Largest length of the vocabulary, the two reserved entries included (as in Keras).
    min_count : int
        Words that occur less often are left out.

    Returns
    -------
    list of str
        ``""`` (padding), ``"[UNK]"`` (unknown), then words by falling count, ties in alphabetical order.
        The position of a word is its id.

    Raises
    ------
    TypeError
        When `texts` is one string or in no order, or an entry is neither a string nor a list of strings.
    ValueError
        When `max_tokens` is below 2 or `min_count` below 1.

    Examples
    --------
    >>> build_vocabulary(["A good film.", "Good music, good film!"])
    ['', '[UNK]', 'good', 'film', 'a', 'music']
    """
    if max_tokens is not None and max_tokens < 2:
        raise ValueError(
            f"max_tokens is {max_tokens}, but padding and unknown take 2 places: give 2 or more."
        )
    if min_count < 1:
        raise ValueError(f"min_count is {min_count}, but a word occurs at least once: give 1 or more.")
    counts = Counter(chain.from_iterable(_token_lists(texts)))
    for reserved in (PADDING, UNKNOWN):
        counts.pop(reserved, None)  # tokens made elsewhere may hold them; they have their places
    kept = [(word, count) for word, count in counts.items() if count >= min_count]
    kept.sort(key=lambda pair: (-pair[1], pair[0]))
    return [PADDING, UNKNOWN, *(word for word, _ in kept)][:max_tokens]


def to_ids(
    texts: Iterable[str] | Iterable[Sequence[str]], vocabulary: Sequence[str]
) -> list[NDArray[np.int32]]:
    """Replace every word by its position in the vocabulary.

    Parameters
    ----------
    texts : iterable of str, or of lists of str
        Texts, or texts that are cut into tokens already. A list of plain words is read as a list of texts.
    vocabulary : sequence of str
        From :func:`build_vocabulary`, or any list that starts with ``""`` and ``"[UNK]"``.

    Returns
    -------
    list of int32 arrays
        One array a text, of as many ids as the text has words. Unknown words become 1; nothing is dropped.

    Raises
    ------
    TypeError
        When `texts` is one string or in no order, or an entry is neither a string nor a list of strings.
    ValueError
        When the vocabulary does not start with the two reserved entries or holds a word twice.

    Examples
    --------
    >>> vocabulary = build_vocabulary(["A good film.", "Good music, good film!"])
    >>> [row.tolist() for row in to_ids(["a good book"], vocabulary)]
    [[4, 2, 1]]
    """
    refuse_unordered(vocabulary, "words of the vocabulary")
    if list(vocabulary[:2]) != [PADDING, UNKNOWN]:
        raise ValueError(
            f"the vocabulary starts with {list(vocabulary[:2])} but ids 0 and 1 are padding and unknown: "
            f"make it with build_vocabulary, or put {[PADDING, UNKNOWN]} in front."
        )
    id_of = {word: row for row, word in enumerate(vocabulary)}
    if len(id_of) != len(vocabulary):
        repeated = next(word for word, count in Counter(vocabulary).items() if count > 1)
        raise ValueError(f"the vocabulary holds {repeated!r} more than once: give every word one place.")
    id_of[PADDING] = 1  # a blank token in a text is a word that nobody knows, not padding
    return [
        np.fromiter((id_of.get(token, 1) for token in tokens), dtype=np.int32, count=len(tokens))
        for tokens in _token_lists(texts)
    ]


def pad(ids: Sequence[NDArray[np.integer]], length: int | None = None) -> NDArray[np.int32]:
    """Put id rows of different lengths into one array, with zeros at the end.

    Parameters
    ----------
    ids : sequence of int arrays
        From :func:`to_ids`.
    length : int, optional
        Columns of the result; longer rows are cut at their end. The longest row's length when left out.

    Returns
    -------
    int32 array, shape (len(ids), length)
        The rows, filled with 0, the id of padding.

    Raises
    ------
    ValueError
        When `length` is negative, or an id is larger than 32 bits hold.
    TypeError
        When `ids` is one row instead of several.

    Examples
    --------
    >>> pad([np.array([4, 2, 1]), np.array([3])]).tolist()
    [[4, 2, 1], [3, 0, 0]]
    """
    rows = [np.asarray(row) for row in ids]
    flat = next((row for row in rows if row.ndim != 1), None)
    if flat is not None:
        raise TypeError(
            f"pad takes a list of id rows, but an entry has {flat.ndim} dimensions: "
            "wrap a single row in a list, [row]."
        )
    if length is None:
        length = max((len(row) for row in rows), default=0)
    if length < 0:
        raise ValueError(f"length is {length}, but a row cannot have fewer than 0 columns: give 0 or more.")
    largest = max((int(row.max()) for row in rows if row.size), default=0)
    if largest > np.iinfo(np.int32).max:
        raise ValueError(f"an id is {largest}, but ids are 32-bit numbers: is that the id of a word?")
    padded = np.zeros((len(rows), length), dtype=np.int32)
    for target, row in zip(padded, rows, strict=True):
        target[: len(row)] = row[:length]
    return padded


def _token_lists(texts: Iterable[str] | Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    """Yield the tokens of every text, cutting those that are not cut yet."""
    refuse_unordered(texts, "texts")
    return map(_tokens_of, texts)


def _tokens_of(entry: str | Sequence[str]) -> Sequence[str]:
    """Return the tokens of one text, or the token list itself."""
    if isinstance(entry, str):
        return tokenize(entry)
    if isinstance(entry, (list, tuple)) and all(isinstance(token, str) for token in entry):
        return entry
    raise TypeError(
        f"every entry must be a text (str) or a list of tokens, but one is {_kind(entry)}: "
        "drop missing texts and turn other values into strings first."
    )


def _kind(value: object) -> str:
    """Name a value's type with an article, for error messages."""
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
