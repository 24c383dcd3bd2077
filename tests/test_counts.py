"""Counting and PPMI on a corpus that is counted by hand."""

import math

import numpy as np
import pytest

from course_utils import counts, text

# Two documents; the vocabulary is "", [UNK], then a (3 times), b (2), c (1): ids 2, 3, 4.
#
#     a b a          b next to a twice, a two places from a
#     b a c          b next to a once, a next to c once, b two places from c
DOCUMENTS = [["a", "b", "a"], ["b", "a", "c"]]


@pytest.fixture
def vocabulary():
    return text.build_vocabulary(DOCUMENTS)


@pytest.fixture
def ids(vocabulary):
    return text.to_ids(DOCUMENTS, vocabulary)


def test_the_vocabulary_is_as_the_comment_says(vocabulary):
    assert vocabulary == ["", "[UNK]", "a", "b", "c"]


def test_neighbours_one_place_apart_counted_by_hand(ids):
    by_hand = [[0, 3, 1], [3, 0, 0], [1, 0, 0]]  # a, b, c
    assert counts.cooccurrence(ids, 5, window=1).toarray()[2:, 2:].tolist() == by_hand


def test_neighbours_up_to_two_places_apart_counted_by_hand(ids):
    by_hand = [[2, 3, 1], [3, 0, 1], [1, 1, 0]]  # a sees a from both of its places
    assert counts.cooccurrence(ids, 5, window=2).toarray()[2:, 2:].tolist() == by_hand


def test_nothing_is_counted_across_the_end_of_a_document(ids):
    together = counts.cooccurrence([np.concatenate(ids)], 5, window=1)
    apart = counts.cooccurrence(ids, 5, window=1)
    assert together.sum() == apart.sum() + 2


def test_an_unknown_word_takes_a_place_but_gets_no_counts():
    table = counts.cooccurrence([np.array([2, 1, 3])], 4, window=1)
    assert table.sum() == 0
    assert counts.cooccurrence([np.array([2, 1, 3])], 4, window=2)[2, 3] == 1


def test_ppmi_by_hand(ids):
    # Window 1: the counts sum to 8; a stands in 4 of them, b in 3, c in 1.
    table = counts.ppmi(counts.cooccurrence(ids, 5, window=1)).toarray()[2:, 2:]
    a_b = math.log((3 / 8) / ((4 / 8) * (3 / 8)))  # log 2
    a_c = math.log((1 / 8) / ((4 / 8) * (1 / 8)))  # log 2
    assert np.allclose(table, [[0, a_b, a_c], [a_b, 0, 0], [a_c, 0, 0]])


def test_ppmi_with_a_smoothed_context_distribution_by_hand(ids):
    # Window 1: the column sums are a 4, b 3, c 1; raised to 0.75 they are the weights of the contexts.
    table = counts.ppmi(counts.cooccurrence(ids, 5, window=1), context_power=0.75).toarray()[2:, 2:]
    weights = 4**0.75 + 3**0.75 + 1
    a_b = math.log((3 / 4) / (3**0.75 / weights))  # of the 4 contexts of a, 3 are b
    b_a = math.log(1 / (4**0.75 / weights))  # all 3 contexts of b are a
    a_c = math.log((1 / 4) / (1 / weights))
    c_a = b_a  # the only context of c is a
    assert np.allclose(table, [[0, a_b, a_c], [b_a, 0, 0], [c_a, 0, 0]])


def test_what_is_rarer_than_chance_becomes_zero_not_negative(ids):
    # Window 2: the counts sum to 12; a stands in 6 of them. a beside a: 2/12 against (6/12)² = 3/12.
    assert counts.ppmi(counts.cooccurrence(ids, 5, window=2))[2, 2] == 0


def test_svd_vectors_rebuild_a_matrix_of_low_rank():
    factor = np.random.default_rng(0).normal(size=(30, 4))
    matrix = factor @ factor.T
    vectors = counts.svd_vectors(matrix, 4).astype(float)
    assert np.allclose(vectors @ vectors.T, matrix, atol=1e-3)


def brute_force_counts(documents, size, window):
    table = np.zeros((size, size))
    for document in documents:
        for here, word in enumerate(document):
            for there in range(max(0, here - window), min(len(document), here + window + 1)):
                if here != there and word >= 2 and document[there] >= 2:
                    table[word, document[there]] += 1
    return table


@pytest.mark.parametrize("window", [1, 3, 50])
def test_counts_agree_with_a_plain_loop(window):
    generator = np.random.default_rng(0)
    documents = [generator.integers(0, 9, size=length) for length in (0, 1, 2, 7, 30, 4)]
    table = counts.cooccurrence(documents, 9, window=window).toarray()
    assert np.allclose(table, brute_force_counts(documents, 9, window))


def test_counts_are_symmetric():
    documents = [np.random.default_rng(0).integers(0, 9, size=200)]
    table = counts.cooccurrence(documents, 9).toarray()
    assert np.array_equal(table, table.T)


def test_without_documents_nothing_is_counted():
    assert counts.cooccurrence([], 5).shape == (5, 5)
    assert counts.cooccurrence([np.array([], dtype=np.int32)], 5).nnz == 0


def test_ppmi_of_no_counts_is_empty():
    assert counts.ppmi(counts.cooccurrence([], 5)).nnz == 0


def test_svd_vectors_agree_with_the_exact_decomposition():
    # Five strong directions above a little noise: where singular values lie close, a randomised decomposition
    # cannot tell their directions apart.
    generator = np.random.default_rng(0)
    matrix = generator.normal(size=(60, 5)) @ generator.normal(size=(5, 60))
    matrix += 0.01 * generator.normal(size=(60, 60))
    left, singular_values, _ = np.linalg.svd(matrix)
    exact = left[:, :5] * np.sqrt(singular_values[:5])
    found = counts.svd_vectors(matrix, 5)
    assert found.dtype == np.float32
    assert np.allclose(found @ found.T, exact @ exact.T, atol=1e-3)  # equal up to the sign of each column


def test_svd_vectors_are_the_same_twice():
    matrix = np.random.default_rng(0).normal(size=(40, 40))
    assert np.array_equal(counts.svd_vectors(matrix, 3, seed=1), counts.svd_vectors(matrix, 3, seed=1))


def test_a_word_that_was_never_counted_gets_the_zero_vector(ids):
    vectors = counts.svd_vectors(counts.ppmi(counts.cooccurrence(ids, 5)), 2)
    assert not vectors[:2].any()


@pytest.mark.parametrize(
    ("documents", "options", "error", "said"),
    [
        (np.array([2, 3]), {}, TypeError, "wrap a single row in a list"),
        ([np.array([2.0, 3.0])], {}, TypeError, "text.to_ids"),
        ([["a", "b"]], {}, TypeError, "text.to_ids"),
        ([[2, 5]], {}, ValueError, "id 5 is outside the vocabulary of 5"),
        ([[2, -1]], {}, ValueError, "id -1 is outside"),
        ([[2, 3]], {"window": 0}, ValueError, "window is 0"),
    ],
)
def test_what_cannot_be_counted_is_refused(documents, options, error, said):
    with pytest.raises(error, match=said):
        counts.cooccurrence(documents, 5, **options)


@pytest.mark.parametrize("dimensions", [0, 4])
def test_impossible_dimensions_are_refused(dimensions):
    with pytest.raises(ValueError, match="between 1 and 3"):
        counts.svd_vectors(np.eye(3), dimensions)
