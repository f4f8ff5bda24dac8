"""What the record of a visit holds (B-09), what does not count and why, and what a new injury sets off."""

from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from alerts.actions import raise_alerts
from alerts.models import Alert, Step
from audit.models import Refused
from children.actions import add_to_network
from children.models import Relationship
from tests.factories import PersonFactory, stories
from visits import reading
from visits.actions import Seen, decide_injury, record_visit
from visits.labels import labels_in
from visits.models import Visit

tue_24_feb, tue_3_mar, wed_4_mar, thu_5_mar = (
    date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5),
)  # fmt: skip
BRUISE = "A round bruise, two centimetres, on the left forearm. He said he fell."


@pytest.fixture
def robin(child):
    stories.on_a_plan(child, started_on=tue_24_feb)
    return child


def visited(child, by, **different) -> Visit:
    of_the_child = {
        name: different.pop(name) for name in list(different) if name in Seen.__dataclass_fields__
    }
    seen = Seen(**{"child": child, "child_seen": True, "child_seen_alone": True, **of_the_child})
    [visit] = record_visit(seen=[seen], visited_on=tue_3_mar, by=by, today=tue_3_mar, **different)
    return visit


@pytest.mark.requirement("B-09", "S1-74", "S1-75", "S1-76", "S4-35")
def test_everything_that_a_record_has_to_say_is_asked_kept_and_shown(robin, social_worker, it_is_today, read):
    mother = PersonFactory(name="Nina Fixture")
    add_to_network(
        children=[robin],
        person=mother,
        kind=Relationship.Kind.MOTHER,
        from_on=tue_24_feb,
        by=social_worker,
        parental_responsibility=True,
    )
    browser = Client()
    browser.force_login(social_worker)

    browser.post(
        reverse("visits:record", kwargs={"child_pk": robin.pk}),
        {
            "visited_which_day": wed_4_mar.isoformat(), "visited_at": "4:30pm", "ended_at": "5:15pm", "place": "home",
            "contact": "face-to-face", f"seen_{robin.pk}": "alone", f"spoken_{robin.pk}": "on",
            f"words_{robin.pk}": "I like it when it is quiet.", f"said_{robin.pk}": "Sat on the stairs and drew.",
            "present": [mother.pk], "who_was_present": "A man called Des.", "about_risks": "No bottles in sight.",
            "meals": "Tea was on the table.", "account": "The house was warm.",
        },
    )  # fmt: skip

    visit = Visit.objects.get()
    assert (visit.visited_at, visit.ended_at, visit.present) == (time(16, 30), time(17, 15), [mother.pk])
    words = read(social_worker, reverse("visits:visit", args=[robin.pk, visit.pk])).words
    for said in (
        "4:30pm to 5:15pm", "Nina Fixture", "A man called Des.", "I like it when it is quiet.",
        "Sat on the stairs and drew.", "No bottles in sight.", "Tea was on the table.", "Spoken with Yes",
    ):  # fmt: skip
        assert said in words, said


@pytest.mark.requirement("B-09")
@pytest.mark.parametrize(
    ("contact", "why"),
    [
        (Visit.Contact.NO_REPLY, "nobody answered"),
        (Visit.Contact.REFUSED, "contact was refused"),
        (Visit.Contact.CANCELLED, "the family cancelled"),
        (Visit.Contact.DOORSTEP, "nobody was let in"),
        (Visit.Contact.VIRTUAL, "in person and not by telephone or video"),
        (Visit.Contact.OTHER_AGENCY, "without an agreement"),
    ],
)
def test_what_does_not_count_is_kept_and_says_why(robin, social_worker, contact, why):
    visit = visited(
        robin, social_worker, child_seen=False, child_seen_alone=False, reason="As it was.", contact=contact
    )

    [said] = [note for note in reading.notes(visit, []) if note.startswith("Does not count because")]
    assert why in said
    assert robin.deadlines.outstanding().filter(rule="visit", started_on=tue_24_feb).exists()


@pytest.mark.requirement("B-09")
@pytest.mark.parametrize(
    "contact", [Visit.Contact.VIRTUAL, Visit.Contact.DOORSTEP, Visit.Contact.OTHER_AGENCY]
)
def test_nobody_is_seen_by_telephone_at_the_doorstep_or_by_somebody_else(robin, social_worker, contact):
    with pytest.raises(Refused, match="cannot have been seen"):
        visited(robin, social_worker, contact=contact)


@pytest.mark.requirement("B-09")
@pytest.mark.parametrize(
    ("different", "why"),
    [
        ({"visited_at": time(16), "ended_at": time(15)}, "ended before it began"),
        (
            {"child_seen": False, "child_seen_alone": False, "reason": "Asleep.", "spoken_with": True},
            "so was seen",
        ),
    ],
)
def test_what_cannot_be_is_refused(robin, social_worker, different, why):
    with pytest.raises(Refused, match=why):
        visited(robin, social_worker, **different)


