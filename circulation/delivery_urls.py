"""Below /children/<child_pk>/copies/."""

from django.urls import path

from circulation import copy_views, delivery_views

app_name = "copies"

urlpatterns = [
    path("<int:receipt_pk>/", copy_views.CopyPage.as_view(), name="copy"),
    path("<int:receipt_pk>/file/<str:form>/", copy_views.CopyFile.as_view(), name="file"),
    path("<int:receipt_pk>/release/", copy_views.Release.as_view(), name="release"),
    path("<int:receipt_pk>/keep-from-them/", copy_views.KeepFromThem.as_view(), name="keep-from-them"),
    path("<int:receipt_pk>/code/", copy_views.TellCode.as_view(), name="code"),
    path("<int:receipt_pk>/came-back/", delivery_views.CameBack.as_view(), name="came-back"),
    path("<int:receipt_pk>/send-again/", delivery_views.SendAgain.as_view(), name="send-again"),
]
