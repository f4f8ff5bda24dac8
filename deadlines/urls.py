from django.urls import path

from deadlines import views

app_name = "timetable"

urlpatterns = [path("", views.Rules.as_view(), name="rules")]
