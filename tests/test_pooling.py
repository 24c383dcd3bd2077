"""From words to one row for a text."""

import numpy as np
import pytest
from scipy import sparse

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


@pytest.mark.parametrize(("wrong", "said"), [([[2, -3]], "id -3 is outside"), ([[2.5]], "ids must be integers")])
def test_what_is_no_id_is_not_counted(wrong, said):
    with pytest.raises((TypeError, ValueError), match=said):
        pooling.bag_of_words(wrong, 5)


def test_words_that_are_weighted_make_a_weighted_mean():
    bags = sparse.csr_array(np.array([[0, 0, 0.25, 0.25]]))
    assert pooling.mean_vectors(bags, np.eye(4)).tolist() == [[0, 0, 0.5, 0.5]]


@pytest.mark.parametrize("table", [np.ones(5), np.ones((4, 2))])
def test_a_table_without_a_row_for_each_word_is_refused(table):
    with pytest.raises(ValueError, match="give it a row a word"):
        pooling.mean_vectors(pooling.bag_of_words(IDS, 5), table)
