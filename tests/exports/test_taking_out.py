"""A list taken out is the list on the screen, all its pages and with its filters, and leaves a line in the log."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.roles import GRANTED, Permission, Role
from audit.models import AccessLog, Export
from circulation.models import Circulation, Receipt
from exports.lists import Exportable
from tests.factories import AllocationFactory, ChildFactory, UserFactory
from tests.factories.stories import on_a_plan, seen
from tests.house_rules.pages import PAGES

wed_4_feb = date(2026, 2, 4)
NEW = "/exports/new/"
WHY = "Supervision on Thursday"

pytestmark = pytest.mark.usefixtures("it_is_today")


def held_by(worker, **details):
    child = ChildFactory(team=worker.team, **details)
    AllocationFactory(child=child, social_worker=worker)
    return child


def post(user, of, **answers):
    browser = Client()
    browser.force_login(user)
    response = browser.post(f"{NEW}?of={of}" if of else NEW, {"why": WHY, "form": "csv", **answers})
    if response.streaming:
        response.whole = b"".join(response.streaming_content)
        # Not response.close(), which would end the request's database connection with it.
        for close in response._resource_closers:
            close()
    return response


def rows_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.content
    text = response.whole.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def three_children(social_worker):
    """Two overdue, one seen lately; one of the overdue has a name like a formula."""
    names = ["=HYPERLINK(1)", "Overdue", "Seen"]
    children = [held_by(social_worker, given_name=name) for name in names]
    for child in children:
        on_a_plan(child, started_on=wed_4_feb if child is not children[2] else date(2026, 3, 2))
    seen(children[2], on=date(2026, 3, 3), by=social_worker)
    return children


def test_the_link_below_a_list_leads_to_the_question_what_it_is_for(read, social_worker, three_children):
    link = read(social_worker, "/caseload/?show=overdue&page=1").links["Export this list"]
    assert link == "/exports/new/?of=%2Fcaseload%2F%3Fshow%3Doverdue"
    page = read(social_worker, link)
    assert "narrowed to “Children with something overdue”" in page.words
    assert page.links["Cancel"] == "/caseload/?show=overdue"


def test_the_file_has_the_rows_of_the_list_in_its_order_and_with_its_filter(
    read, social_worker, three_children
):
    shown = read(social_worker, "/caseload/?show=overdue").context["rows"]
    rows = rows_of(post(social_worker, "/caseload/?show=overdue"))
    assert [row["Reference"] for row in rows] == [row.child.reference for row in shown]
    assert len(rows) == 2


def test_a_childs_name_cannot_run_in_either_file(social_worker, three_children):
    names = [row["Child"] for row in rows_of(post(social_worker, "/caseload/"))]
    assert [name[:13] for name in names if "HYPERLINK" in name] == ["'=HYPERLINK(1"]
    response = post(social_worker, "/caseload/", form="xlsx")
    sheet = load_workbook(io.BytesIO(response.whole)).active
    [cell] = [row[0] for row in sheet.iter_rows(min_row=2) if "HYPERLINK" in row[0].value]
    assert (cell.data_type, cell.value[:2]) == ("s", "=H")
    assert sheet["G2"].is_date


def test_all_pages_of_a_list_are_in_the_file(social_worker):
    for _ in range(51):
        held_by(social_worker)
    rows = rows_of(post(social_worker, "/caseload/?show=not-on-a-plan%26page=2"))
    assert len(rows) == 51


def test_what_was_taken_out_is_written_down(social_worker, three_children, today):
    post(social_worker, "/caseload/?show=overdue", form="xlsx")
    line = Export.objects.get()
    assert (line.user, line.what, line.filters) == (
        social_worker, "My caseload", "Children with something overdue",
    )  # fmt: skip
    assert (line.rows, line.why, line.form, line.address) == (2, WHY, "xlsx", "/caseload/?show=overdue")
    assert line.at.date() == today


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("csv", "my-caseload-2026-03-04.csv", "text/csv; charset=utf-8"),
        (
            "xlsx", "my-caseload-2026-03-04.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)  # fmt: skip
def test_the_file_is_named_for_its_list_and_day_and_is_kept_in_no_cache(
    social_worker, three_children, form, name, kind
):
    response = post(social_worker, "/caseload/", form=form)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == kind
    assert "no-store" in response["Cache-Control"]
    assert int(response["Content-Length"]) == len(response.whole)


@pytest.mark.parametrize("why", ["", "   ", "."])
def test_without_a_reason_nothing_is_taken_out_and_nothing_typed_is_lost(social_worker, three_children, why):
    response = post(social_worker, "/caseload/", why=why, form="csv")
    assert not response.streaming
    assert "Say " in response.content.decode()
    assert 'value="csv" checked' in " ".join(response.content.decode().split())
    assert not Export.objects.exists()


def test_a_list_that_breaks_off_leaves_neither_a_file_nor_a_line(social_worker, three_children, monkeypatch):
    def breaks_off(self):
        yield ("Robin",)
        raise RuntimeError("the database went away")

    monkeypatch.setattr("dashboards.views.caseload.CaseloadPage.export_rows", breaks_off)
    with pytest.raises(RuntimeError):
        post(social_worker, "/caseload/")
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    "of",
    [
        "/help/",
        "/no/such/page/",
        "//elsewhere.test/caseload/",
        "https://[",
        "caseload",
        "/children/1/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_list_is_not_found(read, social_worker, of):
    assert read(social_worker, f"{NEW}?of={of}").status == 404
    assert post(social_worker, of).status_code == 404


def test_without_a_list_the_page_says_where_to_begin(read, social_worker):
    assert "choose “Export this list”" in read(social_worker, NEW).words
    assert post(social_worker, "").status_code == 200


LISTS = [page for page in PAGES if page.view and issubclass(page.view, Exportable) and not page.asks_for]


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize("each", LISTS, ids=str)
def test_only_who_may_see_a_list_and_may_export_takes_it_out(db, read, each, role):
    person = UserFactory(role=role)
    may_see = each.view.permission in GRANTED[role]
    allowed = may_see and Permission.EXPORT_LIST in GRANTED[role]
    response = post(person, each.at())
    assert response.status_code == (200 if allowed else 403)
    assert Export.objects.count() == allowed
    if may_see and not allowed:
        assert "Export this list" not in read(person, each.at()).links


@pytest.mark.parametrize("each", LISTS, ids=str)
def test_the_columns_of_a_list_are_those_of_its_rows(each, social_worker, her_manager, chair, three_children):
    about = three_children[0]
    sent = Circulation(child=about, kind="plan", about_pk=1, title="Plan", sections=[]).save_by(her_manager)
    Receipt(circulation=sent, user=her_manager, way="portal").save_by(her_manager)
    Export.objects.create(user=her_manager, what="In-box", form="csv", rows=0, why="To see")
    needed = {each.view.permission, Permission.EXPORT_LIST}
    roles = [role for role, may in GRANTED.items() if needed <= may]
    readers = {person.role: person for person in (her_manager, chair)}
    reader = next((readers[role] for role in roles if role in readers), None)
    if reader is None:
        assert roles, f"Nobody may take out {each}: say so in its `not_exported`."
        reader = UserFactory(role=roles[0])
    for row in rows_of(post(reader, each.at())):
        assert None not in row  # more cells than columns
        assert None not in row.values()  # fewer


def test_the_work_of_a_team_is_taken_out_with_the_words_of_its_filters(read, her_manager, three_children):
    address = "/overdue/?kind=all%26order=child"
    shown = read(her_manager, "/overdue/?kind=all&order=child")
    rows = rows_of(post(her_manager, address))
    assert [(row["Reference"], row["What"]) for row in rows] == [
        (each.row.child_reference, each.row.what) for each in shown.context["rows"]
    ]
    assert Export.objects.get().filters == "Show: Everything outstanding; In order of: Child’s name"


def test_a_long_list_is_read_in_chunks_and_loses_nothing(social_worker, her_manager, monkeypatch):
    monkeypatch.setattr("dashboards.views.team.EXPORTED_AT_ONCE", 4)
    for number in range(5):
        on_a_plan(held_by(social_worker, given_name=f"Child{number}"), started_on=wed_4_feb)
    rows = rows_of(post(her_manager, "/overdue/?kind=all"))
    assert len(rows) == len({(row["Reference"], row["What"], row["Due on"]) for row in rows}) > 8


class TestAListOfOneChild:
    OF_A_CHILD = ("visits/", "trail/", "trail/opened/")

    @pytest.mark.parametrize("part", OF_A_CHILD)
    def test_is_taken_out_by_who_may_see_the_child_and_counts_as_opening_the_record(
        self, read, child, her_manager, social_worker, part
    ):
        on_a_plan(child, started_on=wed_4_feb)
        seen(child, on=date(2026, 3, 3), by=social_worker)
        of = f"/children/{child.pk}/{part}"
        read(social_worker, child.get_absolute_url())
        assert "Export this list" in read(her_manager, of).links
        rows = rows_of(post(her_manager, of))
        assert rows
        assert all(None not in row and None not in row.values() for row in rows)
        opened = AccessLog.objects.filter(child_pk=child.pk, page="exports:take-out")
        assert [line.user for line in opened] == [her_manager]

    @pytest.mark.parametrize("part", OF_A_CHILD)
    def test_is_not_found_by_a_stranger(self, child, stranger, part):
        assert post(stranger, f"/children/{child.pk}/{part}").status_code == 404
        assert not AccessLog.objects.filter(page="exports:take-out").exists()
        assert not Export.objects.exists()

    def test_says_of_each_visit_whether_the_child_was_seen(self, child, social_worker):
        on_a_plan(child, started_on=wed_4_feb)
        seen(child, on=date(2026, 3, 3), by=social_worker, alone=False)
        [row] = rows_of(post(social_worker, f"/children/{child.pk}/visits/"))
        assert (row["Visited on"], row["Seen"]) == ("2026-03-03", "Seen, not alone")


class TestTheLog:
    def test_says_who_took_out_what_and_why(self, read, social_worker, her_manager, three_children):
        post(social_worker, "/caseload/?show=overdue")
        words = read(her_manager, "/exports/").words
        for part in ("Priya Pattern", "My caseload, CSV", "Children with something overdue", WHY):
            assert part in words

    def test_a_manager_reads_of_their_team_and_an_auditor_of_everybody(
        self, read, social_worker, stranger, her_manager, auditor, service_manager
    ):
        for person in (social_worker, stranger):
            post(person, "/caseload/")
        who = {
            reader: [line.user for line in read(reader, "/exports/").context["page"]]
            for reader in (her_manager, auditor, service_manager)
        }
        assert who[her_manager] == [social_worker]
        assert who[auditor] == who[service_manager] == [stranger, social_worker]

    def test_can_be_taken_out_itself_and_says_so(self, auditor, social_worker):
        post(social_worker, "/caseload/")
        [row] = rows_of(post(auditor, "/exports/"))
        assert (row["Who"], row["Rows"], row["What for"]) == ("Priya Pattern", "0", WHY)
        assert Export.objects.count() == 2
