"""Prints into docs/ what is decided in code: the statutory timetable and who may do what."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import printed as permissions
from deadlines import printed as timetable


class Command(BaseCommand):
    help = "Write docs/statutory-timetable.md and docs/who-may-do-what.md from the rules and roles in force."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for page in (timetable, permissions):
            page.main([])
