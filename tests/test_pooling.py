"""From words to one row for a text."""

import numpy as np

from course_utils import pooling

IDS = [np.array([2, 4, 2]), np.array([0, 1, 3]), np.array([1])]


def test_a_bag_counts_words_and_neither_padding_nor_unknown_words():
    bags = pooling.bag_of_words(IDS, 5)
    assert bags.toarray().tolist() == [[0, 0, 2, 0, 1], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]]


def test_a_mean_is_that_of_the_words_of_each_text_and_zero_without_words():
    table = np.arange(10.0).reshape(5, 2)
    means = pooling.mean_vectors(pooling.bag_of_words(IDS, 5), table)
    assert np.allclose(means, [table[[2, 4, 2]].mean(axis=0), table[3], [0, 0]])


def test_ids_may_be_lists_and_texts_may_be_none_at_all():
    assert (pooling.bag_of_words([row.tolist() for row in IDS], 5) != pooling.bag_of_words(IDS, 5)).nnz == 0
    assert pooling.bag_of_words([[], []], 5).toarray().tolist() == [[0] * 5] * 2
    assert pooling.bag_of_words([], 5).shape == (0, 5)
