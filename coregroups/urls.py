"""Below /children/<child_pk>/core-groups/."""

from django.urls import path

from coregroups.views import changes
from coregroups.views import groups as views
from coregroups.views.minute import RecordMeeting

app_name = "coregroups"

urlpatterns = [
    path("", views.CoreGroup.as_view(), name="list"),
    path("members/add/", views.AddMembers.as_view(), name="add-members"),
    path("members/<int:member_pk>/end/", views.EndMembership.as_view(), name="end-membership"),
    path("members/<int:member_pk>/exclude/", views.Exclude.as_view(), name="exclude"),
    path("members/<int:member_pk>/lift-exclusion/", views.LiftExclusion.as_view(), name="lift-exclusion"),
    path("extend/", views.Extend.as_view(), name="extend"),
    path("plan/", views.PlanMeeting.as_view(), name="plan"),
    path("changes/report/", changes.ReportChange.as_view(), name="report-change"),
    path("changes/<int:significant_change_pk>/", changes.ChangePage.as_view(), name="change"),
    path("changes/<int:significant_change_pk>/decide/", changes.DecideChange.as_view(), name="decide-change"),
    path("<int:meeting_pk>/", views.MeetingPage.as_view(), name="meeting"),
    path("<int:meeting_pk>/record/", RecordMeeting.as_view(), name="record"),
    path("<int:meeting_pk>/cancel/", views.CancelMeeting.as_view(), name="cancel"),
    path("<int:meeting_pk>/circulate/", views.Circulate.as_view(), name="circulate"),
]
