from django.urls import path

from visits.views import unseen, visits

app_name = "visits"

urlpatterns = [
    path("", visits.Visits.as_view(), name="list"),
    path("record/", visits.RecordVisit.as_view(), name="record"),
    path("<int:visit_pk>/", visits.VisitPage.as_view(), name="visit"),
    path("<int:visit_pk>/correct/", visits.CorrectVisit.as_view(), name="correct"),
    path("<int:visit_pk>/accept/", visits.AcceptVisit.as_view(), name="accept"),
    path("<int:visit_pk>/injury/", visits.DecideInjury.as_view(), name="decide-injury"),
    path("unseen/<int:unseen_episode_pk>/", unseen.Episode.as_view(), name="unseen"),
    path("unseen/<int:unseen_episode_pk>/manager/", unseen.TellManager.as_view(), name="tell-manager"),
    path("unseen/<int:unseen_episode_pk>/chair/", unseen.TellChair.as_view(), name="tell-chair"),
    path(
        "unseen/<int:unseen_episode_pk>/core-group/", unseen.TellCoreGroup.as_view(), name="tell-core-group"
    ),
    path("unseen/<int:unseen_episode_pk>/close/", unseen.Close.as_view(), name="close-unseen"),
]
