"""A learner's own file: what is said of a bad one, how it is split, and the page that is made of it."""

import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from course_utils import data, pooling, projector, report, text

WORDS = {"good": "splendid warm clever", "bad": "dreadful dull noisy", "so so": "fair average plain"}


def rows_of(classes=("good", "bad"), number=120, seed=0):
    """Return texts in which a word tells the class, as a table."""
    random = np.random.default_rng(seed)
    fill = [f"word{n}" for n in range(60)]
    labels = [classes[n % len(classes)] for n in range(number)]
    texts = [" ".join([*random.choice(fill, 8), *random.choice(WORDS[name].split(), 2)]) for name in labels]
    return pd.DataFrame({"text": texts, "label": labels, "who": [f"person {n % 40}" for n in range(number)]})


def written(folder, table, **how):
    path = folder / "own.csv"
    table.to_csv(path, index=False, **how)
    return path


class TestReading:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_the_separator_is_the_one_that_gives_the_columns(self, tmp_path, separator):
        table = rows_of()
        table["text"] += ", and; so\ton"
        own = data.load_own(written(tmp_path, table, sep=separator), "text", "label")
        assert own.texts[0] == table.text[0]
        assert own.classes == ("bad", "good")
        assert [own.classes[label] for label in own.labels] == table.label.tolist()

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_a_file_is_read_in_its_encoding_with_or_without_a_byte_order_mark(self, tmp_path, encoding):
        table = rows_of()
        table["text"] += " café “très bon”"
        path = written(tmp_path, table, encoding=encoding)
        said = "utf-8" if "8" in encoding else encoding
        assert data.load_own(path, "text", "label", encoding=said).texts == table.text.tolist()

    def test_quotes_and_line_breaks_in_a_text_belong_to_it(self, tmp_path):
        table = rows_of()
        table["text"] += ' "quoted", and\non the next line<br />'
        assert data.load_own(written(tmp_path, table), "text", "label").texts == [
            one.removesuffix("<br />") for one in table.text
        ]

    def test_rows_without_text_or_label_and_small_classes_are_left_out_and_counted(self, tmp_path):
        table = rows_of()
        table.loc[[0, 5], "text"] = ["", "  "]
        table.loc[7, "label"] = ""
        table.loc[[8, 9, 10], "label"] = "rare"
        own = data.load_own(written(tmp_path, table), "text", "label")
        assert len(own) == 114
        assert own.left_out == (
            "3 rows without a text or a label are left out, and 3 of classes with fewer than 10 texts."
        )

    def test_what_pandas_takes_for_missing_is_a_label_like_others(self, tmp_path):
        table = rows_of().replace({"label": {"good": "NA", "bad": "None"}})
        assert data.load_own(written(tmp_path, table), "text", "label").classes == ("NA", "None")

    def test_texts_in_any_alphabet_are_texts(self, tmp_path):
        table = rows_of()
        table["text"] = [f"фильм {chr(0x430 + n % 32)}{chr(0x430 + n // 32)}" for n in range(len(table))]
        assert len(data.load_own(written(tmp_path, table), "text", "label")) == 120


def without_columns(table):
    return table.rename(columns={"label": "stars"})


def one_class(table):
    return table.assign(label="good")


def few_rows(table):
    return table[:49]


def numbers(table):
    return table.assign(text=np.arange(len(table)) / 7)


def many_labels(table):
    return pd.concat([table] * 5).assign(label=lambda all_rows: [f"id {n}" for n in range(len(all_rows))])


def one_text(table):
    return table.assign(text="the same")


def empty_texts(table):
    return table.assign(text="")


def small_classes(table):
    return table.assign(label=["good"] * 111 + ["bad"] * 9)


