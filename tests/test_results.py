"""The measured tables: what is committed is complete, and computing one goes on after an interrupt."""

import importlib.util
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tables import dimensions, items, pairs, search, smaller_tables, units  # tools/tables

from course_utils import data, training

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def results(tmp_path, monkeypatch):
    """Return the tool with a folder of its own and two quick rungs that count how often they are run."""
    spec = importlib.util.spec_from_file_location("results", ROOT / "tools" / "results.py")
    tool = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "results", tool)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    tool.commit_of_the_tree, tool.all_tables = tool.current_commit, tool.tables
    monkeypatch.setattr(tool, "current_commit", lambda: "0123456789")
    monkeypatch.setattr(tool, "import_tensorflow_quietly", lambda: None)
    monkeypatch.setattr(sys, "argv", ["results.py"])
    tool.calls = []

    def quick(name):
        def run(seed):
            tool.calls.append((name, seed))
            return {"accuracy": 0.8 + seed / 100}

        return run

    tool.runs = {("plain", 100): quick("plain"), ("fancy", 100): quick("fancy")}
    monkeypatch.setattr(tool, "tables", lambda: {"small": tool.Table(("rung", "examples"), tool.runs)})
    return tool


def test_every_rung_has_a_row_for_each_of_five_seeds(results, tmp_path):
    results.main()
    table = pd.read_csv(tmp_path / "data" / "results" / "small.csv")
    assert table.groupby("rung")["seed"].apply(list).to_dict() == {
        "plain": [0, 1, 2, 3, 4],
        "fancy": [0, 1, 2, 3, 4],
    }
    assert not list((tmp_path / "data" / "results").glob("*.part*"))


def test_a_quick_run_computes_one_seed_of_the_first_rows_into_build(results, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["results.py", "--quick"])
    monkeypatch.setattr(results, "QUICK_SECONDS", 0)
    results.main()
    assert results.calls == [("plain", 0)]
    assert [path.parent.name for path in tmp_path.rglob("small.csv")] == ["build"]


def test_a_rung_may_have_fewer_seeds_than_the_others(results, tmp_path, monkeypatch):
    few = results.Table(("rung", "examples"), results.runs, seeds={("fancy", 100): 2})
    monkeypatch.setattr(results, "tables", lambda: {"small": few})
    results.main()
    assert [seed for name, seed in results.calls if name == "fancy"] == [0, 1]
    assert [seed for name, seed in results.calls if name == "plain"] == [0, 1, 2, 3, 4]


def test_after_an_interrupt_finished_rows_are_not_computed_again(results, tmp_path, monkeypatch):
    patient = results.runs["fancy", 100]

    def interrupted(seed):
        if seed == 2:
            raise KeyboardInterrupt
        return patient(seed)

    monkeypatch.setitem(results.runs, ("fancy", 100), interrupted)
    with pytest.raises(KeyboardInterrupt):
        results.main()
    assert not (tmp_path / "data" / "results" / "small.csv").exists()

    finished = len(results.calls)
    monkeypatch.setitem(results.runs, ("fancy", 100), patient)
    results.main()
    assert len(results.calls) == len(set(results.calls)) == 10
    assert finished == 5


def test_each_committed_table_is_one_that_make_results_computes(results):
    committed = (ROOT / "data" / "results").glob("*.csv")
    assert {path.stem for path in committed} == set(results.all_tables())


def test_rows_of_another_commit_are_computed_again(results):
    stopped = results.described({"rung": "plain", "examples": 100}, 0, {"accuracy": 0.8}, commit="an older one")
    folder = results.ROOT / "data" / "results"
    folder.mkdir(parents=True)
    results.write_rows(folder / "small.part.csv", [stopped])
    results.main()
    assert len(results.calls) == 10


@pytest.mark.parametrize("name", ["scoreboard", "recipes", "reuse", "units", "judging"])
def test_a_committed_table_names_its_seeds_versions_and_commit(name):
    table = data.load_results(name)
    assert (table.groupby("rung")["seed"].nunique() >= 5).all()
    assert table["commit"].str.fullmatch(r"[0-9a-f]{10}").all()
    assert table["versions"].str.contains("tensorflow-").all()
    assert table["validation_accuracy"].between(0.5, 1).all()
    assert table.filter(items=["seconds"]).notna().all(axis=None)


