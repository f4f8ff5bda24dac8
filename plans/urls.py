"""Below /children/<child_pk>/plan/."""

from django.urls import path

from plans.views import agreement, copies, lines, outcomes, oversight, versions
from plans.views import plans as views

app_name = "plans"

urlpatterns = [
    path("", views.PlanPage.as_view(), name="plan"),
    path("<int:plan_pk>/", views.PlanPage.as_view(), name="earlier"),
    path("changes/", versions.SinceTheConference.as_view(), name="changes"),
    path("versions/<int:plan_version_pk>/", versions.VersionPage.as_view(), name="version"),
    path(
        "versions/<int:plan_version_pk>/circulate/",
        versions.CirculateVersion.as_view(),
        name="circulate-version",
    ),
    path("agreement/", agreement.AgreementPage.as_view(), name="agreement"),
    path("agreement/paper/", agreement.PaperToSign.as_view(), name="paper"),
    path("agreement/paper/file/<str:form>/", agreement.PaperFile.as_view(), name="paper-file"),
    path("agreement/sign/", agreement.RecordSignature.as_view(), name="sign"),
    path("agreement/explain/", agreement.RecordExplanation.as_view(), name="explain"),
    path("plain-words/", copies.PlainCopies.as_view(), name="plain-copies"),
    path("plain-words/<str:reader>/", copies.PlainCopyPage.as_view(), name="plain-copy"),
    path("plain-words/<str:reader>/write/", copies.WritePlainCopy.as_view(), name="write-plain-copy"),
    path("plain-words/<str:reader>/release/", copies.ReleasePlainCopy.as_view(), name="release-plain-copy"),
    path(
        "plain-words/<str:reader>/file/<str:form>/",
        copies.PlainCopyFile.as_view(),
        name="plain-copy-file",
    ),
    path("description/", views.Describe.as_view(), name="describe"),
    path("detail/", lines.DetailPage.as_view(), name="detail"),
    path("detail/family/", lines.DescribeFamily.as_view(), name="describe-family"),
    path("detail/add/<str:kind>/", lines.AddLine.as_view(), name="add-detail-line"),
    path("detail/<int:plan_line_pk>/", lines.ChangeLine.as_view(), name="change-detail-line"),
    path("detail/<int:plan_line_pk>/end/", lines.EndLine.as_view(), name="end-detail-line"),
    path("outline/add/<str:kind>/", lines.AddOutlineLine.as_view(), name="add-outline-line"),
    path("outline/<int:plan_line_pk>/", lines.ChangeOutlineLine.as_view(), name="change-outline-line"),
    path("outline/<int:plan_line_pk>/end/", lines.EndOutlineLine.as_view(), name="end-outline-line"),
    path("outcomes/add/", outcomes.AddOutcome.as_view(), name="add-outcome"),
    path(
        "outcomes/add-from-conference/",
        outcomes.AddConferenceOutcome.as_view(),
        name="add-conference-outcome",
    ),
    path("outcomes/<int:outcome_pk>/", outcomes.ChangeOutcome.as_view(), name="change-outcome"),
    path(
        "outcomes/<int:outcome_pk>/from-conference/",
        outcomes.ChangeConferenceOutcome.as_view(),
        name="change-conference-outcome",
    ),
    path("outcomes/<int:outcome_pk>/progress/", outcomes.OutcomeProgress.as_view(), name="outcome-progress"),
    path(
        "outcomes/<int:outcome_pk>/from-conference/progress/",
        outcomes.ConferenceOutcomeProgress.as_view(),
        name="conference-outcome-progress",
    ),
    path("actions/add/", views.AddAction.as_view(), name="add-action"),
    path("actions/<int:action_pk>/", views.ActionProgress.as_view(), name="action-progress"),
    path("actions/<int:action_pk>/move/", views.MoveAction.as_view(), name="move-action"),
    path("frequency/", views.SetFrequency.as_view(), name="set-frequency"),
    path("oversight/", oversight.Oversee.as_view(), name="oversee"),
    path("refused/<int:refused_change_pk>/", oversight.ReadRefusal.as_view(), name="read-refusal"),
    path("propose-end/", oversight.ProposeEnd.as_view(), name="propose-end"),
    path("update/", views.UpdatePlan.as_view(), name="update"),
    path("end/", views.EndPlan.as_view(), name="end"),
    path("child-in-need/", views.StartChildInNeedPlan.as_view(), name="start-child-in-need"),
    path("child-in-need/not-needed/", views.NoChildInNeedPlan.as_view(), name="no-child-in-need"),
]
