import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.actions import add_person, change_person
from accounts.models import Team, User
from accounts.roles import Role
from audit.models import Refused
from tests.factories import TeamFactory, UserFactory

PEOPLE = "/people/"


@pytest.fixture
def ada(client, administrator: User) -> User:
    client.force_login(administrator)
    return administrator


def answers(**changed: object) -> dict[str, object]:
    given = {
        "name": "Noor Novel",
        "email": "noor@authority.test",
        "role": Role.AUDITOR,
        "team": "",
        "agency": "",
    }
    return {**given, **changed}


def test_only_system_administrators_open_it(client, her_manager):
    client.force_login(her_manager)

    assert client.get(PEOPLE).status_code == 403


def test_an_added_person_gets_a_link_and_no_password_is_ever_sent(client, ada):
    client.post(reverse("accounts:add-person"), answers())

    noor = User.objects.get(email="noor@authority.test")
    assert not noor.has_usable_password()
    assert noor.recorded_by == ada
    assert "/password/set/" in mail.outbox[0].body
    assert mail.outbox[0].to == ["noor@authority.test"]


def test_a_mail_server_that_is_down_loses_nobody(client, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = client.post(reverse("accounts:add-person"), answers(), follow=True).content.decode()

    assert User.objects.filter(email="noor@authority.test").exists()
    assert "The letter could not be sent" in page


def test_two_people_cannot_share_an_address_and_nothing_typed_is_lost(client, ada):
    UserFactory(name="Noor Earlier", email="noor@authority.test")
    page = client.post(reverse("accounts:add-person"), answers(email="NOOR@authority.test"))

    assert page.context["form"].errors["email"] == [
        "Noor Earlier already signs in with noor@authority.test. Change that person instead."
    ]
    assert 'value="Noor Novel"' in page.content.decode()


def test_a_social_worker_needs_a_team(client, ada):
    page = client.post(reverse("accounts:add-person"), answers(role=Role.SOCIAL_WORKER))

    assert page.context["form"].errors["team"] == [
        "A social worker or team manager belongs to a team: select it."
    ]


def test_the_database_refuses_a_social_worker_without_a_team_too(administrator, db):
    with pytest.raises(ValidationError, match="belongs to a team"):
        User.objects.create_user(email="x@y.test", name="X", role=Role.SOCIAL_WORKER, by=administrator)


def test_changes_of_role_are_in_the_history_with_who_made_them(client, ada):
    somebody = UserFactory(name="Noor Novel", role=Role.AUDITOR)
    client.post(
        reverse("accounts:person", args=[somebody.pk]),
        answers(email=somebody.email, role=Role.DATA_OFFICER, is_active="on"),
    )

    latest = somebody.history.latest()
    assert (latest.role, latest.history_user) == (Role.DATA_OFFICER, ada)


def test_an_administrator_cannot_lock_themselves_out(client, ada):
    own = answers(name=ada.name, email=ada.email, role=Role.SYSTEM_ADMINISTRATOR)
    page = client.post(reverse("accounts:person", args=[ada.pk]), own)

    assert page.context["form"].errors["is_active"] == [
        "You cannot change your own role or take away your own sign-in. Ask another system administrator."
    ]


def test_a_person_moved_to_no_team_who_needs_one_stays_as_they_were(ada, social_worker):
    with pytest.raises(Refused, match="belongs to a team"):
        change_person(
            person=social_worker, email=social_worker.email, name="X", role=Role.SOCIAL_WORKER, team=None,
            agency="", is_active=True, by=ada,
        )  # fmt: skip
    social_worker.refresh_from_db()
    assert social_worker.name == "Priya Pattern"


def test_a_lock_out_is_lifted_at_once(client, ada, social_worker):
    social_worker.set_password("kettle-orbit-marzipan")
    social_worker.save_by(ada)
    right = {"username": social_worker.email, "password": "kettle-orbit-marzipan"}
    for _ in range(8):
        locked = client.__class__().post("/sign-in/", {**right, "password": "wrong"})
    assert locked.status_code == 429

    client.post(reverse("accounts:unlock", args=[social_worker.pk]))

    assert client.__class__().post("/sign-in/", right).status_code == 302


def test_the_link_is_not_sent_to_somebody_who_may_not_sign_in(client, ada):
    gone = UserFactory(name="Gone Away", is_active=False)
    page = client.post(reverse("accounts:invite", args=[gone.pk]), follow=True).content.decode()

    assert "Gone Away may not sign in. Allow it first, then send the link." in page
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("text=stencil", {"Stella Stencil"}),
        ("role=auditor", {"Aisha Abstract"}),
        ("sign_in=no", {"Gone Away"}),
        ("text=away&sign_in=yes", set()),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(client, ada, stranger, auditor, asked, found):
    UserFactory(name="Gone Away", is_active=False, email="away@authority.test")
    page = client.get(f"{PEOPLE}?{asked}")

    assert {person.name for person, _ in page.context["people"]} == found


def test_the_portal_itself_is_not_listed_and_cannot_be_changed(client, ada):
    portal = User.objects.the_portal()

    assert portal.name not in {person.name for person, _ in client.get(PEOPLE).context["people"]}
    assert client.get(reverse("accounts:person", args=[portal.pk])).status_code == 404


def test_a_long_list_has_pages(client, ada, team):
    for number in range(60):
        UserFactory(name=f"Worker {number:02}", team=team)
    page = client.get(f"{PEOPLE}?team={team.pk}")

    assert len(page.context["people"]) == 50
    assert "Showing 1 to 50 of 60 people" in page.content.decode()
    assert f"?team={team.pk}&amp;page=2" in page.content.decode()


def test_twelve_people_cost_no_more_queries_than_two(client, ada, django_assert_max_num_queries, team):
    def queries() -> int:
        with django_assert_max_num_queries(50) as counted:
            client.get(PEOPLE)
        return len(counted)

    UserFactory.create_batch(2, team=team)
    few = queries()
    for _ in range(10):
        UserFactory()
    assert queries() == few


def test_teams_are_added_renamed_and_never_doubled(client, ada):
    client.post(reverse("accounts:add-team"), {"name": "West team"})
    west = Team.objects.get(name="West team")
    client.post(reverse("accounts:rename-team", args=[west.pk]), {"name": "Far  West team"})
    page = client.post(reverse("accounts:add-team"), {"name": "far west TEAM"})

    assert [team.name for team in Team.objects.all()] == ["Far West team"]
    assert page.context["form"].errors["name"] == ["There is already a team of that name."]


def test_the_command_makes_the_first_administrator_and_prints_a_link(db, capsys, client):
    call_command("add_person", email="ada@authority.test", name="Ada", role="system-administrator")
    printed = capsys.readouterr().out

    link = printed.strip().splitlines()[-1]
    assert "Choose your password" in client.get(link.split(":8000")[-1], follow=True).content.decode()


def test_the_command_makes_the_team_it_names(db, capsys):
    call_command("add_person", email="a@b.test", name="Ann", role="team-manager", team="North")

    assert User.objects.get(email="a@b.test").team.name == "North"


def test_the_command_refuses_in_words_and_leaves_no_team_behind(db):
    UserFactory(email="a@b.test", name="Ann")
    with pytest.raises(CommandError, match="Ann already signs in"):
        call_command("add_person", email="a@b.test", name="Ann", role="team-manager", team="North")
    assert not Team.objects.filter(name="North").exists()


def test_somebody_added_who_is_outside_the_authority_keeps_their_agency_and_has_no_team(administrator):
    tom = add_person(
        email="t@school.test", name="Tom", role=Role.CORE_GROUP_PROFESSIONAL, team=TeamFactory(),
        agency="Exampleton Primary", by=administrator,
    )  # fmt: skip

    assert (tom.team, tom.agency) == (None, "Exampleton Primary")