def test_the_page_on_which_embedding_quotes_the_tables():
    page = (ROOT / "notebooks" / "which_embedding.md").read_text(encoding="utf-8")

    def of(table, key, column, how="mean", **only):
        rows = data.load_results(table)
        for name, value in only.items():
            rows = rows[rows[name] == value]
        return rows.groupby(rows.columns[0])[column].agg(how)[key]

    accuracy = partial(of, column="test_accuracy")
    reuse = data.load_results("reuse")
    baseline, pairs_from_log_odds = "naive-Bayes weighted words and pairs", "Embedding of pairs, started at log-odds"
    course = "+ falling rate: the course's recipe"
    quoted = {
        "on test: {:.3f} and {:.3f}": [accuracy("scoreboard", key) for key in (baseline, pairs_from_log_odds)],
        "16 numbers each: {:.3f}": [accuracy("scoreboard", course)],
        "100 sentences: {:.3f} and {:.3f}; from random rows {:.3f}, from GloVe {:.3f}, TF-IDF {:.3f}.": [
            accuracy("reuse", key, examples=100)
            for key in ("IMDB frozen", "IMDB fine-tuned", "random start", "GloVe frozen", "TF-IDF of words")
        ],
        "TF-IDF has {:.3f}, the table trained further {:.3f}": [
            # exactly: rounded to the table's four digits, 664 of 854 would round to 0.777
            np.mean(right_in(reuse[(reuse.iloc[:, 0] == key) & (reuse.examples == 6_824)]))
            for key in ("TF-IDF of words", "IMDB fine-tuned")
        ],
        "counted {:.3f} and {:.3f}, skip-gram {:.3f} and {:.3f}; GloVe, from six billion words, {:.3f} and {:.3f}": [
            of(table, key, column)
            for table, key in (
                ("scoreboard", "mean of PPMI-SVD vectors"),
                ("judging", "skip-gram"),
                ("judging", "GloVe"),
            )
            for column in ("wordsim353", "simlex999")
        ],
        "{:.3f} and {:.3f}; the encoder alone, 128 or 512 numbers, {:.3f} or {:.3f}; means of GloVe's rows {:.3f}": [
            of("search", key, "recall10", words="all")
            for key in ("TF-IDF", "TF-IDF + encoder", "encoder", "encoder, 512 columns", "GloVe, mean")
        ],
        "exact {:.1f} ms": [of("fast_search", "8 directions", "milliseconds", index="exact")],
        "finds {:.2f} of the nearest in {:.2f} ms": [
            of("fast_search", "8 directions", column, index="graph", setting=20)
            for column in ("recall", "milliseconds")
        ],
        "cells find {:.2f} in {:.1f} ms": [
            of("fast_search", "noise", column, index="cells", setting=256) for column in ("recall", "milliseconds")
        ],
        "{:.3f} and {:.3f}, with genres and years {:.3f}; popularity {:.3f}": [
            of("items", key, "ndcg10")
            for key in ("counted together", "towers", "towers, genres and years", "popularity")
        ],
        "10,000 words {:.3f}, 4,000 subwords {:.3f}": [
            of("units", key, "rare_accuracy") for key in ("10,000 words", "4,000 subwords")
        ],
        "23 MB: {:.3f}; int8, 7 MB: {:.3f}; 16,000 rows of one column, 64 kB: {:.3f}": [
            accuracy("smaller_tables", key, how="median", size=size)
            for key, size in (
                ("all rows", "all"),
                ("int8 afterwards", "all"),
                ("most frequent, one column", "16,000"),
            )
        ],
        "{:.1f} ms by rows, {:.0f} ms with Keras' Adam": [
            of("updates", key, "milliseconds", "median", rows=10_000_000) for key in ("Adagrad by rows", "Keras Adam")
        ],
    }
    for words, numbers in quoted.items():
        assert words.format(*numbers) in page


