"""Everything that has happened to a child, from every app, as one timeline.

Each source below is one or two queries, however much there is to tell. To add one, write a function that yields
`Happening`s and name it in `SOURCES`; things of one day stand in the order of that list, the later above the earlier.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from children.kinds import Kind, kinds_about, of, worth_asking
from children.models import Allocation, Child, Referral, Residence
from circulation.models import Circulation
from conferences.models import ChildAtConference, Section47Enquiry, StrategyDiscussion
from coregroups.models import ChildAtCoreGroup, Disagreement, SignificantChange
from dashboards import paperwork, safety
from govuk_forms import words
from govuk_forms.components import Flag, Happening
from plans.models import ChildInNeedPlan, ChildProtectionPlan, PlanFrequency, PlanRevision
from visits.models import Visit
from visits.timeline import KEPT_FROM_THE_CHILD

FROM_BEFORE: Final = (Flag("From the previous system", "grey"),)


def timeline(child: Child, *, kinds: Collection[Kind] | None = None) -> list[Happening]:
    """Newest first. `kinds` are those of which there is anything about the child, where that is known."""
    there = kinds_about([child]) if kinds is None else kinds
    found = [
        (_day(happening.on), SOURCES.index(source), happening)
        for source in worth_asking(SOURCES, there)
        for happening in source(child)
    ]
    found.sort(key=lambda each: each[:2], reverse=True)
    return [happening for _, _, happening in found]


def _day(on: date | datetime) -> date:
    return timezone.localdate(on) if isinstance(on, datetime) else on


def _at(child: Child, page: str, **keys: int) -> str:
    return reverse(page, kwargs={"child_pk": child.pk, **keys})


def _flags(from_previous_system: bool) -> tuple[Flag, ...]:
    return FROM_BEFORE if from_previous_system else ()


def births(child: Child) -> Iterator[Happening]:
    if child.born_on:
        yield Happening(title="Born", on=child.born_on, key="born", matters=True)
    if child.died_on:
        yield Happening(title="Died", on=child.died_on, key="died", matters=True)


@of(Referral)
def referrals(child: Child) -> Iterator[Happening]:
    for each in child.referrals.all():
        yield Happening(
            title="Referral received",
            on=each.received_on,
            text=f"From: {each.get_source_display().lower()}. {each.concern}".strip(),
            key=f"referral-{each.pk}",
            matters=True,
        )
        if each.ended_on:
            yield Happening(title="Referral ended", on=each.ended_on, text=each.get_reason_ended_display())


@of(Allocation)
def allocations(child: Child) -> Iterator[Happening]:
    all_of_them = list(child.allocations.select_related("social_worker", "recorded_by"))
    begun = {each.from_on for each in all_of_them}
    for each in all_of_them:
        if each.until_on and each.until_on not in begun:
            yield Happening(
                title=f"{each.social_worker} no longer lead social worker",
                on=each.until_on,
                text="Nobody was allocated that day.",
                key=f"unallocated-{each.pk}",
                matters=True,
            )
        yield Happening(
            title=f"{each.social_worker} became lead social worker",
            on=each.from_on,
            by=each.recorded_by.name,
            key=f"allocation-{each.pk}",
            matters=True,
        )


@of(Residence)
def moves(child: Child) -> Iterator[Happening]:
    for each in child.residences.select_related("household", "recorded_by"):
        yield Happening(
            title="Moved in" if each.from_on != child.born_on else "Lived from birth",
            on=each.from_on,
            by=each.recorded_by.name,
            text=f"At {each.household}" if not each.household.is_safe_address else "At a safe address",
            url=_at(child, "children:household"),
            key=f"residence-{each.pk}",
            matters=True,
        )


@of(StrategyDiscussion)
def discussions(child: Child) -> Iterator[Happening]:
    for each in child.strategydiscussions.select_related("recorded_by"):
        yield Happening(
            title="Strategy discussion",
            on=each.held_on,
            by=each.recorded_by.name,
            text="Section 47 enquiry agreed." if each.enquiry_agreed else "No section 47 enquiry agreed.",
            key=f"discussion-{each.pk}",
            matters=True,
            url=_at(child, "conferences:list"),
            flags=_flags(each.from_previous_system),
        )


@of(Section47Enquiry)
def enquiries(child: Child) -> Iterator[Happening]:
    for each in child.section47enquirys.filter(decided_on__isnull=False).select_related("agreed_by"):
        yield Happening(
            title="Section 47 enquiry decided",
            on=each.decided_on,
            by=each.agreed_by.name if each.agreed_by else "",
            text=each.get_outcome_display(),
            key=f"enquiry-{each.pk}",
            matters=True,
            url=_at(child, "conferences:list"),
            flags=_flags(each.from_previous_system),
        )


@of(ChildAtConference)
def conferences(child: Child) -> Iterator[Happening]:
    for one in child.conferences.select_related("conference__chair", "conference__recorded_by"):
        each, kind = one.conference, one.get_kind_display()
        url = _at(child, "conferences:conference", conference_pk=each.pk)
        flags = _flags(each.from_previous_system)
        by = each.recorded_by.name
        if not each.from_previous_system:
            title = f"{kind} booked"
            yield Happening(title=title, on=each.booked_on, by=by, text=_booked(each), url=url)
        if each.moved_on:
            to = f"To {words.weekday(each.booked_for)}: {each.moved_because}"
            yield Happening(title=f"{kind} moved", on=each.moved_on, text=to, url=url)
        if each.cancelled_on:
            yield Happening(
                title=f"{kind} cancelled", on=each.cancelled_on, text=each.cancelled_because, url=url
            )
        if each.held_on:
            decided = one.get_decision_display()
            yield Happening(
                title=f"{kind} held" + (f": {words.within(decided)}" if decided else ""),
                on=each.held_on,
                by=each.chair.name if each.chair else "",
                text=one.reason,
                url=url,
                flags=flags,
                key=f"conference-{each.pk}",
                matters=True,
            )


def _booked(conference) -> str:
    day = conference.booked_for if conference.held_on is None else conference.held_on
    return f"For {words.weekday(day)}." if not conference.moved_on else ""


@of(ChildProtectionPlan, PlanRevision, PlanFrequency, ChildInNeedPlan)
def plans(child: Child) -> Iterator[Happening]:
    url = _at(child, "plans:plan")
    for each in child.plans.all():
        flags = _flags(each.from_previous_system)
        yield Happening(
            title="Child protection plan began",
            on=each.started_on,
            key=f"plan-{each.pk}",
            matters=True,
            text=each.categories,
            url=url,
            flags=flags,
        )
        if each.ended_on:
            yield Happening(
                title="Child protection plan ended",
                on=each.ended_on,
                key=f"plan-end-{each.pk}",
                matters=True,
                text=each.get_end_reason_display(),
                url=url,
                flags=flags,
            )
    for each in child.planrevisions.select_related("recorded_by"):
        yield Happening(
            title="Plan updated",
            on=each.revised_on,
            key=f"revision-{each.pk}",
            matters=True,
            by=each.recorded_by.name,
            text=each.what_changed,
            url=url,
        )
    for each in child.planfrequencys.select_related("recorded_by"):
        yield Happening(
            title=f"The plan asks for more: {each.get_of_display().lower()}",
            on=each.from_on,
            by=each.recorded_by.name,
            text=f"Every {each.every}. {each.reason}".strip(),
            url=url,
        )
    for each in child.childinneedplans.all():
        flags = _flags(each.from_previous_system)
        yield Happening(
            title="Child in need plan began", on=each.started_on, text=each.summary, url=url, flags=flags
        )


@of(ChildAtCoreGroup)
def core_groups(child: Child) -> Iterator[Happening]:
    for one in child.core_groups.select_related("meeting__minute_taken_by"):
        each = one.meeting
        url = _at(child, "coregroups:meeting", meeting_pk=each.pk)
        if each.held_on:
            by = each.minute_taken_by.name if each.minute_taken_by else ""
            yield Happening(
                title="Core group held", on=each.held_on, by=by, text=each.progress, url=url,
                key=f"core-group-{each.pk}",
            )  # fmt: skip
        elif each.cancelled_on:
            yield Happening(
                title="Core group cancelled", on=each.cancelled_on, text=each.cancelled_because, url=url
            )


@of(SignificantChange)
def changes(child: Child) -> Iterator[Happening]:
    for each in child.significantchanges.select_related("recorded_by", "decided_by"):
        url = _at(child, "coregroups:change", significant_change_pk=each.pk)
        yield Happening(
            title="Significant change reported", on=each.reported_on, by=each.told_by, text=each.what, url=url,
            key=f"change-{each.pk}", matters=True,
        )  # fmt: skip
        if each.decided_on:
            yield Happening(
                title="Decided what follows from a significant change", on=each.decided_on,
                by=each.decided_by.name, text=each.because, url=url,
            )  # fmt: skip


@of(Disagreement)
def disagreements(child: Child) -> Iterator[Happening]:
    for each in child.disagreements.select_related("recorded_by"):
        url = _at(child, "coregroups:disagreement", disagreement_pk=each.pk)
        yield Happening(
            title="Disagreement among professionals", on=each.raised_on, by=each.recorded_by.name, text=each.about,
            url=url, key=f"disagreement-{each.pk}",
        )  # fmt: skip
        if each.settled_on:
            yield Happening(title="Disagreement settled", on=each.settled_on, text=each.settled_how, url=url)


@of(Visit)
def visits(child: Child) -> Iterator[Happening]:
    for each in child.visits.select_related("visited_by"):
        seen = "green" if each.child_seen_alone or each.child_awake else "blue"
        said = _seen(each)
        yield Happening(
            title=f"Visit: {words.within(said)}",
            on=each.visited_on,
            by=each.visited_by.name if each.visited_by else "",
            text="\n".join(
                filter(None, [each.get_place_display(), each.reason, each.about_this_child, each.injury])
            ),
            url=_at(child, "visits:visit", visit_pk=each.pk),
            key=f"visit-{each.pk}",
            matters=bool(each.injury) or each.contact in KEPT_FROM_THE_CHILD,
            flags=(Flag(said, seen if each.child_seen else "red"), *_flags(each.from_previous_system)),
        )


def _seen(visit) -> str:
    if not visit.child_seen:
        return (
            f"Not seen: {visit.get_contact_display().lower()}"
            if visit.contact != "face-to-face"
            else "Not seen"
        )
    if visit.child_seen_alone:
        return "Seen alone"
    return "Seen awake" if visit.child_awake else "Seen, not alone"


@of(Circulation)
def circulations(child: Child) -> Iterator[Happening]:
    sent = (
        child.circulations.select_related("recorded_by").defer("sections").annotate(copies=Count("receipts"))
    )
    for each in sent:
        url = ""
        if each.kind == Circulation.Kind.CORE_GROUP_RECORD:
            url = _at(child, "coregroups:meeting", meeting_pk=each.about_pk)
        yield Happening(
            title=f"{each.get_kind_display()} circulated",
            on=each.sent_at,
            by=each.recorded_by.name,
            text=words.count(each.copies, "copy", "copies"),
            url=url,
        )


# In the order of a day.
SOURCES: Final[tuple[Callable[[Child], Iterator[Happening]], ...]] = (
    births,
    referrals,
    paperwork.transfers_in,
    moves,
    allocations,
    discussions,
    paperwork.assessments,
    enquiries,
    paperwork.declined,
    conferences,
    paperwork.reports,
    paperwork.around_conferences,
    paperwork.panels,
    plans,
    visits,
    safety.not_seen,
    safety.missing,
    safety.looked_after,
    safety.delegations,
    safety.events,
    changes,
    disagreements,
    core_groups,
    circulations,
    paperwork.extensions,
)
