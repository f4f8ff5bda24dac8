"""The import in the browser: who may, what is shown before anything is written, and what is kept."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission, Role
from children.models import Child
from returns import actions, taking_over, tasks
from returns.models import ImportProblem, ImportRun
from returns.problems import Problem, Severity
from returns.report import csv_lines
from returns.uploads import files_of
from tests.factories import UserFactory
from tests.returns.census_files import CHILD, ONE_CHILD, with_children

pytestmark = pytest.mark.django_db

DIRTY = with_children(CHILD, CHILD.replace("CH0001", "CH0002").replace("2016-02-29", "29/02/2016"))


@pytest.fixture(autouse=True)
def uploads_in_a_folder_of_the_test(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "uploads"


@pytest.fixture
def administrator(client):
    user = UserFactory(role=Role.SYSTEM_ADMINISTRATOR, team=None)
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def work_is_done_at_once(settings, monkeypatch, django_capture_on_commit_callbacks):
    """The real tasks, run where they are given instead of by a worker."""
    monkeypatch.setattr(tasks.read_files, "delay", tasks.read_files)
    monkeypatch.setattr(tasks.take_in, "delay", tasks.take_in)


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def send(name, *args, **answers):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse(f"returns:{name}", args=args), answers)
        return client.get(answer.url) if answer.status_code == 302 else answer

    return send


def census(text=ONE_CHILD, name="cin-2026.xml"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode(), "text/xml")


def begun(administrator, text=ONE_CHILD):
    run = actions.begin_import(census=census(text), annex_a=None, by=administrator)
    return taking_over.read_files(run=run, files=files_of(run), today=timezone.localdate())


def test_two_files_are_read_shown_and_taken_in_when_somebody_agrees(administrator, post):
    shown = post("begin", census=census(DIRTY))
    run = ImportRun.objects.get()

    assert "1 new child to be taken in" in shown.content.decode()
    assert "1 on a plan today" in shown.content.decode()
    assert "1 refused" in shown.content.decode()
    assert not Child.objects.exists()

    done = post("take-in", run.pk)

    run.refresh_from_db()
    assert "1 child taken in" in done.content.decode()
    assert (run.state, run.agreed_by, Child.objects.count()) == ("done", administrator, 1)
    assert Child.objects.get().recorded_by == administrator


def test_the_files_lie_in_a_private_folder_and_are_deleted_afterwards(administrator, post, settings):
    post("begin", census=census())
    run = ImportRun.objects.get()
    path = files_of(run).census

    assert path.read_text() == ONE_CHILD
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert settings.STATIC_ROOT not in path.parents

    post("take-in", run.pk)
    assert not path.parent.exists()


def test_a_worker_on_another_host_that_has_no_such_files_says_what_to_mend(
    administrator, client, settings, tmp_path
):
    run = actions.begin_import(census=census(), annex_a=None, by=administrator)
    settings.UPLOADS_DIR = tmp_path / "on another host"

    tasks.read_files(run_pk=run.pk)

    shown = client.get(run.get_absolute_url()).content.decode()
    assert "Its folder for uploads (UPLOADS_DIR) must be the web server’s own" in shown
    assert ImportRun.objects.get().state == ImportRun.State.REFUSED


def test_files_that_are_gone_when_they_are_to_be_taken_in_are_asked_for_once_more(
    administrator, post, settings, tmp_path
):
    run = begun(administrator)
    settings.UPLOADS_DIR = tmp_path / "on another host"

    shown = post("take-in", run.pk)

    assert "give the files once more" in shown.content.decode()
    assert not Child.objects.exists()


def test_an_import_that_is_withdrawn_takes_in_nothing_and_keeps_no_file(administrator, post):
    run = begun(administrator)
    shown = post("withdraw", run.pk)

    assert "withdrawn and its files are deleted" in shown.content.decode()
    assert not Child.objects.exists()
    assert not files_of(run).census.exists()
    assert "it is withdrawn" in post("take-in", run.pk).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file you chose is empty"),
        (b"PK\x03\x04 a zip", "This is a zip file"),
        ("<!DOCTYPE Message><Message/>", "document type declaration"),
        ('<Message xmlns="urn:x"/>', "namespace"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_question_while_the_person_is_there(
    administrator, post, content, words
):
    shown = post("begin", census=census(content))

    assert words in shown.content.decode()
    assert not ImportRun.objects.exists()


def test_a_wrong_workbook_is_refused_beside_its_question(administrator, post):
    shown = post("begin", census=census(), annex_a=census(b"a,b\n", "list7.csv"))

    assert "This is plain text, perhaps a CSV" in shown.content.decode()


def test_a_file_that_turns_out_bad_further_down_is_refused_with_its_sentence(administrator, post):
    shown = post("begin", census=census(ONE_CHILD[:1500]))

    assert "The file stops in the middle" in shown.content.decode()
    assert "Nothing was taken in from this file." in shown.content.decode()
    assert not files_of(ImportRun.objects.get()).census.exists()


def test_the_page_shows_references_and_lines_and_nothing_that_the_file_says(administrator, client):
    run = begun(administrator, DIRTY)
    page = client.get(run.get_absolute_url()).content.decode()

    assert "CH0002" in page
    assert "PersonBirthDate" in page
    assert "29/02/2016" not in page
    assert "2016" not in page


def test_while_it_is_under_way_the_page_says_how_far_and_can_be_looked_at_again(administrator, client):
    run = begun(administrator)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.TAKING, per_cent=42)
    page = client.get(run.get_absolute_url()).content.decode()

    assert "Being taken in: 42 %" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page
    assert "Take in</button>" not in page


def test_an_import_whose_worker_was_lost_can_go_on(administrator, client, post):
    run = begun(administrator)
    long_ago = timezone.now() - timedelta(hours=1)
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportRun.State.TAKING, heard_of_at=long_ago, agreed_by=administrator
    )
    assert "Nothing has been heard of this import" in client.get(run.get_absolute_url()).content.decode()

    shown = post("restart", run.pk)

    assert "1 child taken in" in shown.content.decode()
    assert Child.objects.count() == 1


def test_an_import_that_is_under_way_cannot_be_started_again_or_withdrawn(administrator, post):
    run = begun(administrator)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.TAKING)

    assert "has not stopped" in post("restart", run.pk).content.decode()
    assert "under way" in post("withdraw", run.pk).content.decode()


def test_the_problems_can_be_downloaded(administrator, client):
    run = begun(administrator, DIRTY)
    answer = client.get(reverse("returns:problems", args=[run.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert answer["Content-Disposition"].startswith("attachment")
    assert len(lines) == 2
    assert lines[1].startswith("cin-2026.xml,CH0002,")


def test_no_cell_of_the_download_is_taken_for_a_formula(administrator):
    run = begun(administrator)
    ImportProblem.objects.create(
        run=run,
        child_id='=HYPERLINK("http://example.invalid")',
        line=2,
        field="x",
        rule="",
        sentence="",
        became="QUERY",
    )

    assert "\"'=HYPERLINK" in list(csv_lines(run))[1]


def test_files_that_nobody_decided_about_are_forgotten_after_a_week(administrator, post):
    old = begun(administrator)
    ImportRun.objects.filter(pk=old.pk).update(started_at=timezone.now() - timedelta(days=8))

    post("begin", census=census())

    old.refresh_from_db()
    assert old.state == ImportRun.State.WITHDRAWN
    assert not files_of(old).census.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMINISTRATOR])
def test_nobody_but_the_system_administrator_may_import(client, role):
    user = UserFactory(role=role)
    client.force_login(user)

    assert not user.may(Permission.IMPORT_RETURNS)
    assert client.get(reverse("returns:imports")).status_code == 403
    assert client.post(reverse("returns:begin"), {"census": census()}).status_code == 403
    assert not ImportRun.objects.exists()


def test_the_list_of_imports_costs_the_same_however_long_it_is(
    administrator, client, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(30) as asked:
            client.get(reverse("returns:imports"))
        return len(asked)

    begun(administrator)
    few = queries()
    for _ in range(8):
        begun(UserFactory(role=Role.SYSTEM_ADMINISTRATOR, team=None))

    assert queries() == few


def test_the_page_of_an_import_costs_the_same_however_much_is_wrong(
    administrator, client, django_assert_max_num_queries
):
    def queries(run):
        with django_assert_max_num_queries(30) as asked:
            client.get(run.get_absolute_url())
        return len(asked)

    few = queries(begun(administrator, DIRTY))
    wrong = (CHILD.replace("CH0001", f"CH{n}").replace("2016-02-29", "29/02/2016") for n in range(100))
    run = begun(administrator, with_children(CHILD, *wrong))

    assert run.problems.count() == 100
    assert queries(run) == few


def test_a_problem_is_short_enough_for_its_columns_whatever_the_file_holds(administrator):
    long = Problem("C" * 300, 1, "F" * 300, "portal", "S" * 300, Severity.QUERY)
    run = begun(administrator)
    with taking_over.problems_of(run) as problems:
        problems.add([long])

    assert len(run.problems.get().child_id) == 100
