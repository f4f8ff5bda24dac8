"""A child or a family goes missing, and is found (B-22). Dates go on running all the while."""

from datetime import date, time

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, Missing
from govuk_forms.words import day as in_words


@transaction.atomic
def report_missing(
    *, child: Child, who: str, since_on: date, circumstances: str, agencies_told: str, by: User, today: date,
    since_at: time | None = None,
) -> Missing:  # fmt: skip
    if since_on > today:
        raise Refused("Enter today or an earlier day.", field="since_on")
    refuse_missing(child)
    if not circumstances.strip():
        raise Refused("Say what is known.", field="circumstances")
    if not agencies_told.strip():
        raise Refused("Say who was told and when: the police before all others.", field="agencies_told")
    missing = Missing(
        child=child, who=who, since_on=since_on, since_at=since_at, circumstances=circumstances,
        agencies_told=agencies_told,
    )  # fmt: skip
    missing.full_clean(exclude=["recorded_by"])
    return missing.save_by(by)


@transaction.atomic
def report_found(*, missing: Missing, found_on: date, found_words: str, by: User, today: date) -> Missing:
    """The child is back. They are still to be seen: being found is no visit."""
    missing = Missing.objects.select_for_update().get(pk=missing.pk)
    refuse_found(missing)
    if found_on > today:
        raise Refused("Enter today or an earlier day.", field="found_on")
    if found_on < missing.since_on:
        raise Refused(
            f"Missing since {in_words(missing.since_on)}. Enter that day or a later one.", field="found_on"
        )
    if not found_words.strip():
        raise Refused("Say what the child said on return, or why nobody could ask.", field="found_words")
    missing.found_on, missing.found_words = found_on, found_words
    return missing.save_by(by, why="Found")


def refuse_missing(child: Child) -> None:
    if child.missing.still().exists():
        raise Refused(f"{child} is already recorded as missing. Say that the child was found first.")


def refuse_found(missing: Missing) -> None:
    if missing.found_on:
        raise Refused(f"The child was found on {in_words(missing.found_on)}.")
