"""Stamp the address under which the course is published into badges, set-up cells and pyproject.toml.

    python tools/publish.py https://github.com/owner/name v1.0

It needs nothing but Python, so a fork can be stamped before anything is installed. Stamping twice changes nothing.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# An account's name has letters, digits and single hyphens: so the address before it is stamped, with an underscore,
# cannot be anybody's.
ADDRESS = re.compile(r"https://github\.com/[A-Za-z0-9]+(-[A-Za-z0-9]+)*/[A-Za-z0-9._-]+(?<!\.git)")
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


def publish(root: Path, address: str, ref: str) -> int:
    """Write the address and the branch or tag into every file of a clone that names them; return how many changed."""
    if not ADDRESS.fullmatch(address):
        raise SystemExit(f"The address is {address!r}, expected https://github.com/OWNER/NAME and nothing behind it.")
    if not REF.fullmatch(ref):
        raise SystemExit(f"The ref is {ref!r}, expected the name of a branch or tag, such as main or v1.0.")
    repository = address.removeprefix("https://github.com/")
    places = {
        r"(colab\.research\.google\.com/github/)\S+?(/notebooks/)": rf"\g<1>{repository}/blob/{ref}\2",
        r'(course = \\?"git\+)[^"\\]*': rf"\g<1>{address}@{ref}",
        r'(\[tool\.course\]\nrepository = ")[^"]*("\nref = ")[^"]*': rf"\g<1>{address}\g<2>{ref}",
    }
    notebooks = [*root.glob("notebooks/*.ipynb"), *root.glob("notebooks/source/*.py")]
    changed = 0
    for path in [root / "README.md", root / "pyproject.toml", *notebooks]:
        before = after = path.read_text(encoding="utf-8")
        for place, stamped in places.items():
            after = re.sub(place, stamped, after)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            changed += 1
    return changed


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("Run it as  make publish REPO=https://github.com/OWNER/NAME REF=main")
    print(f"Stamped {publish(ROOT, *sys.argv[1:])} files: commit and push what changed.")
