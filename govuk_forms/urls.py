from django.urls import path

from . import views

urlpatterns = [
    path("", views.Components.as_view(), name="styleguide"),
    path("questions/", views.Questions.as_view(), name="styleguide-questions"),
]
