"""A chair who is away: the unit arranges, another chair reads, hears, receives and holds the conferences meanwhile."""

from datetime import date

import pytest

from accounts.models import User
from accounts.roles import Role
from alerts.actions import raise_alerts
from alerts.models import Alert, Step
from audit.models import Refused
from children.actions import arrange_cover
from children.actions.cover import people_arranged_for
from children.models import Child, Cover
from circulation.models import Circulation, Receipt
from conferences.actions import book_conference
from coregroups.actions import circulate_minute
from coregroups.actions.sending import recipients
from dashboards import conferences_ahead
from dashboards.covering import cover_rows
from dashboards.what_if import who_could_cover
from tests.factories import UserFactory, stories

tue_24_feb, tue_10_mar = date(2026, 2, 24), date(2026, 3, 10)
# The first review of a plan that began on 24 February is due by 24 May; two weeks before is 10 May.
mon_4_may, sun_10_may, mon_18_may = date(2026, 5, 4), date(2026, 5, 10), date(2026, 5, 18)


@pytest.fixture
def ivy() -> User:
    return UserFactory(name="Ivy Interim", role=Role.CONFERENCE_CHAIR)


@pytest.fixture
def robin(child: Child, social_worker: User) -> Child:
    stories.on_a_plan(child, started_on=tue_24_feb)
    return child


@pytest.fixture
def away(chair: User, safeguarding_unit: User):
    """The chair is on leave from 4 May and back on 18 May."""

    def arrange(covering: User | None, **different: object) -> Cover:
        return arrange_cover(
            **{
                "away": chair, "covering": covering, "from_on": mon_4_may, "until_on": mon_18_may,
                "reason": Cover.Reason.LEAVE, "by": safeguarding_unit, "today": date(2026, 4, 27), **different,
            }
        )  # fmt: skip

    return arrange


def sees(person: User, child: Child, on: date) -> bool:
    return Child.objects.visible_to(person, today=on).filter(pk=child.pk).exists()


def told(person: User) -> set[tuple[str, date]]:
    return set(
        Alert.objects.filter(person=person, deadline__rule="first-review").values_list("step", "since")
    )


@pytest.mark.requirement("B-13", "A-04")
def test_another_chair_reads_and_hears_meanwhile_and_not_before_or_after(robin, chair, ivy, away):
    away(ivy)

    assert [sees(ivy, robin, day) for day in (date(2026, 5, 3), mon_4_may, date(2026, 5, 17), mon_18_may)] == [
        False, True, True, False,
    ]  # fmt: skip
    raise_alerts(today=sun_10_may)
    reminder = (Step.DUE_SOON, sun_10_may)
    assert reminder in told(ivy)
    assert told(chair) == set()


@pytest.mark.requirement("B-13")
def test_with_nobody_acting_the_unit_is_told(robin, chair, safeguarding_unit, away):
    away(None)

    raise_alerts(today=sun_10_may)

    assert told(chair) == set()
    assert (Step.DUE_SOON, sun_10_may) in told(safeguarding_unit)
    [row] = cover_rows(safeguarding_unit, today=mon_4_may)
    assert (row.what, row.gap) == (
        "All of their conferences", "Nobody chairs for them: the safeguarding unit is told meanwhile",
    )  # fmt: skip


@pytest.mark.requirement("B-13")
def test_the_conferences_of_both_stand_on_the_board_of_whoever_acts(robin, chair, ivy, away, monkeypatch):
    book_conference(
        children=[robin], booked_for=date(2026, 5, 14), chair=chair, by=chair, today=date(2026, 4, 20)
    )
    from children.models.cover import chairs_acted_for

    away(ivy)

    acted_for = list(chairs_acted_for(ivy, today=mon_4_may))
    assert set(acted_for) == {ivy, chair}
    assert list(chairs_acted_for(ivy, today=mon_18_may)) == [ivy]
    assert conferences_ahead.not_booked(ivy, mon_4_may, acted_for).count() == 0


@pytest.mark.requirement("B-11", "S1-63")
def test_what_core_groups_record_comes_to_both(
    child, social_worker, chair, ivy, safeguarding_unit, monkeypatch
):
    from django.utils import timezone

    today = timezone.localdate()
    stories.on_a_plan(child, started_on=tue_24_feb)
    meeting = stories.core_group_held(child, on=tue_10_mar, by=social_worker)
    arrange_cover(
        away=chair, covering=ivy, from_on=today, until_on=today.replace(year=today.year + 1, day=1),
        reason=Cover.Reason.SICKNESS, by=safeguarding_unit, today=today,
    )  # fmt: skip

    shown = [(one.name, one.part) for one in recipients(meeting)][:2]
    circulate_minute(meeting=meeting, by=social_worker)

    assert shown == [
        (chair.name, "Conference chair"),
        ("Ivy Interim", "Acts for the conference chair, who is away"),
    ]
    circulation = Circulation.objects.get(about_pk=meeting.pk)
    got = Receipt.objects.filter(circulation=circulation, user__isnull=False).values_list("user", flat=True)
    assert set(got) >= {chair.pk, ivy.pk}


@pytest.mark.requirement("A-09")
def test_only_a_chair_acts_for_a_chair_and_only_the_unit_or_a_service_manager_says_so(
    robin, chair, ivy, her_manager, social_worker, safeguarding_unit, service_manager, away
):
    with pytest.raises(Refused, match="only another chair can chair"):
        away(her_manager)
    with pytest.raises(Refused, match="Ask whoever arranges for them"):
        away(ivy, by=her_manager)
    with pytest.raises(Refused, match="is not in your team"):
        away(ivy, away=social_worker)
    assert set(people_arranged_for(safeguarding_unit, today=mon_4_may)) >= {chair, ivy}
    assert away(ivy, by=service_manager).pk


def test_chairs_with_the_fewest_conferences_are_named_first(robin, chair, ivy):
    book_conference(
        children=[robin], booked_for=date(2026, 5, 14), chair=ivy, by=chair, today=date(2026, 4, 20)
    )
    free = UserFactory(name="Zed Zero", role=Role.CONFERENCE_CHAIR)

    could = who_could_cover(chair, from_on=mon_4_may, until_on=mon_18_may, today=date(2026, 4, 27))

    assert [(each.person, each.visits) for each in could] == [(free, 0), (ivy, 1)]


def test_the_unit_arranges_it_on_the_page(robin, chair, ivy, safeguarding_unit, read):
    page = read(safeguarding_unit, "/cover/arrange/")

    choices = page.tree.xpath("//select[@name='away']/option/text()")
    assert f"{chair.name} (conference chair)" in choices
    assert all("conference chair" in choice for choice in choices[1:])
