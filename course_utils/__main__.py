"""What the course does from a terminal.

``python -m course_utils`` says whether everything is here that the course needs; ``python -m course_utils lab`` opens
JupyterLab on the learner's own copies of the notebooks; ``python -m course_utils report`` studies a CSV file.
"""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["lab"]:
        from course_utils.lab import lab

        sys.exit(lab(sys.argv[2:]))
    elif sys.argv[1:2] == ["report"]:
        from course_utils.report import report

        report(sys.argv[2:])
    else:
        from course_utils.environment import environment_report

        sys.exit(0 if environment_report() else 1)
