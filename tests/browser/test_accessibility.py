"""What axe finds in the notebooks as web pages, which anyone can make with nbconvert.

The classic template writes a figure's text alternative into the page; the default one, ``lab``, does not (yet).
"""

from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
# Colours of nbconvert's template and of Keras: ours are those of the notes, the quizzes and the figures.
NOT_OURS = [
    [".prompt"],  # the red of "Out[1]:" has a contrast of 4.43, not 4.5
    [".highlight"],  # the violet of "in" and "and" in code has one of 4.47
    ["td a"],  # a link's blue on the grey rows of a table
    ["span[style*='text-decoration-color']"],  # model.summary(): Keras colours it, and says nothing by colour
]
SERIOUS = {"serious", "critical"}
OF_STRUCTURE = {"heading-order", "empty-heading", "page-has-heading-one"}  # axe calls these moderate or minor


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def page(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory) -> Page:
    """Open a notebook as a web page, without a network."""
    exporter = HTMLExporter(template_name="classic")
    text, _ = exporter.from_notebook_node(nbformat.read(request.param, as_version=4))
    written = tmp_path_factory.mktemp("html") / f"{request.param.stem}.html"
    written.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.route("**/*", from_this_machine)
    page.goto(written.as_uri())
    yield page
    page.close()


def from_this_machine(route: Route) -> None:
    """Let a request pass only if it needs no network: the template asks for scripts that no check here needs."""
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        route.abort()


def test_axe_finds_nothing_serious_and_headings_in_order(page):
    found = Axe().run(page, context={"exclude": NOT_OURS}).response["violations"]
    wrong = [
        f"{violation['id']}: {node['html'][:150]}"
        for violation in found
        if violation["impact"] in SERIOUS or violation["id"] in OF_STRUCTURE
        for node in violation["nodes"]
    ]
    assert wrong == []


def test_every_figure_has_a_text_alternative_of_its_own(page):
    alternatives = page.locator(".output img").evaluate_all("images => images.map(image => image.alt)")
    assert [text for text in alternatives if not text.startswith("Figure: ")] == []
    assert len(set(alternatives)) == len(alternatives)
