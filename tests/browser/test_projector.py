"""The Embedding Projector in a real browser, on what notebook 06 exports."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pictures
import pytest
from gensim.models import KeyedVectors
from playwright.sync_api import Browser, FrameLocator, expect

from course_utils import projector


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where notebook 06 has exported the course's trained table."""
    return pictures.exported_by_notebook_06(tmp_path_factory.mktemp("notebook_06"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Serve the export."""
    with projector.serve(folder) as server:
        yield server.url


@pytest.fixture
def shown(browser: Browser, address: str) -> Iterator[FrameLocator]:
    """Open the projector and wait for its points."""
    page = browser.new_page(viewport=pictures.SIZE)
    yield pictures.open_projector(page, address)
    page.close()


def test_it_shows_as_many_points_and_dimensions_as_were_exported(shown, folder):
    words, vectors = projector.load(folder)
    expect(shown.locator(".numDataPoints")).to_have_text(str(len(words)))
    expect(shown.locator(".dim")).to_have_text(str(vectors.shape[1]))


@pytest.mark.parametrize("word", ["great", "film"])
def test_a_word_that_is_searched_and_clicked_shows_its_nearest_by_cosine(shown, folder, word):
    words, vectors = projector.load(folder)
    pictures.choose_word(shown, word)
    table = KeyedVectors(vectors.shape[1])
    table.add_vectors(words, vectors)
    assert pictures.neighbours(shown)[:20] == [name for name, _ in table.most_similar(word, topn=20)]


def test_colour_by_polarity_shows_a_scale_from_the_lowest_to_the_highest(shown, folder):
    polarity = pd.read_csv(folder / "meta.tsv", sep="\t", quoting=3, keep_default_na=False)["polarity"]
    pictures.colour_by(shown, "polarity")
    expect(shown.locator(".gradient-boundaries div")).to_have_text([f"{polarity.min()}", f"{polarity.max()}"])


def test_leaning_is_coloured_in_three_colours(shown):
    pictures.colour_by(shown, "leaning")
    expect(shown.locator("vz-projector-legend .item")).to_have_count(3)
