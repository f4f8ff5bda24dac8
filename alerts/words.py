"""What an alert says, in a sentence."""

from datetime import date

from alerts.models import Alert
from deadlines.rules import RULES
from govuk_forms import words


def of_alert(alert: Alert, *, today: date) -> str:
    """ "Visit to the child: overdue since 3 March 2026", as it stands today, whatever step raised it."""
    rule = RULES[alert.deadline.rule]
    due_on = alert.deadline.due_on
    if alert.deadline.short_notice:
        return f"{rule.name}: booked at short notice, {words.day(due_on)} had passed"
    if rule.is_flag:
        return f"{rule.name}: since {words.day(due_on)}"
    if due_on < today:
        return f"{rule.name}: was due on {words.day(due_on)}"
    if due_on == today:
        return f"{rule.name}: due today"
    if rule.booked_by and not alert.deadline.booked_for:
        return f"{rule.name}: not booked, due on {words.day(due_on)}"
    return f"{rule.name}: due on {words.day(due_on)}"
