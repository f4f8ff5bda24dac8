"""What is in a plan and around it, told for the world of the house rules: two of each where a page is about one."""

from datetime import date, timedelta

from accounts.models import User
from children.actions.looked_after import begin_looked_after, end_looked_after, record_review
from children.models import Child, Person
from coregroups.actions import (
    ask_member,
    raise_disagreement,
    say_as_member,
    take_further,
)
from deadlines.numbers import working_calendar
from deadlines.periods import Days
from plans.actions import (
    add_action,
    add_outcome,
    describe_plan,
    set_frequency,
    update_plan,
)
from plans.actions.agreement import record_explanation, record_signature
from plans.actions.copies import write_copy
from plans.actions.oversight import oversee, propose_end, tell_of_refusal
from plans.models import ChildProtectionPlan, Outcome, PlanFrequency
from plans.parties import parties
from tests.factories import PersonFactory, RelationshipFactory, stories


class AroundAPlan:
    """It stands on a `today`, a worker, a manager and a chair of the world."""

    today: date
    worker: User
    manager: User
    chair: User

    def days_ago(self, days: int) -> date:
        """The working day so long ago, or the last before it."""
        return working_calendar().last_working_day_on_or_before(self.today - timedelta(days=days))

    def _content_of(self, plan: ChildProtectionPlan) -> None:
        describe_plan(
            plan=plan, concerns="Left alone.", what_must_change="Is not left alone.", contingency="Legal advice.",
            by=self.worker,
        )  # fmt: skip
        for by in (self.chair, self.worker):
            stories.in_detail(plan, by=by)
        soon = self.today + timedelta(days=20)
        for set_by, by in ((Outcome.SetBy.CONFERENCE, self.chair), (Outcome.SetBy.CORE_GROUP, self.worker)):
            outcome = add_outcome(
                plan=plan, set_by=set_by, what_will_be_different="Calm mornings.", how_we_will_know="Robin says so.",
                achieve_by=soon, by=by,
            )  # fmt: skip
            add_action(
                plan=plan, outcome=outcome, what="Visit weekly", who="Worker", by_when=soon, by=self.worker
            )
        add_action(
            plan=plan,
            outcome=None,
            what="Register with a dentist",
            who="Mother",
            by_when=soon,
            by=self.worker,
        )
        set_frequency(
            plan=plan, of=PlanFrequency.Of.VISIT, every=Days(7), from_on=self.days_ago(60), reason="Very young.",
            by=self.manager, agreed_by=self.manager,
        )  # fmt: skip
        update_plan(
            plan=plan,
            revised_on=self.days_ago(30),
            what_changed="An outcome.",
            by=self.worker,
            today=self.today,
        )

    def _overseen(self, plan: ChildProtectionPlan) -> None:
        given = {"plan": plan, "today": self.today}
        for kind in ("supervision", "cannot-progress"):
            oversee(kind=kind, on=self.today, words="Looked at.", decided="Go on.", by=self.manager, **given)
            propose_end(because="Calm for months.", support="", by=self.worker, **given)
            outcome = plan.outcomes.get(set_by=Outcome.SetBy.CONFERENCE)
            tell_of_refusal(outcome=outcome, words="Something else.", by=self.worker, today=self.today)

    def _copies_of(self, plan: ChildProtectionPlan) -> None:
        """Of which that for the parents waits for a second person, and one of the child's is not finished."""
        person = PersonFactory(name="Darren Apart")
        RelationshipFactory(child=plan.child, person=person, kind="relative")
        given = {"plan": plan, "by": self.worker, "today": self.today}
        write_copy(
            reader="parents",
            sections=[("What must change", "Darren Apart stays away.")],
            is_finished=True,
            **given,
        )
        write_copy(reader="13-and-over", sections=[("Why", "To keep you safe.")], is_finished=True, **given)
        write_copy(reader="8-to-12", sections=[("Why", "To keep you safe.")], is_finished=False, **given)

    def _agreement_on(self, plan: ChildProtectionPlan) -> None:
        record_signature(
            version=plan.versions.first(), person=None, standing="not-appropriate", on=self.today, reason="Four years.",
            by=self.worker, today=self.today,
        )  # fmt: skip
        for person in parties(plan.child, today=self.today)[:1]:
            record_signature(
                version=plan.versions.first(), person=person, standing="refused", on=self.today, reason="No.",
                by=self.worker, today=self.today,
            )  # fmt: skip
            for _ in range(2):
                record_explanation(
                    plan=plan, person=person, explained_on=self.today, how="At home.", understood="yes", accepted="no",
                    by=self.worker, today=self.today,
                )  # fmt: skip

    def _looked_after(self, child: Child) -> None:
        given = {"by": self.worker, "today": self.today}
        for days, ends in ((30, True), (9, False)):
            spell = begin_looked_after(
                child=child, from_on=self.days_ago(days), legal_status="agreed", placement="Foster carers",
                reviewing_officer="Ivo Officer", **given,
            )  # fmt: skip
            record_review(
                looked_after=spell, held_on=spell.from_on, progress="Some.", with_conference=False,
                next_planned_for=None, **given,
            )  # fmt: skip
            if ends:
                end_looked_after(looked_after=spell, until_on=self.days_ago(20), because="Home.", **given)

    def _between(self, child: Child, person: Person) -> None:
        """What a member says and is asked between two meetings, and what professionals do not agree about."""
        given = {"child": child, "person": person, "by": self.worker, "today": self.today}
        asked = {"due_on": self.today + timedelta(days=10), "words": "How does it go?"}
        action = child.plans.get().actions.first()
        ask_member(kind="progress", action=action, **asked, **given)
        ask_member(kind="report", **asked, **given)
        say_as_member(kind="progress", action=action, words="Begun.", said_on=self.today, **given)
        say_as_member(kind="bring-in", words="The school nurse.", said_on=self.today, **given)
        raised = raise_disagreement(
            child=child, about="The plan.", between="Two.", raised_on=self.today, by=self.worker,
            today=self.today,
        )  # fmt: skip
        take_further(
            disagreement=raised, stage="chair", on=self.today, with_whom="The chair", outcome="", by=self.worker,
            today=self.today,
        )  # fmt: skip
