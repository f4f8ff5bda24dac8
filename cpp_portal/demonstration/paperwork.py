"""What is written before, after and between conferences: reports, letters, assessments, extensions."""

from datetime import date
from typing import TYPE_CHECKING

from conferences import actions as conferences
from conferences.models import Conference, ConferencePaper
from coregroups.actions import extend_core_group
from plans.actions import start_child_in_need_plan

if TYPE_CHECKING:
    from cpp_portal.demonstration.family import Family

DRAFT = (
    "Too often there is no meal and no bed to sleep in. Meals, sleep and school every day. The school keeps a "
    "breakfast place, the health visitor calls weekly, the parents and the grandmother agree who is at home at night."
)


def reported(family: "Family", conference: Conference, *, steps: int = 5, early: int = 0) -> None:
    """So many of the five steps, each on the day that the countdown asks for, or on that of the booking if later.

    With `early`, so many working days before it was asked for.
    """
    calendar, day = family.teller.calendar, conference.booked_for
    asked = [calendar.working_days_before(day, before + early) for before in (5, 4, 3, 2, 1)]
    children = [row.child for row in conference.for_children.select_related("child")]
    for place, on in enumerate(max(each, conference.booked_on) for each in asked[:steps]):
        on = min(on, family.teller.today)
        given = {"conference": conference, "children": children, "on": on, "today": on}
        with family.teller.on(on):
            match place:
                case 0:
                    conferences.write_draft(words=DRAFT, by=family.lead, **given)
                case 1:
                    conferences.pass_report(by=family.lead, **given)
                case 2:
                    conferences.countersign_report(by=family.manager, **given)
                case 3:
                    conferences.share_report(shared_with=_family_of(family), by=family.lead, **given)
                case 4:
                    conferences.send_report(by=family.lead, **given)


def redrafted(family: "Family", conference: Conference, days: int) -> None:
    """The draft is changed, which makes a countersignature void."""
    on = max(family.teller.working_day(days), conference.booked_on)
    with family.teller.on(on):
        conferences.write_draft(
            conference=conference,
            children=family.children,
            on=on,
            words=f"{DRAFT} The midwife has been added.",
            by=family.lead,
            today=on,
        )


def letter_sent(family: "Family", conference: Conference) -> None:
    """On the working day after, once that has come."""
    on: date = family.teller.calendar.working_days_after(conference.held_on or conference.booked_for, 1)
    if on <= family.teller.today:
        with family.teller.on(on):
            conferences.send_paper(
                conference=conference,
                kind=ConferencePaper.Kind.DECISION_LETTER,
                sent_on=on,
                sent_to="The family and everybody who was invited.",
                by=conference.chair,
                today=on,
            )


def assessing(family: "Family", days: int) -> None:
    """An assessment of each child began, and is not authorised yet."""
    began = family.teller.working_day(days)
    with family.teller.on(began):
        conferences.start_assessment(children=family.children, started_on=began, by=family.lead, today=began)


def extended(family: "Family", days: int, *, until: int, reason: str) -> None:
    """The manager agreed that the next core group meets later than it usually must."""
    on = family.teller.working_day(days)
    for child in family.children:
        with family.teller.on(on):
            extend_core_group(
                child=child, until_on=family.teller.day(until), reason=reason, by=family.manager, today=on
            )


def supported(family: "Family", days: int, summary: str) -> None:
    """A child in need plan for each child."""
    on = family.teller.working_day(days)
    for child in family.children:
        with family.teller.on(on):
            start_child_in_need_plan(child=child, started_on=on, summary=summary, by=family.lead, today=on)


def _family_of(family: "Family") -> str:
    return ", ".join(name for name in family.people if family.surname in name) or "The parents"
