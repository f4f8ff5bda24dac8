"""Below /children/<child_pk>/conferences/."""

from django.urls import path

from conferences import views

app_name = "conferences"

urlpatterns = [
    path("", views.Conferences.as_view(), name="list"),
    path("discussions/record/", views.RecordDiscussion.as_view(), name="record-discussion"),
    path("enquiries/<int:enquiry_pk>/decide/", views.DecideEnquiry.as_view(), name="decide-enquiry"),
    path("book/", views.BookConference.as_view(), name="book"),
    path("<int:conference_pk>/", views.ConferencePage.as_view(), name="conference"),
    path("<int:conference_pk>/move/", views.MoveConference.as_view(), name="move"),
    path("<int:conference_pk>/cancel/", views.CancelConference.as_view(), name="cancel"),
    path("<int:conference_pk>/hold/", views.HoldConference.as_view(), name="hold"),
]
