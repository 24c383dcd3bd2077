"""Files that are written whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4


def write_whole(path: str | os.PathLike[str], content: str | bytes | Iterable[bytes]) -> None:
    r"""Write a file so that no reader meets half of it: beside its place first, then moved into it.

    An error, an interrupt or a full disk leaves the old file as it was. A kill does too, and may leave a hidden file
    beside it.

    Parameters
    ----------
    path : path
        The file, in a folder that exists.
    content : str, bytes, or bytes in pieces
        A string is written as UTF-8, its line breaks as they are.

    Raises
    ------
    OSError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(f"{folder}/words.txt", "good\nbad\n")
    ...     print(open(f"{folder}/words.txt").read().split())
    ['good', 'bad']
    """
    path = Path(path)
    if isinstance(content, str):
        content = content.encode("utf-8")
    pieces = [content] if isinstance(content, bytes) else content
    beside = path.with_name(f".{path.name}.{uuid4().hex}")  # two programs that write at once do not share it
    try:
        with open(beside, "wb") as file:
            file.writelines(pieces)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
