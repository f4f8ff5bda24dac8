"""What the source documents say that a plan holds, read from the page and from the paper of one whole plan."""

import io
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from pypdf import PdfReader

from coregroups.actions import add_member
from plans.actions import add_action, add_outcome, describe_plan, update_plan
from plans.actions.agreement import record_explanation
from plans.actions.lines import add_line, describe_family
from plans.models import Explanation, Outcome
from tests.factories import PersonFactory
from tests.factories.stories import on_a_plan
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
pytestmark = pytest.mark.usefixtures("it_is_today")
mark = pytest.mark


@pytest.fixture
def mother(child, plan, social_worker):
    person = PersonFactory(name="Mara Fixture", agency="", user=None)
    add_member(children=[child], person=person, role="Mother", from_on=tue_24_feb, by=social_worker)
    return person


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def whole(plan, mother, social_worker, chair):
    """A plan in which nothing is left out."""
    describe_plan(
        plan=plan, concerns="Hit with a belt, and left alone at night.",
        what_must_change="Nobody hits; an adult is home.",
        contingency="If he is left alone once more, legal advice is taken that day.", by=social_worker,
    )  # fmt: skip
    outcome = add_outcome(
        plan=plan, set_by=Outcome.SetBy.CONFERENCE, what_will_be_different="He sleeps unafraid.",
        how_we_will_know="He says so, and his teacher sees it.", achieve_by=date(2026, 5, 1), horizon="short",
        checked_by="Hattie, health visitor", by=chair,
    )  # fmt: skip
    add_action(
        plan=plan, outcome=outcome, what="Read to him each night", who="Mara Fixture", person=mother,
        by_when=date(2026, 3, 20), aim="family", by=social_worker,
    )  # fmt: skip
    for by, kind, says in (
        (chair, "risk", {"words": "Alone at night."}),
        (chair, "strength", {"words": "She is warm with him."}),
        (social_worker, "need", {"words": "A speech therapist."}),
        (social_worker, "service", {
            "words": "Stronger families group", "components": ["parenting"], "who": "Family centre, for the mother",
            "how_often": "Tuesdays",
        }),
        (social_worker, "service", {
            "words": "Grandparents’ group", "components": ["family"], "who": "Family centre", "how_often": "monthly",
        }),
        (social_worker, "expectation", {"who": "The mother", "words": "Is home by eight."}),
        (social_worker, "contact", {
            "who": "Hattie, health visitor", "words": "Weighs him and asks after sleep", "how_often": "every fortnight",
        }),
        (social_worker, "childs-view", {"words": "Wants to stay at home.", "caveat": "While nobody hits."}),
        (social_worker, "parents-view", {
            "who": "The mother", "words": "Agrees.", "caveat": "Visits go on all the same.",
        }),
        (social_worker, "assessment", {"words": "Of the father’s drinking", "who": "Adult services"}),
        (social_worker, "family-meeting", {"from_on": date(2026, 3, 1), "words": "An aunt takes Fridays."}),
        (social_worker, "festival", {
            "words": "Eid", "from_on": date(2026, 3, 20), "until_on": date(2026, 3, 22),
        }),
    ):  # fmt: skip
        add_line(plan=plan, kind=kind, by=by, **says)
    describe_family(
        plan=plan, culture="Polish and Muslim; an interpreter each time.", disability="He hears little on the left.",
        visiting="Alone in his room each week, and at supper with everybody.",
        monitoring="His sleep diary, each core group.",
        parents_told_on=tue_24_feb, made_with="His mother chose the evenings.", by=social_worker, today=wed_4_mar,
    )  # fmt: skip
    update_plan(plan=plan, revised_on=wed_4_mar, what_changed="Whole.", by=social_worker, today=wed_4_mar)
    return plan


@pytest.fixture
def paper(whole, social_worker):
    at = reverse("plans:paper-file", kwargs={"child_pk": whole.child_id, "form": "pdf"})
    answer = signed_in(social_worker).get(at)
    assert answer["Content-Type"] == "application/pdf", answer
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split()
    )


