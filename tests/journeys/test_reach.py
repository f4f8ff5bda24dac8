"""What the check of every page finds wrong for somebody with a keyboard alone, on small pages made for it."""

import pytest

from tests.journeys.reach import out_of_reach

NOT_SEEN = "<style>.plain:focus { outline: none }</style>"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (
            "<a href='#x'>One</a><button>Two</button><input>"
            "<details><summary>Three</summary><a href='#y'>In</a></details>",
            [],
        ),
        ("<input type=radio name=a><input type=radio name=a><button>Two</button>", []),
        (
            "<button disabled>No</button><a href='#x' hidden>No</a><button tabindex=-1>No</button><button>Yes</button>",
            [],
        ),
        (
            "<button>One</button><button class=plain>Two</button>",
            ["nobody sees that the focus is on <button class=\"plain\">Two</button>"],
        ),
        (
            "<button>One</button><button tabindex=1>Two</button>",
            ["Tab leads back to <button>One</button>"],
        ),
        (
            "<input onkeydown='event.preventDefault()'><button>Two</button>",
            ["Tab does not lead to <button>Two</button>"],
        ),
    ],
    ids=["all is well", "radios", "not for anybody", "not seen", "out of order", "a trap"],
)  # fmt: skip
def test_what_tab_does_not_reach_or_nobody_sees_is_said(page, body, wrong):
    page.set_content(NOT_SEEN + body)

    assert out_of_reach(page) == wrong
