"""What people add to a child's chronology, and what they say matters of what stands there by itself (B-23)."""

from django.db import models

from children.models.record import ChildRecord


class ChronologyEvent(ChildRecord):
    on = models.DateField("date")
    what = models.TextField("what happened")
    agency = models.CharField("who it comes from", max_length=100, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"Event of {self.on:%d/%m/%Y}"


class Significance(ChildRecord):
    """Whether something that the portal put into the chronology matters. `happening` is its name there: visit-12."""

    happening = models.CharField(max_length=60)
    matters = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "happening"], name="one_word_on_what_matters"),
        ]

    def __str__(self) -> str:
        return f"{self.happening} {'matters' if self.matters else 'does not matter'}"
