"""Signing in, with plain names that settings and every page use; people and teams, as `accounts:…`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import passwords, people, signing_in

administration = [
    path("", people.People.as_view(), name="people"),
    path("add/", people.AddPerson.as_view(), name="add-person"),
    path("<int:user_pk>/", people.ChangePerson.as_view(), name="person"),
    path("<int:user_pk>/invite/", people.SendInvitation.as_view(), name="invite"),
    path("<int:user_pk>/unlock/", people.ForgetFailedSignIns.as_view(), name="unlock"),
    path("teams/", people.Teams.as_view(), name="teams"),
    path("teams/add/", people.AddTeam.as_view(), name="add-team"),
    path("teams/<int:team_pk>/", people.RenameTeam.as_view(), name="rename-team"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", signing_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign-out"),
    path("password/forgotten/", passwords.ForgottenPassword.as_view(), name="forgotten-password"),
    path("password/sent/", passwords.ForgottenPasswordSent.as_view(), name="forgotten-password-sent"),
    path("password/set/<uidb64>/<token>/", passwords.SetPassword.as_view(), name="set-password"),
    path("my-account/", passwords.MyAccount.as_view(), name="my-account"),
    path("my-account/password/", passwords.ChangePassword.as_view(), name="change-password"),
    path("my-account/letter/", passwords.ChooseLetterHour.as_view(), name="letter-hour"),
    path("people/", include((administration, "accounts"))),
]
if settings.DEMO:
    urlpatterns.append(path("sign-in/as/<int:user_pk>/", signing_in.SignInAs.as_view(), name="sign-in-as"))
