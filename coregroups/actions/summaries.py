"""The summary of involvement that somebody owes who sent apologies (B-10, B-27)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from coregroups.models import CoreGroupAttendance
from govuk_forms.words import day as in_words


@transaction.atomic
def record_summary(
    *, attendance: CoreGroupAttendance, words: str, came_on: date, by: User, today: date
) -> CoreGroupAttendance:
    """What somebody who could not come has sent instead. Until then it stays on the agenda."""
    held_on = attendance.meeting.held_on
    refuse_came(attendance)
    if not words.strip():
        raise Refused("Write down what the summary says.", field="words")
    if came_on > today:
        raise Refused("It came today or earlier.", field="came_on")
    attendance.views, attendance.views_came_on = words, came_on
    attendance.full_clean(exclude=["recorded_by"])
    return attendance.save_by(by, why=f"Summary for the core group of {in_words(held_on)}"[:100])


def refuse_came(attendance: CoreGroupAttendance) -> None:
    if attendance.views_came_on:
        raise Refused(f"Their summary is recorded: it came on {in_words(attendance.views_came_on)}.")
