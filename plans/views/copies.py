"""The plan in words for its child, in three ages, and for the parents: written, printed, let go by a second person."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.roles import Permission
from audit.models import Refused
from children.pages import ChildPage
from exports.documents import Document
from exports.files import as_file, file_links
from govuk_forms.words import day, within
from plans import copies_shown
from plans.actions.copies import may_release, release_copy, write_copy
from plans.copy_forms import PlainCopyForm, ReleaseCopyForm
from plans.models import ChildProtectionPlan, PlainCopy
from plans.plain import AIMS_AT, PlainWords, generated, latest, text_of
from plans.reading_age import reading_age
from plans.views.plans import PlanForm
from unfinished.pages import KeepsWhatIsTyped

Reader = PlainCopy.Reader
MEASURE = "_measure"


class ReaderFinder:
    @property
    def reader(self) -> Reader:
        try:
            return Reader(self.kwargs["reader"])
        except ValueError:
            raise Http404("A plan has no copy for such a reader.") from None

    def address(self, name: str) -> str:
        return reverse(name, kwargs={"child_pk": self.child.pk, "reader": self.reader.value})


class PlainCopies(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    template_name = "plans/plain_copies.html"
    section = "Plan"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.child.plans.open().first()
        may_write = self.request.user.may(Permission.EDIT_PLAN)
        return super().get_context_data(
            heading="The plan in plain words",
            rows=copies_shown.rows(plan, may_write=may_write, today=self.today) if plan else [],
            **kwargs,
        )


class PlainCopyPage(ReaderFinder, ChildPage):
    not_exported = "It is one document, which leaves the portal as a file of its own."
    permission = Permission.VIEW_CHILD
    template_name = "plans/plain_copy.html"
    section = "Plan"

    @cached_property
    def copy(self) -> PlainCopy:
        plan: ChildProtectionPlan | None = self.child.plans.open().first()
        found = latest(plan).get(self.reader) if plan else None
        if found is None:
            raise Http404("No such copy is written.")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copy = self.copy
        measured = reading_age(text_of(copy.sections))
        return super().get_context_data(
            heading=str(copy),
            copy=copy,
            standing=copies_shown.standing(copy, now=PlainWords(copy.plan, today=self.today)),
            reading=measured.in_words if measured else "",
            files=file_links("plans:plain-copy-file", child_pk=self.child.pk, reader=self.reader.value)
            if copy.may_be_given
            else [],
            release_url=self.address("plans:release-plain-copy")
            if copy.is_held and may_release(copy, self.request.user)
            else "",
            **kwargs,
        )


class PlainCopyFile(PlainCopyPage):
    """Only one that is finished, and let go where that is asked for."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        copy = self.copy
        if not copy.may_be_given:
            messages.error(request, "This copy is not finished, or waits for a second person.")
            return redirect(self.address("plans:plain-copy"))
        is_the_childs = copy.reader != Reader.PARENTS
        document = Document(
            title=f"A plan for {self.child.given_name or self.child.name}",
            caption="Your plan" if is_the_childs else "The plan, for parents",
            sections=[(heading, text) for heading, text in copy.sections],
            version=f"Written on {day(copy.finished_on)}",
            is_roomy=is_the_childs,
        )
        try:
            return as_file(document, kwargs["form"], by=str(request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("plans:plain-copy"))


class WritePlainCopy(ReaderFinder, KeepsWhatIsTyped, PlanForm):
    form_class = PlainCopyForm
    template_name = "plans/write_plain_copy.html"
    done = "The copy is saved."

    @cached_property
    def begun(self) -> PlainCopy | None:
        copy = latest(self.plan).get(self.reader)
        return copy if copy and copy.finished_on is None else None

    @property
    def heading(self) -> str:
        return f"Write the copy for {within(self.reader.label)}"

    def find(self) -> None:
        _ = self.plan, self.reader

    def get_form_kwargs(self) -> dict[str, Any]:
        now = generated(self.plan, self.reader, today=self.today)
        sections = now
        if self.begun:
            # What the plan has meanwhile beside what was written: a part that is new is offered as it is generated.
            written = dict(map(tuple, self.begun.sections))
            sections = [[heading, written.get(heading, text)] for heading, text in now]
        return {**super().get_form_kwargs(), "sections": sections, "aims_at": AIMS_AT[self.reader]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if MEASURE in request.POST:
            self.unfinished = self.keep().unfinished
            form: BaseForm = self.get_form()
            return self.render_to_response(self.get_context_data(form=form.without_errors()))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(aims_at=AIMS_AT[self.reader], **kwargs)

    def act(self, **answers: Any) -> PlainCopy:
        return write_copy(
            plan=self.plan, reader=self.reader, by=self.request.user, today=self.today, **answers
        )

    def get_success_url(self) -> str:
        if hasattr(self, "acted"):
            return self.address("plans:plain-copy")
        return reverse("plans:plain-copies", kwargs={"child_pk": self.child.pk})


class ReleasePlainCopy(ReaderFinder, PlanForm):
    permission = Permission.RELEASE_COPY
    form_class = ReleaseCopyForm
    template_name = "plans/release_plain_copy.html"
    heading = "Let the copy go"
    save_label = "Let it go"
    done = "The copy was let go."

    @cached_property
    def copy(self) -> PlainCopy:
        found = latest(self.plan).get(self.reader)
        if found is None or not found.is_held:
            raise Http404("No such copy waits for a second person.")
        return found

    def find(self) -> None:
        _ = self.copy

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(copy=self.copy, caption=str(self.copy), **kwargs)

    def act(self, **_answers: Any) -> PlainCopy:
        return release_copy(copy=self.copy, by=self.request.user)

    def get_success_url(self) -> str:
        return self.address("plans:plain-copy")
