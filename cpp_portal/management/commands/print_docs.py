"""Prints into docs/ what is decided in code: the timetable, who may do what, and what an import refuses."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import printed as permissions
from deadlines import printed as timetable
from returns.census import printed as imports


class Command(BaseCommand):
    help = "Write the pages of docs/ that say what rules, roles and imports do, from the code in force."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for page in (timetable, permissions, imports):
            page.main([])
