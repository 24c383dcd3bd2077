"""What the course does from a terminal.

``python -m course_utils`` says whether everything is here that the course needs; ``python -m course_utils lab`` opens
JupyterLab on the learner's own copies of the notebooks; ``python -m course_utils report`` studies a CSV file.
"""

import signal
import sys

if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # some consoles of Windows lack a character
    if sys.argv[1:2] == ["lab"]:
        from course_utils.lab import lab

        signal.signal(signal.SIGINT, lambda *_: None)  # JupyterLab gets Control-C too, and asks whether to end
        sys.exit(lab(sys.argv[2:]))
    elif sys.argv[1:2] == ["report"]:
        from course_utils.report import report

        report(sys.argv[2:])
    else:
        from course_utils.environment import environment_report

        sys.exit(0 if environment_report() else 1)
