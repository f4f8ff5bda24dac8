"""The fictional borough's families: every state that the product knows, each family a story of a few lines.

Family names are words for things that are not real, so that nobody can be taken for somebody.
"""

from collections.abc import Callable
from random import Random

from children.actions import end_allocation, record_birth
from children.codes import AbuseCategory
from children.models import Child, Relationship
from conferences.models import ChildAtConference
from cpp_portal.demonstration import together
from cpp_portal.demonstration.ordinary import (
    HEALTH_VISITOR,
    SURNAMES,
    TEACHER,
    everyday_network,
    ordinary_family,
)
from cpp_portal.demonstration.paperwork import assessing, extended, redrafted, reported, supported
from cpp_portal.demonstration.teller import Teller
from plans.actions import end_plan_without_a_conference
from plans.models import EndReason
from visits.models import Visit

Decision, Kind, Contact = ChildAtConference.Decision, Relationship.Kind, Visit.Contact


def in_good_order(tell: Teller) -> None:
    """Siblings four months into a plan; everything done in time."""
    family = tell.family(
        "Maya", "Theo", surname="Fixture", ages=(9.2, 6.4), worker="Priya Pattern", since=-160
    )
    everyday_network(family)
    family.person("Gail General", Kind.GP, agency="Sampleton Surgery", email="post@surgery.example")
    family.on_a_plan(-120, categories=[AbuseCategory.NEGLECT, AbuseCategory.EMOTIONAL])
    family.members(-119)
    family.visits(-115, -4, every=9)
    for days in (-111, -71, -49):
        family.core_group(days, acknowledged=True)
    family.core_group(-12, kept_from="Alex Fixture")
    family.planned_core_group(6)
    family.review(-35, categories=[AbuseCategory.NEGLECT])
    together.members_do_their_part(family, TEACHER, -8)


def visit_overdue(tell: Teller) -> None:
    """Nobody has seen the child for three weeks: visit overdue, and soon the four weeks."""
    family = tell.family("Kai", surname="Placeholder", ages=(11.5,), worker="Priya Pattern", since=-100)
    everyday_network(family)
    family.on_a_plan(-75, categories=[AbuseCategory.PHYSICAL])
    family.members(-74)
    family.visits(-70, -22, every=11)
    family.core_group(-66)
    family.core_group(-30)


def unseen_child(tell: Teller) -> None:
    """Two doors that did not open; the child has not been seen for over four weeks."""
    family = tell.family(
        "Jaden",
        surname="Specimen",
        ages=(4.1,),
        worker="Sam Sketch",
        since=-120,
        details=[{"religion": "None"}],
    )
    family.person(
        "Rae Specimen",
        Kind.MOTHER,
        responsible=True,
        staff_safety_warning="Two large dogs. Ring first and ask for them to be shut away.",
        staff_safety_review_on=tell.day(60),
    )
    family.person(HEALTH_VISITOR, Kind.HEALTH_VISITOR)
    family.on_a_plan(-90, chair="Declan Diagram")
    family.members(-89)
    family.visits(-84, -32, every=12)
    family.visit(-18, contact=Contact.NO_REPLY)
    family.visit(-6, contact=Contact.REFUSED)
    family.core_group(-80)
    family.core_group(-41)


def newborn(tell: Teller) -> None:
    """A plan made before birth; the baby came nine days ago."""
    family = tell.family("Wren", surname="Sample", ages=(-0.05,), worker="Odette Outline", since=-110)
    family.person("Nina Sample", Kind.MOTHER, responsible=True, phone="01632 960001")
    family.person(HEALTH_VISITOR, Kind.MIDWIFE)
    family.on_a_plan(-60, chair="Declan Diagram")
    family.members(-59)
    family.core_group(-50)
    family.core_group(-12)
    child = family.children[0]
    with tell.on(tell.day(-8)):
        record_birth(
            child=child,
            born_on=tell.day(-9),
            given_name="Wren",
            family_name="Sample",
            sex="F",
            by=family.lead,
            today=tell.day(-8),
        )
    family.visit(-5)


