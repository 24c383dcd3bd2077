"""The exercises of notebook 08."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_floats
from course_utils.check.exercise import exercise

# table_bytes ------------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "One row first: how many bytes do 300 numbers take at 4 bytes each, at 1 byte each, at 1 bit each?",
        "A row of int8 also has its scale, one float32 number. And a file has no half bytes: 300 bits need a whole "
        "number of bytes.",
        "The rows take 300 · 4, 300 + 4 and 38 bytes (300 / 8 = 37.5, rounded up). There are 50,000 rows.",
    ),
    why="A row takes 1,200 bytes as float32, 304 as int8 with its scale, and 38 as bits, since 37 bytes hold only 296.",
)
def table_bytes():
    return [60_000_000, 15_200_000, 1_900_000]


@table_bytes.mistake(
    "The bits of a row do not fill whole bytes: 300 / 8 is 37.5. np.packbits gives each row the next whole number."
)
def half_bytes():
    return [60_000_000, 15_200_000, 1_875_000]


@table_bytes.mistake("Half a byte cannot be left out: 37 bytes hold 296 bits, and a row has 300.")
def rounded_down():
    return [60_000_000, 15_200_000, 1_850_000]


@table_bytes.mistake("The scales are missing: each row of int8 has one, a float32 number of 4 bytes.")
def without_scales():
    return [60_000_000, 15_000_000, 1_900_000]


@table_bytes.mistake(
    "Two things: each row of int8 has a scale of 4 bytes, and 300 bits need 38 bytes a row, not 37.5."
)
def without_scales_and_half_bytes():
    return [60_000_000, 15_000_000, 1_875_000]


@table_bytes.mistake("The bits are counted as bytes. Eight of them go into one byte.")
def bits_for_bytes():
    return [60_000_000, 15_200_000, 15_000_000]


@table_bytes.mistake("These are megabytes. Bytes are asked for: do not divide by 1,000,000.")
def megabytes():
    return [60.0, 15.2, 1.9]


@table_bytes.mistake("A float32 number takes 4 bytes, 32 bits. 8 bytes are float64.")
def float64():
    return [120_000_000, 15_200_000, 1_900_000]


# int8_and_back ----------------------------------------------------------------------------------------------------


def rows_to_store(random: np.random.Generator) -> list[tuple[np.ndarray]]:
    """Return rows of many sizes: with the largest number negative, with zeros only, and with one number.

    None has a number half way between two whole ones, which may be rounded either way.
    """
    by_hand = [[1.0, -0.6, 0.26, 0.0], [0.5, -0.5], [0.1, -2.54, 0.76, 1.3], [0.0, 0.0, 0.0], [-3.0], [0.004, -0.003]]
    by_hand += [[0.0, 1.0, 0.3], [0.0, -1.0, -0.3], [1.0, 0.0, 0.3]]
    cases = [(np.array(row),) for row in by_hand]
    cases += [(random.normal(size=size) * scale,) for size, scale in ((5, 1), (16, 0.01), (50, 300), (8, 1e-6))]
    cases.append((random.normal(size=12).astype(np.float32),))
    cases.append((-random.uniform(1, 2, size=6),))
    return cases


@exercise(
    hints=(
        "Which number of the row must become 127 or -127? That gives the scale.",
        "scale = np.abs(row).max() / 127. Divide by it and round: those are the whole numbers that int8 stores. What "
        "leads back?",
        "whole = np.round(row / scale); return whole * scale. A row of zeros has scale 0: return it before you divide.",
    ),
    why="The largest number of the row becomes 127 or -127, the others are rounded to the nearest of the 255 values, "
    "and the scale leads back.",
    cases=rows_to_store,
    compared=as_floats,
)
def int8_and_back(row):
    """Return an array: the row after it has been stored as int8 and read again.

    row is an array of floats, at least one. The scale is its largest absolute value,
    divided by 127. Whole numbers are stored: the row divided by the scale, rounded.
    Reading multiplies them by the scale. A row of zeros comes back as zeros.
    """
    scale = np.abs(row).max() / 127
    if scale == 0:
        return np.zeros(len(row))
    return np.round(row / scale) * scale


@int8_and_back.mistake(
    "You take the largest number, and not the largest absolute value, which may be that of a number below 0: "
    "np.abs(row).max()."
)
def largest_without_sign(row):
    scale = row.max() / 127
    return np.round(row / scale) * scale if scale else np.zeros(len(row))


@int8_and_back.mistake("These are the whole numbers that are stored. Multiply them by the scale to read them.")
def not_read_again(row):
    scale = np.abs(row).max() / 127
    return np.round(row / scale) if scale else np.zeros(len(row))


@int8_and_back.mistake("Nothing is rounded, so nothing is stored in fewer bits: the row comes back as it was.")
def not_rounded(row):
    return row + 0.0


@int8_and_back.mistake("Nearly: a row of zeros has scale 0, and 0 / 0 is nan. Return zeros before you divide.")
def nothing_for_zeros(row):
    scale = np.abs(row).max() / 127
    return np.round(row / scale) * scale


@int8_and_back.mistake(
    "The numbers are cut towards 0 instead of rounded, as astype(int) does: the error is twice as large. Use np.round."
)
def cut(row):
    scale = np.abs(row).max() / 127
    return np.trunc(row / scale) * scale if scale else np.zeros(len(row))


@int8_and_back.mistake(
    "You divide by 128. int8 reaches from -128 to 127, so the largest number would not fit: divide by 127."
)
def by_128(row):
    scale = np.abs(row).max() / 128
    return np.round(row / scale) * scale if scale else np.zeros(len(row))


@int8_and_back.mistake(
    "You divide by 255, the number of values on both sides together, with 0. The largest number alone must become 127."
)
def by_255(row):
    scale = np.abs(row).max() / 255
    return np.round(row / scale) * scale if scale else np.zeros(len(row))


# hamming_distances ------------------------------------------------------------------------------------------------


def packed_rows(random: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """Return packed signs, from one byte a row to forty, and a row number."""
    by_hand = np.array([[0b1010_0000], [0b1010_0001], [0b0101_1111]], dtype=np.uint8)
    cases = [(by_hand, 0), (by_hand, 2), (np.array([[255, 0]], dtype=np.uint8), 0)]
    cases.append((np.array([[1], [1], [2]], dtype=np.uint8), 0))
    for rows, size, row in ((6, 2, 3), (12, 16, 11), (4, 40, 0)):
        cases.append((random.integers(0, 256, size=(rows, size)).astype(np.uint8), row))
    opposite = np.array([[0] * 40, [255] * 40], dtype=np.uint8)  # 320 bits differ, more than a byte counts
    return [*cases, (opposite, 0)]


@exercise(
    hints=(
        "packed ^ packed[row] compares all rows with one: it has a 1 where two bits differ.",
        "np.bitwise_count counts the ones in each byte. A row has several bytes: which axis holds them?",
        "return np.bitwise_count(packed ^ packed[row]).sum(axis=1)",
    ),
    why="XOR leaves a 1 where two bits differ, the bit count adds them up in each byte, and the sum over a row's bytes "
    "is the Hamming distance.",
    cases=packed_rows,
    compared=as_floats,
)
def hamming_distances(packed, row):
    """Return an array: in how many bits each row differs from row number `row`.

    packed is an array of uint8, one row of bytes for each word. The row's distance to
    itself, 0, is among them. Distances are whole numbers, and may be above 255.
    """
    return np.bitwise_count(packed ^ packed[row]).sum(axis=1)


@hamming_distances.mistake(
    "You count the bytes that differ. Two bytes may differ in one bit or in eight: np.bitwise_count counts the bits."
)
def bytes_counted(packed, row):
    return (packed != packed[row]).sum(axis=1)


@hamming_distances.mistake(
    "You add up the bytes of the XOR as numbers. A bit in front would count 128: count the ones with np.bitwise_count."
)
def bytes_added(packed, row):
    return (packed ^ packed[row]).sum(axis=1, dtype=int)


@hamming_distances.mistake(
    "These are the bits that are 1 in both rows: & keeps those. XOR, written ^, keeps the ones that differ."
)
def both_set(packed, row):
    return np.bitwise_count(packed & packed[row]).sum(axis=1)


@hamming_distances.mistake("You count how many bits are equal. The distance is how many differ.")
def equal_bits(packed, row):
    return np.bitwise_count(~(packed ^ packed[row])).sum(axis=1)


@hamming_distances.mistake("You add up over the rows. The bytes of one row lie along axis 1: sum(axis=1).")
def over_rows(packed, row):
    return np.bitwise_count(packed ^ packed[row]).sum(axis=0)


@hamming_distances.mistake(
    "You add up everything. Each row has a distance of its own: sum(axis=1). (np.unpackbits needs axis=1, too.)"
)
def over_everything(packed, row):
    return int(np.bitwise_count(packed ^ packed[row]).sum())


@hamming_distances.mistake(
    "Nearly: a sum is kept in one byte, which ends at 255. Use .sum(axis=1) without a dtype, or astype(int) first."
)
def sum_in_a_byte(packed, row):
    return np.bitwise_count(packed ^ packed[row]).sum(axis=1, dtype=np.uint8)


# shorten ----------------------------------------------------------------------------------------------------------


def tables_in_no_order(random: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """Return tables whose widest columns are anywhere, some far from 0, and how many columns to keep.

    In one table the range, the mean distance from the median and the steps from row to row would choose otherwise.
    """
    by_hand = np.array([[0.1, 5.0, 3.0], [0.2, 5.1, -3.0], [0.1, 5.0, 1.0], [0.2, 5.1, 0.0]])
    steps, halves, outliers, one = (
        [4.0, -4.0] * 4,
        [-4.2] * 4 + [4.2] * 4,
        [0.0] * 6 + [9.0, -9.0],
        [0.0] * 7 + [10.0],
    )
    cases = [(by_hand, 1), (by_hand, 2), (by_hand, 3), (np.array([steps, halves, outliers, one]).T, 2)]
    cases += [(np.array([[1.0, 5.0], [1.0, 6.0], [1.0, 4.0]]), 2), (np.array([[3.0]]), 1)]  # columns without variance
    cases.append((np.array([[1e-5, 0.0], [0.0, 2e-5], [1e-5, -2e-5]]), 1))
    cases.append((np.array([[9.0, 0.0], [0.0, 1.0], [0.0, -1.0], [0.0, 1.0]]), 1))  # the first row decides
    cases.append((random.normal(size=(30, 9)) * [1, 9, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 12], 2))
    for rows, columns, k in ((6, 4, 2), (20, 9, 4), (12, 12, 11), (300, 5, 1)):
        widths = random.permutation(columns) + 1.0
        shift = random.uniform(-9, 9, size=columns)
        made = random.normal(size=(rows, columns))
        made = (made - made.mean(axis=0)) / made.std(axis=0)
        cases.append((made * widths + shift, k))
    return cases


def first_columns(table, k):
    """Return an array: the table with only k of its columns, those that vary most.

    How much a column varies is its variance over all rows; no two columns vary
    equally. The columns that are kept stay in their order. k is at least 1 and at most
    the number of columns.
    """
    return table[:, :k]


@exercise(
    hints=(
        "The function keeps the first k columns. A PCA puts the columns that vary most in front; this table need not "
        "come from one.",
        "table.var(axis=0) is the variance of each column. np.argsort gives column numbers, the smallest variance "
        "first: which k do you want?",
        "kept = np.sort(np.argsort(-table.var(axis=0))[:k]); return table[:, kept]",
    ),
    why="In a table that comes from a PCA the first columns vary most; in any other, you have to look.",
    cases=tables_in_no_order,
    faulty=first_columns,
)
def shorten(table, k):
    """Return an array: the table with only k of its columns, those that vary most.

    How much a column varies is its variance over all rows; no two columns vary
    equally. The columns that are kept stay in their order. k is at least 1 and at most
    the number of columns.
    """
    kept = np.sort(np.argsort(-table.var(axis=0))[:k])
    return table[:, kept]


@shorten.mistake("These are still the first k columns. In this table they may be the ones that vary least.")
def still_the_first(table, k):
    return table[:, :k]


@shorten.mistake(
    "These are the columns that vary least: np.argsort puts the smallest first. Sort the negative variances."
)
def least_varying(table, k):
    return table[:, np.sort(np.argsort(table.var(axis=0))[:k])]


@shorten.mistake(
    "The right columns, in the order of their variances. They are to stay in the order of the table: np.sort the "
    "numbers that you keep."
)
def in_order_of_variance(table, k):
    return table[:, np.argsort(-table.var(axis=0))[:k]]


@shorten.mistake(
    "You keep the longest columns, not those that vary most. A column that is 5 everywhere is long and tells no two "
    "words apart: take table.var(axis=0)."
)
def longest_columns(table, k):
    return table[:, np.sort(np.argsort(-np.linalg.norm(table, axis=0))[:k])]


@shorten.mistake(
    "You keep k rows: the words. The columns are along axis 1: table[:, kept], with variances along axis 0."
)
def rows_for_columns(table, k):
    return table[np.sort(np.argsort(-table.var(axis=1))[:k])]


@shorten.mistake(
    "These are the last k columns. Being last is no better a reason than being first: look at the variance."
)
def last_columns(table, k):
    return table[:, -k:]
