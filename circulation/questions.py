"""A conference chair asks about what they were sent, and somebody answers by the day that the chair names."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.kinds import of
from children.models import Child
from circulation.actions import acknowledge
from circulation.models import ChairsQuestion, Receipt
from deadlines.projection import refresh
from govuk_forms.components import Flag, Link, SummaryRow
from govuk_forms.words import day as in_words


@transaction.atomic
def ask(*, receipt: Receipt, kind: str, words: str, answer_by: date, by: User, today: date) -> ChairsQuestion:
    """The lead social worker and the manager are told at once; the copy counts as acknowledged.

    Raises Refused for somebody else's copy, for whoever does not chair, without words, and for a day that is over.
    """
    if receipt.user_id != by.pk or not by.may(Permission.ASK_ABOUT_COPY):
        raise Refused("Only the conference chair it was sent to can ask about it.")
    if not words.strip():
        raise Refused("Say what you ask.", field="words")
    if answer_by < today:
        raise Refused("Enter today or a day to come.", field="answer_by")
    child = receipt.circulation.child
    question = ChairsQuestion(
        child=child, receipt=receipt, kind=kind, asked_on=today, words=words, answer_by=answer_by
    )
    question.full_clean(exclude=["recorded_by"])
    question.save_by(by)
    acknowledge(receipt=receipt, by=by, now=timezone.now())
    refresh([child], by=by, because="the conference chair asked a question")
    return question


@transaction.atomic
def answer(*, question: ChairsQuestion, words: str, by: User, today: date) -> ChairsQuestion:
    question = (
        ChairsQuestion.objects.select_for_update(of=["self"]).select_related("child").get(pk=question.pk)
    )
    if not by.may(Permission.ANSWER_CHAIR):
        raise Refused("The lead social worker or the manager answers the chair.")
    refuse_answered(question)
    if not words.strip():
        raise Refused("Say what the answer is.", field="words")
    question.answer, question.answered_on, question.answered_by = words, today, by
    question.full_clean(exclude=["recorded_by"])
    question.save_by(by, why="Answered")
    refresh([question.child], by=by, because="the conference chair’s question was answered")
    return question


def refuse_answered(question: ChairsQuestion) -> None:
    if question.answered_on:
        raise Refused(f"This was answered on {in_words(question.answered_on)}.")


def page_of(question: ChairsQuestion) -> str:
    return reverse(
        "questions:question", kwargs={"child_pk": question.child_id, "chairs_question_pk": question.pk}
    )


@of(ChairsQuestion)
def agenda(children: Collection[Child]) -> list[Link]:
    waiting = ChairsQuestion.objects.unanswered().filter(child__in=children).select_related("child")
    return [
        Link(f"{each.child.name}: the conference chair asked on {in_words(each.asked_on)}", page_of(each))
        for each in waiting
    ]


def standing(question: ChairsQuestion, *, today: date) -> Flag:
    if question.answered_on:
        return Flag(f"Answered on {in_words(question.answered_on)}", "green")
    if question.answer_by < today:
        return Flag(f"No answer yet: wanted by {in_words(question.answer_by)}", "red")
    return Flag(f"An answer is wanted by {in_words(question.answer_by)}", "yellow")


def facts(question: ChairsQuestion) -> list[SummaryRow]:
    rows = [
        ("About", question.receipt.circulation.title),
        ("Asked", f"{in_words(question.asked_on)} by {question.recorded_by}"),
        (question.get_kind_display(), question.words),
    ]
    if question.answered_on:
        rows += [
            ("Answer", question.answer),
            ("Answered", f"{in_words(question.answered_on)} by {question.answered_by}"),
        ]
    return [SummaryRow(name=name, value=value) for name, value in rows]
