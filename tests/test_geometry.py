"""Neighbours, analogies and the rest, against brute force, gensim and planted answers."""

import numpy as np
import pytest
from gensim.models import KeyedVectors

from course_utils import data, geometry


@pytest.fixture(scope="module")
def glove():
    table = data.load_glove(limit=20_000)
    return data.Vectors(table.tokens, np.array(table.vectors))


@pytest.fixture(scope="module")
def keyed(glove):
    vectors = KeyedVectors(vector_size=50)
    vectors.add_vectors(glove.tokens, glove.vectors)
    return vectors


def brute_force_cosine(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True)) / (
        sum(x * x for x in a) ** 0.5 * sum(y * y for y in b) ** 0.5
    )


def test_nearest_agrees_with_a_plain_loop():
    vectors = np.random.default_rng(0).normal(size=(60, 7))
    tokens = [f"w{row}" for row in range(60)]
    expected = sorted(
        ((brute_force_cosine(vectors[5], vectors[row]), tokens[row]) for row in range(60) if row != 5),
        reverse=True,
    )[:10]
    found = geometry.nearest(vectors, tokens, "w5", k=10)
    assert [token for token, _ in found] == [token for _, token in expected]
    assert np.allclose([value for _, value in found], [value for value, _ in expected])


@pytest.mark.parametrize("word", ["film", "paris", "seven", "guitar"])
def test_nearest_agrees_with_gensim(glove, keyed, word):
    found = geometry.nearest(glove.vectors, glove.tokens, word, k=10)
    expected = keyed.most_similar(word, topn=10)
    assert [token for token, _ in found] == [token for token, _ in expected]
    assert np.allclose([value for _, value in found], [value for _, value in expected], atol=1e-5)


@pytest.mark.parametrize(
    "question", [("man", "king", "woman"), ("france", "paris", "italy"), ("go", "went", "see")]
)
def test_analogy_agrees_with_gensim(glove, keyed, question):
    a, b, c = question
    found = geometry.analogy(glove.vectors, glove.tokens, a, b, c, k=5)
    expected = keyed.most_similar(positive=[b, c], negative=[a], topn=5)
    assert [token for token, _ in found] == [token for token, _ in expected]


def test_the_query_is_never_its_own_neighbour(glove):
    row = glove.tokens.index("film")
    assert "film" not in [token for token, _ in geometry.nearest(glove.vectors, glove.tokens, "film")]
    by_vector = geometry.nearest(glove.vectors, glove.tokens, glove.vectors[row])
    assert "film" not in [token for token, _ in by_vector]


def test_no_word_of_the_question_answers_an_analogy(glove):
    answers = [
        token for token, _ in geometry.analogy(glove.vectors, glove.tokens, "france", "paris", "italy")
    ]
    assert not {"france", "paris", "italy"} & set(answers)


def test_of_equal_neighbours_the_lower_row_comes_first():
    vectors = np.array([[1.0, 0.0], [1.0, 1.0], [2.0, 2.0], [1.0, -1.0]])
    assert [token for token, _ in geometry.nearest(vectors, list("abcd"), "a", k=3)] == ["b", "c", "d"]


def test_a_zero_vector_is_nobody_s_neighbour():
    vectors = np.array([[1.0, 0.0], [0.0, 0.0], [0.5, 0.1]])
    assert [token for token, _ in geometry.nearest(vectors, list("abc"), "a", k=1)] == ["c"]


@pytest.mark.parametrize(
    ("query", "k", "said"),
    [
        ("flim", 5, "flim"),  # a word that is not there
        ("Film", 5, "film"),  # there in lower case
        ("film", 0, "k is 0"),
        ("film", 2.5, r"k is 2\.5.* a whole number from 1"),
        ("film", 20_000, "20,?000"),
    ],
)
def test_a_wrong_question_is_answered_with_one_sentence(glove, query, k, said):
    with pytest.raises(ValueError, match=said) as raised:
        geometry.nearest(glove.vectors, glove.tokens, query, k=k)
    assert "\n" not in str(raised.value)


