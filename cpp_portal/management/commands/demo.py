"""The fictional borough: `manage.py demo` tells its stories, `manage.py demo --children 5000` adds a crowd.

Only where the demonstration is on. The crowd is for trying speed: whole families with their history, made many at a
time, with deadlines projected at the end.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from alerts.sweeping import tick
from children.models import Child
from cpp_portal.demonstration import borough, crowd, families
from cpp_portal.demonstration.teller import Teller
from deadlines.projection import once_at_the_end


class Command(BaseCommand):
    help = (
        "Tell the demonstration's stories, with dates relative to today; --children N grows it to N children."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--children", type=int, help="how many children there should be in all")

    def handle(self, *args: Any, children: int | None = None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration is off: set CPP_DEMO=1 and CPP_DEVELOPMENT=1, or use `make demo`."
            )
        people = borough.found()
        if not Child.objects.exists():
            with transaction.atomic(), once_at_the_end(by=User.objects.the_portal(), because="first told"):
                families.tell_all(Teller(people, timezone.localdate()), self.progress("Telling the stories"))
        if children:
            missing = max(0, children - Child.objects.count())
            crowd.add(missing, today=timezone.localdate(), progress=self.progress("Adding children"))
        tick(now=timezone.now())
        self.stdout.write(f"\n{Child.objects.count():,} children, {User.objects.active().count()} people.")

    def progress(self, what: str) -> Callable[[int, int], None]:
        """A bar where there is a terminal; elsewhere a line for each tenth."""

        def show(done: int, total: int) -> None:
            if self.stdout.isatty():
                filled = round(30 * done / total)
                self.stdout.write(
                    f"\r{what} [{'#' * filled}{'.' * (30 - filled)}] {done:,}/{total:,}", ending=""
                )
            elif done * 10 // total > (done - 1) * 10 // total:
                self.stdout.write(f"{what}: {done:,} of {total:,}")
            self.stdout.flush()

        return show
