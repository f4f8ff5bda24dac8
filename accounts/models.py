"""Teams and the people who sign in."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.roles import GRANTED, Permission, Role
from audit.models import AuditedModel, AuditedQuerySet

EARLIEST_LETTER, LATEST_LETTER = 6, 20
PORTAL_EMAIL = "portal@system.invalid"


class Team(AuditedModel):
    # Nobody yet: the first teams and people of an authority are made by a command.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, null=True
    )
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="team_names_differ",
                violation_error_message="There is already a team of that name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(AuditedQuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_role(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made while it runs
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(
        self,
        *,
        email: str,
        name: str,
        role: Role,
        password: str | None = None,
        by: "User | None" = None,
        **more: Any,
    ) -> "User":
        """A person who can sign in; with no password, one who first has to set it by e-mail."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=role, **more)
        user.set_password(password)
        if by:
            return user.save_by(by)
        user._history_user = user  # the first people of an authority are made by a command, by nobody else
        user.save()
        return user

    def the_portal(self) -> "User":
        """The portal itself, for what nobody in particular did: the sweep, an import started from a shell."""
        return self.filter(email=PORTAL_EMAIL).first() or self.create_user(
            email=PORTAL_EMAIL, name="The portal", role=Role.SYSTEM_ADMINISTRATOR, is_active=False
        )


class User(AbstractBaseUser, AuditedModel):
    last_login = None  # a sign-in is not a change to the person
    recorded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", editable=False, null=True
    )
    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=40, choices=Role.choices)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    agency = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    # None: the hour of the authority (settings.DIGEST_HOUR). Letters cannot be turned off.
    letter_hour = models.PositiveSmallIntegerField("hour of the daily letter", null=True, blank=True)
    # SHA-256 of the secret in the address of the person's calendar; empty while they have none.
    calendar_digest = models.CharField("digest of the calendar's secret", max_length=64, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_emails_differ",
                violation_error_message="Somebody already signs in with that email address.",
            ),
            models.CheckConstraint(
                name="workers_and_managers_have_a_team",
                condition=~models.Q(role__in=[Role.SOCIAL_WORKER, Role.TEAM_MANAGER])
                | models.Q(team__isnull=False),
                violation_error_message="A social worker or team manager belongs to a team.",
            ),
            models.UniqueConstraint(
                fields=["calendar_digest"],
                condition=~models.Q(calendar_digest=""),
                name="a_calendar_is_one_persons",
            ),
            models.CheckConstraint(
                name="letters_come_by_day",
                condition=models.Q(letter_hour=None)
                | models.Q(letter_hour__gte=EARLIEST_LETTER, letter_hour__lte=LATEST_LETTER),
                violation_error_message="Letters come between 6:00 and 20:00.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", kwargs={"user_pk": self.pk})

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in GRANTED[Role(self.role)]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Django's own password forms save the user as it is: that is the person acting for themselves.
        own = getattr(self, "_history_user", None) is None and not self._state.adding
        if own:
            self._history_user = self
        try:
            super().save(*args, **kwargs)
        finally:
            if own:
                del self._history_user

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]