def test_a_query_without_direction_is_refused():
    with pytest.raises(ValueError, match="zero"):
        geometry.nearest(np.eye(3), list("abc"), np.zeros(3))


def test_similarity_score_counts_what_it_covers(glove):
    pairs = [("film", "movie", 9.0), ("film", "banana", 1.0), ("film", "actor", 6.0), ("film", "qqqqq", 5.0)]
    score = geometry.similarity_score(glove.vectors, glove.tokens, pairs)
    assert (score.covered, score.total) == (3, 4)
    assert score.rho == pytest.approx(1.0)


def test_similarity_score_agrees_with_gensim(glove, keyed):
    from gensim.test.utils import datapath

    score = geometry.similarity_score(glove.vectors, glove.tokens, data.load_similarity("wordsim353"))
    _, spearman, unknown = keyed.evaluate_word_pairs(datapath("wordsim353.tsv"), restrict_vocab=20_000)
    assert score.rho == pytest.approx(spearman.statistic, abs=1e-3)
    assert score.covered == round(353 * (1 - unknown / 100))


def test_procrustes_finds_a_planted_rotation():
    generator = np.random.default_rng(0)
    source = generator.normal(size=(50, 6))
    rotation, _ = np.linalg.qr(generator.normal(size=(6, 6)))
    assert np.allclose(geometry.procrustes(source, source @ rotation), rotation)


def test_a_map_that_keeps_everything_scores_one_and_a_shuffled_one_chance():
    points = np.random.default_rng(0).normal(size=(400, 2))
    shuffled = np.random.default_rng(1).permutation(points)
    assert geometry.neighbour_preservation(points, points, k=10) == 1.0
    assert geometry.neighbour_preservation(points, shuffled, k=10) == pytest.approx(10 / 399, abs=0.02)


def test_arrows_that_point_the_same_way_are_parallel():
    starts = np.random.default_rng(0).normal(size=(8, 3))
    assert geometry.parallelism(starts, starts + np.array([1.0, 2.0, 3.0])) == pytest.approx(1.0)


def test_normalize_leaves_zero_rows_and_gives_the_others_length_one():
    unit = geometry.normalize(np.array([[3.0, 4.0], [0.0, 0.0]]))
    assert np.allclose(unit, [[0.6, 0.8], [0.0, 0.0]])


# Neighbours and analogies against a plain loop, on vectors with what goes wrong in practice


def brute_force_nearest(vectors, tokens, target, left_out, k):
    scored = [
        (-round(brute_force_cosine(target.tolist(), vector.tolist()), 12), row)
        for row, vector in enumerate(vectors)
        if row not in left_out and vector.any()
    ]
    return [(tokens[row], -negative) for negative, row in sorted(scored)[:k]]


@pytest.fixture
def awkward():
    """Return 200 rows in float32 with doubled, scaled, opposite, tiny, huge and zero ones among them."""
    vectors = np.random.default_rng(3).normal(size=(200, 9)).astype(np.float32)
    vectors[20:24] = vectors[10]
    vectors[30] = 4 * vectors[10]
    vectors[31] = -vectors[10]
    vectors[40] = 0
    vectors[50] *= np.float32(1e-20)
    vectors[51] *= np.float32(1e15)
    return vectors, [f"w{row}" for row in range(200)]


@pytest.mark.parametrize("k", [1, 3, 10, 198])
@pytest.mark.parametrize("row", [0, 10, 22, 50, 51])
def test_nearest_of_awkward_vectors_agrees_with_a_plain_loop(awkward, row, k):
    vectors, tokens = awkward
    exact = vectors.astype(np.float64)
    found = geometry.nearest(vectors, tokens, f"w{row}", k=k)
    expected = brute_force_nearest(exact, tokens, exact[row], {row}, k)
    assert [token for token, _ in found] == [token for token, _ in expected]
    assert np.allclose([value for _, value in found], [value for _, value in expected])


