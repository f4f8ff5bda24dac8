"""What stops the portal from starting: a pack that must not be used, or none of the name that was asked for.

Raised as a system check for `manage.py check`, and at the start of every process by `DeadlinesConfig.ready`.
"""

from typing import Any

from django.conf import settings
from django.core.checks import Error

from deadlines.packs import PackRefused, load_pack, wrong_packs


def packs_can_be_used(**_options: Any) -> list[Error]:
    wrong = wrong_packs()
    try:
        load_pack(settings.RULE_PACK)
    except PackRefused as refused:
        if str(refused) not in wrong:
            wrong.append(f"RULE_PACK is “{settings.RULE_PACK}”: {refused}")
    return [Error(sentence, id="deadlines.E001") for sentence in wrong]
