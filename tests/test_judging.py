"""How good, and how sure: scores against gensim and simulation."""

import numpy as np
import pytest
from gensim.models import KeyedVectors
from gensim.test.utils import datapath

from course_utils import data, judging


@pytest.fixture(scope="module")
def glove():
    return data.load_glove(limit=20_000)


def words_with(table):
    vectors = KeyedVectors(len(next(iter(table.values()))))
    vectors.add_vectors(list(table), np.array(list(table.values()), np.float32))
    return vectors


class TestWordSimilarity:
    @pytest.mark.parametrize(("name", "file"), [("wordsim353", "wordsim353.tsv"), ("simlex999", "simlex999.txt")])
    def test_it_is_what_gensim_says_of_its_own_file(self, glove, name, file):
        score = judging.word_similarity(glove, data.load_similarity(name))
        _, (rho, _), percent_unknown = glove.evaluate_word_pairs(datapath(file))
        assert score.rho == pytest.approx(rho, abs=1e-6)
        assert score.covered / score.total == pytest.approx(1 - percent_unknown / 100)

    def test_pairs_with_an_unknown_word_are_counted_as_not_covered(self, glove):
        pairs = [
            ("film", "movie", 9.0),
            ("film", "table", 2.0),
            ("film", "music", 5.0),
            ("film", "zyzzyva", 1.0),
        ]
        score = judging.word_similarity(glove, pairs)
        assert (score.covered, score.total) == (3, 4)
        assert score.rho == pytest.approx(1)

    def test_a_zero_vector_covers_no_pair(self):
        table = words_with({"a": [1, 0], "b": [1, 1], "c": [0, 1], "nothing": [0, 0]})
        pairs = [("a", "b", 3.0), ("a", "c", 1.0), ("b", "c", 3.0), ("a", "nothing", 9.0)]
        assert judging.word_similarity(table, pairs).covered == 3

    def test_scores_read_as_text_are_ranked_as_numbers(self, glove):
        pairs = [("film", "movie", "10.0"), ("film", "music", "9.0"), ("film", "table", "1.0")]
        assert judging.word_similarity(glove, pairs).rho == pytest.approx(1)

    def test_too_few_covered_pairs_are_refused(self, glove):
        with pytest.raises(ValueError, match="only 1 of 2 pairs"):
            judging.word_similarity(glove, [("film", "movie", 9.0), ("film", "zyzzyva", 1.0)])
