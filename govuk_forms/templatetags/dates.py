"""Dates and times as people read them: {{ day|day }}, {{ day|short_day }}, {{ moment|clock }}."""

from datetime import date, datetime, time

from django import template
from django.utils import timezone

from govuk_forms import words

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    return words.day(value) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    return words.short_day(value) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    return words.weekday(value) if value else ""


@register.filter
def clock(value: time | datetime | None) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return words.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment(timezone.localtime(value)) if value else ""
