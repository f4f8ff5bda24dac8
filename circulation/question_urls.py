"""Below /children/<child_pk>/questions/."""

from django.urls import path

from circulation import question_views as views

app_name = "questions"

urlpatterns = [
    path("<int:chairs_question_pk>/", views.QuestionPage.as_view(), name="question"),
    path("<int:chairs_question_pk>/answer/", views.Answer.as_view(), name="answer"),
]
