from django.urls import path

from deadlines import change_views, closure_views, views

app_name = "timetable"

urlpatterns = [
    path("", views.Rules.as_view(), name="rules"),
    path("closures/", closure_views.Closures.as_view(), name="closures"),
    path("closures/add/", closure_views.CloseOffice.as_view(), name="close-office"),
    path("closures/<int:closure_day_pk>/withdraw/", closure_views.OpenOffice.as_view(), name="open-office"),
    path("compare/", change_views.Compare.as_view(), name="compare"),
    path("changes/", change_views.Changes.as_view(), name="changes"),
    path("changes/limit/", change_views.ProposeLimit.as_view(), name="propose"),
    path("changes/pack/", change_views.TakeOver.as_view(), name="take-over"),
    path("changes/<int:change_pk>/", change_views.ShowChange.as_view(), name="change"),
    path("changes/<int:change_pk>/send/", change_views.Send.as_view(), name="send"),
    path("changes/<int:change_pk>/approve/", change_views.Approve.as_view(), name="approve"),
    path("changes/<int:change_pk>/work-out/", change_views.WorkOut.as_view(), name="work-out"),
    path("changes/<int:change_pk>/go-on/", change_views.GoOn.as_view(), name="go-on"),
    path("changes/<int:change_pk>/withdraw/", change_views.Withdraw.as_view(), name="withdraw"),
]
