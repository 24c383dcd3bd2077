"""The exercises of notebook 09."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from course_utils.check.comparing import as_a_list
from course_utils.check.exercise import exercise

# names_missing ----------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Which ids does a SubwordTextEncoder have besides its subwords?",
        "One id is padding, and 256 are bytes.",
        "The vocabulary is 1 + 500 + 256. An export without row 0 has one row less; the subwords name 500 of them.",
    ),
    why="The vocabulary is 1 + 500 + 256 = 757. Without padding 756 rows are exported, and 500 have a name: the 256 "
    "bytes have none, however many subwords there are.",
)
def names_missing():
    vocabulary = 1 + 500 + 256
    rows = vocabulary - 1
    return [vocabulary, rows - 500]


@names_missing.mistake("The padding has an id too, 0: the vocabulary is one larger than subwords and bytes together.")
def without_padding():
    return [756, 256]


@names_missing.mistake("The padding row is not exported, so it needs no name: only the bytes lack one.")
def padding_needs_a_name():
    return [757, 257]


@names_missing.mistake(
    "Besides padding and subwords there are 256 bytes, with which the encoder spells everything else."
)
def without_bytes():
    return [501, 0]


@names_missing.mistake(
    "The order is turned: first the size of the vocabulary, then the number of names that are missing."
)
def turned():
    return [256, 757]


@names_missing.mistake("There are 256 bytes, from 0 to 255.")
def bytes_to_255():
    return [756, 255]


# cut_word ---------------------------------------------------------------------------------------------------------


def words_and_merges(random: np.random.Generator) -> list[tuple[str, list[list[str]]]]:
    """Return words and merges: none, some that do not apply, repeated letters, an order that matters; random ones."""
    ness = [["a", "d"], ["b", "ad"], ["▁", "bad"], ["e", "s"], ["n", "es"], ["nes", "s"]]
    cases = [
        ("badness", ness),
        ("sad", ness),
        ("good", ness),
        ("", ness),
        ("bad", []),
        ("aaaa", [["a", "a"]]),
        ("aaaaa", [["a", "a"], ["aa", "aa"]]),
        ("banana", [["a", "n"], ["an", "an"], ["▁", "b"], ["an", "a"]]),
        ("abc", [["b", "c"], ["a", "b"]]),
        ("abc", [["a", "b"], ["b", "c"]]),
        ("abc", [["b", "c"], ["ab", "c"]]),  # a and bc are the same letters, and no pair of ab and c
        ("abab", [["ab", "ab"], ["a", "b"]]),
        ("nesses", ness),
        ("Abc", [["a", "b"]]),
        ("a+b", [["+", "b"]]),
        ("ab", [[".", "b"]]),
        ("co-op", [["c", "o"]]),
        ("don't", [["n", "'"]]),
        ("über", [["ü", "b"]]),
        ("a", [["▁", "a"]]),
        ("adbad", [["ad", "b"], ["a", "d"], ["b", "ad"]]),
    ]
    for _ in range(12):
        word = "".join(random.choice(list("aabcd"), size=int(random.integers(4, 12))).tolist())
        units = list("▁abcd")
        merges = []
        for _ in range(int(random.integers(2, 8))):
            first, second = (units[number] for number in random.integers(0, len(units), size=2).tolist())
            if second.startswith("▁") or [first, second] in merges:
                continue
            merges.append([first, second])
            units += [first + second] * 3
        cases.append((word, merges))
    return cases


@exercise(
    hints=(
        "Start with a list: the mark, then the characters of the word. Each merge goes through this list once.",
        "For each merge build a new list, piece by piece: does the last piece in it and the next one make the pair?",
        "for first, second in merges: joined = []; for piece in pieces: when joined ends in first and piece is second, "
        "joined[-1] = first + second, otherwise append; then pieces = joined.",
    ),
    why="The merges are applied in the order in which they were learned; each joins all its pairs from left to right.",
    cases=words_and_merges,
)
def cut_word(word, merges):
    """Return the list of pieces into which the merges cut a word.

    The word begins as its characters, with "▁" in front. merges is a list of pairs,
    each a list of any two units. Each merge in turn, the first one first, joins every
    place where its two units are neighbours, from left to right.
    """
    pieces = ["▁", *word]
    for first, second in merges:
        joined = []
        last = ""
        for piece in pieces:
            if last == first and piece == second:
                joined[-1] = first + second
                last = ""  # a unit that was just made waits for the next merge
            else:
                joined.append(piece)
                last = piece
        pieces = joined
    return pieces


def merged(pieces, first, second, most=None):
    """Join the first, at most so many, places where two units are neighbours."""
    joined, place, done = [], 0, 0
    while place < len(pieces):
        if pieces[place : place + 2] == [first, second] and (most is None or done < most):
            joined.append(first + second)
            place, done = place + 2, done + 1
        else:
            joined.append(pieces[place])
            place += 1
    return joined


@cut_word.mistake("The mark ▁ is missing: it stands in front of the characters, and belongs to the pieces.")
def without_mark(word, merges):
    pieces = list(word)
    for first, second in merges:
        pieces = merged(pieces, first, second)
    return pieces


@cut_word.mistake("You join only the first place of each pair. A merge joins every place in the word.")
def first_place_only(word, merges):
    pieces = ["▁", *word]
    for first, second in merges:
        pieces = merged(pieces, first, second, most=1)
    return pieces


@cut_word.mistake("You apply the merges from last to first. The first that was learned comes first.")
def last_merge_first(word, merges):
    pieces = ["▁", *word]
    for first, second in merges[::-1]:
        pieces = merged(pieces, first, second)
    return pieces


@cut_word.mistake("You return the characters alone: no merge is applied.")
def no_merge(word, merges):
    return ["▁", *word]


@cut_word.mistake("You return one string. A list of the pieces is asked for.")
def one_string(word, merges):
    return " ".join(cut_word.reference(word, merges))


@cut_word.mistake("You go through the merges again and again. Each merge is applied once, in its turn.")
def again_and_again(word, merges):
    pieces, before = ["▁", *word], None
    while pieces != before:
        before = pieces
        for first, second in merges:
            pieces = merged(pieces, first, second)
    return pieces


# pair_codes -------------------------------------------------------------------------------------------------------


def ids_and_sizes(random: np.random.Generator) -> list[tuple[list[int], int]]:
    """Return ids of words and the number of words: none, one, the largest ids, an unused last word, random ones."""
    cases = [
        ([0, 1, 2, 3], 4),
        ([1, 0, 0, 3], 4),
        ([3, 3], 4),
        ([], 4),
        ([2], 4),
        ([0, 1, 0, 1, 1], 2),
        ([0, 0, 0], 1),
        ([2, 5, 1], 100),
        ([73_515, 0, 73_515, 73_515], 73_516),
    ]
    for _ in range(8):
        size = int(random.integers(3, 2_000))
        cases.append((random.integers(0, size, size=int(random.integers(3, 9))).tolist(), size))
    return cases


def smaller_factor(ids, size):
    """Return the list of codes of the pairs of neighbours in one review.

    ids is a list of the ids of the review's words, whole numbers from 0 to size - 1.
    No two different pairs may have the same code: divmod(code, size) gives the pair
    back. A review of fewer than two words has no pair.
    """
    return [first * (size - 1) + second for first, second in pairwise(ids)]


@exercise(
    hints=(
        "Take size = 4. Which codes do the pairs (0, 3) and (1, 0) get?",
        "Both get 3: the ids run from 0 to size - 1, so a second word needs size places of its own.",
        "Multiply by size, not by size - 1.",
    ),
    why="The second id has size values, from 0 to size - 1. With the factor size no two pairs share a code, and "
    "divmod(code, size) gives the pair back.",
    cases=ids_and_sizes,
    faulty=smaller_factor,
    compared=as_a_list,
)
def pair_codes(ids, size):
    """Return the list of codes of the pairs of neighbours in one review.

    ids is a list of the ids of the review's words, whole numbers from 0 to size - 1.
    No two different pairs may have the same code: divmod(code, size) gives the pair
    back. A review of fewer than two words has no pair.
    """
    return [first * size + second for first, second in pairwise(ids)]


@pair_codes.mistake(
    "The factor is one too large. No codes collide, but divmod(code, size) does not give the pair back."
)
def larger_factor(ids, size):
    return [first * (size + 1) + second for first, second in pairwise(ids)]


@pair_codes.mistake("You multiply the second word. Then divmod(code, size) gives the pair back turned round.")
def second_times_size(ids, size):
    return [first + size * second for first, second in pairwise(ids)]


@pair_codes.mistake("You add the two ids: then (1, 2) and (2, 1) have the same code, and many others.")
def sums(ids, size):
    return [first + second for first, second in pairwise(ids)]


@pair_codes.mistake("You pair each word with every later one. Only neighbours are a pair.")
def all_later_ones(ids, size):
    return [one * size + other for place, one in enumerate(ids) for other in ids[place + 1 :]]


@pair_codes.mistake("You take the words two by two. Each word but the last begins a pair: pairs overlap.")
def two_by_two(ids, size):
    return [first * size + second for first, second in zip(ids[::2], ids[1::2], strict=False)]
