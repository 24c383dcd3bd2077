"""Is everything here that the course needs? ``python -m course_utils`` prints the answer."""

import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version

INSTALL = (
    'run  make lab  in the course\'s folder, or, in an environment of your own,  python -m pip install -e ".[lab]"'
)


def installed_version(package: str) -> str:
    """Return the installed version of a package, or that it is missing.

    Examples
    --------
    >>> installed_version("no-such-package")
    'missing'
    """
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def environment_report(brief: bool = False) -> bool:
    """Print a line for each thing that the core track needs, and what to do about one that is missing.

    Parameters
    ----------
    brief : bool
        Print only the lines for what is missing, or a single line when nothing is.

    Returns
    -------
    bool
        Whether everything is there.

    Examples
    --------
    >>> environment_report()  # doctest: +SKIP
    [OK]   Python 3.12
    ...
    """
    from course_utils.data import load_capitals, load_glove, load_reviews, load_similarity

    results = []

    def need(found: bool, what: str, remedy: str = "") -> None:
        results.append(found)
        if not (found and brief):
            print(f"[OK]   {what}" if found else f"[FAIL] {what}: {remedy}")

    need((3, 11) <= sys.version_info < (3, 14), f"Python {sys.version[:4]}", "install Python 3.11, 3.12 or 3.13")
    for package in required_packages():
        found = installed_version(package)
        need(found != "missing", f"{package} {found}", INSTALL)
    for what, load in {
        "film reviews": lambda: load_reviews("rotten_tomatoes"),
        "GloVe vectors": lambda: load_glove(limit=1),
        "similarity sets": lambda: load_similarity("simlex999"),
        "capitals": load_capitals,
    }.items():
        try:
            load()
            need(True, what)
        except Exception as error:  # whatever it is, the other lines are wanted too
            need(False, what, str(error))
    if installed_version("jupyterlab") == "missing":
        print(f"[NOTE] jupyterlab missing: another program that runs notebooks will do, or {INSTALL}")
    if brief and all(results):
        print(f"[OK]   {len(results)} of {len(results)}: everything is here")
    return all(results)


def required_packages() -> list[str]:
    """Return the names of the packages that the course needs, without extras; its own name if it is not installed.

    Examples
    --------
    >>> required_packages()[:2]
    ['tensorflow', 'tensorboard']
    """
    try:
        lines = requires("course-utils") or []
    except PackageNotFoundError:  # run in a clone before the installation, which is what the report then says
        return ["course-utils"]
    return [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines if "extra ==" not in line]
