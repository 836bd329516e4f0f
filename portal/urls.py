from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.look_up, name="look-up"),
    path("<str:token>/", views.status, name="status"),
    path("<str:token>/rating/", views.rate, name="rating"),
]