def right_in(table):
    """Return which of the 854 test snippets each run got right, as bits."""
    return [np.unpackbits(np.frombuffer(bytes.fromhex(bits), np.uint8))[:854] for bits in table.test_right]


def test_the_stored_bits_of_the_reuse_table_say_which_of_854_snippets_were_right():
    table = data.load_results("reuse")
    assert np.allclose(np.mean(right_in(table), axis=1), table.test_accuracy, atol=1e-4)


def test_the_table_of_dimensions_has_five_seeds_for_every_number_of_columns_and_reviews():
    table = data.load_results("dimensions")
    assert (table.groupby(["vectors", "reviews", "dimensions", "rate"])["seed"].nunique() == 5).all()
    trained = table[table.vectors == "trained"]
    assert trained.groupby("reviews")["dimensions"].nunique().to_dict() == {1_000: 11, 5_000: 11, 19_922: 11}
    assert table["commit"].str.fullmatch(r"[0-9a-f]{10}").all()
    assert table[["validation_accuracy", "test_accuracy"]].stack().between(0.45, 1).all()


def test_the_table_of_skip_gram_compares_gensim_and_the_settings_on_the_same_seeds():
    table = data.load_results("skip_gram")
    seeds = table.groupby("rung")["seed"].apply(list).to_dict()
    assert seeds.pop("course") == [0, 1, 2, 3, 4]
    assert all(own == [0, 1, 2] for own in seeds.values())
    assert table["commit"].str.fullmatch(r"[0-9a-f]{10}").all()
    assert (table[["wordsim353_pairs", "simlex999_pairs"]] == [298, 950]).all(axis=None)


def test_the_table_of_fast_search_has_five_seeds_for_every_index_and_setting():
    table = data.load_results("fast_search")
    assert (table.groupby(["vectors", "index", "setting"])["seed"].nunique() == 5).all()
    assert table["commit"].str.fullmatch(r"[0-9a-f]{10}").all()
    assert table[["recall", "share"]].stack().between(0, 1).all()
    assert (table[table["index"] == "exact"].recall > 0.999).all()


def test_the_tables_of_notebook_15_have_five_seeds_for_every_row():
    for name, columns in {
        "smaller_tables": ["way", "size"],
        "updates": ["optimizer", "rows"],
        "processes": ["program"],
    }.items():
        table = data.load_results(name)
        assert (table.groupby(columns)["seed"].nunique() == 5).all()
        assert table["commit"].str.fullmatch(r"[0-9a-f]{10}").all()
        assert table.filter(like="accuracy").stack().between(0.5, 1).all()


def test_two_workers_have_had_the_losses_of_one_process_with_every_seed():
    table = data.load_results("processes")
    assert (table[table.program == "two workers"].gap < 1e-5).all()


def test_quotient_and_remainder_give_every_feature_a_pair_of_rows_of_its_own(monkeypatch):
    monkeypatch.setattr(smaller_tables, "number_of_features", lambda: 1_000)
    first, second = (block.rows.indices for block in smaller_tables.quotient_remainder(100, seed=0))
    assert len(set(zip(first.tolist(), second.tolist(), strict=True))) == 1_000
    assert first.max() + 1 + second.max() + 1 <= 101


def test_the_quick_classifier_of_the_dimensions_gives_the_logits_of_notebook_04s_model():
    quick = dimensions.Classifier(4)
    quick.start(seed=0)
    table, to_hidden, *rest = (variable.numpy() for variable in quick.weights)
    model = training.classifier(dimensions.VOCABULARY, 4)
    model.set_weights([table, to_hidden.T, *rest])
    shares = np.zeros((2, dimensions.VOCABULARY), np.float32)
    shares[0, [5, 7, 9]] = 0.25, 0.5, 0.25
    shares[1, [2, 3]] = 0.5
    columns, bias, to_logit, last_bias = quick.small()
    logits = np.maximum(shares @ columns + bias, 0) @ to_logit + last_bias
    assert np.allclose(logits, model(np.array([[5, 7, 7, 9], [2, 3, 0, 0]])), atol=1e-6)


