from django.urls import path

from visits import views

app_name = "visits"

urlpatterns = [
    path("", views.Visits.as_view(), name="list"),
    path("record/", views.RecordVisit.as_view(), name="record"),
    path("<int:visit_pk>/", views.VisitPage.as_view(), name="visit"),
    path("<int:visit_pk>/correct/", views.CorrectVisit.as_view(), name="correct"),
]
