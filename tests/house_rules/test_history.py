"""Every record of fact keeps its history, and nothing and nobody can take it away, in Python or in SQL."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from audit.append_only import protect, tables
from audit.models import AccessLog, AuditedModel, AuditedQuerySet, Export, HistoryWouldBeLost
from children.models import Child, Person
from tests.factories import TeamFactory
from tests.house_rules.world import our_models

# Models that keep no history, each with the reason. Whatever is missing here has to be an AuditedModel.
EXCUSED = {
    "audit.AccessLog": "is itself a log: one line for each reading, only ever added to",
    "audit.Export": "is itself a log: one line for each list taken out, only ever added to",
    "circulation.CopyLink": "is what became of one letter; the copy that it opens keeps its history",
    "circulation.CopyCode": "is a line in the log of how a copy was opened, written once and marked when used",
    "circulation.LinkGuess": "counts attempts from an address for a day and says nothing about anybody",
    "deadlines.Deadline": "is worked out from records that keep theirs; a date that moves leaves a DeadlineChange",
    "deadlines.DeadlineChange": "is itself the history of a date",
    "deadlines.Reckoned": "is a fingerprint of records that keep theirs, written again with each of them",
    "deadlines.ChangeRun": "is a job's own account of itself; the change it is about keeps its history",
    "deadlines.MovedDate": "is worked out for a decision, and made again each time that it is asked for",
    "alerts.Alert": "is raised from deadlines by the sweep; what it was raised on stays, acknowledged or not",
    "alerts.Digest": "is a letter of counts, with what became of sending it",
    "alerts.Sweep": "is the account of one check, written by the check itself",
    "alerts.MailboxRead": "one row, written whenever the mailbox of returned letters is read",
    "alerts.Tick": "is a heartbeat: one row, overwritten every ten minutes",
    "plans.OutcomeCorrection": "is itself the history of what a conference set, only ever added to",
    "unfinished.Unfinished": "is what somebody is typing: no fact about anybody until it is recorded",
    "unfinished.DeviceKey": "is made once and never changed, and says nothing about anybody",
    "visits.AttachmentContent": "is a picture, only ever added; the record beside it keeps its history and its digest",
    "returns.ImportRun": "is a job's own account of itself; what it takes in keeps its history where it belongs",
    "returns.ImportProblem": "belongs to its run and holds nothing about a child",
}
OURS = {model._meta.label: model for model in our_models()}
ONLY_ADDED_TO = [label for label, model in OURS.items() if getattr(model, "only_added_to", False)]
AUDITED = {label: model for label, model in OURS.items() if issubclass(model, AuditedModel)}
RELATIONS = [
    field
    for model in OURS.values()
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey) and not field.auto_created
]


def test_every_model_keeps_its_history_or_is_excused_with_a_reason():
    assert OURS.keys() - AUDITED.keys() == EXCUSED.keys()


@pytest.mark.parametrize("reason", EXCUSED.values(), ids=EXCUSED.keys())
def test_an_excuse_is_a_reason(reason: str):
    assert len(reason.split()) >= 5


@pytest.mark.requirement("B-24")
@pytest.mark.parametrize("model", AUDITED.values(), ids=AUDITED.keys())
class TestARecordOfFact:
    def test_keeps_every_field_but_a_password_in_its_history(self, model):
        kept = {field.name for field in model.history.model._meta.get_fields()}

        missing = {field.name for field in model._meta.concrete_fields} - kept
        assert missing <= {"password"}

    @pytest.mark.parametrize("manager", ["objects", "_default_manager"])
    def test_offers_no_write_that_would_leave_no_history(self, model, manager):
        rows = getattr(model, manager)
        assert isinstance(rows.all(), AuditedQuerySet)
        for write in (
            lambda: rows.all().update(pk=1),
            lambda: rows.all().delete(),
            lambda: rows.all().bulk_create([]),
            lambda: rows.all().bulk_update([], []),
        ):
            with pytest.raises(HistoryWouldBeLost):
                write()

    def test_is_not_saved_without_somebody_to_answer_for_it_and_never_deleted(self, model):
        row = model()
        with pytest.raises(HistoryWouldBeLost):
            row.save()
        with pytest.raises(HistoryWouldBeLost):
            row.delete()


@pytest.mark.parametrize("field", RELATIONS, ids=lambda field: f"{field.model._meta.label}.{field.name}")
def test_what_belongs_to_a_person_or_a_record_is_never_deleted_with_it(field: models.ForeignKey):
    to = field.related_model
    if issubclass(to, AuditedModel) or to in (get_user_model(), Child, Person):
        assert field.remote_field.on_delete is models.PROTECT
    else:
        assert not issubclass(field.model, AuditedModel)


@pytest.fixture
def protected(db: None) -> list[str]:
    protect()
    return sorted(tables())


def test_every_history_table_and_both_logs_are_guarded_by_the_database(protected):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, array_agg(tgname::text order by tgname) from pg_trigger "
            "join pg_class on pg_class.oid = tgrelid where tgenabled = 'A' and not tgisinternal "
            "and tgname like 'append_only%' group by relname"
        )
        guarded = dict(cursor.fetchall())

    assert guarded == {table: ["append_only", "append_only_whole"] for table in protected}
    assert len(protected) == len(AUDITED) + len(ONLY_ADDED_TO)


def test_a_start_touches_no_table_that_is_guarded_and_mends_one_that_is_not(protected):
    def guarding() -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            protect()
        return [each["sql"] for each in asked if "replace trigger" in each["sql"]]

    assert guarding() == []

    with connection.cursor() as cursor:
        cursor.execute("alter table audit_accesslog disable trigger append_only")
        cursor.execute("drop trigger append_only_whole on audit_export")
        cursor.execute(
            "create or replace trigger append_only before update on accounts_historicalteam "
            "for each row execute function refuse_to_rewrite_history()"
        )
        cursor.execute("alter table accounts_historicalteam enable always trigger append_only")

    mended = [re.search(r'on "(\w+)"', each)[1] for each in guarding()]
    assert sorted(mended) == ["accounts_historicalteam", "audit_accesslog", "audit_export"]
    assert guarding() == []


@pytest.mark.requirement("B-24")
@pytest.mark.parametrize(
    "statement",
    [
        "update accounts_historicalteam set name = 'Never so called'",
        "update accounts_historicalteam set history_user_id = null",
        "delete from accounts_historicalteam",
        "delete from audit_accesslog",
        "update audit_export set why = 'Another reason'",
        "delete from audit_export",
    ],
)
def test_the_database_refuses_to_rewrite_what_happened(statement, protected):
    team = TeamFactory(name="So called")  # a trigger for rows speaks up only where there is a row
    AccessLog.objects.create(user=team.recorded_by, page="child")
    Export.objects.create(user=team.recorded_by, what="In-box", form="csv", rows=0, why="To see")

    with (
        pytest.raises(DatabaseError, match="only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_to_empty_any_of_them(protected):
    for table in protected:
        with (
            pytest.raises(DatabaseError, match="only ever added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"truncate {table}")


def test_the_manager_of_a_history_is_made_once(child):
    assert type(child.history) is type(child.history)
    assert child.team.history.model is not child.history.model
    assert child.history.model is Child.history.model
