from django.urls import path

from dashboards.views import (
    about,
    breakdown,
    calendar_feed,
    caseload,
    chair,
    child,
    cover,
    home,
    my_day,
    supervision,
    team,
    timeliness,
    what_if,
)

# These names have no prefix: every app links to them.
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("my-day/", my_day.MyDayPage.as_view(), name="my-day"),
    path("caseload/", caseload.CaseloadPage.as_view(), name="caseload"),
    path("team/", team.TeamPage.as_view(), name="team"),
    path("team/supervision/", supervision.SupervisionPage.as_view(), name="supervision"),
    path("team/timeliness/", timeliness.TimelinessPage.as_view(), name="timeliness"),
    path("team/by-rule/", breakdown.ByRulePage.as_view(), name="by-rule"),
    path("team/by-child/", breakdown.ByChildPage.as_view(), name="by-child"),
    path("team/drift/", breakdown.DriftPage.as_view(), name="drift"),
    path("overdue/", team.OverduePage.as_view(), name="overdue"),
    path("cover/", cover.CoverPage.as_view(), name="cover"),
    path("cover/arrange/", cover.ArrangeCover.as_view(), name="arrange-cover"),
    path("cover/end/", cover.EndCover.as_view(), name="end-cover"),
    path("conferences/", chair.ChairPage.as_view(), name="chair"),
    path("children/<int:child_pk>/", child.ChildOverview.as_view(), name="child"),
    path("children/<int:child_pk>/what-if/", what_if.ChildWhatIf.as_view(), name="what-if"),
    path("what-if/away/", what_if.WorkerAway.as_view(), name="what-if-away"),
    path("what-if/closed/", what_if.OfficeClosed.as_view(), name="what-if-closed"),
    path("my-account/calendar/", calendar_feed.MyCalendar.as_view(), name="my-calendar"),
    path("calendar/<str:secret>.ics", calendar_feed.CalendarFeed.as_view(), name="calendar-feed"),
    path("help/", about.Help.as_view(), name="help"),
    path("accessibility/", about.Accessibility.as_view(), name="accessibility-statement"),
    path("privacy/", about.Privacy.as_view(), name="privacy"),
]
