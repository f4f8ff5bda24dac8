"""A child who was not seen: what is open and who was told, and the pages on which that is recorded."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import Page
from accounts.roles import Permission
from children.pages import ChildForm, ChildPage
from exports.lists import Exportable
from exports.sheets import Row
from unfinished.pages import KeepsWhatIsTyped
from visits import unseen
from visits.actions import close_episode, tell_chair, tell_core_group, tell_manager
from visits.actions.unseen import core_group_of, not_yet_told, refuse_closed, refuse_untold
from visits.forms import CloseForm, TellChairForm, TellCoreGroupForm, TellManagerForm
from visits.models import UnseenEpisode
from visits.models.unseen import EpisodeQuerySet

PER_PAGE = 50


class UnseenChildren(Exportable, Page, TemplateView):
    """Every child whom a person may see and for whom something is open since they were not seen."""

    permission = Permission.VIEW_CHILD
    template_name = "visits/unseen_children.html"
    export_name = "Children not seen"
    export_columns = (
        "Child",
        "Reference",
        "Open since",
        "Why",
        "Seen",
        "Told",
        "Not yet told",
        "Social worker",
    )

    def episodes(self) -> EpisodeQuerySet:
        mine = UnseenEpisode.objects.open().visible_to(self.request.user, today=timezone.localdate())
        return mine.select_related("child").order_by("opened_on", "pk")

    def export_rows(self) -> Iterator[Row]:
        for episode, row in zip(
            self.episodes(), unseen.rows(self.episodes(), today=timezone.localdate()), strict=True
        ):
            yield (
                row.child.label, row.reference, episode.opened_on, row.because, row.seen.words,
                ", ".join(row.told), ", ".join(row.missing), row.worker,
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.episodes(), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading=self.export_name, page=page, rows=unseen.rows(page, today=timezone.localdate()), **kwargs
        )


class EpisodeContext:
    """Finds an episode through its child."""

    episode: UnseenEpisode

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.episode = get_object_or_404(
            self.child.unseenepisodes.select_related("manager", "closed_by"), pk=kwargs["unseen_episode_pk"]
        )
        self.episode.child = self.child


class Episode(EpisodeContext, ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Visits"
    template_name = "visits/unseen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        episode, user = self.episode, self.request.user
        allocation = self.child.allocation_on(self.today)
        holds_the_child = bool(allocation) and allocation.social_worker_id == user.pk
        return super().get_context_data(
            heading="The child was not seen" if episode.visit_id else "Not seen for four weeks",
            episode=episode,
            rows=unseen.facts(episode),
            todo=unseen.steps(episode, user, today=self.today),
            may_close=episode.is_open
            and not episode.seen_on
            and episode.everybody_told
            and user.may(Permission.CLOSE_UNSEEN_EPISODE)
            and not holds_the_child,
            **kwargs,
        )


class Tell(EpisodeContext, KeepsWhatIsTyped, ChildForm):
    permission = Permission.RECORD_VISIT

    def get_initial(self) -> dict[str, Any]:
        return {"told_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"episode": self.episode, "today": self.today}

    def get_success_url(self) -> str:
        return reverse(
            "visits:unseen", kwargs={"child_pk": self.child.pk, "unseen_episode_pk": self.episode.pk}
        )

    def refuse_beforehand(self) -> None:
        refuse_closed(self.episode)

    def by_whom(self) -> dict[str, Any]:
        return {"episode": self.episode, "by": self.request.user, "today": self.today}


class TellManager(Tell):
    form_class = TellManagerForm
    heading = "The discussion with the manager"
    done = "The discussion with the manager is recorded."

    def get_initial(self) -> dict[str, Any]:
        teams = self.child.team.people.active() if self.child.team else None
        manager = teams.filter(role="team-manager").first() if teams is not None else None
        return super().get_initial() | {"manager": manager}

    def act(self, **answers: Any) -> UnseenEpisode:
        return tell_manager(**answers, **self.by_whom())


class TellChair(Tell):
    form_class = TellChairForm
    heading = "The discussion with the conference chair"
    done = "The discussion with the chair is recorded."

    def act(self, **answers: Any) -> UnseenEpisode:
        return tell_chair(**answers, **self.by_whom())


class TellCoreGroup(Tell):
    form_class = TellCoreGroupForm
    heading = "Telling the core group"

    def get_form_kwargs(self) -> dict[str, Any]:
        members = core_group_of(self.child, today=self.today)
        left = not_yet_told(self.episode, members)
        return super().get_form_kwargs() | {"left": left, "has_members": bool(members)}

    def act(self, **answers: Any) -> UnseenEpisode:
        return tell_core_group(people=answers.pop("people", ()), **answers, **self.by_whom())

    def told(self) -> str:
        left = not_yet_told(self.acted, core_group_of(self.child, today=self.today))
        if left:
            return f"Recorded. Not yet told: {', '.join(map(str, left))}."
        return "Everybody in the core group has been told."


class Close(Tell):
    permission = Permission.CLOSE_UNSEEN_EPISODE
    form_class = CloseForm
    heading = "Close it though the child has not been seen"
    save_label = "Close it"
    done = "It is closed."

    def refuse_beforehand(self) -> None:
        super().refuse_beforehand()
        refuse_untold(self.episode)

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        del given["episode"], given["today"]
        return given

    def act(self, **answers: Any) -> UnseenEpisode:
        return close_episode(**answers, **self.by_whom())
