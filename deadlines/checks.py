"""What stops the portal from starting: a pack that must not be used or leaves a child who was not seen to chance, or
none of the name that was asked for.

Raised as a system check for `manage.py check`, and at the start of every process by `DeadlinesConfig.ready`.
"""

from typing import Any

from django.conf import settings
from django.core.checks import Error

from deadlines.packs import PackRefused, load_pack, wrong_packs
from deadlines.rules import RULES


def packs_can_be_used(**_options: Any) -> list[Error]:
    wrong = wrong_packs()
    try:
        pack = load_pack(settings.RULE_PACK)
    except PackRefused as refused:
        if str(refused) not in wrong:
            wrong.append(f"RULE_PACK is “{settings.RULE_PACK}”: {refused}")
    else:
        asked = {limit.rule for limit in pack.limits if limit.period}
        left_out = [rule.name for rule in RULES.values() if rule.always_asked and rule.code not in asked]
        if left_out:
            wrong.append(
                f"RULE_PACK is “{settings.RULE_PACK}”: it has no number for “{left_out[0]}”, which cannot be switched "
                "off. Name a local pack that has, or add the limit to yours."
            )
    return [Error(sentence, id="deadlines.E001") for sentence in wrong]
