"""From text to token ids: one tokenising rule, in Python and in TensorFlow, a vocabulary, padding."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import category, normalize

import numpy as np
from numpy.typing import NDArray

from course_utils.ordered import refuse_unordered, rows_of_ids, strings_in

if TYPE_CHECKING:
    import tensorflow as tf

PADDING = ""  # vocabulary[0]: fills the end of short rows
UNKNOWN = "[UNK]"  # vocabulary[1]: stands for every word outside the vocabulary

# The marks that belong to the letter before them: accents, and the vowel signs of Hindi or Thai. Python's re has no
# name for them. Not those that ask for a picture: a digit on a key is the digit. Marks begin at U+0300.
MARKS = "".join(
    mark
    for mark in map(chr, [*range(0x300, 0xFE00), *range(0xFE10, 0x20000), *range(0xE0100, 0xE01F0)])
    if category(mark) in ("Mn", "Mc")
)

# A word: letters and digits with their marks, and single apostrophes inside ("don't", "rock'n'roll").
# [^\W_] is \w less the underscore; (?!…) spares nearly every character the long look through the marks.
LETTERS = rf"[^\W_]+(?:(?![\x00-\u02ff])[{MARKS}]+[^\W_]*)*"
WORD = re.compile(rf"{LETTERS}(?:'{LETTERS})*")

# The same rule from the other side, for TensorFlow's regular expressions (RE2), which cannot look ahead:
# whatever separates two words. In turn: a stretch without letters and digits that begins with something besides a
# mark, and is not one apostrophe; any stretch at the start, where a mark has no letter; one apostrophe at the end.
SEPARATOR = r"(?:[^\pL\pN\p{Mn}\p{Mc}']|[\x{FE00}-\x{FE0F}]|'[^\pL\pN])[^\pL\pN]*|^[^\pL\pN]+|'$"

# What may not be in one piece yet: neither a Latin letter nor a dash or quotation mark.
MAYBE_APART = r"[^\x{0}-\x{2FF}\x{2000}-\x{20CF}]"


def tokenize(text: str) -> list[str]:
    """Cut a text into lower-case words.

    A word is a run of letters and digits with their marks; an apostrophe, straight or curly, belongs to it when it
    stands alone between two of them. Everything else separates: spaces, punctuation, underscores, emoji. Letters
    whose accents are characters of their own, as macOS spells names of files, become letters in one piece (NFC).

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
    >>> tokenize("cafe\N{COMBINING ACUTE ACCENT}") == ["café"]
    True
    """
    if not isinstance(text, str):
        raise TypeError(
            f"tokenize takes one text (str) but was given {text!r:.50}: for many texts, call it on each; "
            "drop missing ones and decode bytes first."
        )
    return WORD.findall(normalize("NFC", text.lower()).replace("’", "'"))


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
    TensorFlow cannot put letters and accents together (NFC), so Python does it for texts that may need it, which are
    those with more than Latin letters in one piece. A model exported for programs without Python ends with an error
    at such a text.

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
    lower = tf.ragged.map_flat_values(_in_one_piece, tf.strings.lower(whole, encoding="utf-8"))
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
        When `texts` is one string or in no order, or an entry is neither a string nor a list.

    Examples
    --------
    >>> build_vocabulary(["A good film.", "Good music, good film!"])
    ['', '[UNK]', 'good', 'film', 'a', 'music']
    """
    counts = Counter(chain.from_iterable(_token_lists(texts)))
    for reserved in (PADDING, UNKNOWN):
        counts.pop(reserved, None)  # tokens made elsewhere may hold them; they have their places
    kept = [(word, count) for word, count in counts.items() if count >= min_count]
    kept.sort(key=lambda pair: (-pair[1], pair[0]))
    return [PADDING, UNKNOWN, *(word for word, _ in kept)][:max_tokens]


def to_ids(texts: Iterable[str] | Iterable[Sequence[str]], vocabulary: Sequence[str]) -> list[NDArray[np.int32]]:
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
        When `texts` or `vocabulary` is one string or in no order, or an entry is no string, and no list.
    ValueError
        When the vocabulary does not start with the two reserved entries or holds a word twice.

    Examples
    --------
    >>> vocabulary = build_vocabulary(["A good film.", "Good music, good film!"])
    >>> [row.tolist() for row in to_ids(["a good book"], vocabulary)]
    [[4, 2, 1]]
    """
    words = [normalize("NFC", word) for word in strings_in(vocabulary, "words of the vocabulary")]
    if words[:2] != [PADDING, UNKNOWN]:
        raise ValueError(
            f"the vocabulary starts with {words[:2]} but ids 0 and 1 are padding and unknown: "
            f"make it with build_vocabulary, or put {[PADDING, UNKNOWN]} in front."
        )
    id_of = {word: row for row, word in enumerate(words)}
    if len(id_of) != len(words):
        repeated = next(word for word, count in Counter(words).items() if count > 1)
        raise ValueError(f"the vocabulary holds {repeated!r} more than once: give every word one place.")
    id_of[PADDING] = 1  # a blank token in a text is a word that nobody knows, not padding
    return [np.array([id_of.get(token, 1) for token in tokens], np.int32) for tokens in _token_lists(texts)]


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
        When an id is negative or larger than 32 bits hold.
    TypeError
        When `ids` is one row instead of several, or ids are no integers.

    Examples
    --------
    >>> pad([np.array([4, 2, 1]), np.array([3])]).tolist()
    [[4, 2, 1], [3, 0, 0]]
    """
    rows = rows_of_ids(ids)
    if length is None:
        length = max((len(row) for row in rows), default=0)
    padded = np.zeros((len(rows), length), dtype=np.int32)
    for target, row in zip(padded, rows, strict=True):
        target[: len(row)] = row[:length]
    return padded


def _token_lists(texts: Iterable[str] | Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    """Yield the tokens of every text, cutting those that are not cut yet."""
    refuse_unordered(texts, "texts")
    return (entry if isinstance(entry, list | tuple) else tokenize(entry) for entry in texts)  # type: ignore[arg-type]


def _in_one_piece(texts: "tf.Tensor") -> "tf.Tensor":
    """Put the letters and accents of texts together, in Python and only where there may be something to do."""
    import tensorflow as tf

    def composed(spelled: NDArray[np.object_]) -> NDArray[np.object_]:
        return np.vectorize(lambda text: normalize("NFC", text.decode()).encode(), otypes=[object])(spelled)

    return tf.cond(
        tf.reduce_any(tf.strings.regex_full_match(texts, f"(?s).*{MAYBE_APART}.*")),
        lambda: tf.ensure_shape(tf.numpy_function(composed, [texts], tf.string, stateful=False), texts.shape),
        lambda: tf.identity(texts),
    )
