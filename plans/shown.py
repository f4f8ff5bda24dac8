"""What a plan's page shows: plain values, worked out here, so that its template decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Permission
from children.codes import AbuseCategory
from govuk_forms.components import Flag, Happening, Link, SummaryRow
from govuk_forms.words import count
from govuk_forms.words import day as in_words
from plans.actions.content import may_write
from plans.actions.frequency import limits_on
from plans.models import Action, AgreedBy, ChildProtectionPlan, Outcome, PlanFrequency
from plans.slippage import Slippage, slippage_of

# After so many months somebody should look again; the last is the two years of T-25.
MARKS_IN_MONTHS = (15, 18, 21, 24)

TAGS = {
    Outcome.SetBy.CONFERENCE: Flag("Set by the conference: only a conference can change it", "blue"),
    Outcome.SetBy.CORE_GROUP: Flag("Added by the core group", "turquoise"),
}


@dataclass(frozen=True, kw_only=True)
class ActionShown:
    what: str
    who: str
    by_when: date
    progress: str
    standing: Flag
    moved: str
    links: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class OutcomeShown:
    number: int
    text: str
    tag: Flag
    facts: Sequence[SummaryRow]
    actions: Sequence[ActionShown]
    links: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class FrequencyShown:
    what: str
    every: str
    agreed: str
    reason: str
    limits: Sequence[str]


def length_in_words(started_on: date, until: date) -> str:
    """16 weeks; 15 months; 2 years and 3 months."""
    lasted = relativedelta(until, started_on)
    months = lasted.years * 12 + lasted.months
    if months < 12:
        return count((until - started_on).days // 7, "week")
    if months < 24:
        return count(months, "month")
    years = count(lasted.years, "year")
    return f"{years} and {count(lasted.months, 'month')}" if lasted.months else years


def length(plan: ChildProtectionPlan, *, today: date) -> str:
    """How long the plan has lasted, and when somebody should next look at that."""
    if plan.ended_on:
        return length_in_words(plan.started_on, plan.ended_on)
    so_far = length_in_words(plan.started_on, today)
    for months in MARKS_IN_MONTHS:
        mark = plan.started_on + relativedelta(months=months)
        if mark > today:
            return f"{so_far}; {months} months on {in_words(mark)}"
    return so_far


def action_standing(action: Action, *, today: date) -> Flag:
    if action.done_on:
        late = " late" if action.done_on > action.by_when else ""
        return Flag(f"Done{late} on {in_words(action.done_on)}", "orange" if late else "green")
    days = (action.by_when - today).days
    if days < 0:
        return Flag(f"Overdue by {count(-days, 'day')}", "red")
    if days == 0:
        return Flag("Due today", "yellow")
    return Flag(f"Due in {count(days, 'day')}", "yellow" if days <= 7 else "blue")


def summary(plan: ChildProtectionPlan, *, today: date) -> list[SummaryRow]:
    rows = [
        SummaryRow(name="Began", value=in_words(plan.started_on)),
        SummaryRow(name="Decided by", value=_decided_by(plan)),
        SummaryRow(name="Category now", value=plan.categories),
        SummaryRow(name="Category at the start", value=_labels(plan.initial_categories)),
        SummaryRow(name="Length" if plan.ended_on is None else "Lasted", value=length(plan, today=today)),
        SummaryRow(
            name="Earlier plans", value=count(plan.plans_before, "plan") if plan.plans_before else "None"
        ),
    ]
    if plan.ended_on:
        rows.append(
            SummaryRow(name="Ended", value=f"{in_words(plan.ended_on)}: {plan.get_end_reason_display()}")
        )
    if plan.receiving_authority and plan.receiving_conference_on:
        held = f"{plan.receiving_authority}, by a conference on {in_words(plan.receiving_conference_on)}"
        rows.append(SummaryRow(name="Held now by", value=held))
    if plan.consulted_about_end:
        rows.append(SummaryRow(name="Who was asked and told", value=plan.consulted_about_end))
    return rows


def description(plan: ChildProtectionPlan) -> list[SummaryRow]:
    return [
        SummaryRow(name=name, value=text or "Not written down yet")
        for name, text in (
            ("What the assessment found", plan.analysis),
            ("Concerns", plan.concerns),
            ("What must change", plan.what_must_change),
            ("Contingency: if things change, or do not change enough", plan.contingency),
        )
    ]


def outcomes(
    plan: ChildProtectionPlan, *, user: User, today: date
) -> tuple[list[OutcomeShown], list[ActionShown]]:
    """The plan's outcomes with their actions, and the actions that stand under none."""
    under: dict[int | None, list[ActionShown]] = {}
    actions = list(plan.actions.all())
    moved = slippage_of(actions)
    for action in actions:
        under.setdefault(action.outcome_id, []).append(
            _action(action, moved.get(action.pk), plan, user, today)
        )
    shown = [
        OutcomeShown(
            number=number,
            text=outcome.what_will_be_different,
            tag=TAGS[Outcome.SetBy(outcome.set_by)],
            facts=_facts(outcome, today),
            actions=under.get(outcome.pk, []),
            links=_links(outcome, plan, user),
        )
        for number, outcome in enumerate(plan.outcomes.prefetch_related("corrections__made_by"), start=1)
    ]
    return shown, under.get(None, [])


