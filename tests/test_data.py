"""The course's data: what is loaded, and what happens when the cache is shared, cut short or damaged."""

import hashlib
import http.server
import io
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from course_utils import counts, data, geometry, reviews, text


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache with both corpora of the package, prepared once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_CACHE", str(folder))
        data.prepare_reviews("imdb")
        data.prepare_reviews("rotten_tomatoes")
    return folder


@pytest.fixture
def cache(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use the prepared cache; only for tests that leave it as it is."""
    monkeypatch.setenv("COURSE_CACHE", str(prepared))
    return prepared


@pytest.fixture
def own_cache(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a copy of the prepared snippets that the test may damage."""
    shutil.copytree(
        prepared / "course_reviews" / "rotten_tomatoes", tmp_path / "course_reviews/rotten_tomatoes"
    )
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a cache folder that does not exist yet."""
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "new"))
    return tmp_path / "new"


def snippets_folder(cache: Path) -> Path:
    return next((cache / "course_reviews" / "rotten_tomatoes").glob("*.*.*"))


def start_python(code: str) -> subprocess.Popen[str]:
    """Start a Python program that can be talked to line by line."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# The reviews


def test_imdb_has_about_25000_balanced_reviews_in_three_parts(cache: Path) -> None:
    imdb = data.load_reviews()
    assert [len(part) for part in (imdb.train, imdb.validation, imdb.test)] == [19_922, 2_500, 2_480]
    for part in (imdb.train, imdb.validation, imdb.test):
        assert part.labels.mean() == pytest.approx(0.5, abs=0.005)


def test_rotten_tomatoes_has_8530_snippets_split_80_10_10(cache: Path) -> None:
    snippets = data.load_reviews("rotten_tomatoes")
    assert [len(part) for part in (snippets.train, snippets.validation, snippets.test)] == [6_824, 852, 854]


def test_no_review_stands_in_two_parts_or_twice_in_one(cache: Path) -> None:
    imdb = data.load_reviews()
    texts = imdb.train.texts + imdb.validation.texts + imdb.test.texts
    assert len(set(texts)) == len(texts)


def test_no_html_is_left(cache: Path) -> None:
    assert not any("<br" in review for review in data.load_reviews().train.texts)


def test_the_cache_holds_what_the_package_holds(cache: Path) -> None:
    cached, direct = data.load_reviews(), reviews.load("imdb")
    for name in ("train", "validation", "test"):
        ours, theirs = getattr(cached, name), getattr(direct, name)
        assert dict(zip(ours.texts, ours.labels, strict=True)) == dict(
            zip(theirs.texts, theirs.labels, strict=True)
        )


def test_a_cache_made_anew_has_the_same_order(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = data.load_reviews("rotten_tomatoes")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    again = data.load_reviews("rotten_tomatoes")
    assert again.train.texts == first.train.texts


def test_the_order_is_the_same_on_every_machine(cache: Path) -> None:
    # Numbers in the notebooks depend on it. Whoever changes it raises VERSION in reviews_builder.py, so that no
    # cache of the old order is taken for the new one.
    train = data.load_reviews().train
    assert hashlib.sha256("\n".join(train.texts).encode()).hexdigest()[:16] == "b68d8126c9690aca"


def test_the_reviews_arrive_shuffled(cache: Path) -> None:
    first_hundred = data.load_reviews().train.labels[:100]
    assert 30 < first_hundred.sum() < 70


def test_tensorflow_datasets_loads_the_same_reviews_by_name(cache: Path) -> None:
    data.prepare_reviews("imdb")
    import tensorflow_datasets as tfds

    part = tfds.load("course_reviews/imdb", data_dir=data.cache_folder(), split="train", as_supervised=True)
    review, label = next(iter(part))
    expected = data.load_reviews().train
    assert (review.numpy().decode(), int(label)) == (expected.texts[0], expected.labels[0])


@pytest.mark.parametrize("corpus", ["amazon", None, ["imdb"]])
def test_unknown_corpus_names_the_known_ones(corpus) -> None:
    with pytest.raises(
        ValueError, match=r"unknown corpus .*: choose one of 'imdb', 'rotten_tomatoes', 'imdb_full'"
    ):
        data.load_reviews(corpus)


def test_loading_prints_nothing(empty_cache: Path) -> None:
    program = start_python("from course_utils import data; data.load_reviews('rotten_tomatoes')")
    assert program.communicate() == ("", "")


# Cleaning and splitting


def test_line_breaks_become_one_space() -> None:
    assert reviews.clean("A film. <br /><br />A good <br> one.") == "A film. A good one."


def test_only_exact_duplicates_go_and_the_first_stays() -> None:
    twice = reviews.LabelledTexts(["b", "a", "b", "A"], np.array([1, 0, 1, 0]))
    assert reviews.without_duplicates(twice).texts == ["b", "a", "A"]


def test_the_split_has_one_seam_a_class_and_alternating_blocks() -> None:
    source = reviews.LabelledTexts([str(i) for i in range(40)], np.repeat([0, 1], 20))
    parts = reviews.split(source, held_out=0.4, block=2)
    assert set(parts.train.texts) == {str(i) for i in [*range(12), *range(20, 32)]}
    assert set(parts.validation.texts) == {"12", "13", "16", "17", "32", "33", "36", "37"}
    assert set(parts.test.texts) == {"14", "15", "18", "19", "34", "35", "38", "39"}


def test_a_random_split_is_balanced_and_depends_on_its_seed_only() -> None:
    source = reviews.LabelledTexts([str(i) for i in range(200)], np.repeat([0, 1], 100))
    first, same, other = (reviews.random_split(source, seed=seed) for seed in (1, 1, 2))
    assert first.test.labels.sum() == 10
    assert first.test.texts == same.test.texts != other.test.texts


def test_film_leak_finds_the_review_of_the_same_film() -> None:
    train = ["Frodo and Gandalf leave Hobbiton", "Nobody is named in this one"]
    held_out = ["In Hobbiton, Gandalf visits Frodo", "Some other film altogether"]
    assert reviews.film_leak(train, held_out) == 0.5


def test_the_split_leaks_fewer_films_than_a_random_one() -> None:
    source = reviews.read("imdb").take(range(3_000))
    ordered, at_random = reviews.split(source, block=50), reviews.random_split(source)
    leaks = [reviews.film_leak(parts.train.texts, parts.test.texts) for parts in (ordered, at_random)]
    assert leaks[0] < leaks[1] / 2


def test_neighbours_in_the_source_share_names_and_distant_reviews_do_not() -> None:
    texts = reviews.read("imdb").take(range(3_000)).texts
    assert reviews.neighbours_alike(texts, distance=1) > 10 * reviews.neighbours_alike(texts, distance=100)


# The cache


def test_the_environment_variable_decides_about_the_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_CACHE", "~/somewhere")
    assert data.cache_folder() == Path.home() / "somewhere"


def test_a_clone_keeps_its_cache_in_its_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_CACHE", raising=False)
    assert data.cache_folder() == Path(__file__).resolve().parent.parent / "data" / "cache"


def test_away_from_a_clone_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COURSE_CACHE", raising=False)
    monkeypatch.setattr(data, "PACKAGE_FOLDER", tmp_path / "site-packages" / "course_utils")
    assert data.cache_folder().name == "course-utils"


def test_two_programs_that_start_at_once_both_get_the_reviews(empty_cache: Path) -> None:
    code = (
        "import hashlib; from course_utils import data; import tensorflow_datasets;"
        "print('ready', flush=True); input();"
        "texts = data.load_reviews('imdb').train.texts; print(hashlib.md5(repr(texts).encode()).hexdigest())"
    )
    programs = [start_python(code) for _ in range(2)]
    assert [program.stdout.readline() for program in programs if program.stdout] == ["ready\n", "ready\n"]
    for program in programs:
        assert program.stdin
        program.stdin.write("go\n")
        program.stdin.flush()
    digests = [program.communicate()[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    assert digests[0] == digests[1]


def test_a_killed_preparation_is_not_trusted_and_swept_up(empty_cache: Path) -> None:
    code = """
import time
from course_utils import data
from course_utils.start import import_tensorflow_quietly
import_tensorflow_quietly()
from course_utils.reviews_builder import CourseReviews
def generate_slowly(self, part, generate=CourseReviews._generate_examples):
    for number, example in enumerate(generate(self, part)):
        if number == 500:
            print("writing", flush=True)
            time.sleep(600)
        yield example
CourseReviews._generate_examples = generate_slowly
data.load_reviews("rotten_tomatoes")
"""
    # The program speaks through its error stream: loading keeps standard output to itself.
    program = start_python(code.replace('print("writing"', 'import sys; print("writing", file=sys.stderr'))
    assert program.stderr
    assert program.stderr.readline() == "writing\n"
    config_folder = empty_cache / "course_reviews" / "rotten_tomatoes"
    assert list(config_folder.glob("incomplete.*"))
    os.kill(program.pid, signal.SIGKILL)
    program.communicate()

    assert len(data.load_reviews("rotten_tomatoes").train) == 6_824
    assert not list(config_folder.glob("incomplete.*"))


def cut_in_half(folder: Path) -> None:
    file = next(folder.glob("*train*"))
    os.truncate(file, file.stat().st_size // 2)


def flip_a_byte(folder: Path) -> None:
    file = next(folder.glob("*train*"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def empty(folder: Path) -> None:
    next(folder.glob("*test*")).write_bytes(b"")


def remove_shard(folder: Path) -> None:
    next(folder.glob("*test*")).unlink()


def break_description(folder: Path) -> None:
    (folder / "dataset_info.json").write_text("{", encoding="utf-8")


def remove_description(folder: Path) -> None:
    (folder / "dataset_info.json").unlink()


@pytest.mark.parametrize(
    "damage",
    [cut_in_half, flip_a_byte, empty, remove_shard, break_description, remove_description],
)
def test_a_damaged_cache_names_its_folder_and_is_rebuilt_once_that_is_deleted(
    damage, own_cache: Path
) -> None:
    damage(snippets_folder(own_cache))
    with pytest.raises(ValueError, match=r"damaged \([\w ,.-]+\): delete that folder") as caught:
        data.load_reviews("rotten_tomatoes")
    named = Path(str(caught.value).split("reviews in ")[1].split(" are damaged")[0])
    assert named == snippets_folder(own_cache) or named == snippets_folder(own_cache).parent
    shutil.rmtree(named)
    assert len(data.load_reviews("rotten_tomatoes").train) == 6_824


def test_a_cache_that_cannot_be_written_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(PermissionError, match=r"cannot be written to.*COURSE_CACHE"):
        data.load_reviews()


# The full IMDB


def write_archive(path: Path, more: Sequence[str] = ()) -> None:
    """Write a tiny archive in the format of the published one, with more members in front."""
    with tarfile.open(path, "w:gz") as archive:
        for name in more:
            entry = tarfile.TarInfo(name)
            entry.size = 4
            archive.addfile(entry, io.BytesIO(b"evil"))
        for half, number_of_reviews in (("train", 20), ("test", 6)):
            for label, stars in (("pos", 9), ("neg", 2)):
                for number in range(number_of_reviews // 2):
                    content = f"{half} {label}<br /><br />{number}".encode()
                    entry = tarfile.TarInfo(f"aclImdb/{half}/{label}/{number}_{stars}.txt")
                    entry.size = len(content)
                    archive.addfile(entry, io.BytesIO(content))
        entry = tarfile.TarInfo("aclImdb/train/unsup/0_0.txt")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"none"))


@pytest.fixture
def archive_server(tmp_path: Path) -> Iterator[str]:
    """Serve a tiny archive in the format of the published one, and return its address."""
    write_archive(tmp_path / "aclImdb_v1.tar.gz")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object, **keywords: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path), **keywords)  # type: ignore[arg-type]

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/aclImdb_v1.tar.gz"
    server.shutdown()
    server.server_close()


@pytest.fixture
def download_from(monkeypatch: pytest.MonkeyPatch):
    """Return a function that makes TensorFlow Datasets fetch the full IMDB from another address."""
    data.prepare_reviews("rotten_tomatoes")  # imports TensorFlow quietly
    from tensorflow_datasets.datasets.imdb_reviews import imdb_reviews_dataset_builder as source

    return lambda address: monkeypatch.setattr(source, "_DOWNLOAD_URL", address)


def test_the_full_imdb_keeps_its_official_test_half(
    own_cache: Path, download_from, archive_server: str
) -> None:
    download_from(archive_server)
    full = data.load_reviews("imdb_full")
    assert [len(part) for part in (full.train, full.validation, full.test)] == [18, 2, 6]
    assert sorted(zip(full.test.texts, full.test.labels.tolist(), strict=True)) == sorted(
        (f"test {name} {number}", label) for label, name in enumerate(("neg", "pos")) for number in range(3)
    )


def test_without_a_network_the_full_imdb_names_the_default(own_cache: Path, download_from) -> None:
    download_from("http://127.0.0.1:9/aclImdb_v1.tar.gz")
    with pytest.raises(ConnectionError, match=r"could not be downloaded.*corpus='imdb'"):
        data.load_reviews("imdb_full")


def test_a_failed_download_leaves_nothing_that_is_trusted(
    own_cache: Path, download_from, archive_server: str
) -> None:
    download_from(archive_server.replace("aclImdb_v1", "moved"))
    with pytest.raises(ConnectionError):
        data.load_reviews("imdb_full")
    download_from(archive_server)
    assert len(data.load_reviews("imdb_full").test) == 6


def test_an_archive_with_paths_out_of_its_folder_writes_nothing_outside_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, download_from, archive_server: str
) -> None:
    cache = tmp_path / "a" / "b" / "cache"
    monkeypatch.setenv("COURSE_CACHE", str(cache))
    outside = [
        "../../evil",
        "../../../../../evil",
        f"{tmp_path}/evil",
        "aclImdb/train/pos/../../../../../evil",
    ]
    write_archive(tmp_path / "aclImdb_v1.tar.gz", more=outside)
    download_from(archive_server)
    assert len(data.load_reviews("imdb_full").test) == 6
    assert not [path for path in tmp_path.rglob("*") if "evil" in path.name]
    assert sorted(os.listdir(tmp_path)) == ["a", "aclImdb_v1.tar.gz"]
    assert os.listdir(cache.parent) == ["cache"]


def test_an_archive_put_there_by_hand_must_be_the_published_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    (tmp_path / "downloads" / "manual").mkdir(parents=True)
    write_archive(tmp_path / "downloads" / "manual" / "aclImdb_v1.tar.gz")
    with pytest.raises(ConnectionError, match=r"wrong checksum\): use the default corpus='imdb'"):
        data.load_reviews("imdb_full")


# Word vectors and what they are judged by


def test_glove_has_400000_words_in_50_dimensions_read_from_disk_as_needed() -> None:
    glove = data.load_glove()
    assert len(glove.tokens) == 400_000
    assert glove.vectors.shape == (400_000, 50)
    assert glove.vectors.dtype == np.float32
    assert isinstance(glove.vectors, np.memmap)


def test_glove_can_be_limited_to_the_most_frequent_words() -> None:
    glove = data.load_glove(limit=3)
    assert glove.tokens == ["the", ",", "."]
    assert glove.vectors.shape == (3, 50)


def test_a_glove_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="limit is 0"):
        data.load_glove(limit=0)


class Evil:
    """An object that is called when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("was-unpickled",)


@pytest.mark.parametrize("save", [np.save, lambda path, objects: path.write_bytes(pickle.dumps(Evil()))])
def test_a_file_of_vectors_is_not_unpickled(save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "evil.npy", np.array([Evil()], dtype=object))
    monkeypatch.setattr(data, "package_file", lambda package, path: tmp_path / "evil.npy")
    with pytest.raises(ValueError, match=r"objects|Object|pickled"):
        data.load_glove()
    assert os.listdir(tmp_path) == ["evil.npy"]


def test_a_missing_package_says_what_to_install() -> None:
    with pytest.raises(FileNotFoundError, match=r"pip install .*no-such-package"):
        reviews.package_file("no-such-package", "some/file.csv")


def test_capitals_are_at_least_100_distinct_pairs_of_glove_words() -> None:
    pairs = data.load_capitals()
    words = {word for pair in pairs for word in pair}
    assert len(pairs) >= 100
    assert len(words) == 2 * len(pairs)
    assert words <= set(data.load_glove().tokens)
    assert ("france", "paris") in pairs


def test_analogies_come_by_category_in_lower_case() -> None:
    analogies = data.load_analogies()
    assert len(analogies) == 14
    assert sum(len(questions) for questions in analogies.values()) == 19_544
    assert ("athens", "greece", "baghdad", "iraq") in analogies["capital-common-countries"]


@pytest.mark.parametrize(("name", "pairs"), [("wordsim353", 353), ("simlex999", 999)])
def test_similarity_sets_have_as_many_pairs_as_their_name_says(name: str, pairs: int) -> None:
    rows = data.load_similarity(name)
    assert len(rows) == pairs
    assert all(first == first.lower() and 0 <= score <= 10 for first, _, score in rows)


def test_an_unknown_similarity_set_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'wordsim353' or 'simlex999'"):
        data.load_similarity("men")


def test_an_unknown_table_names_the_known_ones() -> None:
    with pytest.raises(FileNotFoundError, match=r"capitals\.csv"):
        data.table_path("rivers.csv")


# The planted language


def recovered(
    vectors: np.ndarray, vocabulary: list[str], language: data.PlantedLanguage
) -> tuple[float, float]:
    """Return the share of words whose nearest word is of their class, and of analogies that come out right."""
    rows = [row for row, word in enumerate(vocabulary) if word in language.word_class]
    words, vectors = [vocabulary[row] for row in rows], vectors[rows]
    same_class = [
        language.word_class[geometry.nearest(vectors, words, word, k=1)[0][0]] == language.word_class[word]
        for word in words
    ]
    right = [geometry.analogy(vectors, words, a, b, c, k=1)[0][0] == d for a, b, c, d in language.analogies]
    return float(np.mean(same_class)), float(np.mean(right))


def test_few_dimensions_of_ppmi_recover_what_was_planted_and_of_raw_counts_do_not() -> None:
    language = data.load_planted_language()
    tokens = [text.tokenize(sentence) for sentence in language.sentences]
    vocabulary = text.build_vocabulary(tokens)
    together = counts.cooccurrence(text.to_ids(tokens, vocabulary), len(vocabulary), window=2)
    classes, analogies = recovered(counts.svd_vectors(counts.ppmi(together), 4), vocabulary, language)
    _, analogies_of_counts = recovered(counts.svd_vectors(together, 4), vocabulary, language)
    assert classes > 0.95
    assert analogies > 0.9
    assert analogies_of_counts < analogies - 0.1


def test_the_planted_language_is_small_and_repeatable() -> None:
    language = data.load_planted_language(sentences=1000, seed=3)
    words = {word for sentence in language.sentences for word in sentence.split()}
    assert 25 <= len(words) <= 60
    assert set(language.word_class) <= words
    assert language == data.load_planted_language(sentences=1000, seed=3)
    assert language != data.load_planted_language(sentences=1000, seed=4)


def test_every_planted_analogy_is_about_words_of_one_class() -> None:
    language = data.load_planted_language(sentences=1)
    for words in language.analogies:
        assert len({language.word_class[word] for word in words}) == 1
