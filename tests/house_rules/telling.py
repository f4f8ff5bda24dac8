"""A family and the people around it, told through the portal's own actions, for the world of the house rules."""

from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from alerts.digests import make_digests
from alerts.sweeping import sweep
from audit.models import Export
from children.actions import (
    add_to_network,
    allocate,
    arrange_cover,
    change_child,
    move_into_household,
    record_referral,
)
from children.actions.chronology import add_event
from children.actions.locked import lock_record, open_locked
from children.actions.missing import report_missing
from children.actions.named import carry_to_the_network
from children.models import Child, Cover, Household, Person, RecordLock, Relationship
from circulation.questions import ask
from conferences.actions import (
    ask_for_panel,
    book_conference,
    decide_enquiries,
    pass_report,
    record_strategy_discussion,
    record_transfer_in,
    seek_exclusion,
    start_assessment,
    write_draft,
)
from conferences.models import Conference, Section47Enquiry
from coregroups.actions import (
    Passage,
    add_member,
    circulate_minute,
    plan_meeting,
    report_change,
)
from coregroups.models import CoreGroupAttendance
from deadlines.actions import propose_change
from deadlines.closures import close_office
from deadlines.numbers import working_calendar
from deadlines.own_pack import Changed
from deadlines.projection import once_at_the_end
from deadlines.runs import carry_out
from plans.actions import (
    add_action,
    add_outcome,
    start_child_in_need_plan,
    update_plan,
)
from plans.actions.agreement import set_standard_agreement
from plans.models import Outcome
from returns.models import ImportProblem, ImportRun
from tests.factories import ChildFactory, PersonFactory, UserFactory, stories
from tests.factories.pictures import a_picture
from tests.house_rules.around_a_plan import AroundAPlan
from tests.house_rules.around_visits import AroundVisits
from visits.actions import attach_picture
from visits.pictures import taken_in


