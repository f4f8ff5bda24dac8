"""What is known of a child, and correcting it."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from children.actions import add_former_name, change_child, record_birth, record_referral, set_see_alone
from children.actions.details import refuse_born
from children.codes import Disability
from children.forms.details import BirthForm, ChangeForm, FormerNameForm, ReferralForm, SeeAloneForm
from children.meanwhile import SeesOtherChanges
from children.models import Child, Referral
from children.models.child import SeeAlone
from children.pages import ChildForm, ChildPage
from govuk_forms.components import Link, SummaryRow
from govuk_forms.words import day as in_words

NOT_RECORDED = "Not recorded"


class Details(ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "children/details.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Details",
            who=who_rows(self.child),
            about=about_rows(self.child),
            numbers=number_rows(self.child),
            see_alone=see_alone_rows(self.child),
            former_names=self.child.former_names.all(),
            referrals=[(referral, referral_rows(referral)) for referral in self.child.referrals.all()],
            allocation=self.child.allocation_on(self.today),
            pages=list(self.further_pages(self.request.user)),
            **kwargs,
        )

    def further_pages(self, user: User) -> list[Link]:
        pages = [
            ("Where the child lives", "children:household", Permission.VIEW_CHILD),
            ("Family and network", "children:network", Permission.VIEW_CHILD),
            ("Lead social worker", "children:allocate", Permission.ALLOCATE_CHILD),
            ("Who changed this record", "children:audit", Permission.READ_AUDIT_TRAIL),
            ("Who opened this record", "children:opened", Permission.READ_AUDIT_TRAIL),
            ("The lock on this record", "children:lock", Permission.LOCK_RECORD),
        ]
        return [
            Link(label, reverse(name, kwargs={"child_pk": self.child.pk}))
            for label, name, permission in pages
            if user.may(permission)
        ]


class DetailsForm(ChildForm):
    """Something about the child's own details; afterwards the details are shown."""

    permission = Permission.EDIT_CHILD

    def get_success_url(self) -> str:
        return self.page("children:details")


class ChangeDetails(SeesOtherChanges, DetailsForm):
    form_class = ChangeForm
    heading = "Change the child’s details"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "child": self.child, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.child, name) for name in self.form_class.base_fields}

    def record(self) -> Child:
        return self.child

    def act(self, **answers: Any) -> Child:
        return change_child(child=self.child, **answers, by=self.request.user, today=self.today)


class AddFormerName(DetailsForm):
    form_class = FormerNameForm
    heading = "Add a former name"

    def act(self, **answers: Any) -> Any:
        return add_former_name(child=self.child, **answers, by=self.request.user)


class TodaysForm(DetailsForm):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}


class RecordBirth(TodaysForm):
    form_class = BirthForm
    heading = "Record the birth"
    done = "The birth is recorded. The visiting dates have begun."

    def refuse_beforehand(self) -> None:
        refuse_born(self.child)

    def get_initial(self) -> dict[str, Any]:
        return {"given_name": self.child.given_name, "family_name": self.child.family_name}

    def act(self, **answers: Any) -> Child:
        return record_birth(child=self.child, **answers, by=self.request.user, today=self.today)


class SetSeeAlone(TodaysForm):
    form_class = SeeAloneForm
    heading = "Seeing the child alone"

    def get_initial(self) -> dict[str, Any]:
        child = self.child
        return {
            "see_alone": child.see_alone,
            "reason": child.see_alone_reason,
            "agreed_by": child.see_alone_agreed_by_id,
            "agreed_on": child.see_alone_from_on,
            "review_on": child.see_alone_review_on,
        }

    def act(self, **answers: Any) -> Child:
        return set_see_alone(child=self.child, **answers, by=self.request.user, today=self.today)


class RecordReferral(TodaysForm):
    form_class = ReferralForm
    heading = "Record a referral"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "child": self.child}

    def act(self, **answers: Any) -> Referral:
        return record_referral(child=self.child, **answers, by=self.request.user, today=self.today)


def who_rows(child: Child) -> list[SummaryRow]:
    born = in_words(child.born_on) if child.born_on else ""
    rows = [
        SummaryRow(name="Given names", value=child.given_name or NOT_RECORDED),
        SummaryRow(name="Family name", value=child.family_name or NOT_RECORDED),
        SummaryRow(name="Known as", value=child.known_as),
        SummaryRow(name="Date of birth", value=born),
        SummaryRow(name="Expected", value=in_words(child.expected_on) if child.expected_on else ""),
        SummaryRow(name="Died", value=in_words(child.died_on) if child.died_on else ""),
        SummaryRow(name="Sex", value=child.get_sex_display()),
    ]
    return [row for row in rows if row.value]


def about_rows(child: Child) -> list[SummaryRow]:
    disabilities = ", ".join(Disability(code).label for code in child.disabilities)
    return [
        SummaryRow(name="Ethnicity", value=child.get_ethnicity_display()),
        SummaryRow(name="Disabilities", value=disabilities or NOT_RECORDED),
        SummaryRow(name="Religion or belief", value=child.religion or NOT_RECORDED),
        SummaryRow(name="First language", value=child.first_language or NOT_RECORDED),
        SummaryRow(name="Interpreter", value="Needed" if child.interpreter_needed else "Not needed"),
    ]


def number_rows(child: Child) -> list[SummaryRow]:
    nhs = child.nhs_number
    upn = child.upn or (child.get_upn_unknown_display() if child.upn_unknown else "")
    rows = [
        SummaryRow(name="Local reference", value=child.reference),
        SummaryRow(name="NHS number", value=f"{nhs[:3]} {nhs[3:6]} {nhs[6:]}" if nhs else NOT_RECORDED),
        SummaryRow(name="Unique pupil number", value=upn or NOT_RECORDED),
    ]
    if child.former_upn:
        rows.append(SummaryRow(name="Former pupil number", value=child.former_upn))
    return rows


def see_alone_rows(child: Child) -> list[SummaryRow]:
    rows = [SummaryRow(name="What it means", value=child.get_see_alone_display())]
    if child.see_alone != SeeAlone.BY_AGE:
        agreed = (
            f"{child.see_alone_agreed_by}, {in_words(child.see_alone_from_on)}"
            if child.see_alone_from_on
            else ""
        )
        review = in_words(child.see_alone_review_on) if child.see_alone_review_on else ""
        rows += [
            SummaryRow(name="Why", value=child.see_alone_reason),
            SummaryRow(name="Agreed by", value=agreed),
            SummaryRow(name="Looked at again by", value=review),
        ]
    return [row for row in rows if row.value]


def referral_rows(referral: Referral) -> list[SummaryRow]:
    ended = (
        f"{in_words(referral.ended_on)}: {referral.get_reason_ended_display()}" if referral.ended_on else ""
    )
    rows = [
        SummaryRow(name="Made by", value=referral.get_source_display()),
        SummaryRow(name="Primary need", value=referral.get_primary_need_display()),
        SummaryRow(name="What was said", value=referral.concern),
        SummaryRow(name="Further action", value="None" if referral.no_further_action else ""),
        SummaryRow(name="Ended", value=ended),
    ]
    return [row for row in rows if row.value]