@pytest.fixture
def page(whole, social_worker):
    answer = signed_in(social_worker).get(reverse("plans:plan", kwargs={"child_pk": whole.child_id}))
    return unescape(answer.content.decode())


def agreement_page(plan, by):
    return signed_in(by).get(reverse("plans:agreement", kwargs={"child_pk": plan.child_id})).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Priya Pattern", marks=mark.requirement("S4-8"), id="the lead social worker"),
        pytest.param("Read to him each night", marks=mark.requirement("S4-9", "S0-5"), id="the work"),
        pytest.param(
            "A speech therapist.", marks=mark.requirement("S4-10", "S1-14", "S3-22"), id="the child’s needs"
        ),
        pytest.param(
            "for helping a parent", marks=mark.requirement("S4-11", "S1-34"), id="the help for a parent"
        ),
        pytest.param("Hit with a belt", marks=mark.requirement("S4-12", "S1-9", "S1-15"), id="the worries"),
        pytest.param("by 20 March 2026", marks=mark.requirement("S4-13"), id="by when"),
        pytest.param(
            "(Mara Fixture, by",
            marks=mark.requirement("S4-14", "S0-39", "S3-34"),
            id="who, of the family too",
        ),
        pytest.param("Signatures", marks=mark.requirement("S4-7", "S3-43"), id="a place to sign"),
        pytest.param(
            "If he is left alone once more", marks=mark.requirement("S3-39"), id="what if nothing changes"
        ),
    ],
)
def test_the_paper_says(paper, words):
    assert words in paper


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            "Nobody hits; an adult is home.",
            marks=mark.requirement("S3-21", "S1-16"),
            id="changes that lower the risk",
        ),
        pytest.param(
            "She is warm with him.", marks=mark.requirement("S3-28", "S1-5"), id="what parents do well"
        ),
        pytest.param("Alone at night.", marks=mark.requirement("S1-5"), id="risks"),
        pytest.param(
            "for support for the wider family",
            marks=mark.requirement("S3-12", "S1-7"),
            id="help for wider family",
        ),
        pytest.param(
            "The mother: Is home by eight.",
            marks=mark.requirement("S3-29", "S1-17"),
            id="what each is asked to do",
        ),
        pytest.param(
            "Weighs him and asks after sleep, every fortnight",
            marks=mark.requirement("S1-19", "S3-32"),
            id="contact",
        ),
        pytest.param(
            "Wants to stay at home. The child's welfare: While nobody hits.",
            marks=mark.requirement("S3-26"),
            id="child",
        ),
        pytest.param(
            "Agrees. The child's welfare: Visits go on all the same.",
            marks=mark.requirement("S3-27"),
            id="parents",
        ),
        pytest.param(
            "Adult services: Of the father’s drinking",
            marks=mark.requirement("S3-33"),
            id="further assessments",
        ),
        pytest.param(
            "An aunt takes Fridays., 1 March 2026",
            marks=mark.requirement("S3-40", "B-30"),
            id="a family group conference",
        ),
        pytest.param("Eid, 20 March 2026 to 22 March 2026", marks=mark.requirement("S3-24"), id="festivals"),
        pytest.param(
            "Polish and Muslim; an interpreter each time.",
            marks=mark.requirement("S3-24"),
            id="culture and interpreter",
        ),
        pytest.param("He hears little on the left.", marks=mark.requirement("S3-25"), id="disability"),
        pytest.param(
            "Alone in his room each week, and at supper",
            marks=mark.requirement("S1-13", "S3-23"),
            id="visits",
        ),
        pytest.param(
            "His sleep diary, each core group.",
            marks=mark.requirement("S1-20"),
            id="how progress is measured",
        ),
        pytest.param(
            "His mother chose the evenings.", marks=mark.requirement("S3-48"), id="how the family helped"
        ),
        pytest.param("Short term", marks=mark.requirement("S3-35"), id="short or long term"),
        pytest.param(
            "He says so, and his teacher sees it.",
            marks=mark.requirement("S3-37"),
            id="how success is recognised",
        ),
        pytest.param("Hattie, health visitor", marks=mark.requirement("S3-38"), id="who checks it"),
        pytest.param("1 May 2026", marks=mark.requirement("S3-36"), id="by when"),
        pytest.param(
            "24 February 2026", marks=mark.requirement("S3-18"), id="told that it may be used in court"
        ),
    ],
)
def test_the_plans_page_says(page, words):
    assert words.replace("Fridays., ", "Fridays, ") in page