def frequencies(plan: ChildProtectionPlan, *, today: date) -> list[FrequencyShown]:
    """What the plan asks beside what the authority does. Of two from one day the later said holds."""
    on = plan.ended_on or today
    in_force: dict[str, PlanFrequency] = {}
    for frequency in plan.frequencies.select_related("agreed_by").order_by("from_on", "pk"):
        if frequency.from_on <= on:
            in_force[frequency.of] = frequency
    return [_frequency(of, in_force.get(of), on) for of in PlanFrequency.Of]


def updates(plan: ChildProtectionPlan) -> list[Happening]:
    return [
        Happening(
            title="Plan updated",
            on=revision.revised_on,
            by=str(revision.recorded_by),
            text=revision.what_changed,
        )
        for revision in plan.revisions.select_related("recorded_by")
    ]


def versions(plan: ChildProtectionPlan) -> list[Happening]:
    at = {"child_pk": plan.child_id}
    return [
        Happening(
            title=f"Version {version.number}: agreed by {version.get_agreed_by_display().lower()}",
            on=version.agreed_on,
            by=str(version.recorded_by),
            text=version.because,
            url=reverse("plans:version", kwargs={**at, "plan_version_pk": version.pk}),
        )
        for version in plan.versions.select_related("recorded_by").defer("sections")
    ]


def changes_since_the_conference(plan: ChildProtectionPlan) -> str:
    """The page that compares; empty where no conference's version is kept."""
    if not plan.versions.filter(agreed_by=AgreedBy.CONFERENCE).exists():
        return ""
    return reverse("plans:changes", kwargs={"child_pk": plan.child_id})


def _decided_by(plan: ChildProtectionPlan) -> str:
    row = plan.conferences.filter(decision="plan").select_related("conference__chair").first()
    if row is None:
        return "Not known: from the previous system" if plan.from_previous_system else "Not recorded"
    chair = f", chaired by {row.conference.chair}" if row.conference.chair else ""
    previous = " (from the previous system)" if plan.from_previous_system else ""
    return f"{row.get_kind_display()} on {in_words(row.conference.held_on)}{chair}{previous}"


def _labels(codes: Sequence[str]) -> str:
    return ", ".join(AbuseCategory(code).label.lower() for code in codes).capitalize()


def _facts(outcome: Outcome, today: date) -> list[SummaryRow]:
    facts = [
        ("How we will know", outcome.how_we_will_know, None),
        ("For", outcome.get_horizon_display(), None),
        ("Checked by", outcome.checked_by, None),
        ("By when", in_words(outcome.achieve_by) if outcome.achieve_by else "", _late(outcome, today)),
        ("Progress", outcome.progress, None),
        ("Achieved", in_words(outcome.achieved_on) if outcome.achieved_on else "", None),
        *(
            ("Corrected", f"{in_words(localdate(each.made_at))} by {each.made_by}: {each.why}", None)
            for each in outcome.corrections.all()
        ),
    ]
    return [SummaryRow(name=name, value=value, flag=flag) for name, value, flag in facts if value]


