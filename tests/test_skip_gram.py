"""Skip-gram in blocks: the same sum as pair by pair, repeatable, and clear about bad input."""

import numpy as np
import pytest
import tensorflow as tf

from course_utils import data, skip_gram

TEXTS = [["the", animal, drinks, "in", "the", "barn"] for animal, drinks in [("cow", "water"), ("calf", "milk")]]


def sigmoid(score):
    return 1 / (1 + np.exp(-score))


def test_the_weights_of_a_window_fall_with_the_distance_and_are_0_for_the_word_itself():
    weights = skip_gram.window_weights(length=3, window=3)
    assert weights.shape == (3, 9)
    assert np.round(weights[1].tolist(), 2).tolist() == [0, 0.33, 0.67, 1, 0, 1, 0.67, 0.33, 0]


def test_a_block_has_the_gradients_of_its_pairs_one_by_one():
    random = np.random.default_rng(0)
    ids = [0, 0, 3, 1, 2, 1, 0, 0, 4]  # three places in the middle have two around them on each side
    middles, around, drawn = random.normal(size=(5, 4)), random.normal(size=(5, 4)), [4, 1]
    weights = skip_gram.window_weights(5, 2) * [[ids[place] > 0 for place in range(9)]] * 1.0
    block = np.array(ids[2:-2])
    weights *= (block > 0)[:, np.newaxis]

    of_middles, of_around, of_drawn = np.zeros((5, 4)), np.zeros((9, 4)), np.zeros((2, 4))
    for place, middle in enumerate(block):
        for other in range(9):
            weight, score = weights[place, other], middles[middle] @ around[ids[other]]
            error = weight * (sigmoid(score) - 1)
            of_middles[place] += error * around[ids[other]]
            of_around[other] += error * middles[middle]
            for number, stranger in enumerate(drawn):  # 5 negatives for each neighbour, shared out among two
                score = middles[middle] @ around[stranger]
                error = weight * 5 / 2 * sigmoid(score)
                of_middles[place] += error * around[stranger]
                of_drawn[number] += error * middles[middle]

    rows = [middles[block][np.newaxis], around[[*ids, *drawn]][np.newaxis]]
    found = skip_gram.block_gradients(*rows, weights[np.newaxis], negatives=5)
    assert np.allclose(found[0], [of_middles], rtol=1e-12)
    assert np.allclose(found[1], [[*of_around, *of_drawn]], rtol=1e-12)


def test_the_gradients_are_those_that_tensorflow_derives_from_the_loss():
    random = np.random.default_rng(1)
    middles, others = (tf.Variable(random.normal(size=(2, places, 3))) for places in (4, 8 + 5))
    weights = np.tile(skip_gram.window_weights(4, 2), (2, 1, 1)).astype(float)
    share = weights.sum(axis=2, keepdims=True) * 3 / 5
    with tf.GradientTape() as tape:
        scores = middles @ tf.transpose(others, [0, 2, 1])
        real, drawn = scores[:, :, :8], scores[:, :, 8:]
        loss = -tf.reduce_sum(weights * tf.math.log_sigmoid(real))
        loss -= tf.reduce_sum(share * tf.math.log_sigmoid(-drawn))
    ours = skip_gram.block_gradients(middles.numpy(), others.numpy(), weights, negatives=3)
    for gradient, derived in zip(ours, tape.gradient(loss, [middles, others]), strict=True):
        assert np.allclose(gradient, derived, rtol=1e-9)


def test_the_classes_of_a_planted_language_come_back():
    language = data.load_planted_language()
    lists = [sentence.split() for sentence in language.sentences]
    found = skip_gram.train(lists, dimensions=8, window=2, epochs=20, subsample=np.inf)
    members = set(language.word_class)
    for word, its_class in language.word_class.items():
        nearest = next(other for other, _ in found.similar_by_word(word, topn=55) if other in members)
        assert language.word_class[nearest] == its_class, (word, nearest)


def test_the_words_stand_in_the_order_of_their_counts_and_rare_ones_are_left_out():
    trained = skip_gram.train([*TEXTS * 5, ["a", "cow"]], dimensions=4, epochs=1)
    assert trained.index_to_key == ["the", "barn", "in", "cow", "calf", "milk", "water"]


def test_the_same_seed_gives_the_same_vectors_and_another_one_others():
    one, again, other = (
        skip_gram.train(TEXTS * 200, dimensions=8, epochs=2, seed=seed).vectors for seed in (3, 3, 4)
    )
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)


def test_no_pair_crosses_two_texts():
    apart = skip_gram.train([["a", "b"] * 20, ["c", "d"] * 20] * 20, dimensions=4, window=5, epochs=10)
    assert apart.similarity("a", "c") < apart.similarity("a", "b")


def test_a_rate_that_is_far_too_large_gives_numbers_all_the_same():
    assert np.isfinite(skip_gram.train(TEXTS * 200, dimensions=8, rate=1e3).vectors).all()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"window": 0}, "window is 0: give a whole number, 1 or more"),
        ({"epochs": 0}, "epochs is 0: give a whole number, 1 or more"),
        ({"dimensions": -1}, "dimensions is -1: give a whole number, 1 or more"),
        (
            {"min_count": 100},
            "0 words occur 100 times or more in these texts, and a pair needs two",
        ),
    ],
)
def test_nonsense_is_refused_in_one_sentence(settings, said):
    with pytest.raises(ValueError, match=said):
        skip_gram.train(TEXTS * 10, **settings)


def test_no_text_at_all_is_refused():
    with pytest.raises(ValueError, match="0 words occur 5 times or more"):
        skip_gram.train([])


def test_one_string_for_all_texts_is_refused():
    with pytest.raises(TypeError, match="the texts are given as a single str: give a list"):
        skip_gram.train("the cow drinks water")
