"""What happens between two meetings of a core group, and what comes of a plan that does not move."""

from datetime import date
from typing import TYPE_CHECKING

from children.actions.cover import arrange_cover
from children.actions.locked import lock_record, open_locked
from children.actions.looked_after import begin_looked_after, record_review
from children.models import Cover
from coregroups import actions as coregroups
from plans.actions import add_action
from plans.actions.agreement import set_standard_agreement
from plans.actions.lines import add_line
from plans.models import Action, PlanLine

if TYPE_CHECKING:
    from cpp_portal.demonstration.family import Family
    from cpp_portal.demonstration.teller import Teller


def members_do_their_part(family: "Family", name: str, days: int) -> None:
    """A member has an action of their own, tells how it goes, cannot do another, and is asked for a report."""
    child, person = family.children[0], family.people[name]
    on = family.teller.working_day(days)
    given = {"child": child, "person": person, "by": family.lead, "today": on}
    with family.teller.on(on):
        breakfast = _action(
            family, person.name, "Keep a place at breakfast club and note each morning.", 40, on
        )
        homework = _action(
            family, person.name, "Stay for homework club with both children on Thursdays.", 12, on
        )
        coregroups.ask_member(
            kind="report",
            words="How they settle in class, attendance and lateness since the last core group.",
            due_on=family.teller.working_day(3),
            **given,
        )
        coregroups.say_as_member(
            kind="progress",
            action=breakfast,
            words="Came on nine of ten mornings, and ate. Talks more with the other children.",
            said_on=on,
            **given,
        )
    later = family.teller.working_day(-1)
    with family.teller.on(later):
        coregroups.say_as_member(
            **{**given, "today": later},
            kind="cannot",
            action=homework,
            words="The club closes at half-term: could the family centre take Thursdays?",
            said_on=later,
        )


def _action(family: "Family", who: str, what: str, due_in: int, on: date) -> Action:
    return add_action(
        plan=family.children[0].plans.open().get(),
        outcome=None,
        what=what,
        who=who,
        person=family.people[who],
        by_when=family.teller.day(due_in),
        agreed_on=on,
        by=family.lead,
    )


def do_not_agree(family: "Family", days: int) -> None:
    """Two agencies do not agree; the conference chair is asked for advice."""
    raised_on, taken_on = family.teller.working_day(days), family.teller.working_day(days + 6)
    with family.teller.on(raised_on):
        disagreement = coregroups.raise_disagreement(
            child=family.children[0],
            about="Whether weekends at the grandmother’s are safe enough while the father lives near.",
            between="School and health visiting",
            raised_on=raised_on,
            by=family.lead,
            today=raised_on,
        )
    for stage, outcome in (("members", "Talked about at length; not agreed."), ("chair", "")):
        with family.teller.on(taken_on):
            coregroups.take_further(
                disagreement=disagreement,
                stage=stage,
                on=taken_on,
                with_whom="Everybody in the core group" if outcome else "Chandra Chart",
                outcome=outcome,
                by=family.lead,
                today=taken_on,
            )


def becomes_looked_after(family: "Family", days: int) -> None:
    """The oldest lives with foster carers; whether the plan is still needed is not decided yet."""
    on = family.teller.working_day(days)
    with family.teller.on(on):
        spell = begin_looked_after(
            child=family.children[0],
            from_on=on,
            legal_status="interim-order",
            placement="Foster carers in the borough",
            reviewing_officer="Odile Outline",
            by=family.lead,
            today=on,
        )
        add_line(
            plan=family.children[0].plans.open().get(),
            kind=PlanLine.Kind.LEGAL,
            words="Counsel was asked on the evidence of the last two years; an interim care order was applied for",
            who="Legal team and service manager",
            from_on=on,
            by=family.lead,
        )
    reviewed = family.teller.working_day(days + 4)
    with family.teller.on(reviewed):
        record_review(
            looked_after=spell,
            held_on=reviewed,
            progress="Sleeps through the night and is in school every day; sees the grandmother on Sundays.",
            with_conference=False,
            next_planned_for=family.teller.working_day(days + 60),
            by=family.lead,
            today=reviewed,
        )


def lock_the_record(family: "Family", days: int) -> None:
    """A relative works for the authority; an auditor had to open the record all the same."""
    people, on = family.teller.borough.people, family.teller.working_day(days)
    with family.teller.on(on):
        lock = lock_record(
            child=family.children[0],
            reason="The mother’s sister works in the authority’s contact centre.",
            names=[people["Serena Scheme"]],
            by=family.teller.borough.manager_of(family.lead),
            today=on,
        )
    later = family.teller.working_day(-1)
    with family.teller.on(later):
        open_locked(
            lock=lock,
            because="Dip sample of second plans for the audit.",
            by=people["Aisha Abstract"],
            today=later,
        )


def set_the_form_of_agreement(teller: "Teller") -> None:
    on = teller.working_day(-400)
    with teller.on(on):
        set_standard_agreement(
            heading="Family agreement",
            opening="This is the plan that the family and the professionals have made together. Ask the lead social "
            "worker about anything in it that is not clear, at any time.",
            closing="Signing says that you have read the plan or had it read to you, and know what is expected of you. "
            "It gives up no right: you may still disagree, and take advice.",
            signed_by=["child", "family", "professionals", "lead", "chair"],
            by=teller.borough.people["Sunil Sample"],
        )


def ill_with_nobody_covering(teller: "Teller") -> None:
    """Off sick since the day before yesterday, and nobody has arranged who acts for the children."""
    away, since = teller.borough.people["Gareth Graphic"], teller.working_day(-2)
    with teller.on(teller.today):
        arrange_cover(
            away=away,
            covering=None,
            from_on=since,
            until_on=teller.working_day(8),
            reason=Cover.Reason.SICKNESS,
            by=teller.borough.manager_of(away),
            today=teller.today,
        )
