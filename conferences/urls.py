"""Below /children/<child_pk>/conferences/."""

from django.urls import path

from conferences.views import afterwards, assessments, conferences, report

app_name = "conferences"

urlpatterns = [
    path("", conferences.Conferences.as_view(), name="list"),
    path("discussions/record/", conferences.RecordDiscussion.as_view(), name="record-discussion"),
    path("enquiries/<int:enquiry_pk>/decide/", conferences.DecideEnquiry.as_view(), name="decide-enquiry"),
    path("assessments/start/", assessments.StartAssessment.as_view(), name="start-assessment"),
    path(
        "assessments/<int:assessment_pk>/authorise/",
        assessments.AuthoriseAssessment.as_view(),
        name="authorise-assessment",
    ),
    path("transfers-in/record/", assessments.RecordTransferIn.as_view(), name="record-transfer-in"),
    path("book/", conferences.BookConference.as_view(), name="book"),
    path("<int:conference_pk>/", conferences.ConferencePage.as_view(), name="conference"),
    path("<int:conference_pk>/move/", conferences.MoveConference.as_view(), name="move"),
    path("<int:conference_pk>/cancel/", conferences.CancelConference.as_view(), name="cancel"),
    path("<int:conference_pk>/hold/", conferences.HoldConference.as_view(), name="hold"),
    path("<int:conference_pk>/inquorate/", afterwards.Inquorate.as_view(), name="inquorate"),
    path("<int:conference_pk>/report/", report.Report.as_view(), name="report"),
    path("<int:conference_pk>/report/draft/", report.WriteDraft.as_view(), name="write-draft"),
    path("<int:conference_pk>/report/pass/", report.PassReport.as_view(), name="pass-report"),
    path(
        "<int:conference_pk>/report/countersign/",
        report.CountersignReport.as_view(),
        name="countersign-report",
    ),
    path("<int:conference_pk>/report/share/", report.ShareReport.as_view(), name="share-report"),
    path("<int:conference_pk>/report/send/", report.SendReport.as_view(), name="send-report"),
    path("<int:conference_pk>/letter-sent/", afterwards.SendLetter.as_view(), name="send-letter"),
    path("<int:conference_pk>/record-sent/", afterwards.SendRecord.as_view(), name="send-record"),
    path("<int:conference_pk>/exclude/", afterwards.SeekExclusion.as_view(), name="seek-exclusion"),
    path(
        "exclusions/<int:exclusion_request_pk>/sent/",
        afterwards.ExclusionSent.as_view(),
        name="exclusion-sent",
    ),
    path("<int:conference_pk>/resource-panel/", afterwards.AskForPanel.as_view(), name="ask-for-panel"),
    path(
        "resource-panels/<int:resource_panel_pk>/decide/",
        afterwards.DecidePanel.as_view(),
        name="decide-panel",
    ),
]