@pytest.mark.parametrize("exclude", [True, False])
def test_analogy_of_awkward_vectors_agrees_with_a_plain_loop(awkward, exclude):
    vectors, tokens = awkward
    exact = vectors.astype(np.float64)
    unit = exact[[1, 2, 51]] / np.linalg.norm(exact[[1, 2, 51]], axis=1, keepdims=True)
    found = geometry.analogy(vectors, tokens, "w1", "w2", "w51", k=20, exclude=exclude)
    expected = brute_force_nearest(
        exact, tokens, unit[1] - unit[0] + unit[2], {1, 2, 51} if exclude else set(), 20
    )
    assert [token for token, _ in found] == [token for token, _ in expected]


def test_without_exclusion_an_analogy_is_often_answered_by_its_own_words(glove):
    (best, _), *_ = geometry.analogy(glove.vectors, glove.tokens, "man", "king", "woman", k=1, exclude=False)
    assert best == "king"


def test_a_sum_of_vectors_leaves_no_row_out(glove):
    row_of = {token: row for row, token in enumerate(glove.tokens)}
    total = glove.vectors[row_of["france"]] + glove.vectors[row_of["germany"]]
    found = [token for token, _ in geometry.nearest(glove.vectors, glove.tokens, total, k=2)]
    assert set(found) == {"france", "germany"}


def test_a_token_with_the_same_vector_as_the_query_is_a_neighbour():
    vectors = np.array([[1.0, 2.0], [3.0, 1.0], [1.0, 2.0]])
    assert geometry.nearest(vectors, list("abc"), "a", k=1) == [("c", pytest.approx(1.0))]


def test_nearest_reads_a_memory_mapped_table(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(50, 4)).astype(np.float32)
    np.save(tmp_path / "vectors.npy", vectors)
    mapped = np.load(tmp_path / "vectors.npy", mmap_mode="r")
    tokens = [str(row) for row in range(50)]
    assert geometry.nearest(mapped, tokens, "7") == geometry.nearest(vectors, tokens, "7")


def test_whole_numbers_are_vectors_too():
    assert geometry.nearest([[1, 0], [0, 1], [2, 1]], list("abc"), "a", k=1)[0][0] == "c"


# Bad questions


def test_a_word_in_two_cases_means_the_one_that_is_written():
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1], [0.1, 1.0]])
    tokens = ["Good", "good", "like Good", "like good"]
    assert geometry.nearest(vectors, tokens, "Good", k=1)[0][0] == "like Good"
    assert geometry.nearest(vectors, tokens, "good", k=1)[0][0] == "like good"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Good", "'good' is: write it in lower case"),
        ("paris", "'Paris' is: upper and lower case matter"),
        ("fantastik", "did you mean 'fantastic'"),
        ("qqqq", "none is spelt like it"),
    ],
)
def test_an_unknown_word_is_answered_with_the_word_that_may_be_meant(query, said):
    with pytest.raises(ValueError, match=said):
        geometry.nearest(np.eye(3), ["good", "Paris", "fantastic"], query, k=1)


def test_a_token_that_names_two_rows_asks_which_one_is_meant():
    with pytest.raises(ValueError, match=r"more than one row \(0 and 2\)"):
        geometry.nearest(np.eye(3), ["hamlet", "othello", "hamlet"], "hamlet", k=1)