class TestBadFiles:
    """One clear sentence, exit code 2, and nothing written."""

    def refused(self, capsys, path, *options, out="out"):
        folder = path.parent / out
        before = sorted(path.parent.rglob("*"))
        asked = [str(path), "--text", "text", "--label", "label", "--out", str(folder), *options]
        with pytest.raises(SystemExit) as ended:
            report.report(asked)
        assert ended.value.code == 2
        said = capsys.readouterr()
        assert sorted(path.parent.rglob("*")) == before, "something was written"
        assert said.err.count("\n") == 1 and said.err.endswith(".\n" if "?" not in said.err else "?\n"), said.err
        return said.err

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (without_columns, "no column 'label', but 'text', 'stars', 'who'"),
            (one_class, "'label' says the same in all rows"),
            (few_rows, "has 49 rows with a text and a label"),
            (numbers, "'text' holds numbers"),
            (many_labels, "'label' has 600 values"),
            (one_text, "'text' has 1 different text: give 50"),
            (empty_texts, "has 0 rows with a text and a label"),
            (small_classes, "fewer than two classes of 'label' have 10 texts"),
        ],
    )
    def test_a_table_from_which_nothing_can_be_learned(self, tmp_path, capsys, change, said):
        assert said in self.refused(capsys, written(tmp_path, change(rows_of())))

    def test_no_such_file(self, tmp_path, capsys):
        assert "none.csv cannot be read: No such file" in self.refused(capsys, tmp_path / "none.csv")

    def test_a_folder_for_a_file(self, tmp_path, capsys):
        (tmp_path / "folder").mkdir()
        assert "folder cannot be read: Is a directory" in self.refused(capsys, tmp_path / "folder")

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "No columns to parse from file"),
            (b"text,label\n" + b"fine,good\n" * 60 + b'"cut off in the mid', "EOF inside string"),
            (b"text,label\n" + b"fine,good\n" * 60 + b"a text, with a comma,good\n", "Expected 2 fields"),
            (b"text,label\n" + b"a text, with a comma,good\n" * 60, "Length of header or names"),
            (b"text,label\n" + "très bon,good\n".encode("cp1252") * 60, "is not in utf-8"),
            ("text,label\nfine,good\n".encode("utf-16"), "is not in utf-8"),
        ],
    )
    def test_a_file_that_is_no_whole_csv_in_its_encoding(self, tmp_path, capsys, content, said):
        path = tmp_path / "own.csv"
        path.write_bytes(content)
        assert said in self.refused(capsys, path)

    def test_an_encoding_that_there_is_not(self, tmp_path, capsys):
        assert "is not in klingon" in self.refused(capsys, written(tmp_path, rows_of()), "--encoding", "klingon")

    def test_a_folder_that_is_not_empty_is_left_as_it_is(self, tmp_path, capsys):
        path = written(tmp_path, rows_of())
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
        assert "out cannot be written: it is there already, and not empty" in self.refused(capsys, path)

    def test_a_folder_that_cannot_be_made(self, tmp_path, capsys):
        path = written(tmp_path, rows_of())
        (tmp_path / "file").write_text("", encoding="utf-8")
        assert "cannot be written: " in self.refused(capsys, path, out="file/out")

    def test_groups_that_are_too_large(self, tmp_path, capsys):
        path = written(tmp_path, rows_of().assign(who="one and the same"))
        assert "too large to be kept on one side" in self.refused(capsys, path, "--group", "who")


class TestFamilies:
    def test_copies_with_other_case_and_punctuation_are_one_family(self):
        assert report.families(["A good film!", "quite another", "a GOOD film"]).tolist() == [0, 1, 0]

    def test_copies_of_which_a_word_was_changed_are_found_and_others_are_not(self):
        random = np.random.default_rng(0)
        texts = [" ".join(random.choice([f"w{n}" for n in range(900)], 20)) for _ in range(500)]
        changed = [" ".join([*one.split()[:7], "changed", *one.split()[8:]]) for one in texts]
        family = report.families(texts + changed)
        assert np.mean(family[:500] == family[500:]) > 0.97
        assert len(np.unique(family[:500])) == 500

    def test_texts_of_a_group_are_one_family_and_no_group_is_none(self):
        family = report.families(["one", "two", "three", "four"], ["a", "", "a", ""])
        assert family[0] == family[2] and len(np.unique(family)) == 3

    def test_families_are_joined_through_a_common_member(self):
        family = report.families(["one text", "one text", "another"], ["", "a", "a"])
        assert len(np.unique(family)) == 1

    def test_texts_without_a_word_do_not_disturb_their_neighbours(self):
        assert report.families(["?!", "a good film", "", "a good film"]).tolist() == [0, 1, 0, 1]


class TestSplit:
    def test_no_family_is_divided_and_classes_keep_their_shares(self):
        random = np.random.default_rng(0)
        family = np.sort(random.integers(700, size=2_000))
        _, family = np.unique(family, return_inverse=True)
        labels = (random.random(700) < 0.2).astype(int)[family]
        rows = report.split(labels, family)
        assert np.array_equal(np.sort(np.concatenate([*rows.values()])), np.arange(2_000))
        for name, share in {"train": 0.8, "validation": 0.1, "test": 0.1}.items():
            others = np.setdiff1d(np.arange(2_000), rows[name])
            assert not set(family[rows[name]]) & set(family[others])
            assert len(rows[name]) == pytest.approx(share * 2_000, abs=20)
            assert labels[rows[name]].mean() == pytest.approx(labels.mean(), abs=0.02)

    def test_another_seed_is_another_split(self):
        labels, family = np.arange(100) % 2, np.arange(100)
        first, second = (report.split(labels, family, seed)["test"].tolist() for seed in (0, 1))
        assert first != second and first == report.split(labels, family, 0)["test"].tolist()


