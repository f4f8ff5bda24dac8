"""The plan as a written agreement: who signed which version, and to whom it was explained (B-04, B-05)."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.models import AuditedModel, AuditedQuerySet
from children.models import ChildRecord, Person
from plans.models.content import PlanVersion
from plans.models.plan import ChildProtectionPlan


class StandardAgreementQuerySet(AuditedQuerySet):
    def in_force(self) -> Self:
        """The one that was set last; none where the authority has set nothing."""
        return self.order_by("-pk")[:1]


class StandardAgreement(AuditedModel):
    """How the authority records a written agreement: the words around the plan, and who signs it (S3-44).

    Each change is a row of its own, so that what an agreement said when it was signed can be found again.
    """

    class Signs(models.TextChoices):
        CHILD = "child", "The child"
        FAMILY = "family", "Parents, carers and other family in the core group"
        PROFESSIONALS = "professionals", "The professionals in the core group"
        LEAD = "lead", "The lead social worker"
        MANAGER = "manager", "The lead social worker's team manager"
        CHAIR = "chair", "The conference chair"

    heading = models.CharField(max_length=100)
    opening = models.TextField("words above the plan", blank=True)
    closing = models.TextField("words above the signatures", blank=True)
    signed_by = ArrayField(models.CharField(max_length=15, choices=Signs.choices))

    objects: ClassVar[StandardAgreementQuerySet] = StandardAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="somebody_signs_the_agreement",
                condition=~Q(signed_by=[]),
                violation_error_message="Say who signs.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading}, from {self.recorded_at:%d/%m/%Y}"


class Signature(ChildRecord):
    """What one party did about one version. Who is not here has not been asked yet. Neither person nor user is the
    child; a user is somebody of the authority who signs in their office, such as the chair."""

    class Standing(models.TextChoices):
        SIGNED = "signed", "Signed"
        REFUSED = "refused", "Refused to sign"
        UNABLE = "unable", "Is not able to sign"
        NOT_APPROPRIATE = "not-appropriate", "It is not appropriate to ask"

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standing = models.CharField(max_length=15, choices=Standing.choices)
    on = models.DateField("on which day")
    reason = models.TextField("why", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person", "user"],
                nulls_distinct=False,
                name="a_signatory_once_for_a_version",
                violation_error_message="That is recorded for this version already.",
            ),
            models.CheckConstraint(
                name="who_did_not_sign_has_a_reason",
                condition=Q(standing="signed") | ~Q(reason=""),
                violation_error_message="Say why it was not signed.",
            ),
            models.CheckConstraint(
                name="one_signatory_to_a_signature",
                condition=Q(person=None) | Q(user=None),
                violation_error_message="One signature is one person's.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signatory}: {self.get_standing_display().lower()}"

    @property
    def signatory(self) -> str:
        return str(self.person or self.user or self.child.name)


class Explanation(ChildRecord):
    """The plan was explained to somebody: how, in which language, and whether they understood and accept it."""

    class Understood(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    class Told(models.TextChoices):
        CONCERNS = "concerns", "The causes for concern, and how they harm the child"
        CHANGE = "change", "What must change"
        PART = "part", "What is expected of them"
        COURT = "court", "That the plan may be shown in court"

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="explanations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    explained_on = models.DateField()
    told = ArrayField(models.CharField(max_length=10, choices=Told.choices), default=list, blank=True)
    how = models.TextField("how it was explained")
    interpreter = models.CharField("who interpreted, or why nobody did", max_length=200, blank=True)
    understood = models.CharField(max_length=10, choices=Understood.choices)
    accepted = models.CharField(max_length=10, choices=Understood.choices)
    said = models.TextField("what they said", blank=True)
    copy_in = models.CharField("language and form of the copy given", max_length=100, blank=True)

    class Meta:
        ordering = ["-explained_on", "-pk"]

    def __str__(self) -> str:
        return f"Explained to {self.person or self.child} on {self.explained_on:%d/%m/%Y}"