@pytest.mark.parametrize(
    ("vectors", "tokens", "query", "said"),
    [
        (np.eye(3), ["a", "b"], "a", "3 vectors but 2 tokens"),
        (np.ones(3), ["a", "b", "c"], "a", "one vector a row"),
        (np.eye(3), ["a", "b", "c"], np.ones(2), r"shape \(2,\)"),
        (np.eye(3), ["a", "b", "c"], np.eye(3), r"shape \(3, 3\)"),
        (np.empty((0, 3)), [], np.ones(3), "there are no vectors"),
        (np.array([[1.0, np.nan], [1, 0]]), ["a", "b"], "b", "row 0 .* NaN"),
        (np.array([[1.0, np.nan], [1, 0]]), ["a", "b"], "a", "'a' holds NaN"),
        (np.array([[0.0, 0.0], [1, 0]]), ["a", "b"], "a", "'a' is zero"),
        (np.array([[0.0, 0.0], [1, 0]]), ["a", "b"], "b", "no row is left"),
    ],
)
def test_vectors_that_cannot_answer_are_refused(vectors, tokens, query, said):
    with pytest.raises(ValueError, match=said) as raised:
        geometry.nearest(vectors, tokens, query, k=1)
    assert "\n" not in str(raised.value)


def test_an_analogy_whose_vectors_cancel_is_refused():
    angles = np.deg2rad([0, 60, 120])  # unit vectors: the middle one is the sum of the outer two
    vectors = np.column_stack([np.cos(angles), np.sin(angles)])
    with pytest.raises(ValueError, match="zero and has no direction"):
        geometry.analogy(vectors, list("abc"), "b", "a", "c", k=1, exclude=False)


def test_nothing_warns_about_zero_rows(recwarn):
    vectors = np.array([[1.0, 0.0], [0.0, 0.0], [0.5, 0.1]])
    geometry.nearest(vectors, list("abc"), "a", k=1)
    geometry.cosine(vectors, vectors)
    geometry.normalize(vectors)
    assert len(recwarn) == 0


# Cosines


def test_the_cosine_of_two_vectors_is_a_number():
    assert geometry.cosine([1, 0], [1, 1]) == pytest.approx(2**-0.5)
    assert isinstance(geometry.cosine([1, 0], [1, 1]), float)


def test_the_cosines_of_two_tables_are_a_table():
    generator = np.random.default_rng(0)
    left, right = generator.normal(size=(4, 3)), generator.normal(size=(5, 3))
    expected = [[brute_force_cosine(a, b) for b in right] for a in left]
    assert np.allclose(geometry.cosine(left, right), expected)
    assert np.allclose(geometry.cosine(left[0], right), expected[0])


def test_the_cosine_with_a_zero_vector_is_zero():
    assert geometry.cosine([0, 0], [1, 1]) == 0


def test_cosines_of_vectors_of_different_spaces_are_refused():
    with pytest.raises(ValueError, match="3 and 2 dimensions"):
        geometry.cosine(np.ones(3), np.ones(2))


def test_normalize_keeps_the_precision_it_was_given():
    assert geometry.normalize(np.ones((2, 3), dtype=np.float32)).dtype == np.float32


# Similarity


def test_similarity_score_is_spearmans_rho():
    from scipy import stats

    vectors = np.random.default_rng(0).normal(size=(20, 5))
    tokens = [f"w{row}" for row in range(20)]
    judgements = np.random.default_rng(1).integers(0, 4, size=10).astype(float)  # with ties
    pairs = [(f"w{i}", f"w{i + 10}", judgements[i]) for i in range(10)]
    cosines = [brute_force_cosine(vectors[i], vectors[i + 10]) for i in range(10)]
    expected = stats.spearmanr(cosines, judgements).statistic
    assert geometry.similarity_score(vectors, tokens, pairs).rho == pytest.approx(expected)


def test_a_capital_letter_in_a_pair_finds_the_lower_case_token(glove):
    pairs = [("Film", "movie", 9.0), ("film", "Banana", 1.0), ("film", "actor", 6.0)]
    assert geometry.similarity_score(glove.vectors, glove.tokens, pairs).covered == 3


def test_a_zero_vector_covers_no_pair():
    vectors = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    pairs = [("a", "b", 3.0), ("b", "c", 2.0), ("a", "c", 1.0), ("a", "d", 9.0)]
    assert geometry.similarity_score(vectors, list("abcd"), pairs)[1:] == (3, 4)


