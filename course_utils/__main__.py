"""What the course does from a terminal.

``python -m course_utils`` says whether everything is here that the course needs; ``python -m course_utils lab`` opens
JupyterLab on the learner's own copies of the notebooks.
"""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["lab"]:
        from course_utils.lab import lab

        sys.exit(lab(sys.argv[2:]))
    from course_utils.environment import environment_report

    sys.exit(0 if environment_report() else 1)