def _late(outcome: Outcome, today: date) -> Flag | None:
    if outcome.achieve_by and outcome.achieve_by < today and not outcome.achieved_on:
        return Flag(f"Passed {count((today - outcome.achieve_by).days, 'day')} ago", "red")
    return None


def _links(outcome: Outcome, plan: ChildProtectionPlan, user: User) -> list[Link]:
    if plan.ended_on:
        return []
    links = []
    at = {"child_pk": plan.child_id, "outcome_pk": outcome.pk}
    if may_write(outcome, user):
        by_the_conference = outcome.set_by == Outcome.SetBy.CONFERENCE
        page = "plans:change-conference-outcome" if by_the_conference else "plans:change-outcome"
        links.append(Link("Change", reverse(page, kwargs=at)))
    if user.may(Permission.EDIT_PLAN):
        links.append(Link("Mark progress", reverse("plans:outcome-progress", kwargs=at)))
        adding = reverse("plans:add-action", kwargs={"child_pk": plan.child_id})
        links.append(Link("Add an action", f"{adding}?outcome={outcome.pk}"))
    elif may_write(outcome, user):
        links.append(Link("Mark progress", reverse("plans:conference-outcome-progress", kwargs=at)))
    return links


def _action(
    action: Action, moved: Slippage | None, plan: ChildProtectionPlan, user: User, today: date
) -> ActionShown:
    links = []
    if plan.ended_on is None and user.may(Permission.EDIT_PLAN):
        at = {"child_pk": plan.child_id, "action_pk": action.pk}
        links.append(Link("Record progress", reverse("plans:action-progress", kwargs=at)))
        if not action.done_on:
            links.append(Link("Move the date", reverse("plans:move-action", kwargs=at)))
    return ActionShown(
        what=action.what,
        who=action.who,
        by_when=action.by_when,
        progress=action.progress,
        standing=action_standing(action, today=plan.ended_on or today),
        moved=moved.words if moved else "",
        links=links,
    )


def _frequency(of: str, frequency: PlanFrequency | None, on: date) -> FrequencyShown:
    limits = [f"{limit.period}: {limit.source}" for limit in limits_on(of, on)]
    what = PlanFrequency.Of(of).label
    if frequency is None:
        return FrequencyShown(
            what=what, every="No more often than the limit", agreed="", reason="", limits=limits
        )
    who = f"agreed by {frequency.agreed_by}" if frequency.agreed_by else "agreement not recorded"
    if frequency.chair_agreed_on:
        who += f", and by the conference chair on {in_words(frequency.chair_agreed_on)}"
    return FrequencyShown(
        what=what,
        every=f"Every {frequency.every}",
        agreed=f"From {in_words(frequency.from_on)}, {who}",
        reason=frequency.reason,
        limits=list(dict.fromkeys(limits)),
    )


def oversights(plan: ChildProtectionPlan) -> list[Happening]:
    return [
        Happening(
            title=each.get_kind_display(),
            on=each.on,
            by=str(each.recorded_by),
            text="\n".join(
                part
                for part in (
                    each.words,
                    f"Decided: {each.decided}" if each.decided else "",
                    "How often visits and core groups are held is confirmed."
                    if each.frequencies_confirmed
                    else "",
                    f"Looked at again by {in_words(each.review_on)}." if each.review_on else "",
                )
                if part
            ),
        )
        for each in plan.oversights.select_related("recorded_by")
    ]


def end_proposals(plan: ChildProtectionPlan) -> list[Happening]:
    return [
        Happening(
            title="Proposed that the plan ends",
            on=each.proposed_on,
            by=str(each.recorded_by),
            text="\n".join(part for part in (each.because, each.support) if part),
        )
        for each in plan.end_proposals.select_related("recorded_by")
    ]
