#!/usr/bin/env python
"""Django's command line for the portal. `make` is the everyday one."""

import os
import sys

from cpp_portal.launcher import running


def main() -> None:
    if sys.argv[1:2] == ["timetable"]:  # the arithmetic needs neither settings nor a database
        from deadlines.timetable import main as timetable

        sys.exit(timetable(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpp_portal.settings")
    running.join(os.environ)  # with no DATABASE_URL: the database of the portal that `make run` started here
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