@pytest.mark.requirement("S3-31", "S3-30", "S0-6", "S1-6", "S1-11")
def test_an_action_says_what_it_is_for(whole):
    assert "For: support for the family." in str(whole.versions.first().sections)


@pytest.mark.requirement("S3-14", "S3-15", "S3-16", "S3-18", "S1-39")
def test_it_is_dated_what_each_person_was_told(whole, mother, social_worker):
    at = reverse("plans:explain", kwargs={"child_pk": whole.child_id})
    answers = {
        "who": mother.pk, "explained_on": "4/3/2026", "how": "At home.", "understood": "yes", "accepted": "partly",
    }  # fmt: skip
    browser = signed_in(social_worker)
    assert "Select what they were told" in browser.post(at, answers).content.decode()

    page = browser.post(
        at, {**answers, "told": ["concerns", "change", "part", "court"]}, follow=True
    ).content.decode()

    assert (
        "The causes for concern, and how they harm the child; What must change; What is expected of them; "
        "That the plan may be shown in court"
    ) in page
    assert Explanation.objects.get().explained_on == wed_4_mar


@pytest.mark.requirement("S1-40", "S1-41", "S0-23", "S1-54", "S3-47")
def test_each_talk_is_kept_and_the_childs_own_too(whole, mother, social_worker):
    for person, understood in ((mother, "no"), (mother, "yes"), (None, "partly")):
        record_explanation(
            plan=whole, person=person, explained_on=wed_4_mar, how="At home.", understood=understood, accepted="yes",
            told=["change"], by=social_worker, today=wed_4_mar,
        )  # fmt: skip

    page = (
        signed_in(social_worker)
        .get(reverse("plans:agreement", kwargs={"child_pk": whole.child_id}))
        .content.decode()
    )
    assert page.count("Explained to Mara Fixture") == 2
    assert page.count("Explained to Robin Fixture") == 1
    assert page.count("4 March 2026") >= 3


@pytest.mark.requirement("S1-18", "B-25")
def test_without_a_contingency_it_is_not_agreed(whole, social_worker):
    describe_plan(
        plan=whole, concerns="Hit.", what_must_change="Nobody hits.", contingency="", by=social_worker
    )

    page = (
        signed_in(social_worker)
        .get(reverse("plans:agreement", kwargs={"child_pk": whole.child_id}))
        .content.decode()
    )
    assert "Before the plan can be signed" in page
    assert "What happens if things do not change" in page


@pytest.mark.requirement("S1-3", "S3-20", "S1-131", "S1-118", "S0-7", "S1-107")
def test_the_outline_stands_beside_the_detail(page):
    risk, need = page.index("Alone at night."), page.index("A speech therapist.")

    assert "Outline: the conference" in page[risk : risk + 400]
    assert "Detail: the core group" in page[need : need + 400]


@pytest.mark.requirement("A-07", "S1-36", "S1-50")
def test_the_paper_that_everybody_signs_tells_of_no_legal_advice_and_no_help_for_whoever_harmed(
    whole, social_worker
):
    for kind, says in (
        ("legal", {"words": "Counsel advises", "who": "Legal team", "from_on": tue_24_feb}),
        (
            "service",
            {"words": "Group for men who hit", "components": ["perpetrator", "safety"], "who": "Probation"},
        ),
        ("service", {"words": "Swimming", "components": ["health"], "who": "Leisure centre"}),
    ):
        add_line(plan=whole, kind=kind, by=social_worker, **says)
    update_plan(plan=whole, revised_on=wed_4_mar, what_changed="More.", by=social_worker, today=wed_4_mar)

    at = reverse("plans:paper", kwargs={"child_pk": whole.child_id})
    paper = signed_in(social_worker).get(at).content.decode()
    assert "Swimming" in paper
    assert "Counsel advises" not in paper
    assert "Group for men who hit" not in paper
