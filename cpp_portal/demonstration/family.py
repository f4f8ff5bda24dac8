"""One family of the demonstration, and everything that happens to it."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import User
from audit import telling
from children import actions as children
from children.codes import AbuseCategory
from children.models import Child, Household, Person, Relationship, Residence
from circulation.actions import acknowledge
from circulation.models import Receipt
from conferences import actions as conferences
from conferences.models import ChildAtConference, Conference, Section47Enquiry
from coregroups import actions as coregroups
from coregroups.models import CoreGroupMeeting
from cpp_portal.demonstration.detail import in_detail
from cpp_portal.demonstration.paperwork import letter_sent, reported
from deadlines.periods import Period
from plans import actions as plans
from plans.actions.sending import update_and_send
from plans.models import Action, ChildProtectionPlan, Outcome
from visits.actions import Seen, record_visit
from visits.models import Visit

Decision = ChildAtConference.Decision


if TYPE_CHECKING:
    from cpp_portal.demonstration.teller import Teller


class Family:
    def __init__(self, teller: "Teller", lead: User, surname: str) -> None:
        self.teller, self.lead, self.surname = teller, lead, surname
        self.manager = teller.borough.manager_of(lead)
        self.children: list[Child] = []
        self.people: dict[str, Person] = {}
        self.household: Household | None = None
        self._parents: set[str] = set()

    def add(
        self, given_name: str, age: float, household: Household, on: date, details: dict[str, Any]
    ) -> Child:
        self.household = household
        teller = self.teller
        number = 1000 + Child.objects.count() + 1
        birth = teller.today - timedelta(days=round(age * 365.25))
        dates = {"born_on": birth} if age >= 0 else {"expected_on": birth}
        sex = {"sex": "U"} if age < 0 else {"sex": details.pop("sex", "FM"[number % 2])}
        child = children.add_child(
            reference=f"EX{number}",
            given_name="" if age < 0 else given_name,
            family_name=self.surname,
            by=self.lead,
            today=on,
            **{"ethnicity": "WBRI", **dates, **sex, **details},
        )
        Residence(
            child=child, household=household, from_on=max(birth, on - timedelta(days=400)) if age >= 0 else on
        ).save_by(self.lead)
        self.children.append(child)
        return child

    def person(
        self,
        name: str,
        kind: str,
        *,
        responsible: bool = False,
        since: int = -400,
        of: Sequence[Child] = (),
        **more: Any,
    ) -> Person:
        person = Person(name=name, **more)
        user = self.teller.borough.people.get(name)
        if user:
            person = Person.objects.filter(user=user).first() or Person(
                name=name, user=user, agency=user.agency
            )
        with self.teller.on(self.teller.day(-1)):
            children.add_to_network(
                children=self.children,
                person=person,
                kind=kind,
                parental_responsibility=responsible,
                from_on=self.teller.day(since),
                by=self.lead,
            )
        self.people[name] = person
        return person

    def parents(self, *names: str, **more: Any) -> None:
        kinds = (Relationship.Kind.MOTHER, Relationship.Kind.FATHER)
        for name, kind in zip(names, kinds, strict=False):
            self.person(f"{name} {self.surname}", kind, responsible=True, **more)
            self._parents.add(f"{name} {self.surname}")

    # --- enquiry and conferences -----------------------------------------------------------------------

    def discussion(self, days: int, *, of: Sequence[Child] = (), concern: str = "") -> list[Section47Enquiry]:
        held_on = self.teller.working_day(days)
        with self.teller.on(held_on):
            made = conferences.record_strategy_discussion(
                children=of or self.children,
                held_on=held_on,
                enquiry_agreed=True,
                who_took_part="Police, health visiting, school, social care",
                concern=concern or "Injuries seen at school that do not fit the account given.",
                by=self.lead,
                today=held_on,
            )
        return [each.enquiry for each in made]

    def decided(self, enquiries: Sequence[Section47Enquiry], days: int, *, conference: bool = True) -> None:
        outcome = Section47Enquiry.Outcome
        decided_on = self.teller.working_day(days)
        with self.teller.on(decided_on):
            for enquiry in enquiries:
                conferences.decide_enquiry(
                    enquiry=enquiry,
                    decided_on=decided_on,
                    outcome=outcome.CONFERENCE if conference else outcome.NO_CONFERENCE,
                    findings="The concerns are substantiated."
                    if conference
                    else "Support, not protection, is needed.",
                    agreed_by=self.manager,
                    by=self.lead,
                    today=decided_on,
                )

    def booked(
        self, days: int, *, booked: int, of: Sequence[Child] = (), chair: str = "Chandra Chart"
    ) -> Conference:
        booked_on = self.teller.working_day(booked)
        with self.teller.on(booked_on):
            return conferences.book_conference(
                children=of or self.children,
                booked_for=self.teller.working_day(days),
                booked_on=booked_on,
                booked_at=time(10, 0),
                place="Sampleton Civic Centre, room 2",
                chair=self.teller.borough.people[chair],
                by=self.lead,
                today=booked_on,
            )

    def held(
        self,
        conference: Conference,
        decision: str | Callable[[Child], str],
        *,
        categories: Sequence[str] = (AbuseCategory.NEGLECT,),
        quorate: bool = True,
        dissent: str = "",
    ) -> None:
        with self.teller.on(conference.booked_for):
            decided = []
            for row in conference.for_children.select_related("child"):
                choice = decision(row.child) if callable(decision) else decision
                on_plan = choice in {Decision.PLAN, Decision.CONTINUE}
                decided.append(
                    conferences.Decided(
                        child=row.child,
                        decision=choice,
                        categories=list(categories) if on_plan else [],
                        reason="The conference heard from every agency and from the family.",
                        dissent=dissent,
                    )
                )
            conferences.hold_conference(
                conference=conference,
                held_on=conference.booked_for,
                quorate=quorate,
                inquorate_because=""
                if quorate
                else "Only social care and the school came; waiting was unsafe.",
                decided=decided,
                record="Reports were read beforehand. The family spoke for themselves.",
                came=dict.fromkeys(self.people.values(), "present"),
                by=conference.chair,
                today=conference.booked_for,
            )
        letter_sent(self, conference)

    def on_a_plan(
        self, days: int, *, of: Sequence[Child] = (), chair: str = "Chandra Chart",
        categories: Sequence[str] = (AbuseCategory.NEGLECT,), **held: Any,
    ) -> None:  # fmt: skip
        """From the strategy discussion to a plan that began so many days ago, with its outline."""
        those = list(of or self.children)
        enquiries = self.discussion(days - 18, of=those)
        self.decided(enquiries, days - 9)
        conference = self.booked(days, booked=days - 9, of=those, chair=chair)
        reported(self, conference)
        self.held(conference, Decision.PLAN, categories=categories, **held)
        for child in those:
            self.outline(child.plans.open().get())

    def outline(self, plan: ChildProtectionPlan) -> None:
        with self.teller.on(plan.started_on):
            plans.describe_plan(
                plan=plan,
                concerns="What was seen at school and at home could not be explained.",
                what_must_change="Meals, sleep and school every day, and no adult who frightens the child at home.",
                contingency="If the child is not seen for two visits running, the manager is told that day.",
                by=self.lead,
            )
            in_detail(plan, chair=plan.child.conference_chair, lead=self.lead)
            for what, measure in (
                ("The child is in school every day and on time.", "Attendance above 95 per cent for a term."),
                ("Home is a calm place to sleep and eat.", "What the child says; what is seen on visits."),
            ):
                outcome = plans.add_outcome(
                    plan=plan,
                    set_by=Outcome.SetBy.CONFERENCE,
                    what_will_be_different=what,
                    how_we_will_know=measure,
                    achieve_by=plan.started_on + timedelta(days=90),
                    by=plan.child.conference_chair,
                )
                action = plans.add_action(
                    plan=plan,
                    outcome=outcome,
                    what="Agree a morning routine and write it on the kitchen wall.",
                    who=next(iter(self.people), self.lead.name),
                    by_when=plan.started_on + timedelta(days=28),
                    by=self.lead,
                    agreed_on=plan.started_on,
                )
                self._done(action, plan.started_on + timedelta(days=25))

    def _done(self, action: Action, on: date) -> None:
        if on <= self.teller.today:
            with self.teller.on(on):
                plans.record_progress(
                    action=action, progress="It is kept.", done_on=on, by=self.lead, today=on
                )

    def review(
        self, days: int, decision: str = Decision.CONTINUE, *, of: Sequence[Child] = (), **more: Any
    ) -> None:
        chair = more.pop("chair", "Chandra Chart")
        conference = self.booked(days, booked=days - 30, of=of, chair=chair)
        self.updated(days - 8, of=of)
        self.held(conference, decision, **more)

    def updated(self, days: int, *, of: Sequence[Child] = ()) -> None:
        """The plans were brought up to date, as a review conference asks."""
        revised_on = self.teller.working_day(days)
        with self.teller.on(revised_on):
            for child in of or self.children:
                update_and_send(
                    plan=child.plans.open().get(),
                    revised_on=revised_on,
                    what_changed="Progress on each outcome since the last conference.",
                    is_sent=days > -90,
                    by=self.lead,
                    today=revised_on,
                )

    # --- between conferences ---------------------------------------------------------------------------

    def members(self, since: int, *names: str, excluded: str = "") -> None:
        with self.teller.on(self.teller.working_day(since)):
            for name in names or tuple(self.people):
                coregroups.add_member(
                    children=[child for child in self.children if child.plans.open().exists()],
                    person=self.people[name],
                    role="Parent" if name in self._parents else "Member",
                    from_on=self.teller.working_day(since),
                    excluded_because="Bail conditions: no contact with the family."
                    if name == excluded
                    else "",
                    by=self.lead,
                )

    def core_group(
        self,
        days: int,
        *,
        of: Sequence[Child] = (),
        acknowledged: bool = False,
        kept_from: str = "",
    ) -> CoreGroupMeeting:
        """A core group so many days ago; what is older than three months was circulated before the portal was."""
        held_on = self.teller.working_day(days)
        those = list(of or [child for child in self.children if child.plans.in_force_on(held_on).exists()])
        passages = []
        if kept_from:
            words = "The children asked not to be told on: they are afraid on Friday evenings."
            passages = [coregroups.Passage(words=words, kept_from=[self.people[kept_from]])]
        with self.teller.on(held_on):
            meeting = coregroups.plan_meeting(
                children=those, planned_for=held_on, place="Sampleton Primary School", by=self.lead
            )
            coregroups.record_meeting(
                meeting=meeting,
                held_on=held_on,
                chaired_by=self.manager.name,
                updates="School reports better mornings; health visitor has weighed the youngest.",
                childs_voice="Said that mornings are calmer and that weekends are still loud.",
                family_views="Finds the visits helpful and the meetings long.",
                progress="Attendance up. The routine is kept on most days.",
                risks="The children are alone less often. Weekends are still loud, and nobody is called.",
                delays="None.",
                decisions="Keep the routine; try the after-school club.",
                came=dict.fromkeys(self.people.values(), "present"),
                passages=passages,
                by=self.lead,
                today=held_on,
            )
            if days > -90:
                for circulation in coregroups.circulate_minute(meeting=meeting, by=self.lead):
                    if acknowledged:
                        self._acknowledge(circulation.receipts.all())
        return meeting

    def planned_core_group(self, days: int) -> None:
        with self.teller.on(self.teller.working_day(-2)):
            coregroups.plan_meeting(
                children=[child for child in self.children if child.plans.open().exists()],
                planned_for=self.teller.working_day(days),
                planned_at=time(14, 0),
                place="Sampleton Primary School",
                by=self.lead,
                is_invited=True,
            )

    def _acknowledge(self, receipts: Any) -> None:
        for receipt in receipts.filter(way=Receipt.Way.PORTAL).select_related("user"):
            acknowledge(receipt=receipt, by=receipt.user, now=telling.moment())

    def visit(
        self,
        days: int,
        *,
        of: Sequence[Child] = (),
        alone: bool = True,
        contact: str = Visit.Contact.FACE_TO_FACE,
        late: int = 0,
    ) -> None:
        """A visit so many days ago, written down `late` days afterwards."""
        visited_on = self.teller.day(days)
        those = [child for child in of or self.children if child.born_on and child.born_on <= visited_on]
        met = contact == Visit.Contact.FACE_TO_FACE
        with self.teller.on(self.teller.day(min(days + late, 0)), time(18, 5)):
            record_visit(
                seen=[self._seen(child, visited_on, met=met, alone=alone) for child in those],
                visited_on=visited_on,
                visited_at=time(16, 0),
                contact=contact,
                announced=days % 3 != 0,
                present=[person.pk for name, person in self.people.items() if name in self._parents]
                if met
                else [],
                account="The house was warm and there was food. Bedrooms were seen." if met else "",
                by=self.lead,
                today=self.teller.today,
            )

    def visits(
        self, first: int, last: int, *, every: int = 12, alone_every: int = 2, of: Sequence[Child] = ()
    ) -> None:
        for place, days in enumerate(range(first, last + 1, every)):
            weekday = self.teller.day(days).weekday()
            self.visit(days - max(0, weekday - 4), of=of, alone=place % alone_every == 0)

    def frequency(self, of: str, every: str, days: int, child: Child | None = None) -> None:
        for each in [child] if child else self.children:
            with self.teller.on(self.teller.working_day(days)):
                plans.set_frequency(
                    plan=each.plans.open().get(),
                    of=of,
                    every=Period.parse(every),
                    from_on=self.teller.working_day(days),
                    reason="The conference asked for closer watch.",
                    by=self.manager,
                    agreed_by=self.manager,
                )

    @staticmethod
    def _seen(child: Child, on: date, *, met: bool, alone: bool) -> Seen:
        if not met:
            return Seen(child=child, child_seen=False, why_not="out", reason="Nobody came to the door.")
        is_baby = child.see_alone_on(on) == "baby-awake"
        return Seen(
            child=child,
            child_seen=True,
            child_seen_alone=alone and not is_baby,
            child_awake=alone and is_baby,
            bedroom_seen=alone,
            why_not="" if alone else ("asleep" if is_baby else "child"),
            reason="" if alone else ("Asleep throughout." if is_baby else "Did not want to leave the room."),
            about_this_child="Woke, smiled and fed well." if is_baby else "Talked about school and a friend.",
        )
