from django.urls import path

from accounts import absence_pages, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("account/", views.account, name="account"),
    path("absences/", absence_pages.index, name="absences"),
    path("absences/<int:pk>/cancelling/", absence_pages.cancel, name="absence-cancel"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("session/", views.extend_session, name="session-extend"),
    path("health/", views.health, name="health"),
]
