"""The style guide by itself: the portal has it only where it is developed or shown."""

from django.urls import include, path

urlpatterns = [path("styleguide/", include("govuk_forms.urls"))]
