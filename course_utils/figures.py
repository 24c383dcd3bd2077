"""What several notebooks draw: curves, labels of points, tables of coloured cells. Arrays in, the Axes out.

Titles say the finding, so every function takes one. The style of the figures and their text alternatives, which
``start`` switches on, are here too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from course_utils.ordered import strings_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito's eight colours, told apart by people with any common form of colour blindness:
# https://jfly.uni-koeln.de/color/. The order also differs in brightness, so that a grey print still reads.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
GREY = "#767676"
INK = "#222222"
# One code for what is above and below 0, in drawn tables and for words and reviews: red is positive, blue negative.
POSITIVE, NEGATIVE, DIVERGING = COLOURS[1], COLOURS[0], "RdBu_r"
CELL = 0.36  # inches, of a drawn table


def set_style() -> None:
    """Give every figure of the course the same fonts, colours and sizes.

    Examples
    --------
    >>> set_style()
    """
    from cycler import cycler
    from matplotlib import rcParams, style

    style.use("course_utils.course")  # the file course.mplstyle beside this one
    rcParams["axes.prop_cycle"] = cycler(color=COLOURS)


def describe() -> None:
    """Let every figure be shown in a notebook, and carry its text alternative, as the ``alt`` of its metadata.

    nbconvert's classic template and other exporters write it into the page. Figures are shown also where the
    environment names a backend that shows none, as ``MPLBACKEND=agg`` does. Outside a notebook nothing happens.

    Examples
    --------
    >>> describe()  # in a notebook; elsewhere nothing happens
    """
    from IPython import get_ipython

    shell = get_ipython()
    if getattr(shell, "kernel", None) is None:
        return
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure

    def picture(figure: Figure) -> tuple[str, dict[str, str]] | None:
        drawn = print_figure(figure, base64=True)  # None when there is nothing on it
        return drawn and (drawn, {"alt": text_alternative(figure)})

    shell.enable_matplotlib("inline")  # now; else it happens after this cell and replaces what is set below
    shell.display_formatter.formatters["image/png"].for_type(Figure, picture)


def text_alternative(figure: Figure) -> str:
    """Return what a figure says in words: its titles, and what runs along the axes of its panels.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> _ = ax.set(title="Both rise", xlabel="epoch", ylabel="accuracy")
    >>> text_alternative(figure)
    'Figure: Both rise. Axes: epoch; accuracy.'
    """
    titles, labels = [figure.get_suptitle()], []
    for ax in figure.axes:
        titles += [ax.get_title(loc=where) for where in ("left", "center", "right")]
        titles += [str(text.get_label()) for text in ax.texts]  # of drawn tables
        if ax.axison:
            labels += [ax.get_xlabel(), ax.get_ylabel()]
    said, axes = (dict.fromkeys(" ".join(text.split()) for text in texts if text) for texts in (titles, labels))
    return f"Figure: {'. '.join(said)}." + (f" Axes: {'; '.join(axes)}." if axes else "")


def new_axes(ax: Axes | None, title: str, size: tuple[float, float] = (8, 4.5)) -> Axes:
    """Return the given Axes, or new ones of this size in inches, with the finding as their title.

    Examples
    --------
    >>> text_alternative(new_axes(None, "Frequent words are short", size=(8, 3)).figure)
    'Figure: Frequent words are short.'
    """
    import matplotlib.pyplot as plt

    if ax is None:
        _, ax = plt.subplots(figsize=size)
    ax.set_title(title)
    return ax


def label_points(ax: Axes, points: np.ndarray, words: Sequence[str], size: float = 9) -> None:
    """Write a word at each point, moved so that no label covers another (the same every time).

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [1.0, 1.0]])
    >>> ax = new_axes(None, "Two words")
    >>> dots = ax.scatter(*points.T)
    >>> label_points(ax, points, ["good", "bad"])
    >>> [text.get_text() for text in ax.texts if text.get_text()]
    ['good', 'bad']
    """
    from adjustText import adjust_text
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground="white")]  # keeps words readable where lines cross them
    state = np.random.get_state()  # noqa: NPY002 - adjustText draws from the global generator
    np.random.seed(0)  # noqa: NPY002
    texts = [
        ax.text(x, y, word, fontsize=size, path_effects=halo, parse_math=False)  # a word may hold two $
        for (x, y), word in zip(points, words, strict=True)
        if word
    ]
    ax.figure.canvas.draw()  # adjustText needs the final layout
    look = {"arrowstyle": "-", "color": "#B0B0B0", "linewidth": 0.6}
    adjust_text(texts, x=points[:, 0], y=points[:, 1], ax=ax, expand=(1.15, 1.3), arrowprops=look)
    np.random.set_state(state)  # noqa: NPY002


@dataclass(frozen=True)
class DrawnTable:
    """Where a drawn table is, in cells, so that arrows can begin and end at it.

    Attributes
    ----------
    left, top : float
        The upper left corner.
    shape : (int, int)
        Rows and columns.
    label_widths : tuple of float
        How far the label of each row reaches to the left of the cells.
    """

    left: float
    top: float
    shape: tuple[int, int]
    label_widths: tuple[float, ...]

    def before(self, row: int) -> tuple[float, float]:
        """Return the place left of a row, before its label."""
        return self.left - self.label_widths[row] - 0.35, self.top - row - 0.5

    def behind(self, row: int) -> tuple[float, float]:
        """Return the place right of a row."""
        return self.left + self.shape[1] + 0.15, self.top - row - 0.5


def new_drawing(width: float, height: float, title: str) -> Axes:
    """Return an empty sheet for :func:`draw_table`, so many cells wide and high, with the finding as its title.

    Examples
    --------
    >>> new_drawing(10, 5, "kitten and puppy never meet").get_xlim()
    (np.float64(0.0), np.float64(10.0))
    """
    ax = new_axes(None, title, size=(width * CELL, height * CELL + 0.35))
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.axis("off")
    return ax


def draw_table(
    ax: Axes,
    values: ArrayLike,
    at: tuple[float, float],
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    title: str = "",
    picked: Sequence[int] = (),
    picked_columns: Sequence[int] = (),
    limit: float | None = None,
    digits: int = 0,
    coloured: bool = True,
) -> DrawnTable:
    """Draw a small table as coloured cells with their numbers: red above 0, blue below, white at 0.

    Parameters
    ----------
    ax : Axes
        From :func:`new_drawing`; a cell is one unit wide and high.
    values : array_like, shape (rows, columns)
        The numbers.
    at : (float, float)
        Where the upper left corner of the cells goes.
    rows, columns : sequence of str
        Their labels.
    title : str
        Stands above the table.
    picked, picked_columns : sequence of int
        Rows and columns that get a frame and a coloured label.
    limit : float, optional
        The size of number with the fullest colour; the largest in the table by default. Give one number to several
        tables of a drawing.
    digits : int
        Digits behind the point.
    coloured : bool
        False leaves the cells white, as for ids, whose size says nothing.

    Returns
    -------
    DrawnTable
        Where the rows are, for :func:`draw_arrow`.

    Examples
    --------
    >>> ax = new_drawing(6, 4, "kitten and puppy never meet")
    >>> drawn = draw_table(ax, [[0, 2], [2, 0]], (3, 3), rows=["the", "kitten"], picked=[1])
    >>> drawn.behind(1)
    (5.15, 1.5)
    """
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    table = np.atleast_2d(np.asarray(values, dtype=float))
    rows, columns = strings_in(rows, "labels of the rows"), strings_in(columns, "labels of the columns")
    for labels, number in ((rows, table.shape[0]), (columns, table.shape[1])):
        if labels and len(labels) != number:
            raise ValueError(f"the table is {table.shape}, but there are {len(labels)} labels for {number}.")
    left, top = at
    largest = limit or np.abs(table).max() or 1.0
    size = 7.5 if digits > 1 and table.min() < 0 else 9  # so that -0.25 stays in its cell
    shades = colormaps[DIVERGING](0.5 + 0.42 * np.clip(table / largest, -1, 1))
    for (row, column), value in np.ndenumerate(table):
        shade = shades[row, column] if coloured else "white"
        corner = (left + column, top - row - 1)
        ax.add_patch(Rectangle(corner, 1, 1, facecolor=shade, edgecolor="white", linewidth=2))
        dark = coloured and abs(value) > 0.75 * largest
        number = f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")  # + 0.0 makes 0 of -0
        place = (left + column + 0.5, top - row - 0.5)
        ax.text(*place, number, ha="center", va="center", fontsize=size, color="white" if dark else INK)
    height, width = table.shape
    frames = [((left, top - row - 1), width, 1) for row in picked]
    frames += [((left + column, top - height), 1, height) for column in picked_columns]
    for corner, frame_width, frame_height in frames:
        frame = Rectangle(corner, frame_width, frame_height, fill=False, edgecolor=COLOURS[1], linewidth=2.2)
        ax.add_patch(frame).set_zorder(3)
    for row, name in enumerate(rows):
        look = _label_look(row in picked)
        ax.text(left - 0.2, top - row - 0.5, name, ha="right", va="center", fontsize=10, **look)
    for column, name in enumerate(columns):
        look = _label_look(column in picked_columns)
        slant: dict[str, Any] = {"rotation": 40, "rotation_mode": "anchor", "ha": "left", "va": "bottom"}
        ax.text(left + column + 0.35, top + 0.15, name, fontsize=9.5, **slant, **look)
    above = max(map(len, columns), default=0) * 0.16 + 0.6 if columns else 0.3
    heading = ax.text(left, top + above, title, ha="left", va="bottom", fontsize=10.5, weight="bold")
    named = {"rows": (rows, picked), "columns": (columns, picked_columns)}
    heading.set_label(_table_in_words(title, table.shape, named))
    # Of the labels of rows, and bold is wider.
    widths = [(0.24 if row in picked else 0.21) * len(name) for row, name in enumerate(rows or [""] * height)]
    return DrawnTable(left, top, (height, width), tuple(widths))


def draw_arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a thin curved arrow, for example from ``one.behind(0)`` to ``other.before(2)``.

    Examples
    --------
    >>> ax = new_drawing(10, 5, "An id picks its row")
    >>> ids = draw_table(ax, [[1]], (1, 4), coloured=False)
    >>> table = draw_table(ax, [[0.5], [-0.5]], (6, 4))
    >>> draw_arrow(ax, ids.behind(0), table.before(1))
    """
    look = {"arrowstyle": "-|>", "color": COLOURS[1], "linewidth": 1.5, "connectionstyle": "arc3,rad=0.1"}
    ax.annotate("", xy=end, xytext=start, arrowprops=look)


