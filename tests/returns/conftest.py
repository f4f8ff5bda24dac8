"""An authority's two files, read and taken in by the portal, and what stands in the database then."""

from datetime import date

import pytest
from openpyxl import Workbook

from accounts.models import Team, User
from benchmarks.made_up_census import HEADINGS
from children.models import Allocation, Child, Referral
from conferences.models import ChildAtConference, Conference, Section47Enquiry, StrategyDiscussion
from deadlines.models import Deadline
from plans.models import ChildInNeedPlan, ChildProtectionPlan
from returns import actions, taking_over
from returns.models import ImportRun
from returns.uploads import Files
from tests.returns.census_files import ONE_CHILD
from visits.models import Visit

sun_22_nov_2026 = date(2026, 11, 22)
tue_27_may = date(2025, 5, 27)
tue_17_june = date(2025, 6, 17)
tue_24_feb = date(2026, 2, 24)
fri_6_nov = date(2026, 11, 6)

TABLES = (
    Child, Referral, ChildProtectionPlan, ChildInNeedPlan, StrategyDiscussion, Section47Enquiry, Conference,
    ChildAtConference, Visit, Allocation, Deadline, Team, User,
)  # fmt: skip
ROW = {
    "Child Unique ID": "CH0001",
    "Child Protection Plan Start Date": tue_17_june,
    "Date of the Last Statutory Visit": fri_6_nov,
    "Was the Child Seen Alone?": "a) Yes",
    "Date of latest review conference": date(2026, 8, 24),
    "Allocated Team": "Safeguarding North",
    "Allocated Worker": "Dee Example",
}


@pytest.fixture
def portal():
    return User.objects.the_portal()


@pytest.fixture
def files(tmp_path):
    def write_them(census=ONE_CHILD, *rows):
        path = tmp_path / "census.xml"
        path.write_text(census, encoding="utf-8")
        if not rows:
            return Files(path, None)
        book = Workbook()
        book.active.title = "List 7"
        book.active.append(HEADINGS)
        for row in rows:
            book.active.append([row.get(heading) for heading in HEADINGS])
        book.save(tmp_path / "annex-a.xlsx")
        return Files(path, tmp_path / "annex-a.xlsx")

    return write_them


@pytest.fixture
def read(portal):
    def read_them(given, *, today=sun_22_nov_2026):
        run = ImportRun.objects.create(
            census_name="census.xml", annex_a_name="annex-a.xlsx" if given.annex_a else "", started_by=portal
        )
        return taking_over.read_files(run=run, files=given, today=today)

    return read_them


@pytest.fixture
def take_over(portal, read):
    def take_them_in(given, *, today=sun_22_nov_2026):
        run = actions.agree_import(run=read(given, today=today), by=portal)
        return taking_over.take_in(run=run, files=given, by=portal, today=today)

    return take_them_in


def rows_in_the_database():
    return {model.__name__: model.objects.count() for model in TABLES}


def the_child():
    return Child.objects.get(reference="CH0001")