class TestLead:
    part = data.LabelledTexts([str(n) for n in range(1_000)], np.repeat([0, 1], [900, 100]))

    def test_each_class_counts_alike(self):
        always = np.zeros(1_000, dtype=int)
        scores = report.lead(self.part, {"always": always, "right": self.part.labels}, np.arange(1_000))
        assert scores.accuracy.tolist() == pytest.approx([0.5, 1, 0.5])

    def test_families_that_are_drawn_together_widen_the_interval(self):
        random = np.random.default_rng(0)
        family = np.arange(1_000) // 10
        wrong = np.where(random.random(100)[family] < 0.3, 1 - self.part.labels, self.part.labels)
        guesses = {"right": self.part.labels, "wrong": wrong}
        alone, together = (report.lead(self.part, guesses, one).loc["wrong"] for one in (np.arange(1_000), family))
        assert together.high - together.low > 2 * (alone.high - alone.low)

    def test_what_is_not_sure_is_not_called_better(self):
        guesses = {"plain": self.part.labels, "trained": self.part.labels}
        said = report.verdict(report.lead(self.part, guesses, np.arange(1_000)))
        assert said.startswith("The plain baseline is the better choice")


class Page(HTMLParser):
    """What is in a page: headings, what it fetches, alternatives of pictures."""

    def __init__(self, path):
        super().__init__()
        self.headings, self.fetched, self.alternatives = [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in ("h1", "h2"):
            self.headings.append(tag)
        self.fetched += [named[name] for name in ("src", "href") if name in named]
        if tag == "img":
            self.alternatives.append(named["alt"])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a report of three classes from the command line, as a learner does."""
    folder = tmp_path_factory.mktemp("own")
    table = rows_of(tuple(WORDS), number=600)
    table["text"] += " <b>&amp;"
    path = written(folder, table)
    asked = [str(path), "--text", "text", "--label", "label", "--group", "who", "--search", "splendid warm"]
    program = [sys.executable, "-m", "course_utils", "report", *asked, "--out", str(folder / "out")]
    return subprocess.run(program, capture_output=True, text=True, check=True, cwd=folder).stdout, folder / "out"


class TestMade:
    def test_it_says_which_is_the_better_choice_and_where_the_page_is(self, made):
        said, folder = made
        assert "is the better choice" in said
        assert str(folder / "report.html") in said

    def test_the_page_needs_no_network_and_has_headings_and_words_for_its_pictures(self, made):
        page = Page(made[1] / "report.html")
        assert page.headings == ["h1"] + ["h2"] * 6
        assert page.fetched and all(source.startswith("data:image/") for source in page.fetched)
        assert all(words.startswith("Figure: ") for words in page.alternatives)

    def test_texts_stand_in_it_as_they_are_and_never_as_html(self, made):
        page = (made[1] / "report.html").read_text(encoding="utf-8")
        assert "&lt;b&gt;&amp;amp;" in page and "<b>" not in page

    def test_its_table_is_read_as_the_course_reads_its_own(self, made):
        vectors = data.load_vectors(made[1] / "vectors.npz")
        assert vectors.vector_size == 16
        assert vectors.similarity("splendid", "clever") > vectors.similarity("splendid", "dreadful")

    def test_its_rows_are_averaged_as_notebook_12_averages_those_of_glove(self, made):
        vectors = data.load_vectors(made[1] / "vectors.npz")
        vocabulary = text.build_vocabulary(["splendid warm", "dreadful unheard-of"])
        table = np.zeros((len(vocabulary), vectors.vector_size))
        known = [row for row, word in enumerate(vocabulary) if word in vectors]
        table[known] = vectors[[vocabulary[row] for row in known]]
        bags = pooling.bag_of_words(text.to_ids(["splendid warm"], vocabulary), len(vocabulary))
        expected = (vectors["splendid"] + vectors["warm"]) / 2
        assert np.allclose(pooling.mean_vectors(bags, table), expected, atol=1e-6)

    def test_the_projector_has_the_same_words(self, made):
        words, _ = projector.load(made[1] / "projector")
        assert words == data.load_vectors(made[1] / "vectors.npz").index_to_key

    def test_nothing_else_is_left_beside_it(self, made):
        assert sorted(path.name for path in made[1].parent.iterdir()) == ["out", "own.csv"]
        assert sorted(path.name for path in made[1].iterdir()) == ["projector", "report.html", "vectors.npz"]


def test_long_texts_are_cut_in_the_page(tmp_path):
    words = np.random.default_rng(0).integers(5_000, size=(60, 200)).astype(str)
    texts = [f"{one[0]}\n{' '.join(one[1:])}" for one in words]
    report.study(data.OwnTexts(texts, np.arange(60) % 2, ("even", "odd")), tmp_path, "own.csv")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert " …</td>" in page and not any(" ".join(one) in page for one in words)


def test_a_study_that_fails_leaves_no_folder(tmp_path):
    with pytest.raises(ValueError, match="half way"), report.whole_folder(tmp_path / "out") as beside:
        (beside / "report.html").write_text("half", encoding="utf-8")
        raise ValueError("half way")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "out").mkdir()
    with report.whole_folder(tmp_path / "out") as beside:
        (beside / "report.html").write_text("whole", encoding="utf-8")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]
