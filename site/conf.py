"""The web edition: Sphinx renders the README, the notebooks as they are stored, and the data sheets.

Nothing is copied or written again for it. What differs from the files as they stand is done here: a table of
contents, words for the badges' pictures (which lie on another server), formulas as MathML, which browsers show
without a script, and a front page without what is for those who have a clone.
"""

import re
import shutil
import tomllib
from pathlib import Path

import nbformat
from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]
BADGE = re.compile(r"!\[Open in Colab\]\(https://colab\.research\.google\.com/assets/colab-badge\.svg\)")
BEHIND_THE_SCENES = re.compile(r"^## For teachers$.*?(?=^## Licence$)", re.MULTILINE | re.DOTALL)
CONTENTS = """
```{toctree}
:hidden:
:glob:

notebooks/[0-9]*
```
```{toctree}
:hidden:
:caption: Behind it

Which embedding? <notebooks/which_embedding>
Glossary <notebooks/glossary>
The data <data/README>
Measured times <notebooks/README>
```
"""

project = "Embeddings, from one-hot to the projector"
html_title = project
extensions = ["myst_nb"]
root_doc = "README"
include_patterns = ["README.md", "notebooks/*.ipynb", "notebooks/*.md", "data/README.md"]
exclude_patterns = ["**/.ipynb_checkpoints"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}

nb_execution_mode = "off"  # what is shown was computed by make notebooks
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

html_theme = "sphinx_book_theme"
html_theme_options = {
    "repository_url": PUBLISHED["repository"],
    "repository_branch": PUBLISHED["ref"],
    "use_repository_button": True,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "launch_buttons": {"colab_url": "https://colab.research.google.com"},
    "show_toc_level": 2,
    "navbar_persistent": [],  # the search box stands in the sidebar
    "footer_content_items": [],  # else: "Author name not set"
}
html_context = {"default_mode": "auto"}  # light or dark, as the reader's system is
html_static_path = ["static"]
html_css_files = ["site.css"]
html_favicon = "static/favicon.svg"
html_math_renderer = "mathml"
html_show_copyright = False
html_copy_source = False


def adapt_source(app: Sphinx, name: str, source: list[str]) -> None:
    """Put words in the place of the badges' pictures; cut the front page, and put the table of contents below it."""
    source[0] = BADGE.sub("Open in Colab", source[0])
    if name == root_doc:
        source[0] = BEHIND_THE_SCENES.sub("", source[0]) + CONTENTS


def describe_figures(app: Sphinx, document: nodes.document) -> None:
    """Give each figure of a notebook its stored text alternative, which MyST-NB leaves out."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    outputs = [out for cell in nbformat.read(path, as_version=4).cells for out in cell.get("outputs", [])]
    stored = [out.metadata.get("image/png", {}) for out in outputs if "image/png" in out.get("data", {})]
    figures = [image for image in document.findall(nodes.image) if "alt" not in image]
    for figure, metadata in zip(figures, stored, strict=True):
        figure["alt"] = metadata.get("alt", "Figure")


def write_inline_formula(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula that stands within a line."""
    translator.body.append(tex2mathml(node.astext(), as_block=False))
    raise nodes.SkipNode


def write_formula(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands on lines of its own."""
    translator.body.append(f"<p>{tex2mathml(node.astext(), as_block=True)}</p>")
    raise nodes.SkipNode


def make_front_page(app: Sphinx, error: Exception | None) -> None:
    """Let the README also be what a web server shows first."""
    if error is None:
        shutil.copy(Path(app.outdir, "README.html"), Path(app.outdir, "index.html"))


def setup(app: Sphinx) -> None:
    """Connect what is above with Sphinx."""
    app.connect("source-read", adapt_source)
    app.connect("doctree-read", describe_figures)
    app.connect("build-finished", make_front_page)
    app.add_html_math_renderer("mathml", (write_inline_formula, None), (write_formula, None))
