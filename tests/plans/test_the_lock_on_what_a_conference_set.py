"""What a conference set is attacked by every way there is: forms, actions, the ORM, bulk writes and SQL (B-02)."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse

from audit.models import HistoryWouldBeLost, Refused
from plans import outcome_lock
from plans.actions import add_outcome, change_outcome, record_outcome_progress
from plans.models import Outcome, OutcomeCorrection
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
WORDS = "Robin is never left alone at night."
pytestmark = [pytest.mark.requirement("B-02"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=tue_24_feb)


def set_by(who, plan, by):
    return add_outcome(
        plan=plan, set_by=who, what_will_be_different=WORDS, how_we_will_know="", achieve_by=None, by=by
    )


@pytest.fixture
def fixed(plan, chair):
    return set_by(Outcome.SetBy.CONFERENCE, plan, chair)


@pytest.fixture
def own(plan, social_worker):
    return set_by(Outcome.SetBy.CORE_GROUP, plan, social_worker)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def is_as_it_was(outcome):
    now = Outcome.objects.get(pk=outcome.pk)
    return (now.what_will_be_different, now.set_by, now.achieved_on) == (WORDS, outcome.set_by, None)


class TestByThePages:
    def test_the_social_workers_form_is_refused(self, fixed, social_worker):
        at = reverse("plans:change-outcome", kwargs={"child_pk": fixed.child_id, "outcome_pk": fixed.pk})

        assert signed_in(social_worker).post(at, {"what_will_be_different": "Less."}).status_code == 403
        assert is_as_it_was(fixed)

    @pytest.mark.parametrize("page", ["plans:change-conference-outcome", "plans:conference-outcome-progress"])
    def test_the_conferences_own_forms_are_not_theirs(self, page, fixed, social_worker, her_manager):
        at = reverse(page, kwargs={"child_pk": fixed.child_id, "outcome_pk": fixed.pk})

        for person in (social_worker, her_manager):
            answer = signed_in(person).post(at, {"what_will_be_different": "Less.", "why": "Mine."})
            assert answer.status_code == 403
        assert is_as_it_was(fixed)

    def test_that_it_is_achieved_is_not_said_by_the_core_group(self, fixed, social_worker):
        at = reverse("plans:outcome-progress", kwargs={"child_pk": fixed.child_id, "outcome_pk": fixed.pk})

        signed_in(social_worker).post(at, {"progress": "Done.", "achieved_on": "3/3/2026"})

        assert is_as_it_was(fixed)

    def test_it_is_in_no_admin(self):
        assert not apps.is_installed("django.contrib.admin")


class TestByPython:
    def test_the_action_refuses_in_words(self, fixed, social_worker):
        with pytest.raises(
            Refused, match="A conference set this outcome, and only a conference can change it"
        ):
            change_outcome(
                outcome=fixed, what_will_be_different="Less.", how_we_will_know="", achieve_by=None,
                by=social_worker, why="Mine.",
            )  # fmt: skip

    def test_saving_it_under_anybodys_name(self, fixed, social_worker, chair):
        for person in (social_worker, chair):
            fixed.what_will_be_different = "Less."
            with pytest.raises(DatabaseError, match="only a conference changes it"), transaction.atomic():
                fixed.save_by(person)
        assert is_as_it_was(fixed)

    def test_many_at_once(self, fixed):
        rows = models.QuerySet(Outcome).filter(pk=fixed.pk)

        with pytest.raises(HistoryWouldBeLost):
            Outcome.objects.filter(pk=fixed.pk).update(what_will_be_different="Less.")
        with pytest.raises(DatabaseError, match="only a conference changes it"), transaction.atomic():
            rows.update(what_will_be_different="Less.")
        with pytest.raises(DatabaseError, match="cannot be removed"), transaction.atomic():
            rows._raw_delete(using="default")
        assert is_as_it_was(fixed)


class TestBySql:
    @pytest.mark.parametrize(
        "change",
        [
            "what_will_be_different = 'Less.'",
            "how_we_will_know = 'Somebody says so.'",
            "achieve_by = '2030-01-01'",
            "achieved_on = '2026-03-03'",
            "set_by = 'core-group'",
            "plan_id = plan_id + 1",
            "child_id = child_id + 1",
            "id = id + 1000",
        ],
    )
    def test_no_column_of_it_changes(self, fixed, change):
        with pytest.raises(DatabaseError, match=r"conference|who set an outcome"):
            sql(f"update plans_outcome set {change} where id = %s", fixed.pk)

        assert is_as_it_was(fixed)

    def test_it_is_not_removed(self, fixed):
        with pytest.raises(DatabaseError, match="cannot be removed"):
            sql("delete from plans_outcome where id = %s", fixed.pk)

    def test_the_core_groups_own_does_not_become_the_conferences(self, own):
        with pytest.raises(DatabaseError, match="who set an outcome cannot be changed"):
            sql("update plans_outcome set set_by = 'conference' where id = %s", own.pk)

    def test_not_by_a_session_that_pretends_to_be_a_replica(self, fixed):
        with pytest.raises(DatabaseError, match="permission denied"):
            sql("set local session_replication_role = replica")
        assert is_as_it_was(fixed)

    def test_not_in_a_statement_that_inserts_over_it(self, fixed):
        with pytest.raises(DatabaseError, match="only a conference changes it"):
            sql(
                "insert into plans_outcome select * from plans_outcome where id = %s "
                "on conflict (id) do update set what_will_be_different = 'Less.'",
                fixed.pk,
            )

    @pytest.mark.parametrize("person", ["social_worker", "her_manager"])
    def test_not_by_a_correction_in_the_name_of_somebody_else(self, person, fixed, request):
        with pytest.raises(DatabaseError, match="only the conference's own people"), transaction.atomic():
            OutcomeCorrection.objects.create(
                outcome=fixed,
                made_by=request.getfixturevalue(person),
                why="Mine.",
                what_will_be_different="Less.",
            )

    def test_not_by_a_correction_without_a_reason_nor_by_changing_one(self, fixed, chair):
        with pytest.raises(DatabaseError), transaction.atomic():
            OutcomeCorrection.objects.create(
                outcome=fixed, made_by=chair, why=" ", what_will_be_different="Less."
            )
        corrected(fixed, chair)
        with pytest.raises(DatabaseError, match="only ever added to"):
            sql("update plans_outcomecorrection set what_will_be_different = 'Less.'")

    def test_a_correction_allows_what_it_says_and_nothing_else(self, fixed, chair):
        corrected(fixed, chair)

        with pytest.raises(DatabaseError, match="only a conference changes it"):
            sql("update plans_outcome set what_will_be_different = 'Less.' where id = %s", fixed.pk)

    def test_all_of_them_are_not_emptied_either(self, db):
        outcome_lock.protect()
        with pytest.raises(DatabaseError, match="outcomes are not emptied"):
            sql("truncate plans_outcome cascade")


def corrected(fixed, by, words="Robin is never left alone."):
    return change_outcome(
        outcome=fixed,
        what_will_be_different=words,
        how_we_will_know="",
        achieve_by=None,
        by=by,
        why="A slip.",
    )


class TestWhatTheConferencesOwnPeopleMayDo:
    def test_the_chair_corrects_it_with_a_reason_that_everybody_sees(self, fixed, chair, social_worker):
        at = reverse(
            "plans:change-conference-outcome", kwargs={"child_pk": fixed.child_id, "outcome_pk": fixed.pk}
        )
        browser = signed_in(chair)

        without = browser.post(at, {"what_will_be_different": "Robin is never alone."}).content.decode()
        browser.post(at, {"what_will_be_different": "Robin is never alone.", "why": "A slip of the pen."})
        page = signed_in(social_worker).get(f"/children/{fixed.child_id}/plan/").content.decode()

        assert "Enter why what the conference set is corrected" in without
        assert "Robin is never alone." in page
        assert "by Chandra Chart: A slip of the pen." in page

    def test_without_a_reason_the_action_refuses(self, fixed, chair):
        with pytest.raises(Refused, match="Say why"):
            change_outcome(
                outcome=fixed, what_will_be_different="Less.", how_we_will_know="", achieve_by=None, by=chair
            )

    def test_that_it_is_achieved_and_progress_by_anybody(self, fixed, chair, social_worker):
        record_outcome_progress(
            outcome=fixed, progress="Five nights.", achieved_on=None, by=social_worker, today=wed_4_mar
        )
        record_outcome_progress(
            outcome=fixed, progress="All nights.", achieved_on=wed_4_mar, by=chair, today=wed_4_mar
        )

        fixed.refresh_from_db()
        assert (fixed.progress, fixed.achieved_on) == ("All nights.", wed_4_mar)

    def test_the_core_groups_own_stays_theirs(self, own, social_worker):
        change_outcome(
            outcome=own,
            what_will_be_different="More.",
            how_we_will_know="",
            achieve_by=None,
            by=social_worker,
        )

        own.refresh_from_db()
        assert own.what_will_be_different == "More."
