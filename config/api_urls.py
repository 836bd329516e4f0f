"""`/api/v1/`: what each app offers to programs, and a problem document for every other address."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import cache_page
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.api import IssueToken
from config.api_errors import no_such_address
from oversight.reports.api import Indicators

urlpatterns: list[URLPattern | URLResolver] = [
    # Public, the same for everybody, and a third of a second of work.
    path("schema/", cache_page(60 * 60)(SpectacularAPIView.as_view()), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api_docs.html"),
        name="api-docs",
    ),
    path("token/", IssueToken.as_view(), name="api-token"),
    path("indicators/", Indicators.as_view(), name="api-indicators"),
    path("", include("routing.api_urls")),
    path("", include("petitions.api.urls")),
    path("", include("oversight.api.urls")),
    re_path("", no_such_address, name="api-nothing"),
]
