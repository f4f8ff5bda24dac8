from django.urls import path

from alerts import views

app_name = "alerts"

urlpatterns = [
    path("", views.Mine.as_view(), name="mine"),
    path("escalations/", views.Escalations.as_view(), name="escalations"),
    path("core-group/", views.OfCoreGroups.as_view(), name="core-group"),
    path("letters/", views.UndeliveredLetters.as_view(), name="undelivered"),
    path("<int:alert_pk>/acknowledge/", views.Acknowledge.as_view(), name="acknowledge"),
]
