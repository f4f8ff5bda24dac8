"""manage.py timetable FACTS.json: listed among the commands; `manage.py` itself runs it without any settings."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from deadlines.timetable import main


class Command(BaseCommand):
    help = "Print every statutory clock of one child from a file of facts. Needs no database."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        sys.exit(main(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        main(args)
