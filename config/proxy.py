"""The address of the person, not of the nginx in front of us."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Behind a proxy, take REMOTE_ADDR from X-Real-IP, which our nginx sets and overwrites.

    Without `BEHIND_PROXY` the header is what anybody may claim, and is ignored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("HTTP_X_REAL_IP")
        if settings.BEHIND_PROXY and address:
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)
