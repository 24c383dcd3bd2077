"""The real TensorBoard on one export, in a process of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils.projector.files import read_whole

# What that process runs. Its standard input ends when the program that started it does, in whatever way.
LAUNCHER = """
import os, shutil, sys
from tensorboard import program

folder, port = sys.argv[1:]
board = program.TensorBoard()
board.configure(logdir=folder, port=int(port), host="127.0.0.1", load_fast="false")
print(board.launch(), flush=True)
sys.stdin.read()
shutil.rmtree(folder, ignore_errors=True)
os._exit(0)
"""

_servers: "dict[Path, Server]" = {}  # the last one of each folder; it runs on when nobody else keeps the object


class Server:
    """A TensorBoard that shows one export; made by `serve`.

    Attributes
    ----------
    url : str
        Where it answers, such as ``http://127.0.0.1:6006``, without a slash at the end.
    folder : Path
        The export that it shows, as it was when the server started.

    Examples
    --------
    >>> server = serve("projector/trained")  # doctest: +SKIP
    >>> server.running  # doctest: +SKIP
    True
    >>> server.stop()  # doctest: +SKIP
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        # TensorBoard reads the vectors once, but the words whenever a page asks: so it gets a copy, which no later
        # export changes.
        contents = read_whole(folder)
        self._copy = tempfile.TemporaryDirectory(prefix="projector-", ignore_cleanup_errors=True)
        for name, content in contents.items():
            Path(self._copy.name, name).write_bytes(content)
        self._errors = Path(self._copy.name, "errors.txt")
        with open(self._errors, "wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", LAUNCHER, self._copy.name, str(port)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,  # so that interrupting a cell does not interrupt TensorBoard
            )
        try:
            self.url = self._address()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> "Server":
        """Return the server, which already runs."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Stop the server."""
        self.stop()

    def __repr__(self) -> str:
        """Say where the server answers."""
        return f"<TensorBoard at {self.url}>" if self.running else "<TensorBoard, stopped>"

    @property
    def running(self) -> bool:
        """Whether TensorBoard is still there."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Stop TensorBoard and wait until it is gone; a second call does nothing."""
        self._process.kill()
        self._process.communicate()
        self._copy.cleanup()

    def _address(self) -> str:
        """Wait for the address that TensorBoard prints when it serves, or say why it has ended instead."""
        for line in self._process.stdout or ():
            if line.startswith("http"):
                return line.strip().rstrip("/")
        said = self._errors.read_text(encoding="utf-8", errors="replace").splitlines() or ["it said nothing"]
        raise RuntimeError(f"TensorBoard ended before it answered ({said[-1]}).")


def serve(folder: str | os.PathLike[str], port: int = 0) -> Server:
    """Start TensorBoard on an export, reachable from this machine only, and wait until it answers.

    Use it as a context manager, which stops TensorBoard at the end of the block, also after an error. In a
    notebook, where the browser is to be used between two cells, keep the server and call its ``stop()`` later; it
    ends with the kernel at the latest. It shows the export as it is now: after a new one, call `serve` again, which
    replaces the server of that folder.

    In Google Colab the address of the machine cannot be opened in a browser: use ``%load_ext tensorboard`` and
    ``%tensorboard --logdir FOLDER`` there.

    Parameters
    ----------
    folder : path
        Where `export` has written.
    port : int
        The port to listen on; 0 takes a free one.

    Returns
    -------
    Server
        With ``.url`` and ``.stop()``. Open ``.url + "/#projector"`` in a browser.

    Raises
    ------
    FileNotFoundError
        When there is no whole export in `folder`.
    RuntimeError
        When TensorBoard ends by itself, as it does when the port is taken; the message holds the last line it
        wrote.

    Examples
    --------
    >>> with serve("projector/trained") as server:  # doctest: +SKIP
    ...     print(server.url)
    http://127.0.0.1:43512
    """
    target = Path(folder).resolve()
    if target in _servers:
        _servers[target].stop()
    server = _servers[target] = Server(target, port)
    return server