def unborn(tell: Teller) -> None:
    """Expected in ten weeks; the conference is next week. The report was countersigned, and changed afterwards."""
    family = tell.family("", surname="Mockup", ages=(-0.19,), worker="Odette Outline", since=-20)
    family.person(
        "Dana Mockup",
        Kind.MOTHER,
        responsible=True,
        language="British Sign Language",
        interpreter_needed=True,
    )
    enquiries = family.discussion(-14, concern="Two older children were removed in another authority.")
    family.decided(enquiries, -6)
    conference = family.booked(6, booked=-5)
    reported(family, conference, steps=3, early=3)
    redrafted(family, conference, 0)


def siblings_on_different_plans(tell: Teller) -> None:
    """The older two have been on plans for seven months; the youngest joined at a later conference."""
    family = tell.family(
        "Amara", "Tobi", "Zuri", surname="Prototype", ages=(13.0, 10.3, 1.2), worker="Kwame Cutout", since=-260,
        details=[{"ethnicity": "BAFR"}, {"ethnicity": "BAFR"}, {"ethnicity": "BAFR"}],
    )  # fmt: skip
    everyday_network(family)
    older, youngest = family.children[:2], family.children[2:]
    family.on_a_plan(-215, of=older, chair="Declan Diagram")
    family.members(-214)
    family.visits(-205, -60, every=12, of=older)
    for days in (-203, -168, -148):
        family.core_group(days, of=older, acknowledged=True)
    family.review(-130, of=older, chair="Declan Diagram")
    family.on_a_plan(-70, of=youngest, chair="Declan Diagram", categories=[AbuseCategory.PHYSICAL])
    family.visits(-55, -5, every=10)
    for days in (-112, -73, -35):
        family.core_group(days)


def twenty_two_months(tell: Teller) -> None:
    """A plan that goes on and on: drift that somebody should look at."""
    family = tell.family("Ellis", surname="Testcase", ages=(14.8,), worker="Lena Lattice", since=-720)
    everyday_network(family)
    family.on_a_plan(-670, categories=[AbuseCategory.EMOTIONAL])
    family.members(-669)
    family.visits(-660, -8, every=14)
    for days in range(-660, -10, 41):
        family.core_group(days, acknowledged=True)
    for days in (-585, -410, -235, -62):
        family.review(days, categories=[AbuseCategory.EMOTIONAL])
    together.do_not_agree(family, -20)
    together.becomes_looked_after(family, -6)


def excluded_parent(tell: Teller) -> None:
    """The father is excluded from the core group and lives elsewhere; the family's address is kept from him."""
    family = tell.family(
        "Isla",
        "Noah",
        surname="Template",
        ages=(7.7, 5.2),
        worker="Ewan Etching",
        since=-150,
        safe_address=True,
    )
    family.person("Carys Template", Kind.MOTHER, responsible=True)
    family.person("Rhys Template", Kind.FATHER, responsible=True, since=-900)
    family.person(TEACHER, Kind.SCHOOL)
    family.on_a_plan(-101, categories=[AbuseCategory.EMOTIONAL, AbuseCategory.PHYSICAL])
    family.members(-100, excluded="Rhys Template")
    family.visits(-97, -7, every=10)
    for days in (-92, -55, -16):
        family.core_group(days)
    family.review(-14, categories=[AbuseCategory.EMOTIONAL])


def interpreter(tell: Teller) -> None:
    """The family speaks Polish; an interpreter is needed at everything, and so the second core group meets later."""
    language = {"first_language": "Polish", "interpreter_needed": True, "ethnicity": "WOTH"}
    family = tell.family(
        "Kasia", "Marek", surname="Przyklad", ages=(8.1, 3.3), worker="Ewan Etching", since=-90,
        details=[dict(language), dict(language)],
    )  # fmt: skip
    for name, kind in (("Ola Przyklad", Kind.MOTHER), ("Piotr Przyklad", Kind.FATHER)):
        family.person(name, kind, responsible=True, language="Polish", interpreter_needed=True)
    family.person(HEALTH_VISITOR, Kind.HEALTH_VISITOR)
    family.on_a_plan(-58)
    family.members(-57)
    family.visits(-54, -6, every=12)
    family.core_group(-48)
    extended(family, -10, until=10, reason="The interpreter whom the family trusts is away until then.")


