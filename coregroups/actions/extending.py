"""Letting a core group meet later than it usually must: a reason, a new last day, a manager who agreed (T-12, T-13)."""

from datetime import date
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child
from coregroups.models import CoreGroupExtension
from deadlines.engine import Clock, clocks
from deadlines.models import Deadline
from deadlines.numbers import pack_in_force, working_calendar
from deadlines.periods import Weeks
from deadlines.projection import refresh
from deadlines.rules import RULES
from deadlines.timelines import timelines
from govuk_forms.words import day as in_words
from govuk_forms.words import weekday

# The longest that any source lets pass between two core groups (S4-18: "six to nine weekly").
NEVER_LONGER_THAN: Final = Weeks(9)
MAY_BE_EXTENDED: Final = tuple(code for code, rule in RULES.items() if rule.is_usual)


def extendable(child: Child) -> Deadline | None:
    """What a manager may agree to extend now, if anything is."""
    outstanding = Deadline.objects.outstanding().filter(child=child, rule__in=MAY_BE_EXTENDED)
    return outstanding.order_by("due_on").first()


def latest_day(started_on: date) -> date:
    """Beyond this day no reason is good enough."""
    return NEVER_LONGER_THAN.after(started_on, working_calendar())


def _waited_for(child: Child) -> Clock | None:
    """From the facts themselves, so that an agreement stands on what is true at that moment."""
    found = clocks(timelines([child.pk])[child.pk], pack_in_force(), working_calendar())
    running = [each for each in found if each.rule.is_usual and not (each.met_on or each.lapsed_on)]
    return min((each for each in running if each.due_on), key=lambda each: each.due_on, default=None)


@transaction.atomic
def extend_core_group(
    *, child: Child, until_on: date, reason: str, by: User, today: date, agreed_on: date | None = None
) -> CoreGroupExtension:
    agreed_on = agreed_on or today
    if not by.may(Permission.AGREE_EXTENSION):
        raise Refused("A team manager agrees to an extension. Ask yours.")
    clock = _waited_for(child)
    if clock is None or clock.due_on is None:
        raise Refused("No core group of this child is waited for.")
    if agreed_on > today:
        raise Refused("Give the day it was agreed: today or an earlier one.", field="agreed_on")
    if agreed_on > clock.due_on:
        raise Refused(
            f"The core group was due on {weekday(clock.due_on)}. An extension is agreed before the limit has "
            "passed: hold the core group as soon as it can be.",
            field="agreed_on",
        )
    if agreed_on < clock.started_on:
        raise Refused(
            f"The last core group was held on {in_words(clock.started_on)}: it was agreed then or later.",
            field="agreed_on",
        )
    if until_on <= clock.due_on:
        raise Refused(f"Give a day after {weekday(clock.due_on)}, the last day as it is.", field="until_on")
    last = latest_day(clock.started_on)
    if until_on > last:
        raise Refused(
            f"{NEVER_LONGER_THAN} after {in_words(clock.started_on)} is {weekday(last)}: "
            "no core group may be left longer than that.",
            field="until_on",
        )
    if not reason.strip():
        raise Refused("Say why it cannot be held sooner.", field="reason")
    extension = CoreGroupExtension(
        child=child,
        rule=clock.rule.code,
        was_due_on=clock.due_on,
        until_on=until_on,
        agreed_on=agreed_on,
        agreed_by=by,
        reason=reason,
    )
    extension.full_clean(exclude=["recorded_by"])
    extension.save_by(by)
    refresh([child], by=by, because=f"an extension was agreed: {reason}"[:200])
    return extension
