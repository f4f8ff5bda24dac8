"""Who is responsible for each duty, and who hears of it first (S0-17, S1-47, S2-6)."""

import pytest

from deadlines.rules import RULES, Who

THE_LEADS_OWN = [
    code for code, rule in RULES.items() if rule.owed_by is Who.LEAD_SOCIAL_WORKER and rule.steps
]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("review-plan-updated", marks=pytest.mark.requirement("S1-91", "S1-110")),
        pytest.param("core-group-before-review", marks=pytest.mark.requirement("S0-17")),
        pytest.param("second-core-group", marks=pytest.mark.requirement("S1-81")),
        pytest.param("core-group", marks=pytest.mark.requirement("S1-81", "S2-18")),
        pytest.param("visit", marks=pytest.mark.requirement("S2-18")),
        pytest.param("assessment", marks=pytest.mark.requirement("S1-90")),
        pytest.param("core-assessment", marks=pytest.mark.requirement("S1-90")),
    ],
)
def test_it_is_the_lead_social_worker_s(code):
    assert RULES[code].owed_by is Who.LEAD_SOCIAL_WORKER


@pytest.mark.requirement("S2-6", "S2-5")
@pytest.mark.parametrize("code", RULES)
def test_every_step_has_somebody_responsible_and_says_what_meets_it(code):
    rule = RULES[code]

    assert rule.owed_by in Who
    assert rule.met_by.endswith(".")
    assert rule.why.endswith(".")


@pytest.mark.requirement("S1-47")
@pytest.mark.parametrize(
    "code", [code for code, rule in RULES.items() if rule.owed_by is Who.LEAD_SOCIAL_WORKER and rule.steps]
)
def test_the_lead_hears_of_the_lead_s_own_duties_with_the_first_who_do(code):
    first = RULES[code].steps[0]

    assert Who.LEAD_SOCIAL_WORKER in first.tell
