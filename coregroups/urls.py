from django.urls import URLPattern

app_name = "coregroups"

urlpatterns: list[URLPattern] = []
