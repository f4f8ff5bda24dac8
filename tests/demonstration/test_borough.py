from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from alerts.models import Alert, Sweep
from audit import telling
from children.models import Allocation, Child, Person, RecordLockOpening
from circulation.models import Receipt
from conferences.models import Assessment, ChildAtConference, Conference, ReportStep
from coregroups.models import CoreGroupExtension, CoreGroupMember
from cpp_portal.demonstration import borough, crowd, families
from cpp_portal.demonstration.teller import Teller
from deadlines.models import Deadline
from deadlines.projection import once_at_the_end, refresh
from plans.models import ChildProtectionPlan, PlanFrequency, StandardAgreement
from visits.models import Visit

# New Year's Day: a bank holiday, just after Christmas, on which no story may fall over.
fri_1_jan = date(2027, 1, 1)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_stories_hold_together_on_new_years_day_and_show_every_state_the_portal_knows(settings):
    settings.DEMO = True
    people = borough.found()
    portal = User.objects.the_portal()

    with once_at_the_end(by=portal, because="first told"):
        families.tell_all(Teller(people, fri_1_jan), lambda done, total: None)

    assert Child.objects.count() >= 60
    assert Child.objects.values("family_name").distinct().count() >= 35
    assert len(people.teams) == 3
    assert len(people.with_role(Role.CONFERENCE_CHAIR)) == 2
    overdue = Deadline.objects.overdue(on=fri_1_jan)
    states = {
        "an unborn child": Child.objects.filter(expected_on__isnull=False),
        "a newborn": Child.objects.filter(born_on__gt=fri_1_jan - timedelta(days=28)),
        "an interpreter": Child.objects.filter(interpreter_needed=True),
        "a staff-safety warning": Person.objects.exclude(staff_safety_warning=""),
        "a visit at which nobody opened": Visit.objects.filter(contact=Visit.Contact.NO_REPLY),
        "a child unseen for four weeks": overdue.filter(rule="contact"),
        "a visit overdue": overdue.filter(rule="visit"),
        "a core group overdue": overdue.filter(rule="second-core-group"),
        "a conference overdue": overdue.filter(rule="initial-conference"),
        "a plan over 21 months": ChildProtectionPlan.objects.open().filter(
            started_on__lt=fri_1_jan - timedelta(days=640)
        ),
        "a second plan": ChildProtectionPlan.objects.open().filter(plans_before=1),
        "an ended plan": ChildProtectionPlan.objects.filter(ended_on__isnull=False),
        "no child in need plan yet": Deadline.objects.outstanding().filter(rule="cin-plan-after-plan"),
        "an excluded parent": CoreGroupMember.objects.exclude(excluded_because=""),
        "nobody allocated": overdue.filter(rule="lead-social-worker"),
        "a worker away and nobody acting": overdue.filter(rule="cover-arranged"),
        "a conference to come": Conference.objects.upcoming(),
        "no plan decided": ChildAtConference.objects.filter(decision="no-plan"),
        "an inquorate conference": Conference.objects.filter(quorate=False),
        "a stricter frequency": PlanFrequency.objects.all(),
        "a report half way to its conference": ReportStep.objects.of("passed").filter(
            conference__held_on=None
        ),
        "a countersignature that is void": ReportStep.objects.filter(void_from__isnull=False),
        "an assessment under way": Assessment.objects.filter(authorised_on=None),
        "a core group extended": CoreGroupExtension.objects.filter(until_on__gt=fri_1_jan),
        "a locked record opened all the same": RecordLockOpening.objects.filter(read_on=None),
        "a form of agreement of its own": StandardAgreement.objects.all(),
        "unread in an in-box": Receipt.objects.unacknowledged(),
        "eighteen soon": Deadline.objects.outstanding().filter(
            rule="eighteenth-birthday", due_on__lt=fri_1_jan + timedelta(days=60)
        ),
    }
    assert [state for state, found in states.items() if not found.exists()] == []
    # What the stories left behind is what the facts say: a second look changes nothing.
    assert refresh(Child.objects.all(), by=portal, because="again").changed == 0


@pytest.mark.django_db
def test_a_crowd_is_on_plans_with_history_and_deadlines(settings):
    settings.DEMO = True
    told: list[tuple[int, int]] = []

    crowd.add(7, today=timezone.localdate(), progress=lambda done, total: told.append((done, total)))

    assert told == [(7, 7)]
    assert ChildProtectionPlan.objects.open().count() == 7
    assert Allocation.objects.on(timezone.localdate()).count() == 7
    assert all(visit.history.count() == 1 for visit in Visit.objects.all()[:5])
    assert Deadline.objects.outstanding().values("child").distinct().count() == 7


@pytest.mark.django_db
def test_outside_the_demonstration_nobody_can_tell_stories_or_date_a_record(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="The demonstration is off"):
        call_command("demo")
    with pytest.raises(PermissionError, match="Only the demonstration"), telling.as_of(timezone.now()):
        pass
    assert not Alert.objects.exists()
    assert not Sweep.objects.exists()
