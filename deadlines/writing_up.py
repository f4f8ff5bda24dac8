"""How long after something happened it was written down (T-33): said on the record, whether or not there is a limit."""

from datetime import date, datetime

from django.utils import timezone

from deadlines.numbers import working_calendar
from govuk_forms.words import count


def written_down_later(happened_on: date, recorded_at: datetime) -> str:
    """ "written down 4 working days later"; nothing on the day itself, and where holidays are not known."""
    calendar, written_on = working_calendar(), timezone.localdate(recorded_at)
    if not (calendar.knows(happened_on) and calendar.knows(written_on)):
        return ""
    later = calendar.working_days_between(happened_on, written_on)
    return f"written down {count(later, 'working day')} later" if later > 0 else ""
