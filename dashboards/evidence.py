"""One child's plan and its history as dated evidence of the work with child and family (B-24).

What a court may be shown: every version whole, what was explained to whom, who signed, how often the child was seen,
who was sent what, and all that happened by its day. Legal advice and help for whoever harmed are not in it: they are in
no version (A-07), and whoever must show them does so with the legal team. Safe addresses are taken out.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from circulation.models import Receipt
from circulation.shown import standing
from circulation.withheld import SafeAddresses
from dashboards.happenings import timeline
from exports.documents import Document
from govuk_forms import words
from plans.agreement import rows
from plans.models import ChildProtectionPlan
from visits.models import Visit
from visits.reading import outcome


def evidence(plan: ChildProtectionPlan, *, until: date) -> Document:
    """From the day the plan began to its end, or to `until` while it is open. All of it in one document."""
    last = plan.ended_on or until
    sections = [(heading, text) for heading, text in _sections(plan, last) if text]
    return Document(
        title=f"{plan.child.name}: the plan and its history",
        caption="Evidence of a child protection plan",
        facts=list(_facts(plan, last)),
        sections=SafeAddresses([plan.child]).taken_out_of(sections),
        version=f"{words.day(plan.started_on)} to {words.day(last)}",
    )


def _facts(plan: ChildProtectionPlan, last: date) -> Iterator[tuple[str, str]]:
    child = plan.child
    yield "Reference", child.reference
    yield "Born", words.day(child.born_on) if child.born_on else "Not born yet"
    yield "The plan began", words.day(plan.started_on)
    if plan.ended_on:
        yield "The plan ended", f"{words.day(plan.ended_on)}: {plan.get_end_reason_display()}"
    else:
        yield "Told up to", words.day(last)
    yield "Conference chair", str(child.conference_chair or "Not named")


def _sections(plan: ChildProtectionPlan, last: date) -> Iterator[tuple[str, str]]:
    yield "Lead social workers", "\n".join(_leads(plan, last))
    yield (
        "The parents were told that the plan may be used in court",
        (words.day(plan.parents_told_on) if plan.parents_told_on else "Not recorded"),
    )
    yield "The plan was explained", "\n".join(_explained(plan)) or "Not recorded"
    yield "Who signed the version that holds", "\n".join(_signed(plan, last))
    yield "How often the child was seen", "\n".join(_seen(plan, last))
    yield "What was sent to whom", "\n".join(_sent(plan, last))
    yield "What happened, by its day", "\n".join(_happened(plan, last))
    for version in reversed(plan.versions.all()):
        agreed = f"agreed on {words.day(version.agreed_on)} by {version.get_agreed_by_display().lower()}"
        text = "\n".join(f"{heading}: {said}" for heading, said in version.sections)
        yield f"Version {version.number}, {agreed}", text


def _leads(plan: ChildProtectionPlan, last: date) -> Iterator[str]:
    for each in (
        plan.child.allocations.filter(from_on__lte=last).select_related("social_worker").order_by("from_on")
    ):
        if each.until_on is None or each.until_on >= plan.started_on:
            until = words.day(each.until_on) if each.until_on else "now"
            yield f"{each.social_worker}: {words.day(each.from_on)} to {until}"


def _explained(plan: ChildProtectionPlan) -> Iterator[str]:
    for each in plan.explanations.select_related("person").order_by("explained_on", "pk"):
        who = each.person or plan.child.name
        yield (
            f"{words.day(each.explained_on)}, {who}: {each.how} Understood: {each.get_understood_display().lower()}; "
            f"accepted: {each.get_accepted_display().lower()}."
        )


def _signed(plan: ChildProtectionPlan, last: date) -> Iterator[str]:
    for row in rows(plan, plan.versions.first(), today=last):
        yield f"{row.name}: {row.standing.words}"


def _seen(plan: ChildProtectionPlan, last: date) -> Iterator[str]:
    visits = Visit.objects.filter(child=plan.child, visited_on__range=(plan.started_on, last))
    ways = Counter(outcome(visit).words for visit in visits.select_related("child"))
    yield f"{words.count(sum(ways.values()), 'visit or attempt', 'visits and attempts')} in that time."
    for way, number in ways.most_common():
        yield f"{way}: {number}"


def _sent(plan: ChildProtectionPlan, last: date) -> Iterator[str]:
    receipts = Receipt.objects.filter(
        circulation__child=plan.child, circulation__sent_at__date__range=(plan.started_on, last)
    )
    for each in receipts.select_related("circulation", "person", "user").order_by(
        "circulation__sent_at", "pk"
    ):
        sent = words.day(each.circulation.sent_at.date())
        yield f"{sent}, {each.recipient}: {each.circulation.title}. {standing(each).words}."


def _happened(plan: ChildProtectionPlan, last: date) -> Iterator[str]:
    for each in reversed(timeline(plan.child)):
        on = each.on.date() if each.has_time else each.on
        if plan.started_on <= on <= last:
            by = f" ({each.by})" if each.by else ""
            lines = [line.strip().rstrip(".") for line in each.text.splitlines() if line.strip()]
            yield f"{words.day(on)}: {'. '.join([f'{each.title}{by}', *lines])}."
