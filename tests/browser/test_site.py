"""The web edition that `make site` has built: read in a real Chromium that can reach nothing else."""

import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "site"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
PAGES = [
    "index",
    *(f"notebooks/{path.stem}" for path in NOTEBOOKS),
    "data/README",
    "notebooks/README",
    "notebooks/glossary",
    "notebooks/which_embedding",
    "search",
]
PUBLISHED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]
COLAB = "https://colab.research.google.com/github"
PHONE = {"width": 390, "height": 844}


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files without a line for each."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve the web edition on this machine alone; yield its address."""
    if not (SITE / "index.html").exists():
        pytest.fail(f"{SITE} holds no web edition: run make site, and this again.")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass
class Notebook:
    """A stored notebook, and the page that shows it."""

    path: Path
    page: Page


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Notebook]:
    """Open the page of a notebook."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{site}/notebooks/{request.param.stem}.html")
    yield Notebook(request.param, page)
    page.close()


@pytest.fixture
def troubles(page: Page, site: str) -> list[str]:
    """Refuse everything that is not of the site, and list that and all else that goes wrong on a page."""
    found: list[str] = []

    def only_the_site(route: Route) -> None:
        if route.request.url.startswith(site):
            route.continue_()
        else:
            found.append(f"asked for {route.request.url}")
            route.abort()

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # so ends what a page still asked for when it was left
            found.append(f"failed: {request.url}, {request.failure}")

    page.context.route("**/*", only_the_site)
    page.on("requestfailed", failed)
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on("response", lambda answer: answer.ok or found.append(f"{answer.status}: {answer.url}"))
    page.on(
        "console",
        lambda said: said.type in ("error", "warning") and found.append(f"{said.type}: {said.text}"),
    )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_errors_asks_for_nothing_from_elsewhere_and_fits_a_phone(
    page: Page, site: str, troubles: list[str], name: str
) -> None:
    page.goto(f"{site}/{name}.html", wait_until="networkidle")
    expect(page.locator("h1:visible")).to_have_count(1)
    assert troubles == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]  # else all of it scrolls sideways


def test_every_link_within_the_site_leads_to_a_page_and_to_a_place_on_it(page: Page, site: str) -> None:
    places: dict[str, set[str]] = {}
    links: dict[str, str] = {}  # and a page that each stands on
    waiting = [f"{site}/index.html"]
    while waiting:
        address = waiting.pop()
        answer = page.goto(address)
        if answer is None or not answer.ok:
            continue
        places[address] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        for link in page.evaluate("[...document.links].map(a => a.href)"):
            target = link.partition("#")[0]
            if link.startswith(site) and link not in links:
                links[link] = address
                if target not in places and target not in waiting:
                    waiting.append(target)
    broken = [
        f"{link} on {source}"
        for link, source in links.items()
        for target, _, place in [link.partition("#")]
        if target not in places or (place and place not in places[target])
    ]
    assert broken == []
    assert {f"{site}/{name}.html" for name in PAGES} - {f"{site}/search.html"} <= set(places)


def test_next_leads_from_the_front_page_through_all_notebooks_and_previous_back(page: Page, site: str) -> None:
    page.goto(f"{site}/index.html")
    for path in NOTEBOOKS:
        page.locator("a.right-next").click()
        expect(page).to_have_url(f"{site}/notebooks/{path.stem}.html")
    for path in reversed(NOTEBOOKS[:-1]):
        page.locator("a.left-prev").click()
        expect(page).to_have_url(f"{site}/notebooks/{path.stem}.html")


def test_search_finds_the_notebook_that_has_a_word(page: Page, site: str, troubles: list[str]) -> None:
    page.goto(f"{site}/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("Procrustes")
    page.keyboard.press("Enter")
    found = page.locator("#search-results").get_by_role("link", name="04a · What a difference is worth")
    found.first.click()
    expect(page.locator("h1:visible")).to_contain_text("04a · What a difference is worth")
    assert troubles == []


def test_the_launch_button_opens_the_notebook_from_the_address_in_pyproject(notebook: Notebook) -> None:
    notebook.page.get_by_role("button", name="Launch interactive content").click()
    link = notebook.page.locator(".dropdown-launch-buttons").get_by_role("link", name="Colab")
    published = PUBLISHED["repository"].removeprefix("https://github.com/")
    expect(link).to_be_visible()
    expect(link).to_have_attribute(
        "href", f"{COLAB}/{published}/blob/{PUBLISHED['ref']}/notebooks/{notebook.path.name}"
    )


def test_a_notebook_shows_its_stored_figures_with_their_text_alternatives(notebook: Notebook) -> None:
    cells = nbformat.read(notebook.path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    stored = [out.metadata.get("image/png", {}) for out in outputs if "image/png" in out.get("data", {})]
    figures = notebook.page.locator(".cell_output img")
    shown = figures.evaluate_all("figures => figures.map(figure => figure.alt)")
    assert shown == [metadata.get("alt", "Figure") for metadata in stored]
    figures.evaluate_all("figures => Promise.all(figures.map(figure => figure.decode()))")


def test_each_answer_of_a_quiz_is_folded_until_it_is_clicked(notebook: Notebook) -> None:
    answers = notebook.page.locator(".cell_output details")
    is_lesson = notebook.path.stem[2] == "_"  # a closer look, such as 03a_…, has no quiz
    assert (answers.count() > 0) == is_lesson
    for answer in answers.all():
        expect(answer.get_by_text("Right.", exact=True)).to_be_hidden()
        answer.locator("summary").click()
        expect(answer.get_by_text("Right.", exact=True)).to_be_visible()


def test_a_folded_cell_opens_by_keyboard(notebook: Notebook) -> None:
    summary = notebook.page.locator("details.hide > summary").first
    code = summary.locator("xpath=..").locator("pre").first
    expect(code).to_be_hidden()
    summary.focus()
    notebook.page.keyboard.press("Enter")
    expect(code).to_be_visible()
    notebook.page.keyboard.press("Enter")
    expect(code).to_be_hidden()


def test_no_line_of_code_in_view_is_cut_off_at_1280_pixels(notebook: Notebook) -> None:
    blocks = notebook.page.locator(".cell_input pre:visible")
    assert blocks.count() > 5
    assert blocks.evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)") == []


def test_a_lesson_shows_no_answer_and_keeps_checks_and_drawings_folded(page: Page, site: str) -> None:
    page.goto(f"{site}/notebooks/02_counts_and_pca.html")
    expect(page.locator(".tag_reveal")).not_to_have_count(0)
    expect(page.locator(".tag_reveal .cell_output")).to_have_count(0)
    for folded in (".tag_set-up", ".tag_checks", ".tag_drawing"):
        assert not any(code.is_visible() for code in page.locator(f"{folded} pre").all()), folded
    expect(page.locator(".tag_drawing img").first).to_be_visible()


def test_formulas_are_set_as_formulas(page: Page, site: str) -> None:
    page.goto(f"{site}/notebooks/02_counts_and_pca.html")
    expect(page.locator("math mfrac")).to_have_count(1)
    page.goto(f"{site}/notebooks/04a_what_a_difference_is_worth.html")
    expect(page.locator("math msqrt")).not_to_have_count(0)
    assert "$p$" not in page.locator("article").first.inner_text()


def test_the_front_page_has_the_course_and_its_licence_and_nothing_for_maintainers(page: Page, site: str) -> None:
    page.goto(f"{site}/index.html")
    expect(page.get_by_role("heading", name="The course")).to_be_visible()
    expect(page.get_by_role("heading", name="Licence")).to_be_visible()
    expect(page.get_by_role("heading", name="For ")).to_have_count(0)
