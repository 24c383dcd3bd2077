"""A learner's own file: texts and labels out of a CSV, or one sentence on what is wrong with it."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils.data.reviews import LabelledTexts, clean


@dataclass(frozen=True)
class OwnTexts(LabelledTexts):
    """Texts of one's own with their labels, in the order of the file.

    Attributes
    ----------
    groups : tuple of str
        The group of each text, such as who wrote it: "" where none is named. Nothing at all without such a column.
    left_out : str
        How many rows of the file are not among the texts, and why.
    """

    groups: tuple[str, ...] = ()
    left_out: str = ""

    def __repr__(self) -> str:
        return f"{len(self):,} texts of {len(self.classes)} classes"


def load_own(path: str | Path, text: str, label: str, group: str = "", encoding: str = "utf-8") -> OwnTexts:
    r"""Read texts and labels from a CSV file whose first row names the columns.

    The separator may be a comma, a semicolon or a tab. Rows without a text or a label are left out, and so are
    classes with fewer than 10 texts; ``left_out`` says how many.

    Parameters
    ----------
    path : path
    text, label : str
        Names of the two columns. A label may be any text or number.
    group : str, optional
        Name of a column that says which rows belong together, such as the author or the product.
    encoding : str
        How the file spells letters as bytes.

    Returns
    -------
    OwnTexts

    Raises
    ------
    OSError
        When there is no such file, or it cannot be read.
    ValueError
        When the file is no such table, or nothing can be learned from it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     rows = [f"film number {n};{'good' if n % 2 else 'bad'}" for n in range(60)]
    ...     _ = open(f"{folder}/films.csv", "w").write("what;how\n" + "\n".join(rows))
    ...     own = load_own(f"{folder}/films.csv", text="what", label="how")
    >>> own, own.classes
    (60 texts of 2 classes, ('bad', 'good'))
    """
    table = _read(path, [name for name in (text, label, group) if name], encoding)
    table[text] = table[text].map(clean)
    filled = table[(table[text] != "") & (table[label] != "")]
    sizes = filled[label].value_counts()
    kept = filled[filled[label].map(sizes) >= 10]
    numbers, classes = kept[label].factorize(sort=True)
    written = [value for value in filled[text] if any(map(str.isalpha, value))]
    differ, column = len({*written}), f"the column {label!r}"
    _need(len(filled) >= 50, f"{path} has {len(filled)} rows with a text and a label: give 50.")
    _need(len(written) >= len(filled) / 2, f"the column {text!r} holds numbers: name the column of texts.")
    few = f"{differ} different text{'s' * (differ > 1)}"
    _need(differ >= 50, f"the column {text!r} has {few}: give 50, or name another column.")
    _need(len(sizes) > 1, f"{column} says the same in all rows: give two classes or more.")
    _need(len(sizes) <= 100, f"{column} has {len(sizes):,} values: give 100 classes at most.")
    _need(len(classes) > 1, f"fewer than two classes of {label!r} have 10 texts: label more texts.")
    left_out = f"{len(table) - len(filled):,} rows without a text or a label are left out, "
    left_out += f"and {len(filled) - len(kept):,} of classes with fewer than 10 texts."
    groups = tuple(kept[group]) if group else ()
    return OwnTexts(kept[text].tolist(), numbers, tuple(classes), groups, left_out)


def _need(holds: bool, otherwise: str) -> None:
    """Say in a sentence what is wrong, unless all is well."""
    if not holds:
        raise ValueError(otherwise)


def _read(path: str | Path, names: list[str], encoding: str) -> Any:
    """Return the file as a table of text, read with the separator that gives most of the named columns."""
    import pandas as pd

    how: Any = {"encoding": encoding, "dtype": str, "na_filter": False, "index_col": False}
    try:
        with warnings.catch_warnings(action="error", category=pd.errors.ParserWarning):  # of dropped fields
            headers = {one: [*pd.read_csv(path, sep=one, nrows=0, **how)] for one in ",;\t"}
            separator = max(headers, key=lambda one: (len({*names} & {*headers[one]}), len(headers[one])))
            table = pd.read_csv(path, sep=separator, **how)
    except OSError as error:
        raise OSError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (UnicodeError, LookupError):
        raise ValueError(f"{path} is not in {encoding}: save it as CSV in UTF-8, or name its encoding.") from None
    except (ValueError, Warning) as error:
        hint = "is it cut off, or is a text that holds the separator not in quotes?"
        raise ValueError(f"{path} is not a complete CSV file ({str(error).strip()}): {hint}") from None
    for one in names:
        _need(one in table, f"{path} has no column {one!r}, but {', '.join(map(repr, table.columns[:20]))}.")
    return table.apply(lambda column: column.str.strip())
