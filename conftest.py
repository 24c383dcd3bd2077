"""What the test run adds: cells run as in JupyterLab, a failed claim fails its cell, trials are counted."""

from collections import Counter
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import pytest

from course_utils.claims import DID_NOT_HOLD


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Run a notebook cell, and fail it when its output says that a claim did not hold."""
    kernel = getattr(item.parent, "kernel", None)
    if kernel is not None:
        # nbval keeps no history, and without it IPython does not see the ; that hides a cell's last value.
        kernel.kc.execute = partial(_execute_with_history, type(kernel.kc).execute, kernel.kc)
    result = yield
    for output in getattr(item, "test_outputs", None) or []:
        failed = [line for line in output.get("text", "").splitlines() if line.startswith(DID_NOT_HOLD)]
        if failed:
            pytest.fail("\n".join(failed), pytrace=False)
    return result


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Add up what tests have counted, such as record_property("mutations", {"tried": 40, "rejected": 40})."""
    sums: dict[str, Counter[str]] = {}
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, counts in report.user_properties if report.when == "call" else ():
            sums.setdefault(name, Counter()).update(counts)
    for name, counts in sums.items():
        terminalreporter.write_line(f"{name}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items()))


def _execute_with_history(execute: Callable[..., str], client: object, code: str, **options: object) -> str:
    """Send a cell to the kernel as a front end does."""
    return execute(client, code, **{**options, "store_history": True})
