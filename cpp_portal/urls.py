"""Every page. Everything about a child stands below /children/<child_pk>/."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from circulation.outside_views import OpenCopy
from coregroups.views import own_part
from coregroups.views.changes import MemberReportsChange
from cpp_portal import health
from plans.views.agreement import SetStandardAgreement, StandardAgreementPage
from returns.plan_views import PlansOfAYear
from visits.views.unseen import UnseenChildren

CHILD = "children/<int:child_pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.Health.as_view(), name="healthz"),
    path("healthz/deadlines", health.DeadlineHealth.as_view(), name="healthz-deadlines"),
    path("", include("dashboards.urls")),
    path("", include("accounts.urls")),
    path("alerts/", include("alerts.urls")),
    path("in-box/", include("circulation.urls")),
    path("copy/<str:link_token>/", OpenCopy.as_view(), name="open-copy"),
    path("timetable/", include("deadlines.urls")),
    path("not-seen/", UnseenChildren.as_view(), name="not-seen"),
    path("report-a-change/", MemberReportsChange.as_view(), name="report-change-as-member"),
    path("my-part/", own_part.OwnPartPage.as_view(), name="my-part"),
    path("my-part/say/", own_part.SayAsMember.as_view(), name="say-as-member"),
    path("my-part/actions/<int:action_pk>/", own_part.OwnAction.as_view(), name="own-action"),
    path(
        "my-part/asked/<int:asked_of_member_pk>/",
        own_part.SendWhatWasAsked.as_view(),
        name="send-what-was-asked",
    ),
    path("agreement/", StandardAgreementPage.as_view(), name="standard-agreement"),
    path("agreement/set/", SetStandardAgreement.as_view(), name="set-standard-agreement"),
    path("imports/", include("returns.urls")),
    path("returns/plans/", PlansOfAYear.as_view(), name="plans-of-a-year"),
    path("exports/", include("exports.urls")),
    path("", include("unfinished.urls")),
    path("children/", include("children.urls")),
    path(CHILD + "dates/", include("deadlines.child_urls")),
    path(CHILD + "plan/", include("plans.urls")),
    path(CHILD + "visits/", include("visits.urls")),
    path(CHILD + "core-groups/", include("coregroups.urls")),
    path(CHILD + "copies/", include("circulation.delivery_urls")),
    path(CHILD + "questions/", include("circulation.question_urls")),
    path(CHILD + "conferences/", include("conferences.urls")),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("govuk_forms.urls")))