def test_one_hot_vectors_rank_nothing(recwarn):
    pairs = [("a", "b", 3.0), ("b", "c", 2.0), ("a", "c", 1.0)]
    assert np.isnan(geometry.similarity_score(np.eye(3), list("abc"), pairs).rho)
    assert len(recwarn) == 0


def test_too_few_covered_pairs_are_refused():
    with pytest.raises(ValueError, match="only 1 of 2 pairs"):
        geometry.similarity_score(np.eye(2), list("ab"), [("a", "b", 1.0), ("a", "x", 2.0)])


# Rotations, maps, arrows


def test_procrustes_is_orthogonal_and_no_worse_than_scipys():
    from scipy.linalg import orthogonal_procrustes

    generator = np.random.default_rng(0)
    source, target = generator.normal(size=(30, 5)), generator.normal(size=(30, 5))
    rotation = geometry.procrustes(source, target)
    assert np.allclose(rotation.T @ rotation, np.eye(5))
    assert np.allclose(rotation, orthogonal_procrustes(source, target)[0])


def test_procrustes_refuses_tables_of_different_shapes():
    with pytest.raises(ValueError, match="same shape"):
        geometry.procrustes(np.ones((4, 2)), np.ones((4, 3)))


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_neighbour_preservation_agrees_with_a_plain_loop(metric):
    high = np.random.default_rng(0).normal(size=(40, 6)) + 100  # far from the origin
    low = high[:, :2]
    space = high / np.linalg.norm(high, axis=1, keepdims=True) if metric == "cosine" else high
    kept = 0
    for point in range(40):
        others = [other for other in range(40) if other != point]
        near_high = sorted(others, key=lambda other: np.linalg.norm(space[other] - space[point]))[:5]
        near_low = sorted(others, key=lambda other: np.linalg.norm(low[other] - low[point]))[:5]
        kept += len(set(near_high) & set(near_low))
    assert geometry.neighbour_preservation(high, low, k=5, metric=metric) == pytest.approx(kept / 200)


def test_neighbour_preservation_is_the_same_in_blocks(monkeypatch):
    high = np.random.default_rng(0).normal(size=(100, 6))
    whole = geometry.neighbour_preservation(high, high[:, :2])
    monkeypatch.setattr(geometry, "BLOCK_ROWS", 7)
    assert geometry.neighbour_preservation(high, high[:, :2]) == whole


@pytest.mark.parametrize(
    ("low", "options", "said"),
    [
        (np.ones((5, 2)), {}, "6 points and low has 5"),
        (np.ones((6, 2)), {"k": 6}, "k is 6"),
        (np.ones((6, 2)), {"k": 0}, "k is 0"),
        (np.ones((6, 2)), {"k": 1.5}, r"k is 1\.5.* a whole number from 1"),
        (np.ones((6, 2)), {"k": 2, "metric": "dot"}, "'dot'"),
        (np.full((6, 2), np.nan), {"k": 2}, "row 0 of low holds NaN"),
    ],
)
def test_maps_that_cannot_be_compared_are_refused(low, options, said):
    with pytest.raises(ValueError, match=said):
        geometry.neighbour_preservation(np.random.default_rng(0).normal(size=(6, 4)), low, **options)


def test_parallelism_is_the_mean_cosine_of_two_different_arrows():
    generator = np.random.default_rng(0)
    starts, ends = generator.normal(size=(6, 3)), generator.normal(size=(6, 3))
    arrows = ends - starts
    cosines = [brute_force_cosine(arrows[i], arrows[j]) for i in range(6) for j in range(6) if i != j]
    assert geometry.parallelism(starts, ends) == pytest.approx(np.mean(cosines))


def test_an_arrow_without_length_is_named():
    with pytest.raises(ValueError, match="arrow 1 starts where it ends"):
        geometry.parallelism(np.eye(3), np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]]))


def test_one_arrow_is_parallel_to_nothing():
    with pytest.raises(ValueError, match="give 2 or more"):
        geometry.parallelism(np.ones((1, 3)), np.zeros((1, 3)))
