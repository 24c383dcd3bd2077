"""Training: the pipeline, the recipes, what a trained model tells of itself, and snapshots of the table."""

from dataclasses import replace

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from course_utils import data, projector, training

SHORT = training.Recipe(max_tokens=50, epochs=2, batch_size=16)


@pytest.fixture(scope="module")
def reviews():
    """Reviews of a language of our own in which one word in each text tells the label."""
    random = np.random.default_rng(0)
    filler = [f"word{number}" for number in range(20)]

    def part(number):
        labels = np.arange(number) % 2
        texts = []
        for label in labels:
            words = list(random.choice(filler, size=random.integers(3, 30)))
            words.insert(0, "splendid" if label else "dreadful")
            texts.append(" ".join(words))
        return data.LabelledTexts(texts, labels.astype(np.int64))

    return data.Reviews(part(200), part(60), part(40))


@pytest.fixture(scope="module")
def trained(reviews):
    return training.train(reviews, replace(SHORT, epochs=8), seed=0)


class TestRecipe:
    @pytest.mark.parametrize(
        ("nonsense", "said"),
        [
            ({"epochs": 0}, "epochs=0: give a whole number, 1 or more"),
            ({"batch_size": -1}, "batch_size=-1: give a whole number, 1 or more"),
            ({"batch_size": None}, "batch_size=None: give a whole number, 1 or more"),
            ({"max_tokens": 1e4}, "max_tokens=10000.0: give a whole number, 1 or more"),
            ({"dimensions": 0.5}, "dimensions=0.5: give a whole number, 1 or more"),
            ({"ids_once": False}, "set ids_once=True as well, or give a length"),
        ],
    )
    def test_nonsense_is_refused_when_it_is_made(self, nonsense, said):
        with pytest.raises(ValueError, match=said):
            training.Recipe(**nonsense)


class TestBatchesByLength:
    ids = tf.ragged.constant([[5], [1, 2, 3], [4, 4], [9, 9, 9, 9]], dtype=tf.int64)
    labels = np.array([1, 0, 1, 0])

    def test_rows_of_about_one_length_share_a_batch_and_are_padded_to_its_longest(self):
        batches = [ids.numpy().tolist() for ids, _ in training.batches_by_length(self.ids, self.labels, 2)]
        assert batches == [[[5, 0], [4, 4]], [[1, 2, 3, 0], [9, 9, 9, 9]]]

    def test_each_label_stays_with_its_review(self):
        labels = [label.numpy().ravel().tolist() for _, label in training.batches_by_length(self.ids, self.labels, 2)]
        assert labels == [[1, 1], [0, 0]]

    def test_labels_that_are_too_many_are_refused(self):
        with pytest.raises(ValueError, match=r"4 reviews but labels of shape \(5,\)"):
            training.batches_by_length(self.ids, np.array([1, 0, 1, 0, 1]), 2)

    def test_labels_of_a_series_stay_in_its_order_whatever_its_index(self):
        labels = pd.Series([1, 0, 1, 0], index=[3, 2, 1, 0])
        batches = training.batches_by_length(self.ids, labels, 2)
        assert [label.numpy().ravel().tolist() for _, label in batches] == [[1, 1], [0, 0]]

    def test_a_seed_shuffles_the_batches_and_not_what_is_in_them(self):
        ids = tf.RaggedTensor.from_tensor(tf.reshape(tf.range(64, dtype=tf.int64), (32, 2)))
        batches = training.batches_by_length(ids, np.zeros(32, dtype=int), 2, seed=0)
        epochs = [[tuple(ids.numpy()[:, 0]) for ids, _ in batches] for _ in range(2)]
        assert epochs[0] != epochs[1]
        assert sorted(epochs[0]) == sorted(epochs[1]) == [(4 * i, 4 * i + 2) for i in range(16)]