def core_group_overdue(tell: Teller) -> None:
    """Three working days late for the second core group, and none planned."""
    family = tell.family("Rohan", surname="Stencil", ages=(12.2,), worker="Nadia Notion", since=-95)
    everyday_network(family)
    family.on_a_plan(-63, categories=[AbuseCategory.SEXUAL])
    family.members(-62)
    family.visits(-60, -5, every=11)
    family.core_group(-50)


def conference_next_week(tell: Teller) -> None:
    """A review in eight days: the plan is updated and the core group planned, but not held yet."""
    family = tell.family(
        "Freya", "Finn", surname="Example", ages=(10.0, 8.5), worker="Priya Pattern", since=-130
    )
    everyday_network(family)
    family.on_a_plan(-84)
    family.members(-83)
    family.visits(-80, -3, every=11)
    family.core_group(-72, acknowledged=True)
    family.core_group(-34)
    family.planned_core_group(3)
    family.booked(8, booked=-33)
    family.updated(-1)


def initial_conference_soon(tell: Teller) -> None:
    """Enquiries decided; the initial conference is in four days: the report is written and not yet countersigned."""
    family = tell.family(
        "Leo", "Mila", "Otis", surname="Figment", ages=(6.9, 4.4, 2.1), worker="Gareth Graphic", since=-18
    )
    everyday_network(family)
    enquiries = family.discussion(-13, concern="Found alone at home twice in a week, once at night.")
    family.decided(enquiries, -5)
    assessing(family, -13)
    reported(family, family.booked(4, booked=-4, chair="Declan Diagram"), steps=2)


def conference_late(tell: Teller) -> None:
    """Fifteen working days have passed since the strategy discussion; no conference has been held."""
    family = tell.family("Skye", surname="Draftwood", ages=(15.9,), worker="Gareth Graphic", since=-40)
    family.person("Bea Draftwood", Kind.MOTHER, responsible=True)
    enquiries = family.discussion(-28, concern="Exploitation: missing overnight three times.")
    family.decided(enquiries, -17)


def no_plan_needed(tell: Teller) -> None:
    """Two enquiries that led elsewhere: one to a child in need plan, one to no plan at a conference."""
    family = tell.family("Poppy", surname="Sketchley", ages=(5.5,), worker="Zofia Zigzag", since=-60)
    family.parents("Jo")
    family.decided(family.discussion(-50), -42, conference=False)
    supported(family, -36, "A family support worker until Easter.")
    other = tell.family("Hugo", surname="Notional", ages=(9.9,), worker="Zofia Zigzag", since=-60)
    other.parents("Kit")
    enquiries = other.discussion(-45)
    other.decided(enquiries, -36)
    conference = other.booked(-26, booked=-35)
    reported(other, conference)
    other.held(conference, Decision.NO_PLAN)


def ended_in_time(tell: Teller) -> None:
    """A plan that did its work: ended at its second review, followed by a child in need plan."""
    family = tell.family(
        "Ivy", "Jonah", surname="Hypothetic", ages=(8.8, 7.1), worker="Nadia Notion", since=-330
    )
    everyday_network(family)
    family.on_a_plan(-290)
    family.members(-289)
    family.visits(-282, -20, every=13)
    for days in (-280, -243, -225, -188, -150, -112, -75, -40):
        family.core_group(days, acknowledged=True)
    family.review(-208)
    family.review(-18, Decision.END)
    supported(family, -12, "Family support worker weekly until the summer.")


def ended_nothing_followed(tell: Teller) -> None:
    """Ended at a review two weeks ago; the child in need plan is late."""
    family = tell.family("Elin", surname="Abstraction", ages=(3.9,), worker="Lena Lattice", since=-200)
    everyday_network(family)
    family.on_a_plan(-150)
    family.members(-149)
    family.visits(-143, -20, every=13)
    for days in (-140, -102, -82, -45):
        family.core_group(days, acknowledged=True)
    family.review(-68)
    family.review(-15, Decision.END)


