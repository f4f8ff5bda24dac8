"""Taking over from a previous system, as `returns:…`. For the system administrator."""

from django.urls import URLPattern, path

from returns import views

app_name = "returns"

urlpatterns: list[URLPattern] = [
    path("", views.Imports.as_view(), name="imports"),
    path("begin/", views.BeginImport.as_view(), name="begin"),
    path("<int:run_pk>/", views.ShowImport.as_view(), name="run"),
    path("<int:run_pk>/take-in/", views.TakeIn.as_view(), name="take-in"),
    path("<int:run_pk>/withdraw/", views.WithdrawImport.as_view(), name="withdraw"),
    path("<int:run_pk>/restart/", views.RestartImport.as_view(), name="restart"),
    path("<int:run_pk>/problems.csv", views.DownloadProblems.as_view(), name="problems"),
]
