"""For a monitoring system: exit 0 while deadlines are being checked, 1 with the reason when they are not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alerts.freshness import freshness


class Command(BaseCommand):
    help = "Say whether the deadlines were checked today; exit 1 when they were not."

    def handle(self, *args: Any, **options: Any) -> None:
        state = freshness()
        if not state.ok:
            raise CommandError(state.sentence)
        self.stdout.write(state.sentence)
