"""Below /children/<child_pk>/core-groups/."""

from django.urls import path

from coregroups.views import between, changes, disagreements, invitations, members
from coregroups.views import groups as views
from coregroups.views.minute import RecordMeeting

app_name = "coregroups"

urlpatterns = [
    path("", views.CoreGroup.as_view(), name="list"),
    path("members/add/", members.AddMembers.as_view(), name="add-members"),
    path("members/<int:member_pk>/end/", members.EndMembership.as_view(), name="end-membership"),
    path("members/<int:member_pk>/exclude/", members.Exclude.as_view(), name="exclude"),
    path("members/<int:member_pk>/lift-exclusion/", members.LiftExclusion.as_view(), name="lift-exclusion"),
    path("members/<int:member_pk>/keep-excluded/", members.KeepExcluded.as_view(), name="keep-excluded"),
    path("extend/", views.Extend.as_view(), name="extend"),
    path("plan/", views.PlanMeeting.as_view(), name="plan"),
    path("changes/report/", changes.ReportChange.as_view(), name="report-change"),
    path("changes/<int:significant_change_pk>/", changes.ChangePage.as_view(), name="change"),
    path("changes/<int:significant_change_pk>/decide/", changes.DecideChange.as_view(), name="decide-change"),
    path("asked/add/", between.AskMember.as_view(), name="ask-member"),
    path("asked/<int:asked_of_member_pk>/", between.TakeWhatCame.as_view(), name="take-what-came"),
    path("words/add/", between.WriteDownWord.as_view(), name="write-down-word"),
    path("words/<int:word_of_member_pk>/answer/", between.AnswerMember.as_view(), name="answer-member"),
    path("disagreements/raise/", disagreements.RaiseDisagreement.as_view(), name="raise-disagreement"),
    path(
        "disagreements/<int:disagreement_pk>/",
        disagreements.DisagreementPage.as_view(),
        name="disagreement",
    ),
    path(
        "disagreements/<int:disagreement_pk>/further/",
        disagreements.TakeFurther.as_view(),
        name="take-disagreement-further",
    ),
    path(
        "disagreements/<int:disagreement_pk>/settle/",
        disagreements.Settle.as_view(),
        name="settle-disagreement",
    ),
    path(
        "disagreements/advise/<int:disagreement_step_pk>/",
        disagreements.Advise.as_view(),
        name="advise",
    ),
    path("<int:meeting_pk>/", views.MeetingPage.as_view(), name="meeting"),
    path("<int:meeting_pk>/record/", RecordMeeting.as_view(), name="record"),
    path("<int:meeting_pk>/ask/", invitations.AskMembers.as_view(), name="ask-members"),
    path(
        "<int:meeting_pk>/told/<int:core_group_invitation_pk>/",
        invitations.ToldByWorker.as_view(),
        name="told-by-worker",
    ),
    path(
        "<int:meeting_pk>/summary/<int:core_group_attendance_pk>/",
        invitations.Summary.as_view(),
        name="summary",
    ),
    path("<int:meeting_pk>/cancel/", views.CancelMeeting.as_view(), name="cancel"),
    path("<int:meeting_pk>/circulate/", views.Circulate.as_view(), name="circulate"),
]