@pytest.mark.requirement("S1-77")
def test_a_label_draws_a_hint_and_no_more(robin, social_worker, it_is_today):
    browser = Client()
    browser.force_login(social_worker)

    page = browser.post(
        reverse("visits:record", kwargs={"child_pk": robin.pk}),
        {
            "visited_which_day": wed_4_mar.isoformat(), "place": "home", "contact": "face-to-face",
            f"seen_{robin.pk}": "alone", f"said_{robin.pk}": "He seemed Disturbed and very attention-seeking.",
        },
        follow=True,
    ).content.decode()  # fmt: skip

    assert "You wrote “disturbed”, “attention-seeking”: say what you saw" in page
    assert Visit.objects.count() == 1
    assert labels_in("He was undisturbed and drew.", "") == []


class TestANewInjury:
    @pytest.mark.requirement("S1-78", "B-09", "B-20")
    def test_the_manager_is_told_at_once_and_decides_within_a_working_day(
        self, robin, social_worker, her_manager, service_manager
    ):
        visited(robin, social_worker, injury=BRUISE)

        owed = robin.deadlines.outstanding().get(rule="injury-decided")
        assert owed.due_on == wed_4_mar
        raise_alerts(today=tue_3_mar)
        told = Alert.objects.filter(deadline=owed)
        assert list(told.values_list("person", "step")) == [(her_manager.pk, Step.DUE_SOON)]
        raise_alerts(today=thu_5_mar)
        assert told.filter(person=service_manager, step=Step.OVERDUE).exists()

    @pytest.mark.requirement("B-20")
    def test_the_decision_says_what_follows_and_why_and_ends_the_wait(
        self, robin, social_worker, her_manager
    ):
        visit = visited(robin, social_worker, injury=BRUISE)
        given = {"visit": visit, "decision": "strategy", "decided_on": wed_4_mar, "today": wed_4_mar}
        with pytest.raises(Refused, match="A manager decides"):
            decide_injury(because="It fits the story.", by=social_worker, **given)
        with pytest.raises(Refused, match="Say why"):
            decide_injury(because=" ", by=her_manager, **given)

        visit = decide_injury(because="The story does not fit.", by=her_manager, **given)

        assert robin.deadlines.get(rule="injury-decided").met_on == wed_4_mar
        assert "a strategy discussion, decided on 4 March 2026" in " ".join(reading.notes(visit, []))
        with pytest.raises(Refused, match="This was decided on 4 March 2026"):
            decide_injury(because="Again.", by=her_manager, **given)

    def test_there_is_nothing_to_decide_without_one(self, robin, social_worker, her_manager):
        visit = visited(robin, social_worker)

        with pytest.raises(Refused, match="No new injury"):
            decide_injury(
                visit=visit,
                decision="nothing",
                because="None.",
                decided_on=wed_4_mar,
                by=her_manager,
                today=wed_4_mar,
            )

    def test_the_manager_decides_on_the_page_of_the_visit(
        self, robin, social_worker, her_manager, it_is_today
    ):
        visit = visited(robin, social_worker, injury=BRUISE)
        worker, manager = Client(), Client()
        worker.force_login(social_worker)
        manager.force_login(her_manager)
        address = reverse("visits:decide-injury", args=[robin.pk, visit.pk])

        assert worker.get(address).status_code == 403
        assert BRUISE in manager.get(address).content.decode()
        manager.post(
            address, {"decision": "strategy", "because": "It does not fit.", "decided_on": "4/3/2026"}
        )

        visit.refresh_from_db()
        assert (visit.injury_decision, visit.injury_decided_by) == ("strategy", her_manager)

    def test_the_database_knows_no_decision_without_a_reason(self, robin, social_worker):
        visited(robin, social_worker, injury=BRUISE)

        with (
            pytest.raises(IntegrityError, match="a_decided_injury_says_who_and_why"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "update visits_visit set injury_decided_on = '2026-03-04', injury_decision = 'nothing'"
            )


@pytest.mark.requirement("S1-73")
def test_what_one_child_said_stands_on_no_sibling_s_record(
    robin, social_worker, team, chair, read, it_is_today
):
    from tests.factories import AllocationFactory, ChildFactory

    sam = ChildFactory(given_name="Sam", team=team, conference_chair=chair)
    AllocationFactory(child=sam, social_worker=social_worker)
    both = record_visit(
        seen=[
            Seen(
                child=one, child_seen=True, child_seen_alone=True, own_words=f"Words of {one.given_name}.",
                about_this_child=f"How {one.given_name} was.", injury="" if one == sam else BRUISE,
            )
            for one in (robin, sam)
        ],
        visited_on=tue_3_mar, account="The house was warm.", by=social_worker, today=tue_3_mar,
    )  # fmt: skip

    for visit, other in zip(both, reversed(both), strict=True):
        words = read(social_worker, reverse("visits:visit", args=[visit.child_id, visit.pk])).words
        assert f"Words of {visit.child.given_name}." in words
        assert "The house was warm." in words
        for text in (other.own_words, other.about_this_child, other.injury):
            assert not text or text not in words
