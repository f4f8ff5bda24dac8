from django.urls import path

from deadlines import views

app_name = "deadlines"

urlpatterns = [
    path("", views.OfChild.as_view(), name="of-child"),
    path("<int:deadline_pk>/why/", views.Why.as_view(), name="why"),
]
