"""``python -m course_utils``: is everything here that the core track needs?"""

import sys

from course_utils.environment import environment_report

if __name__ == "__main__":
    sys.exit(0 if environment_report() else 1)