def moved_away(tell: Teller) -> None:
    """The family moved; the other authority held its own conference, and this plan ended that day."""
    family = tell.family("Ruby", surname="Simulacrum", ages=(6.0,), worker="Kwame Cutout", since=-150)
    everyday_network(family)
    family.on_a_plan(-110)
    family.members(-109)
    family.visits(-105, -30, every=12)
    family.core_group(-100)
    with tell.on(tell.working_day(-24)):
        end_plan_without_a_conference(
            plan=family.children[0].plans.open().get(),
            ended_on=tell.working_day(-24),
            reason=EndReason.MOVED,
            consulted="The chair and every member of the core group agreed; school and health visitor were told.",
            receiving_authority="Otherborough",
            receiving_conference_on=tell.working_day(-24),
            by=family.manager,
            today=tell.working_day(-24),
        )


def nobody_allocated(tell: Teller) -> None:
    """The social worker left last Friday and nobody has been allocated."""
    family = tell.family("Dylan", surname="Dummett", ages=(11.1,), worker="Zofia Zigzag", since=-120)
    everyday_network(family)
    family.on_a_plan(-88, chair="Declan Diagram")
    family.members(-87)
    family.visits(-84, -9, every=12)
    family.core_group(-78)
    family.core_group(-38)
    child = family.children[0]
    with tell.on(tell.day(-2)):
        end_allocation(
            allocation=child.allocation_on(tell.day(-2)),
            until_on=tell.day(-2),
            by=family.manager,
            today=tell.day(-2),
        )


def second_plan(tell: Teller) -> None:
    """A plan last year, and now another: weekly visits asked for, and kept."""
    family = tell.family("Callum", surname="Facsimile", ages=(5.0,), worker="Sam Sketch", since=-420)
    everyday_network(family)
    family.on_a_plan(-380)
    family.members(-379)
    family.visits(-372, -250, every=14)
    for days in (-370, -332, -312):
        family.core_group(days, acknowledged=True)
    family.review(-298)
    family.review(-240, Decision.END)
    family.on_a_plan(-46, categories=[AbuseCategory.PHYSICAL], dissent="The father disagreed.")
    family.frequency("visit", "5 working days", -46)
    family.visits(-43, -1, every=7, alone_every=1)
    family.core_group(-37)
    together.lock_the_record(family, -12)


def seventeen(tell: Teller) -> None:
    """Eighteen in five weeks: the plan must end by then."""
    family = tell.family("Aaron", surname="Silhouette", ages=(17.9,), worker="Gareth Graphic", since=-100)
    family.person("Gwen Silhouette", Kind.GRANDPARENT, responsible=False)
    family.on_a_plan(-72, quorate=False)
    family.members(-71)
    family.visits(-66, -6, every=11)
    family.core_group(-60)
    family.core_group(-25)


def christmas_in_the_way(tell: Teller) -> None:
    """A plan made last week: the first core group and the visits fall where the bank holidays are."""
    family = tell.family(
        "Nico", "Lila", surname="Calendar", ages=(9.4, 0.7), worker="Lena Lattice", since=-35
    )
    everyday_network(family)
    family.on_a_plan(-5, chair="Declan Diagram")
    family.visit(-1)


STORIES: tuple[Callable[[Teller], None], ...] = (
    in_good_order, visit_overdue, unseen_child, newborn, unborn, siblings_on_different_plans, twenty_two_months,
    excluded_parent, interpreter, core_group_overdue, conference_next_week, initial_conference_soon,
    conference_late, no_plan_needed, ended_in_time, ended_nothing_followed, moved_away, nobody_allocated,
    second_plan, seventeen, christmas_in_the_way,
)  # fmt: skip


def tell_all(tell: Teller, progress: Callable[[int, int], None]) -> int:
    """Every family's story; returns how many children there are."""
    chance = Random(2026)
    together.set_the_form_of_agreement(tell)
    total = len(STORIES) + len(SURNAMES)
    for place, story in enumerate(STORIES):
        story(tell)
        progress(place + 1, total)
    for number in range(len(SURNAMES)):
        ordinary_family(tell, number, chance)
        progress(len(STORIES) + number + 1, total)
    together.ill_with_nobody_covering(tell)
    return Child.objects.count()
