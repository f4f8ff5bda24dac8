from django.urls import path

from visits.views import attachments, unseen, visits

app_name = "visits"

urlpatterns = [
    path("", visits.Visits.as_view(), name="list"),
    path("record/", visits.RecordVisit.as_view(), name="record"),
    path("<int:visit_pk>/", visits.VisitPage.as_view(), name="visit"),
    path("<int:visit_pk>/correct/", visits.CorrectVisit.as_view(), name="correct"),
    path("<int:visit_pk>/accept/", visits.AcceptVisit.as_view(), name="accept"),
    path("<int:visit_pk>/injury/", visits.DecideInjury.as_view(), name="decide-injury"),
    path("<int:visit_pk>/pictures/add/", attachments.AttachPicture.as_view(), name="attach"),
    path(
        "<int:visit_pk>/pictures/<int:attachment_pk>/",
        attachments.AttachmentPage.as_view(),
        name="attachment",
    ),
    path(
        "<int:visit_pk>/pictures/<int:attachment_pk>/picture.jpg",
        attachments.PictureItself.as_view(),
        name="picture",
    ),
    path(
        "<int:visit_pk>/pictures/<int:attachment_pk>/take-out/",
        attachments.TakeOutPicture.as_view(),
        name="take-out",
    ),
    path("unseen/<int:unseen_episode_pk>/", unseen.Episode.as_view(), name="unseen"),
    path("unseen/<int:unseen_episode_pk>/manager/", unseen.TellManager.as_view(), name="tell-manager"),
    path("unseen/<int:unseen_episode_pk>/chair/", unseen.TellChair.as_view(), name="tell-chair"),
    path(
        "unseen/<int:unseen_episode_pk>/core-group/", unseen.TellCoreGroup.as_view(), name="tell-core-group"
    ),
    path("unseen/<int:unseen_episode_pk>/close/", unseen.Close.as_view(), name="close-unseen"),
]
