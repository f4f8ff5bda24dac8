"""Below /in-box/."""

from django.urls import path

from circulation import question_views, views

app_name = "circulation"

urlpatterns = [
    path("", views.Inbox.as_view(), name="inbox"),
    path("<int:receipt_pk>/", views.ReadCirculation.as_view(), name="read"),
    path("<int:receipt_pk>/file/<str:form>/", views.CopyAsFile.as_view(), name="file"),
    path("<int:receipt_pk>/ask/", question_views.Ask.as_view(), name="ask"),
]
