from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("config.api_urls")),
    path("accounts/", include("accounts.urls")),
    path("m/", include("portal.urls")),
    path("", include("routing.urls")),
    path("", include("petitions.urls")),
    path("", include("oversight.urls")),
]
handler400 = "config.api_errors.bad_request"
handler500 = "config.api_errors.server_error"
