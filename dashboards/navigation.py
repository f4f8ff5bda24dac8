"""The menu: what a person may open, in the order in which they need it, and how much waits there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.built_once import BuiltOnce, counted
from accounts.models import User
from accounts.roles import Permission, Role
from alerts.models import Alert
from alerts.undelivered import failing
from children.actions.cover import covers_to_arrange
from circulation.models import Receipt
from coregroups.between import waiting_for
from dashboards.covering import gaps
from govuk_forms.components import NavigationEntry
from visits.models import UnseenEpisode

P = Permission


class Entry(NamedTuple):
    label: str
    page: str
    permission: Permission
    waiting: Callable[[User, date], int] | BuiltOnce | None = None
    """How much waits there: rows that the database counts, or something that has to be worked out."""
    of_those: Callable[[User, date], int] | None = None
    """How many of the rows are meant, where it has to be worked out: asked only when there are any."""


@BuiltOnce
def alerts_waiting(user: User, today: date) -> QuerySet[Any]:
    """Those nobody has acknowledged, one for each deadline."""
    return Alert.objects.unanswered_by(user, today=today).order_by().values("deadline").distinct()


@BuiltOnce
def escalations_waiting(user: User, today: date) -> QuerySet[Any]:
    return Alert.objects.escalated_to(user, today=today).order_by().values("deadline").distinct()


def letters_failing(user: User, today: date) -> int:
    """People whom no letter reaches."""
    return failing(timezone.now()).values("person").distinct().count()


def told_as_a_member(user: User, today: date) -> int:
    return Alert.objects.told_to_member(user, today=today).values("deadline").distinct().count()


def asked_of_a_member(user: User, today: date) -> int:
    """What the social workers want from them, and has not come."""
    return waiting_for(user, today=today)


@BuiltOnce
def copies_waiting(user: User, today: date) -> QuerySet[Any]:
    return Receipt.objects.filter(user=user).unacknowledged().order_by().values("pk")


@BuiltOnce
def covers(user: User, today: date) -> QuerySet[Any]:
    """Present and coming absences of the people whom a manager arranges for: on most days there are none."""
    return covers_to_arrange(user, today=today).order_by().values("pk")


def cover_gaps(user: User, today: date) -> int:
    """People away, now or soon, of whose work something is covered by nobody."""
    return gaps(user, today=today)


@BuiltOnce
def children_not_seen(user: User, today: date) -> QuerySet[Any]:
    """Something is open for them: whoever has to be told has not been, or the child is still not seen."""
    return UnseenEpisode.objects.open().visible_to(user, today=today).order_by().values("pk")


MENU: Final = (
    Entry("My day", "my-day", P.VIEW_CASELOAD),
    Entry("My caseload", "caseload", P.VIEW_CASELOAD),
    Entry("Conferences", "chair", P.VIEW_CONFERENCES),
    Entry("Team", "team", P.VIEW_TEAM_WORK),
    Entry("Overdue work", "overdue", P.VIEW_TEAM_WORK),
    Entry("Children not seen", "not-seen", P.VIEW_CHILD, children_not_seen),
    Entry("Cover", "cover", P.ARRANGE_COVER, covers, cover_gaps),
    Entry("Alerts", "alerts:mine", P.ACKNOWLEDGE_ALERT, alerts_waiting),
    Entry("Escalations", "alerts:escalations", P.DECIDE_ESCALATION, escalations_waiting),
    Entry("Core group alerts", "alerts:core-group", P.READ_CORE_GROUP_ALERTS, told_as_a_member),
    Entry("My part", "my-part", P.KEEP_OWN_PART, asked_of_a_member),
    Entry("Report a change", "report-change-as-member", P.REPORT_CHANGE_AS_MEMBER),
    Entry("In-box", "circulation:inbox", P.READ_INBOX, copies_waiting),
    Entry("Find a child", "children:find", P.FIND_CHILD),
    Entry("People and teams", "accounts:people", P.MANAGE_PEOPLE),
    Entry("Letters", "alerts:undelivered", P.MANAGE_PEOPLE, letters_failing),
    Entry("Exports", "exports:log", P.READ_AUDIT_TRAIL),
    Entry("Plans of a year", "plans-of-a-year", P.READ_RETURN_FIELDS),
    Entry("Imports", "returns:imports", P.IMPORT_RETURNS),
    Entry("Form of agreement", "standard-agreement", P.KEEP_STANDARD_AGREEMENT),
    Entry("Timetable", "timetable:rules", P.USE_PORTAL),
)

# Where each role begins its day; the others begin with what they can do.
FIRST_PAGE: Final = {
    Role.SOCIAL_WORKER: "my-day",
    Role.TEAM_MANAGER: "team",
    Role.SERVICE_MANAGER: "team",
    Role.CONFERENCE_CHAIR: "chair",
    Role.SAFEGUARDING_UNIT: "chair",
    Role.CORE_GROUP_PROFESSIONAL: "circulation:inbox",
    Role.AUDITOR: "team",
    Role.DATA_OFFICER: "plans-of-a-year",
}
DASHBOARDS: Final = (P.VIEW_CASELOAD, P.VIEW_TEAM_WORK, P.VIEW_CONFERENCES)


def menu(user: User, today: date, *, open_page: str) -> list[NavigationEntry]:
    """The first page stands first."""
    first = FIRST_PAGE.get(Role(user.role))
    entries = [entry for entry in MENU if user.may(entry.permission)]
    entries.sort(key=lambda entry: entry.page != first)
    waiting = dict(zip(entries, _waiting(entries, user, today), strict=True))
    return [
        NavigationEntry(
            entry.label, reverse(entry.page), active=entry.page == open_page, waiting=waiting[entry]
        )
        for entry in entries
    ]


def _waiting(entries: Sequence[Entry], user: User, today: date) -> Iterator[int]:
    rows = [entry.waiting for entry in entries if isinstance(entry.waiting, BuiltOnce)]
    numbers = iter(counted(rows, user, today))
    for entry in entries:
        if isinstance(entry.waiting, BuiltOnce):
            number = next(numbers)
            yield entry.of_those(user, today) if number and entry.of_those else number
        else:
            yield entry.waiting(user, today) if entry.waiting else 0
