"""Stamp the address under which the course is published into badges, set-up cells and the README.

    python tools/publish.py https://github.com/owner/name v1.0

The address and the branch or tag stand in ``[tool.course]`` of ``pyproject.toml``; everything else is written
from there. Stamping twice changes nothing.
"""

import argparse
import re
from pathlib import Path

from course_utils.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent

# What GitHub allows: https://docs.github.com/en/enterprise-server/admin/identity-and-access-management
# (letters, digits and single hyphens in the name of an account). So an account with an underscore, as in the
# address before it is stamped, cannot exist.
ADDRESS = re.compile(
    r"https://github\.com/(?P<owner>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)/(?P<name>[A-Za-z0-9._-]+)"
)
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")

# A quote in a notebook's JSON stands behind a backslash.
SET_UP = re.compile(r'REPOSITORY, REF = (?P<quote>\\?")[^"\\]*\\?", \\?"[^"\\]*\\?"')
BADGE = re.compile(r"(?<=https://colab\.research\.google\.com/github/)\S+?(?=/notebooks/\w+\.ipynb)")
TABLE = re.compile(r'(?<=\[tool\.course\]\n)repository = "[^"]*"\nref = "[^"]*"')


def main() -> None:
    """Stamp the address given on the command line."""
    parser = argparse.ArgumentParser(description="Stamp the address of the published course.")
    parser.add_argument("address", help="https://github.com/OWNER/NAME")
    parser.add_argument("ref", help="a branch or tag")
    options = parser.parse_args()
    changed = publish(ROOT, options.address, options.ref)
    print(f"Stamped {len(changed)} files: commit and push them." if changed else "Nothing to change.")


def publish(root: Path, address: str, ref: str) -> list[Path]:
    """Write an address into every file that names it.

    Parameters
    ----------
    root : Path
        The clone.
    address : str
        ``https://github.com/OWNER/NAME``.
    ref : str
        The branch or tag that readers get.

    Returns
    -------
    list of Path
        The files that changed.

    Raises
    ------
    SystemExit
        If the address or the ref is malformed; nothing has been changed then.
    """
    if not (ADDRESS.fullmatch(address) and not address.endswith(".git")):
        raise SystemExit(
            f"The address is {address!r}, expected https://github.com/OWNER/NAME: as in the browser's address "
            "bar, without anything behind the name."
        )
    if not REF.fullmatch(ref) or ".." in ref or ref.endswith("/"):
        raise SystemExit(f"The ref is {ref!r}, expected the name of a branch or tag, such as main or v1.0.")
    before = {path: path.read_text(encoding="utf-8") for path in stamped_files(root)}
    after = {path: stamped(text, address, ref) for path, text in before.items()}
    changed = [path for path in before if after[path] != before[path]]
    for path in changed:
        write_whole(path, after[path])
    return changed


def stamped_files(root: Path) -> list[Path]:
    """Return the files that name the address; the one place where it is kept comes last."""
    notebooks = root / "notebooks"
    return [
        *sorted(notebooks.glob("*.ipynb")),
        *sorted((notebooks / "source").glob("*.py")),
        root / "README.md",
        root / "pyproject.toml",
    ]


def stamped(text: str, address: str, ref: str) -> str:
    """Return a text with the address and ref in each of the three places that name them."""
    path = address.removeprefix("https://github.com/")
    text = BADGE.sub(lambda _: f"{path}/blob/{ref}", text)
    text = SET_UP.sub(
        lambda found: f'REPOSITORY, REF = "{address}", "{ref}"'.replace('"', found["quote"]), text
    )
    return TABLE.sub(lambda _: f'repository = "{address}"\nref = "{ref}"', text)


if __name__ == "__main__":
    main()
