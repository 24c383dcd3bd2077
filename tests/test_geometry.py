"""How vectors lie to each other, against plain loops and planted answers."""

import numpy as np
import pytest

from course_utils import geometry


def plain_cosine(a, b):
    length_of_a, length_of_b = sum(x * x for x in a) ** 0.5, sum(y * y for y in b) ** 0.5
    return sum(x * y for x, y in zip(a, b, strict=True)) / (length_of_a * length_of_b)


class TestNormalize:
    def test_zero_rows_stay_zero_and_the_others_get_length_one(self):
        unit = geometry.normalize([[3, 4], [0, 0], [-5, 12]])
        assert np.allclose(np.linalg.norm(unit, axis=1), [1, 0, 1])

    def test_the_precision_that_was_given_is_kept(self):
        assert geometry.normalize(np.ones((2, 3), np.float32)).dtype == np.float32
        assert geometry.normalize(np.ones((2, 3))).dtype == np.float64

    def test_very_small_and_very_large_rows_survive_the_squaring(self):
        rows = np.array([[3e-30, 4e-30], [3e30, 4e30]], np.float32)
        assert np.allclose(geometry.normalize(rows), [[0.6, 0.8], [0.6, 0.8]])


class TestCosineSimilarity:
    def test_of_two_vectors_it_is_a_number(self):
        cosine = geometry.cosine_similarity([1.0, 2.0, 2.0], [2.0, 1.0, -2.0])
        assert isinstance(cosine, float)
        assert cosine == pytest.approx(0)

    def test_of_two_tables_it_is_a_table(self):
        random = np.random.default_rng(0)
        a, b = random.normal(size=(3, 5)), random.normal(size=(4, 5))
        expected = [[plain_cosine(row, column) for column in b] for row in a]
        assert np.allclose(geometry.cosine_similarity(a, b), expected)

    def test_with_a_zero_vector_it_is_zero(self):
        assert geometry.cosine_similarity([0, 0], [1, 2]) == 0

    def test_it_never_leaves_minus_one_to_one(self):
        vector = np.random.default_rng(0).normal(size=50).astype(np.float32)
        assert geometry.cosine_similarity(vector, 3 * vector) <= 1


class TestNeighbourPreservation:
    def test_a_map_that_keeps_everything_scores_one_and_a_shuffled_one_chance(self):
        points = np.random.default_rng(0).normal(size=(400, 5))
        shuffled = np.random.default_rng(1).permutation(points)
        assert geometry.neighbour_preservation(points, 2 * points) == 1
        assert geometry.neighbour_preservation(points, shuffled) == pytest.approx(10 / 399, abs=0.01)

    def test_it_agrees_with_a_plain_loop(self):
        random = np.random.default_rng(0)
        high, low = random.normal(size=(40, 6)), random.normal(size=(40, 2))

        def nearest(points, row):
            distances = [(np.linalg.norm(points[row] - points[i]), i) for i in range(40) if i != row]
            return {i for _, i in sorted(distances)[:5]}

        kept = sum(len(nearest(high, row) & nearest(low, row)) for row in range(40))
        assert geometry.neighbour_preservation(high, low, k=5) == pytest.approx(kept / 200)

    @pytest.mark.parametrize(
        ("low", "k", "said"),
        [(np.zeros((3, 2)), 1, "high has 4 points and low has 3"), (np.eye(4), 4, "k is 4")],
    )
    def test_maps_that_cannot_be_compared_are_refused(self, low, k, said):
        with pytest.raises(ValueError, match=said):
            geometry.neighbour_preservation(np.eye(4), low, k)


def test_nan_is_nobodys_neighbour():
    points = np.array([[0.0], [1.0], [np.nan]])
    with pytest.raises(ValueError, match="leave such points out"):
        geometry.neighbour_preservation(points, points, k=1)
