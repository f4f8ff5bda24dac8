"""Below /children/<child_pk>/copies/."""

from django.urls import path

from circulation import delivery_views as views

app_name = "copies"

urlpatterns = [
    path("<int:receipt_pk>/came-back/", views.CameBack.as_view(), name="came-back"),
    path("<int:receipt_pk>/send-again/", views.SendAgain.as_view(), name="send-again"),
]
