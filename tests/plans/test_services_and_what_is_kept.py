"""Services hang from outcomes, with all that they are for; legal action and help for whoever harmed is in no copy."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from circulation.models import Circulation
from coregroups.actions import add_member, circulate_minute
from plans.actions import add_outcome, describe_plan, update_plan
from plans.actions.lines import add_line, change_line
from plans.actions.sending import circulate_version
from plans.lines import in_words
from plans.models import Outcome, PlanLine
from plans.plain import generated
from tests.factories import PersonFactory, stories
from tests.plans.conftest import signed_in

tue_24_feb, mon_2_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 2), date(2026, 3, 4)
SECRET = "Counsel advises an interim care order"
THERAPY = "Group for men who hit"
pytestmark = [pytest.mark.requirement("B-01"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return stories.on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def outcome(plan, social_worker):
    return add_outcome(
        plan=plan, set_by=Outcome.SetBy.CORE_GROUP, what_will_be_different="Robin sleeps through the night.",
        how_we_will_know="He says so.", achieve_by=None, by=social_worker,
    )  # fmt: skip


def at(plan, name, **kept):
    return reverse(f"plans:{name}", kwargs={"child_pk": plan.child_id, **kept})


class TestServices:
    @pytest.mark.requirement("S1-23", "S1-31", "S1-25", "S1-133")
    def test_one_hangs_from_an_outcome_with_all_that_it_is_for_its_start_and_how_far_it_is(
        self, plan, outcome, social_worker
    ):
        page = signed_in(social_worker).post(
            at(plan, "add-detail-line", kind="service"),
            {
                "words": "Play therapy", "components": ["therapy", "health"], "who": "Child clinic",
                "how_often": "Mondays",
                "domains": ["understanding"], "outcome": outcome.pk, "from_on": "2/3/2026", "standing": "begun",
            },
            follow=True,
        )  # fmt: skip

        assert (
            "Play therapy, for therapy for the child and the child&#x27;s health and development, about what the child "
            "understands of what happened, Child clinic, Mondays, 2 March 2026, begun, towards “Robin sleeps through "
            "the night”"
        ) in page.content.decode()

    @pytest.mark.parametrize(
        ("domain", "words"),
        [
            pytest.param("needs", "the child’s developmental needs", marks=pytest.mark.requirement("S1-26")),
            pytest.param(
                "understanding", "what the child understands of what happened", marks=pytest.mark.requirement("S1-27")
            ),
            pytest.param(
                "parenting", "the parents’ relationship with the child", marks=pytest.mark.requirement("S1-28")
            ),
            pytest.param("relationships", "relationships in the family", marks=pytest.mark.requirement("S1-29")),
            pytest.param(
                "circumstances", "housing, money and other circumstances", marks=pytest.mark.requirement("S1-30")
            ),
        ],
    )  # fmt: skip
    def test_what_it_works_on(self, plan, social_worker, domain, words):
        line = add_line(
            plan=plan, kind="service", words="X", components=["family"], domains=[domain], standing="asked",
            by=social_worker,
        )  # fmt: skip

        assert f"about {words}" in in_words(line)

    def test_one_that_is_for_nothing_is_refused(self, plan, social_worker):
        with pytest.raises(ValidationError, match="Select what the service is for"):
            add_line(plan=plan, kind="service", words="X", components=[], by=social_worker)

    def test_an_outcome_of_another_plan_is_refused_in_words(self, plan, social_worker):
        page = signed_in(social_worker).post(
            at(plan, "add-detail-line", kind="service"),
            {
                "words": "X",
                "components": ["family"],
                "who": "Y",
                "how_often": "Z",
                "outcome": 9999,
                "standing": "begun",
            },
        )

        assert "Select one of the outcomes below" in page.content.decode()

    def test_what_was_chosen_is_there_when_it_is_changed(self, plan, outcome, social_worker):
        line = add_line(
            plan=plan, kind="service", words="X", components=["family", "health"], who="Y", how_often="Z",
            outcome=outcome, standing="waiting", by=social_worker,
        )  # fmt: skip

        form = (
            signed_in(social_worker).get(at(plan, "change-detail-line", plan_line_pk=line.pk)).context["form"]
        )
        assert form["components"].value() == ["family", "health"]
        assert form["outcome"].value() == outcome.pk
        assert form["standing"].value() == "waiting"


class TestWhoIsInContact:
    @pytest.mark.requirement("S1-21")
    def test_routine_and_specialist_professionals_are_told_apart(self, plan, social_worker):
        said = [
            in_words(
                add_line(plan=plan, kind="contact", who=who, reach=reach, words="Sees him.", by=social_worker)
            )
            for who, reach in (("Health visitor", "routine"), ("Paediatrician", "specialist"))
        ]

        assert said == [
            "Health visitor: Sees him, routine: sees the child in any case",
            "Paediatrician: Sees him, specialist or targeted support",
        ]


class TestWhatItRestsOn:
    @pytest.mark.requirement("S0-9", "S3-7")
    def test_what_the_assessment_found_stands_before_the_concerns_and_in_the_version(
        self, plan, social_worker
    ):
        describe_plan(
            plan=plan, analysis="The assessment of 20 February found hunger at weekends.", concerns="Hunger.",
            what_must_change="Meals.", contingency="Legal advice.", by=social_worker,
        )  # fmt: skip
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="X", by=social_worker, today=wed_4_mar)

        page = signed_in(social_worker).get(at(plan, "plan")).content.decode()
        assert page.index("found hunger at weekends") < page.index("Hunger.")
        headings = [heading for heading, _ in plan.versions.first().sections]
        assert headings.index("What the assessment found") < headings.index("Concerns")

    @pytest.mark.requirement("S3-45")
    def test_needs_strengths_and_risks_follow_the_sides_of_the_assessment(self, plan, social_worker):
        said = [
            in_words(add_line(plan=plan, kind=kind, words="X.", side=side, by=social_worker))
            for kind, side in (("need", "development"), ("strength", "parenting"), ("risk", "surroundings"))
        ]

        assert said == [
            "The child’s developmental needs: X.",
            "Parenting capacity: X.",
            "Family and environment: X.",
        ]

    @pytest.mark.requirement("S4-15")
    def test_what_was_tried_before_living_apart_is_told_in_the_plan(self, plan, social_worker):
        add_line(plan=plan, kind="apart", words="Grandmother moved in for a month.", by=social_worker)
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="X", by=social_worker, today=wed_4_mar)

        sections = dict(map(tuple, plan.versions.first().sections))
        assert sections["What was tried before living apart"].startswith("Grandmother moved in for a month")


@pytest.mark.requirement("S1-36", "S1-50", "S1-156", "S4-28", "A-07")
class TestInNoCopy:
    @pytest.fixture
    def kept(self, plan, social_worker):
        add_line(plan=plan, kind="legal", words=SECRET, who="Legal team", from_on=mon_2_mar, by=social_worker)
        return add_line(
            plan=plan, kind="service", words=THERAPY, components=["safety", "perpetrator"], who="Probation",
            how_often="weekly", standing="begun", by=social_worker,
        )  # fmt: skip

    def test_the_plan_s_page_shows_it_to_whoever_opens_the_record_and_says_so(
        self, plan, kept, social_worker, chair, her_manager
    ):
        for reader in (social_worker, chair, her_manager):
            page = signed_in(reader).get(at(plan, "plan")).content.decode()
            assert SECRET in page
            assert THERAPY in page
            assert page.count("In no copy of the plan") == 2

    def test_a_version_keeps_it_apart_and_it_is_in_nothing_that_is_sent(
        self, plan, kept, social_worker, chair
    ):
        mother = PersonFactory(name="Mo Fixture", email="mo@home.example")
        add_member(children=[plan.child], person=mother, role="Mother", from_on=tue_24_feb, by=social_worker)
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="X", by=social_worker, today=wed_4_mar)
        version = plan.versions.first()
        circulate_version(version=version, by=social_worker)
        circulate_minute(
            meeting=stories.core_group_held(plan.child, on=wed_4_mar, by=social_worker), by=social_worker
        )

        assert any(SECRET in text for _, text in version.kept_sections)
        copies = [
            *(text for one in Circulation.objects.all() for _, text in one.sections),
            *(
                text
                for one in Circulation.objects.all()
                for copy in one.receipts.all()
                for _, text in copy.words
            ),
            *(text for _, text in version.sections),
            *(
                text
                for reader in ("parents", "13-and-over")
                for _, text in generated(plan, reader, today=wed_4_mar)
            ),
        ]
        assert len(copies) > 10
        assert not [text for text in copies if SECRET in text or THERAPY in text]

    def test_the_comparison_of_versions_shows_it_to_whoever_opens_the_record(self, plan, kept, social_worker):
        update_plan(plan=plan, revised_on=wed_4_mar, what_changed="X", by=social_worker, today=wed_4_mar)
        change_line(line=kept, words=f"{THERAPY}, and one to one", by=social_worker)

        page = signed_in(social_worker).get(
            at(plan, "version", plan_version_pk=plan.versions.first().pk) + "?with=now"
        )
        assert "one to one" in page.content.decode()

    def test_taken_out_of_the_kept_it_goes_out_again(self, plan, kept, social_worker):
        """Whoever says that a service is not for somebody who harmed decides that copies tell of it."""
        change_line(line=kept, components=["safety"], by=social_worker)

        assert not PlanLine.objects.kept_among_professionals().filter(pk=kept.pk).exists()
        assert PlanLine.objects.for_copies().filter(pk=kept.pk).exists()
