from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import Refused
from coregroups.actions import add_member, add_members, end_membership, exclude_member, lift_exclusion
from tests.coregroups.conftest import signed_in
from tests.factories import PersonFactory, RelationshipFactory
from tests.factories.stories import core_group_held


@pytest.fixture
def at(child, plan):
    return f"/children/{child.pk}/core-groups/"


@pytest.mark.requirement("B-26", "S1-83", "S1-113", "S4-20", "S4-21")
def test_people_of_the_network_are_ticked_and_play_the_part_they_have_there(worker, child, at, now_today):
    mother = RelationshipFactory(child=child, person=PersonFactory(name="Mother Fixture")).person
    nurse = RelationshipFactory(
        child=child, kind="health-visitor", person=PersonFactory(name="Vera Visit", agency="Sampleton NHS")
    ).person

    worker.post(
        at + "members/add/",
        {"people": [mother.pk, nurse.pk], "from_on": f"{now_today:%d/%m/%Y}", "children": [child.pk]},
    )

    page = worker.get(at).content.decode()
    assert [(member.person, member.role) for member in child.coregroupmembers.all()] == [
        (mother, "Mother"),
        (nurse, "Health visitor"),
    ]
    assert "Health visitor, Sampleton NHS" in page


@pytest.mark.requirement("B-18", "B-26")
def test_a_member_of_one_sibling_s_core_group_joins_only_the_other_s(
    sibling, child, join, social_worker, now_today
):
    teacher = join(child, "Tess Teach").person

    [new] = add_members(
        children=[child, sibling], people={teacher: "Teacher"}, from_on=now_today, by=social_worker
    )

    assert new.child == sibling


def test_nobody_ticked_is_refused_and_the_day_that_was_typed_is_kept(worker, child, at):
    page = worker.post(at + "members/add/", {"from_on": "3/11/2026", "children": [child.pk]}).content.decode()

    assert "Select at least one person" in page
    assert 'value="3/11/2026"' in page


def test_somebody_else_s_child_cannot_be_slipped_in(worker, child, at, stranger):
    mother = RelationshipFactory(child=child).person
    other = RelationshipFactory().child

    page = worker.post(
        at + "members/add/", {"people": [mother.pk], "from_on": "3/11/2026", "children": [other.pk]}
    ).content.decode()

    assert "must be one of the answers listed" in page or "is not one of the available choices" in page
    assert not other.coregroupmembers.exists()


def test_a_person_is_a_member_once_at_a_time(child, join):
    teacher = join(child, "Tess Teach").person

    with pytest.raises(ValidationError, match="already a member"):
        add_member(
            children=[child],
            person=teacher,
            role="Teacher",
            from_on=date(2026, 11, 30),
            by=child.conference_chair,
        )


def test_a_membership_ends_after_it_began_and_once(child, join, social_worker, now_today):
    member = join(child, "Tess Teach")

    with pytest.raises(Refused, match="The membership began on"):
        end_membership(member=member, until_on=member.from_on - timedelta(days=1), by=social_worker)
    end_membership(member=member, until_on=now_today, by=social_worker)
    with pytest.raises(Refused, match="already ended"):
        end_membership(member=member, until_on=now_today, by=social_worker)


@pytest.mark.requirement("A-14")
def test_an_exclusion_needs_a_reason_and_a_manager_who_agreed(child, join, social_worker, her_manager):
    father = join(child, "Fred Fixture", role="Father")

    with pytest.raises(Refused, match="Say why"):
        exclude_member(member=father, because=" ", agreed_by=her_manager, by=social_worker)
    with pytest.raises(Refused, match="A manager must agree"):
        exclude_member(member=father, because="Bail.", agreed_by=social_worker, by=social_worker)
    exclude_member(member=father, because="Bail.", agreed_by=her_manager, by=social_worker)
    with pytest.raises(Refused, match="already excluded"):
        exclude_member(member=father, because="Bail.", agreed_by=her_manager, by=social_worker)


@pytest.mark.requirement("A-02", "A-14")
def test_an_excluded_parent_stays_in_view_with_the_reason_and_who_agreed(
    worker, child, join, her_manager, at
):
    father = join(child, "Fred Fixture", role="Father")

    worker.post(
        f"{at}members/{father.pk}/exclude/",
        {
            "because": "Bail conditions.",
            "agreed_by": her_manager.pk,
            "review_on": "1/12/2099",
            "told_instead": "By phone.",
        },
    )

    page = worker.get(at).content.decode()
    assert "Fred Fixture" in page
    assert "Excluded" in page
    assert "Bail conditions. Agreed by Martin Model." in page


def test_an_exclusion_is_lifted_and_its_history_kept(worker, child, join, social_worker, at):
    father = join(child, "Fred Fixture", role="Father", excluded="Bail conditions.")

    worker.post(f"{at}members/{father.pk}/lift-exclusion/")

    father.refresh_from_db()
    assert father.excluded_because == ""
    assert [version.excluded_because for version in father.history.all()] == ["", "Bail conditions."]
    with pytest.raises(Refused, match="is not excluded"):
        lift_exclusion(member=father, by=social_worker)


@pytest.mark.requirement("B-06")
def test_who_needs_an_interpreter_is_said_beside_the_name(worker, child, join, at):
    join(child, "Ola Pattern", role="Mother", interpreter_needed=True, language="Polish")

    assert "Interpreter: Polish" in worker.get(at).content.decode()


def test_a_core_group_of_nobody_says_how_to_begin_it(worker, at):
    page = worker.get(at).content.decode()

    assert "Nobody belongs to this core group yet." in page
    assert "No core group has been planned or held." in page


def test_who_has_left_is_listed_apart(worker, child, join, social_worker, now_today, at):
    member = join(child, "Tess Teach")
    end_membership(member=member, until_on=now_today, by=social_worker)

    page = worker.get(at).content.decode()
    assert page.index("Former members") < page.index("Tess Teach")


def test_an_auditor_reads_it_and_is_offered_nothing(child, join, auditor, at):
    join(child, "Tess Teach")

    page = signed_in(auditor).get(at).content.decode()
    assert "Tess Teach" in page
    for verb in ("Add members", "End membership", "Exclude", "Plan a core group"):
        assert verb not in page
    assert signed_in(auditor).get(at + "members/add/").status_code == 403


@pytest.mark.requirement("S4-23", "S1-144")
def test_how_often_somebody_came_is_beside_their_name(worker, child, join, social_worker, at, plan):
    mother = join(child, "Mara Fixture", role="Mother").person
    for days, came in ((14, "present"), (7, "absent"), (1, "apologies")):
        core_group_held(
            child, on=plan.started_on + timedelta(days=21 - days), by=social_worker, came={mother: came}
        )

    assert "Came to 1 of 3 core groups" in worker.get(at).content.decode()
