"""Nothing of the portal starts with numbers that cannot be trusted."""

from django.apps import AppConfig
from django.core.checks import register
from django.core.exceptions import ImproperlyConfigured


class DeadlinesConfig(AppConfig):
    name = "deadlines"

    def ready(self) -> None:
        from deadlines.checks import packs_can_be_used

        register(packs_can_be_used)
        if wrong := packs_can_be_used():
            raise ImproperlyConfigured(
                "The statutory timetable cannot be used. "
                + " ".join(map(str, (error.msg for error in wrong)))
            )