def _label_look(is_picked: bool) -> dict[str, Any]:
    """Return how the label of a row or column looks."""
    look = {"color": COLOURS[1], "weight": "bold"} if is_picked else {"color": INK}
    return {**look, "parse_math": False}


def _table_in_words(
    title: str, shape: tuple[int, ...], named: Mapping[str, tuple[Sequence[str], Sequence[int]]]
) -> str:
    """Return a text alternative of a table: its size, its labels and what is picked."""
    parts = [f"{title or 'a table'}: {shape[0]} rows, {shape[1]} columns"]
    for name, (labels, picked) in named.items():
        if labels:
            parts.append(f"{name} {', '.join(labels)}")
            parts += [f"picked {', '.join(labels[place] for place in picked)}"] if picked else []
    return "; ".join(parts)


def curves(
    lines: Mapping[str, ArrayLike],
    title: str,
    axis_labels: tuple[str, str],
    x: ArrayLike | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw named lines over a common axis, each named at its right end rather than in a legend.

    Parameters
    ----------
    lines : mapping of str to array_like, shape (n,) or (runs, n)
        A line each; of several runs the mean is drawn, with a band from the smallest to the largest.
    title : str
        The finding.
    axis_labels : pair of str
        What runs along the two axes, with units.
    x : array_like, shape (n,), optional
        Positions along the first axis; 1, 2, 3, … by default, as epochs are counted.
    ax : Axes, optional
        Where to draw; new Axes by default.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = curves({"training": [0.6, 0.8], "validation": [0.6, 0.7]}, "Both rise", ("epoch", "accuracy"))
    >>> [line.get_xdata().tolist() for line in ax.lines]
    [[1, 2], [1, 2]]
    """
    ax = new_axes(ax, title)
    ends = []
    for index, (name, values) in enumerate(lines.items()):
        runs = np.atleast_2d(np.asarray(values, dtype=float))
        positions = np.arange(1, runs.shape[1] + 1) if x is None else np.asarray(x)
        colour, style = COLOURS[index % len(COLOURS)], ("-", "--", "-.", ":")[index % 4]
        lowest, mean, highest = runs.min(axis=0), runs.mean(axis=0), runs.max(axis=0)
        ax.plot(positions, mean, color=colour, linestyle=style, marker="o", markersize=4)
        if len(runs) > 1:
            ax.fill_between(positions, lowest, highest, color=colour, alpha=0.15, linewidth=0)
        last = np.flatnonzero(np.isfinite(mean))[-1]
        ends.append((positions[last], mean[last], name, colour))
    name_line_ends(ax, ends)
    ax.set(xlabel=axis_labels[0], ylabel=axis_labels[1])
    return ax


def name_line_ends(ax: Axes, ends: Sequence[tuple[float, float, str, str]], gap: float = 0.06) -> None:
    """Write each line's name right of its last point, pushed apart where two would meet.

    Parameters
    ----------
    ax : Axes
        Where the lines are.
    ends : sequence of (x, y, name, colour)
        The last point of each line.
    gap : float
        Smallest distance of two names, as a share of the axis' height.

    Examples
    --------
    >>> ax = new_axes(None, "They end together")
    >>> name_line_ends(ax, [(1, 0.5, "training", "black"), (1, 0.5, "validation", "grey")], gap=0.1)
    >>> [round(float(text.get_position()[1]), 2) for text in ax.texts]
    [0.45, 0.55]
    """
    low, high = ax.get_ylim()
    to_share = ax.transData + ax.transAxes.inverted()
    shares = [float(to_share.transform((end[0], end[1]))[1]) for end in ends]
    order = np.argsort(shares)
    upwards, downwards = np.empty(len(ends)), np.empty(len(ends))
    last = -np.inf
    for index in order:
        upwards[index] = last = max(shares[index], last + gap)
    last = np.inf
    for index in order[::-1]:
        downwards[index] = last = min(shares[index], last - gap)
    placed = (upwards + downwards) / 2  # each keeps the gap, so their mean does
    look: dict[str, Any] = {"transform": ax.transAxes, "va": "center", "fontsize": 9.5, "parse_math": False}
    for (_, _, name, colour), share in zip(ends, placed, strict=True):
        ax.text(1.01, share, name, color=colour, **look)
    ax.set_ylim(low, high)