class TestVectorizer:
    def test_a_vocabulary_without_a_place_for_a_word_is_refused(self):
        with pytest.raises(ValueError, match="max_tokens is 2, but padding and unknown take 2 places"):
            training.make_vectorizer(["a good film"], max_tokens=2)

    def test_only_training_texts_make_the_vocabulary(self, reviews):
        only_in_validation = replace(
            reviews,
            validation=data.LabelledTexts(
                ["zyzzyva " + text for text in reviews.validation.texts], reviews.validation.labels
            ),
        )
        vectorized = training.vectorize(only_in_validation, max_tokens=50)
        assert "zyzzyva" not in vectorized.vectorizer.get_vocabulary()
        assert vectorized.validation[0, 0].numpy() == 1  # the unknown word

    def test_rows_keep_their_lengths_unless_a_length_is_asked_for(self):
        texts = ["a b c", "a"]
        assert training.make_vectorizer(texts, 10)(texts).row_lengths().numpy().tolist() == [3, 1]
        assert training.make_vectorizer(texts, 10, length=2)(texts).shape == (2, 2)


class TestTrain:
    def test_a_task_that_one_word_decides_is_learned(self, reviews, trained):
        assert trained.accuracy(reviews.test) > 0.95

    def test_the_table_has_a_row_for_each_word_that_the_vocabulary_names(self, trained):
        row_of = {word: row for row, word in enumerate(trained.vocabulary)}
        assert trained.vocabulary[:2] == ["", "[UNK]"]
        assert all(type(word) is str for word in trained.vocabulary)
        assert trained.table.shape == (len(trained.vocabulary), 16)
        good, bad = trained.table[row_of["splendid"]], trained.table[row_of["dreadful"]]
        assert good @ bad / np.linalg.norm(good) / np.linalg.norm(bad) < -0.5

    def test_a_table_trained_on_few_words_can_be_exported_whole(self, trained, tmp_path):
        assert len(trained.vocabulary) < trained.recipe.max_tokens
        projector.export(tmp_path, trained.table[2:], trained.vocabulary[2:])
        assert projector.load(tmp_path)[0] == trained.vocabulary[2:]

    def test_the_same_seed_gives_the_same_table_and_another_seed_another(self, reviews):
        one, again, other = (training.train(reviews, SHORT, seed=seed).table for seed in (0, 0, 1))
        assert np.allclose(one, again, atol=1e-6)
        assert not np.allclose(one, other, atol=1e-2)

    def test_ids_made_once_outside_give_what_train_makes_itself(self, reviews):
        vectorized = training.vectorize(reviews, max_tokens=50)
        given = training.train(reviews, SHORT, vectorized=vectorized)
        own = training.train(reviews, SHORT)
        assert given.vectorizer is vectorized.vectorizer
        assert given.history["val_loss"] == pytest.approx(own.history["val_loss"], abs=1e-5)

    def test_text_inside_the_model_gives_the_same_losses_as_ids_made_once(self, reviews):
        inside = replace(training.POPULAR_RECIPE, max_tokens=50, length=10, epochs=2, batch_size=32)
        losses = [
            training.train(reviews, recipe).history["val_loss"] for recipe in (inside, replace(inside, ids_once=True))
        ]
        assert losses[0] == pytest.approx(losses[1], abs=1e-5)

    def test_a_model_with_text_inside_can_be_judged_on_texts(self, reviews):
        recipe = replace(training.POPULAR_RECIPE, max_tokens=50, length=10, epochs=1)
        assert 0 <= training.train(reviews, recipe).accuracy(reviews.test) <= 1

    def test_patience_goes_back_to_the_epoch_with_the_best_validation_accuracy(self, reviews):
        recipe = replace(SHORT, falling_rate=False, epochs=30, patience=2)
        result = training.train(reviews, recipe)
        assert len(result.history["loss"]) < 30
        assert result.accuracy(reviews.validation) == pytest.approx(max(result.history["val_accuracy"]))

    def test_the_falling_rate_ends_at_zero(self, trained):
        assert float(trained.model.optimizer.learning_rate) == pytest.approx(0, abs=1e-6)

    def test_the_history_holds_a_number_an_epoch(self, trained):
        assert set(trained.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
        assert {len(values) for values in trained.history.values()} == {8}

    def test_seconds_run_from_the_texts_to_the_end_also_where_ids_were_made_before(self, reviews):
        vectorized = replace(training.vectorize(reviews, max_tokens=50), seconds=1000.0)
        given = training.train(reviews, SHORT, vectorized=vectorized)
        own = training.train(reviews, SHORT)
        assert 0 < own.seconds < 1000 < given.seconds

    def test_word_vectors_are_the_table_without_the_reserved_rows(self, trained):
        vectors = trained.word_vectors
        assert vectors.index_to_key == trained.vocabulary[2:]
        assert np.array_equal(vectors["splendid"], trained.table[trained.vocabulary.index("splendid")])

    def test_ids_of_a_larger_vocabulary_are_refused_with_a_remedy(self, reviews):
        vectorized = training.vectorize(reviews, max_tokens=50)
        with pytest.raises(ValueError, match=r"max_tokens=10: call vectorize\(reviews, 10\)"):
            training.train(reviews, replace(SHORT, max_tokens=10), vectorized=vectorized)

    def test_ids_of_other_reviews_are_refused(self, reviews):
        of_all = training.vectorize(reviews, max_tokens=50)
        few = replace(reviews, train=reviews.train.take(range(20)))
        with pytest.raises(ValueError, match=r"200 reviews but labels of shape \(20,\)"):
            training.train(few, SHORT, vectorized=of_all)
        with pytest.raises(ValueError, match=r"20 reviews but labels of shape \(200,\)"):
            training.train(reviews, SHORT, vectorized=training.vectorize(few, max_tokens=50))

    @pytest.mark.parametrize("recipe", [SHORT, replace(SHORT, length=10), replace(SHORT, length=10, mask=False)])
    def test_texts_without_a_word_leave_everything_finite(self, reviews, recipe):
        part = data.LabelledTexts([*reviews.train.texts, "", "?!", "🎬"], np.append(reviews.train.labels, [1, 0, 1]))
        trained = training.train(data.Reviews(part, part, part), recipe)
        assert np.isfinite(trained.table).all()
        assert np.isfinite(trained.history["val_loss"]).all()
        assert np.isfinite(trained.model(np.zeros((1, 3), int))).all()

    def test_texts_that_all_lack_words_are_refused(self):
        part = data.LabelledTexts(["", "?!"], np.array([0, 1]))
        with pytest.raises(ValueError, match="no word in these texts"):
            training.train(data.Reviews(part, part, part))

    def test_the_test_part_is_not_touched(self, reviews):
        training.train(replace(reviews, test=None), replace(SHORT, epochs=1))


def test_the_mask_makes_padding_harmless_in_the_mean():
    keras.utils.set_random_seed(0)
    masked = training.classifier(max_tokens=50, mask=True)
    short, padded = np.array([[3, 4]]), np.array([[3, 4, 0, 0, 0]])
    assert np.allclose(masked(short), masked(padded), atol=1e-6)
    keras.utils.set_random_seed(0)
    unmasked = training.classifier(max_tokens=50, mask=False)
    assert not np.allclose(unmasked(short), unmasked(padded), atol=1e-6)


def test_more_than_two_classes_are_learned_and_each_text_gets_a_probability_for_each():
    words = {"red": "cherry", "green": "grass", "blue": "sky"}
    labels = np.arange(150) % 3
    texts = [f"{list(words.values())[label]} number {number % 7}" for number, label in enumerate(labels)]
    part = data.LabelledTexts(texts, labels, tuple(words))
    trained = training.train(data.Reviews(part, part, part), replace(SHORT, epochs=20))
    likely = trained.probabilities(part.texts)
    assert likely.shape == (150, 3) and np.allclose(likely.sum(axis=1), 1, atol=1e-5)
    assert likely.argmax(axis=1).tolist() == labels.tolist()
    assert trained.accuracy(part.take([0, 1, 2])) == 1


def test_of_two_classes_the_second_has_the_probability_that_the_logit_says(reviews, trained):
    texts = ["splendid", "?!", "dreadful and more words than the others"]
    likely = trained.probabilities(texts)
    logits = [float(trained.model(trained.vectorizer([one]).to_tensor())[0, 0]) for one in texts]
    assert np.allclose(likely[:, 1], 1 / (1 + np.exp(-np.array(logits))), atol=1e-5)
    assert likely.argmax(axis=1).tolist()[::2] == [1, 0]
