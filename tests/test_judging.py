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
    @pytest.mark.parametrize(
        ("name", "file"), [("wordsim353", "wordsim353.tsv"), ("simlex999", "simlex999.txt")]
    )
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

    def test_a_word_is_known_however_its_accent_is_spelled(self):
        table = words_with({"café": [1, 0], "the\u0301": [1, 1], "film": [0, 1]})
        pairs = [("cafe\u0301", "thé", 3.0), ("café", "film", 1.0), ("the\u0301", "film", 3.0)]
        assert judging.word_similarity(table, pairs).covered == 3

    def test_a_number_is_no_word_though_gensim_takes_it_for_a_row(self, glove):
        with pytest.raises(TypeError, match="expected a str"):
            judging.word_similarity(glove, [(1, 2, 3.0), (4, 5, 6.0), (7, 8, 9.0)])

    @pytest.mark.parametrize("scores", [(1.0, 1.0, 1.0), (1.0, 2.0, float("nan"))])
    def test_scores_that_cannot_be_ranked_are_refused(self, glove, scores):
        pairs = [
            ("film", word, score) for word, score in zip(("movie", "table", "music"), scores, strict=True)
        ]
        with pytest.raises(ValueError, match="give numbers that can be ranked"):
            judging.word_similarity(glove, pairs)

    def test_scores_read_as_text_are_ranked_as_numbers(self, glove):
        pairs = [("film", "movie", "10.0"), ("film", "music", "9.0"), ("film", "table", "1.0")]
        assert judging.word_similarity(glove, pairs).rho == pytest.approx(1)

    def test_too_few_covered_pairs_are_refused(self, glove):
        with pytest.raises(ValueError, match="only 1 of 2 pairs"):
            judging.word_similarity(glove, [("film", "movie", 9.0), ("film", "zyzzyva", 1.0)])


def test_the_standard_error_of_an_accuracy_is_the_binomial_one():
    assert judging.accuracy_standard_error(0.87, 2_500) == pytest.approx(0.0067, abs=5e-5)
    simulated = np.random.default_rng(0).binomial(2_500, 0.87, size=20_000) / 2_500
    assert judging.accuracy_standard_error(0.87, 2_500) == pytest.approx(simulated.std(), rel=0.03)


@pytest.mark.parametrize(("accuracy", "examples"), [(87, 2_500), (-0.1, 10), (0.87, 0), (float("nan"), 10)])
def test_an_accuracy_that_is_no_share_has_no_error(accuracy, examples):
    with pytest.raises(ValueError, match="give a share"):
        judging.accuracy_standard_error(accuracy, examples)
