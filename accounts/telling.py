"""Telling the apps above that somebody's role, team or sign-in changed, without knowing them."""

from collections.abc import Collection

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Team, User


def person_changed(person: User, *, teams: Collection[Team | None]) -> None:
    """`teams` are those the person left or joined. What is to happen then is named in settings."""
    import_string(settings.WHEN_A_PERSON_CHANGES)(person, teams=teams)
