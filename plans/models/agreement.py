"""The plan as a written agreement: who signed which version, and to whom it was explained (B-04, B-05)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from children.models import ChildRecord, Person
from plans.models.content import PlanVersion
from plans.models.plan import ChildProtectionPlan


class Signature(ChildRecord):
    """What one party did about one version. Who is not here has not been asked yet. Nobody as person is the child."""

    class Standing(models.TextChoices):
        SIGNED = "signed", "Signed"
        REFUSED = "refused", "Refused to sign"
        UNABLE = "unable", "Is not able to sign"
        NOT_APPROPRIATE = "not-appropriate", "It is not appropriate to ask"

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(max_length=15, choices=Standing.choices)
    on = models.DateField("on which day")
    reason = models.TextField("why", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"],
                nulls_distinct=False,
                name="a_party_once_for_a_version",
                violation_error_message="That is recorded for this version already.",
            ),
            models.CheckConstraint(
                name="who_did_not_sign_has_a_reason",
                condition=Q(standing="signed") | ~Q(reason=""),
                violation_error_message="Say why it was not signed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.child}: {self.get_standing_display().lower()}"


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
