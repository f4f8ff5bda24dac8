from django.urls import path

from exports import views

app_name = "exports"

urlpatterns = [
    path("", views.Log.as_view(), name="log"),
    path("new/", views.TakeOut.as_view(), name="take-out"),
]