def test_the_table_of_searches_has_five_seeds_and_intervals_that_hold_its_numbers():
    table = data.load_results("search")
    assert (table.groupby(["ranking", "words"])["seed"].nunique() == 5).all()
    assert table["commit"].str.fullmatch(r"[0-9a-f]{10}").all()
    for column in ("recall1", "recall10", "recall100", "mrr", "recall10_ahead", "mrr_ahead"):
        assert (table[f"{column}_low"] <= table[column]).all()
        assert (table[column] <= table[f"{column}_high"]).all()


def test_the_table_of_items_has_five_seeds_and_intervals_that_hold_its_numbers():
    table = data.load_results("items")
    assert (table.groupby("ranking")["seed"].nunique() == 5).all()
    assert table["commit"].str.fullmatch(r"[0-9a-f]{10}").all()
    for column in ("ndcg10", "ndcg10_ahead", "recall10", "recall10_ahead"):
        assert (table[f"{column}_low"] <= table[column]).all()
        assert (table[column] <= table[f"{column}_high"]).all()
    new = table[table.ranking == "new people, all films"]
    assert new.people.sum() == table.people.max() == 671  # each is new once


def test_a_persons_last_films_are_for_test_and_those_before_for_validation():
    parts, ratings = items.split(), data.load_ratings()
    of_one = ratings[ratings.person == 7].film.tolist()
    assert parts.test[7].tolist() == of_one[-5:]
    assert parts.validation[7].tolist() == of_one[-10:-5]
    assert parts.film[parts.person == 7].tolist() == of_one[:-10]


def test_a_film_that_was_seen_is_not_asked_for_and_equal_scores_are_ahead():
    scores, wanted = np.array([[9.0, 1.0, 1.0, 5.0]]), np.array([[1]])
    assert items.ranks(scores, wanted, np.array([[False, False, False, False]])).tolist() == [[4]]
    assert items.ranks(scores, wanted, np.array([[True, False, True, False]])).tolist() == [[2]]


def test_the_gain_is_1_when_the_wanted_films_come_first_and_0_beyond_ten():
    found = np.array([[1, 2, 3, 4, 5], [11, 12, 40, 99, 500], [1, 3, 12, 40, 2_000]])
    assert items.ndcg(found).round(2).tolist() == [1, 0, 0.51]


def test_a_ranking_that_gives_all_texts_the_same_score_finds_nothing():
    assert search.ranks(np.zeros((3, 3))).tolist() == [3, 3, 3]
    assert search.ranks(np.eye(3)).tolist() == [1, 1, 1]


def test_halves_are_cut_from_long_reviews_only_and_share_no_place():
    long = [str(place) for place in range(130)]
    firsts, lasts = search.halves([long, long[:119]])
    assert firsts == [long[:60]]
    assert lasts == [long[70:]]


def test_the_mark_of_a_changed_tree_sees_new_files_too(results, tmp_path):
    def git(*arguments):
        name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *name, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    git("commit", "--allow-empty", "--message", "First")
    marks = [results.commit_of_the_tree()]
    for text in ("one = 1", "one = 2"):
        (tmp_path / "tools").mkdir(exist_ok=True)
        (tmp_path / "tools" / "new.py").write_text(text)
        marks.append(results.commit_of_the_tree())
    assert len(set(marks)) == 3
    assert {mark.partition("+")[0] for mark in marks} == {marks[0]}


def test_a_review_holds_each_word_and_pair_once_if_another_review_holds_it_too():
    features = pairs.Features([["a", "good", "film"], ["a", "good", "good", "film"], []])
    assert features.size == 1 + 5  # padding; a, good, film, "a good", "good film"
    assert features.of_training.ids().to_list() == [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], []]


def test_what_training_did_not_hold_is_no_feature_of_a_new_review():
    features = pairs.Features([["a", "good", "film"], ["a", "good", "film"]])
    of_new = features.of([["good", "film", "a"], ["bad", "music"], ["a", "bad", "film"]])
    assert [len(row) for row in of_new.ids().to_list()] == [4, 0, 2]  # good, film, a, "good film"


def test_fewer_subwords_than_characters_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"4 units were asked for.*2 characters are 5: ask for more"):
        units.learn_subwords([["ab"]], 4)