class Told(AroundAPlan, AroundVisits):
    """What a world tells. It stands on a `today`, a worker, a manager and a chair of the world."""

    today: date
    actors: dict[str, User]
    told: int
    worker: User
    manager: User
    chair: User

    def first_child(self) -> Child:
        return Child.objects.earliest("pk")

    def tell(self, times: int = 1) -> None:
        with once_at_the_end(by=self.manager, because="the story was told"):
            for _ in range(times):
                self.told += 1
                self._family()
                set_standard_agreement(
                    heading=f"Agreement {self.told}", opening="Why.", closing="What it means.",
                    signed_by=["child", "family", "professionals", "lead"], by=self.manager,
                )  # fmt: skip
        sweep(today=self.today)
        make_digests(now=timezone.now())

    def tell_more_about(self, child: Child, times: int) -> None:
        """More of whatever there can be many of in one child's record, spread over the weeks of the plan."""
        plan, soon = child.plans.get(), self.today + timedelta(days=20)
        with once_at_the_end(by=self.manager, because="the story was told"):
            for number in range(times):
                day = self.days_ago(1 + number)
                stories.seen(child, on=day, by=self.worker, today=self.today)
                circulate_minute(
                    meeting=stories.core_group_held(child, on=day, by=self.worker), by=self.worker
                )
                plan_meeting(children=[child], planned_for=soon, by=self.worker)
                person = PersonFactory()
                add_to_network(
                    children=[child], person=person, kind=Relationship.Kind.SCHOOL, from_on=day, by=self.worker,
                    parental_responsibility=False,
                )  # fmt: skip
                add_member(children=[child], person=person, role="relative", from_on=day, by=self.worker)
                self._between(child, person)
                outcome = add_outcome(
                    plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Calmer.", achieve_by=soon,
                    how_we_will_know="Robin says so.", by=self.worker,
                )  # fmt: skip
                add_action(
                    plan=plan, outcome=outcome, what="Call", who="Worker", by_when=soon, by=self.worker
                )
                update_plan(plan=plan, revised_on=day, what_changed="More.", by=self.worker, today=self.today)
                change_child(child=child, by=self.worker, today=self.today, given_name=f"Renamed{number}")

    def _family(self) -> None:
        older, younger, locked = [
            self._child(f"{name}{self.told}") for name in ("Older", "Younger", "Locked")
        ]
        unborn = ChildFactory(
            born_on=None, expected_on=self.today + timedelta(days=60), given_name="", team=self.worker.team
        )
        cousin, ended = [self._child(f"{name}{self.told}") for name in ("Cousin", "Ended")]
        siblings, everyone = [older, younger], [older, younger, locked, unborn, cousin, ended]
        for child in everyone:
            allocate(
                child=child,
                social_worker=self.worker,
                from_on=self.days_ago(250),
                by=self.manager,
                today=self.today,
            )
        self._lock_on(locked)
        people = self._network(siblings, unborn)
        self._plan_that_ended(ended)
        discussed_on = self.days_ago(85)
        self._enquiry(siblings, on=discussed_on)
        decide_enquiries(
            enquiries=Section47Enquiry.objects.filter(child__in=siblings),
            decided_on=discussed_on + timedelta(days=2),
            outcome=Section47Enquiry.Outcome.CONFERENCE,
            findings="Substantiated.",
            agreed_by=self.manager,
            by=self.worker,
            today=self.today,
        )
        self._enquiry([cousin, unborn], on=self.days_ago(3))
        initial = self._booked(siblings, for_=self.days_ago(70))
        stories.hold(initial, decision="plan", categories=stories.NEGLECT, by=self.chair)
        for child in siblings:
            ask_for_panel(conference=initial, child=child, what_for="A family centre.", by=self.worker)
            self._content_of(child.plans.get())
        self._core_groups(siblings, people)
        for child in siblings:
            self._agreement_on(child.plans.get())
            self._copies_of(child.plans.get())
            self._overseen(child.plans.get())
            for _ in range(2):
                add_action(
                    plan=child.plans.get(), outcome=None, what="Reads with them", who="Teacher",
                    person=people["teacher"], by_when=self.today, by=self.worker,
                )  # fmt: skip
                self._between(child, people["teacher"])
            self._looked_after(child)
            carry_to_the_network(
                children=[child], words="Dave, an uncle\nA woman", met_on=self.days_ago(50), by=self.worker
            )
            stories.seen(child, on=self.days_ago(50), by=self.worker, today=self.today)
            self._picture_of(child)
            self._waits_for_a_manager(child, visited_on=self.days_ago(48), colleague=self._delegated(child))
            stories.not_seen(child, on=self.days_ago(40), by=self.worker, today=self.today)
        add_event(
            child=older,
            on=self.days_ago(20),
            what="Grandmother moved away.",
            by=self.worker,
            today=self.today,
        )
        for _ in range(2):
            report_change(
                child=older, told_by="Tess Teach", what="A bruise.", reported_on=self.days_ago(1), by=self.worker,
                today=self.today,
            )  # fmt: skip
        report_missing(
            child=cousin, who="child", since_on=self.days_ago(1), circumstances="Not home from school.",
            agencies_told="Police, 6pm.", by=self.worker, today=self.today,
        )  # fmt: skip
        self._told_that_not_seen(younger)
        review = self._booked(
            siblings, for_=working_calendar().first_working_day_on_or_after(self.today + timedelta(days=10))
        )
        self._report(review, older, people["father"])
        start_assessment(children=[cousin], started_on=self.days_ago(3), by=self.worker, today=self.today)
        record_transfer_in(
            children=[cousin], notified_on=self.days_ago(5), from_authority="Otherborough", by=self.worker,
            today=self.today,
        )  # fmt: skip
        self._booked(
            [unborn], for_=working_calendar().first_working_day_on_or_after(self.today + timedelta(days=7))
        )
        leaves_on = self.today + timedelta(days=20 * self.told)
        arrange_cover(
            away=self.worker, covering=None, from_on=leaves_on, until_on=leaves_on + timedelta(days=7),
            reason=Cover.Reason.LEAVE, by=self.manager, today=self.today,
        )  # fmt: skip
        self._import()
        self._change_of_limits()
        Export.objects.create(user=self.worker, what="In-box", form="csv", rows=2, why="To check the copies.")

    def _lock_on(self, child: Child) -> None:
        lock_record(child=child, reason="A cousin works here.", names=[], by=self.manager, today=self.today)
        first = RecordLock.objects.earliest("pk")
        for role in (Role.SERVICE_MANAGER, Role.SAFEGUARDING_UNIT):
            open_locked(lock=first, because="A call.", by=self.actors[role.value], today=self.today)

    def _child(self, name: str) -> Child:
        child = ChildFactory(
            given_name=name, born_on=self.today - timedelta(days=3000), team=self.worker.team,
            conference_chair=self.chair,
        )  # fmt: skip
        change_child(child=child, by=self.worker, today=self.today, family_name="Sample")
        record_referral(
            child=child, by=self.worker, today=self.today, received_on=self.days_ago(90), source="1A"
        )
        return child

    def _network(self, siblings: list[Child], unborn: Child) -> dict[str, Person]:
        home = Household(address=f"{self.told} Sample Street\nExampleton", postcode="ZZ1 1ZZ")
        for child in siblings:
            move_into_household(
                child=child, household=home, from_on=self.days_ago(300), leaves_others=True, by=self.worker,
                today=self.today,
            )  # fmt: skip
        mother = PersonFactory(
            staff_safety_warning="Visit in pairs.", staff_safety_review_on=self.today + timedelta(days=30)
        )
        reader = UserFactory(role=Role.CORE_GROUP_PROFESSIONAL, agency="Exampleton Primary")
        if self.told == 1:
            reader = self.actors[Role.CORE_GROUP_PROFESSIONAL.value]
        teacher = PersonFactory(
            user=reader, name=reader.name, agency="Exampleton Primary", email=reader.email
        )
        for person, kind in ((mother, Relationship.Kind.MOTHER), (teacher, Relationship.Kind.SCHOOL)):
            add_to_network(
                children=[*siblings, unborn], person=person, kind=kind, from_on=self.days_ago(300), by=self.worker,
                parental_responsibility=person is mother,
            )  # fmt: skip
        return {"mother": mother, "teacher": teacher, "father": PersonFactory()}

    def _enquiry(self, children: list[Child], *, on: date) -> None:
        record_strategy_discussion(
            children=children,
            held_on=on,
            enquiry_agreed=True,
            by=self.manager,
            today=self.today,
            concern="Told.",
        )

    def _booked(self, children: list[Child], *, for_: date):
        return book_conference(
            children=children, booked_for=for_, booked_on=min(for_ - timedelta(days=7), self.today),
            booked_at=time(10, 0), chair=self.chair, by=self.manager, today=self.today,
        )  # fmt: skip

    def _report(self, conference: Conference, child: Child, kept_out: Person) -> None:
        given = {"conference": conference, "children": [child], "on": self.today, "today": self.today}
        write_draft(words="Who does what.", by=self.worker, **given)
        pass_report(by=self.worker, **given)
        seek_exclusion(
            conference=conference, child=child, person=kept_out, because="Violence.", by=self.worker,
            today=self.today,
        )  # fmt: skip

    def _picture_of(self, child: Child) -> None:
        for colour in ("white", "yellow"):
            attach_picture(
                visit=child.visits.latest("pk"), picture=taken_in(a_picture(colour)), kind="drawing", shows="A house.",
                by=self.worker,
            )  # fmt: skip

    def _core_groups(self, siblings: list[Child], people: dict[str, Person]) -> None:
        since = self.days_ago(70)
        people["mother"].email = "mother@home.example"
        people["mother"].save_by(self.worker)
        for part in ("mother", "teacher"):
            add_member(children=siblings, person=people[part], role=part, from_on=since, by=self.worker)
        add_member(
            children=siblings, person=people["father"], role="father", from_on=since, by=self.worker,
            excluded_because="Bail conditions.", exclusion_agreed_by=self.manager,
        )  # fmt: skip
        held = stories.core_group_held(*siblings, on=self.days_ago(60), by=self.worker)
        for circulation in circulate_minute(meeting=held, by=self.worker):
            for _ in range(2):
                ask(
                    receipt=circulation.receipts.get(user=self.chair), kind="query", words="Why?",
                    answer_by=self.today, by=self.chair, today=self.today,
                )  # fmt: skip
        for days in (50, 40):  # of which her copy waits for a second person
            kept = Passage(words="Afraid on Fridays.", kept_from=[people["mother"]])
            came = {people["teacher"]: CoreGroupAttendance.Came.APOLOGIES}
            apart = stories.core_group_held(
                *siblings, on=self.days_ago(days), by=self.worker, passages=[kept], came=came
            )
            circulate_minute(meeting=apart, by=self.worker)
        stories.core_group_held(*siblings, on=self.days_ago(30), by=self.worker)  # its minute is not sent yet
        plan_meeting(
            children=siblings, planned_for=self.today + timedelta(days=2), by=self.worker, is_invited=True
        )

    def _plan_that_ended(self, child: Child) -> None:
        stories.on_a_plan(child, started_on=self.days_ago(240), chair=self.chair)
        stories.reviewed(child, held_on=self.days_ago(150), ends=True)
        start_child_in_need_plan(
            child=child, started_on=self.days_ago(150), summary="Support.", by=self.worker, today=self.today
        )

    def _import(self) -> None:
        run = ImportRun.objects.create(
            census_name="census.xml", started_by=self.actors[Role.SYSTEM_ADMINISTRATOR.value],
            state=ImportRun.State.READY, children=2, new=2,
        )  # fmt: skip
        ImportProblem.objects.create(
            run=run, line=7, field="PersonBirthDate", rule="8530", sentence="Not a date.",
            became=ImportProblem.Became.REFUSED,
        )  # fmt: skip

    def _change_of_limits(self) -> None:
        changed = Changed("visit", "5 working days", "", "Our procedures, 4.2", self.days_ago(60))
        change = propose_change(
            limits=[changed], since=changed.since, why="Agreed.", now=timezone.now(), today=self.today,
            by=self.actors[Role.SAFEGUARDING_UNIT.value],
        )  # fmt: skip
        carry_out(change.runs.get())
        closed_on = working_calendar().working_days_after(self.today, 30 + self.told)
        close_office(
            first=closed_on, last=closed_on, reason="Moving house.", today=self.today,
            by=self.actors[Role.SAFEGUARDING_UNIT.value],
        )  # fmt: skip
