"""Draw the README's pictures: the projector with the course's own table, and figures out of the stored notebooks.

What is done here to the projector's page is what ``tests/browser/test_projector.py`` does too.
"""

import base64
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import browser
import jupytext
import nbformat
from PIL import Image
from playwright.sync_api import FrameLocator, Page

from course_utils import projector

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
PICTURES = NOTEBOOKS / "pictures"
FIGURES = {  # the picture's name, the notebook, and what the code of the figure's cell holds
    "capitals": ("00_start_here", "@title Twelve countries and their capitals"),
    "training": ("04_training", "figures.name_line_ends("),
}
SIZE = {"width": 1600, "height": 1000}
MINUTE = 60_000  # milliseconds
AWAY = (SIZE["width"] / 2, 90)  # where the mouse lies on nothing that explains itself when pointed at


def main() -> None:
    """Write all pictures into notebooks/pictures."""
    PICTURES.mkdir(exist_ok=True)
    for name, (notebook, code) in FIGURES.items():
        save(name, stored_figure(NOTEBOOKS / f"{notebook}.ipynb", code))
    with tempfile.TemporaryDirectory() as folder:
        exported = exported_by_notebook_06(Path(folder))
        with projector.serve(exported) as server, browser.started() as chromium:
            page = chromium.new_page(viewport=SIZE)
            shown = open_projector(page, server.url)
            colour_by(shown, "polarity")
            page.mouse.move(*AWAY)
            page.wait_for_timeout(2_000)  # the menu closes and the points take their colours
            save("projector", page.screenshot())
            choose_word(shown, "great")
            page.mouse.move(*AWAY)
            page.wait_for_timeout(2_000)
            save("projector_neighbours", page.screenshot())


def save(name: str, picture: bytes) -> None:
    """Write a PNG with a palette, which keeps text crisp and the file small."""
    path = PICTURES / f"{name}.png"
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB", flush=True)


def stored_figure(notebook: Path, code: str) -> bytes:
    """Return the figure that a stored notebook shows below the cell with this code."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code" and code in cell.source:
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    return base64.b64decode(output.data["image/png"])
    raise SystemExit(f"No cell of {notebook.name} with {code!r} shows a figure: run  make notebooks  first.")


def exported_by_notebook_06(folder: Path) -> Path:
    """Run the cells of notebook 06 up to its export of the trained table, and return where that is."""
    source = jupytext.read(NOTEBOOKS / "source" / "06_projector.py")
    cells = [cell.source for cell in source.cells if cell.cell_type == "code"]
    last = next(place for place, cell in enumerate(cells) if "projector.export(folder" in cell)
    program = "\n\n".join(cells[: last + 1])
    subprocess.run([sys.executable, "-c", program], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / "projector" / "trained"


# What a person does on the projector's page ---------------------------------------------------------------------


def open_projector(page: Page, url: str) -> FrameLocator:
    """Open the projector, wait until its points are there, and return the frame that shows it."""
    page.goto(f"{url}/#projector")
    shown = page.frame_locator("iframe").frame_locator("iframe")  # TensorBoard, its plugin, the projector
    shown.locator(".numDataPoints").filter(has_text=re.compile("[1-9]")).wait_for(timeout=MINUTE)
    return shown


def colour_by(shown: FrameLocator, column: str) -> None:
    """Choose a column in the menu of colours."""
    shown.get_by_label("Color by").click()
    shown.get_by_role("option").filter(has_text=column).click()


def choose_word(shown: FrameLocator, word: str) -> None:
    """Search for a word and click on it among what was found."""
    panel = shown.locator("#inspector-panel")
    panel.get_by_label("Search").fill(word)
    panel.locator(".matches-list").get_by_text(word, exact=True).click()


def neighbours(shown: FrameLocator) -> list[str]:
    """Return the words that the page lists as the nearest of the chosen one."""
    listed = shown.locator("#inspector-panel .neighbor .label")
    listed.first.wait_for()
    return listed.all_inner_texts()


if __name__ == "__main__":
    main()
