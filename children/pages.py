"""The bases of every page about a child.

A child who is not among those the person may see is not found (404), whoever asks and whatever for; then the page's
own permission is asked (403); then a lock on the record, if there is one, asks for a reason. Opening a page is written
to the access log here, once, for all of them.
"""

from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin

from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from audit.models import AccessLog
from children.kinds import Kind, kinds_about, worth_asking
from children.locked import lock_that_asks
from children.models import Child, RecordLock
from children.models.network import Household, Person
from govuk_forms.components import Flag, Identity, Link

# The parts of a child's record, in the order of the sub navigation: name, page, and who may open it.
SECTIONS = (
    ("Overview", "child"),
    ("Dates", "deadlines:of-child"),
    ("Plan", "plans:plan"),
    ("Visits", "visits:list"),
    ("Core groups", "coregroups:list"),
    ("Conferences", "conferences:list"),
    ("Family and network", "children:network"),
    ("Chronology", "chronology"),
)
# What can be recorded from anywhere in a child's record.
RECORDING = (
    ("A visit", "visits:record", Permission.RECORD_VISIT),
    ("A core group", "coregroups:plan", Permission.RECORD_CORE_GROUP),
    ("A strategy discussion", "conferences:record-discussion", Permission.RECORD_ENQUIRY),
    ("A conference booking", "conferences:book", Permission.BOOK_CONFERENCE),
    ("A significant change", "coregroups:report-change", Permission.REPORT_CHANGE),
    ("That the child is missing", "children:report-missing", Permission.RECORD_VISIT),
    ("That the child is looked after", "children:looked-after", Permission.EDIT_CHILD),
)


class ChildContext(ContextMixin, Page):
    """Finds the child, logs the reading and gives templates the child's banner and sub navigation."""

    section: ClassVar[str] = ""
    opens_when_locked: ClassVar[bool] = False

    child: Child

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        visible = Child.objects.visible_to(request.user, today=self.today)
        self.child = get_object_or_404(
            visible.select_related("team", "conference_chair"), pk=kwargs["child_pk"]
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            AccessLog.objects.create(
                user=request.user, child_pk=self.child.pk, page=request.resolver_match.view_name
            )
        return response

    def asks_first(self) -> str:
        """Why a locked record is opened, by whoever is not named."""
        if self.opens_when_locked or RecordLock not in self.kinds:
            return ""
        lock = lock_that_asks(self.child, self.request.user, today=self.today)
        if lock is None:
            return ""
        asks = reverse("children:open-locked", args=[self.child.pk, lock.pk])
        return f"{asks}?{urlencode({'next': self.request.path})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            child=self.child,
            today=self.today,
            identity=self.identity(),
            sub_navigation=self.sub_navigation(),
            **kwargs,
        )

    def identity(self) -> Identity:
        warnings = Person.objects.filter(
            relationships__child=self.child, relationships__until_on__isnull=True
        ).exclude(staff_safety_warning="")
        homes = Household.objects.filter(residences__child=self.child, residences__until_on__isnull=True)
        language = self.child.first_language or "language not recorded"
        return Identity(
            name=self.child.name,
            today=self.today,
            born_on=self.child.born_on,
            expected_on=self.child.expected_on,
            reference=self.child.reference,
            nhs_number=self.child.nhs_number,
            flags=self.flags(),
            interpreter=language if self.child.interpreter_needed else "",
            staff_safety=" ".join(warnings.distinct().values_list("staff_safety_warning", flat=True)),
            address_is_confidential=homes.filter(is_safe_address=True).exists(),
            url=self.child.get_absolute_url(),
            record_links=[
                Link(label, reverse(page, kwargs={"child_pk": self.child.pk}))
                for label, page, permission in RECORDING
                if self.request.user.may(permission)
            ],
        )

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """Of which kinds of record there is anything about the child."""
        return kinds_about([self.child])

    def flags(self) -> list[Flag]:
        """What the apps above say of the child in a word; they are named in settings.CHILD_FLAGS."""
        say = worth_asking(map(import_string, settings.CHILD_FLAGS), self.kinds)
        return [flag for flags_of in say for flag in flags_of(self.child)]

    def sub_navigation(self) -> list[tuple[str, str, bool]]:
        return [
            (label, reverse(page, kwargs={"child_pk": self.child.pk}), label == self.section)
            for label, page in SECTIONS
        ]


def agenda(children: Collection[Child], *, kinds: Collection[Kind] | None = None) -> list[Link]:
    """What a meeting about these children has to speak about; the apps that say so are named in settings. `kinds` are
    those of which there is anything about the children, where that is known."""
    there = kinds_about(children) if kinds is None else kinds
    say = worth_asking(map(import_string, settings.ON_THE_AGENDA), there)
    return [link for agenda_of in say for link in agenda_of(children)]


class ChildPage(ChildContext, TemplateView):
    """A page that shows something about a child."""


class ChildForm(ActingForm, ChildContext):
    """Do something about a child, through exactly one action."""

    template_name = "children/form.html"

    def get_success_url(self) -> str:
        return self.child.get_absolute_url()

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        self.child.refresh_from_db()  # an action that was refused may have got half way
        return super().form_invalid(form)

    def page(self, name: str, **kept: int) -> str:
        """The address of another page about the same child."""
        return reverse(name, kwargs={"child_pk": self.child.pk, **kept})
