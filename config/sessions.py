"""How long a sign-in lasts: thirty idle minutes, twelve hours in all."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

BEGAN, SEEN = "began_at", "seen_at"
#: A session row is written at most once a minute, not once a request.
RESOLUTION = 60


class SessionLimitsMiddleware:
    """Sign out after `SESSION_ABSOLUTE_AGE`; move the idle limit while somebody works."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._limit(request, now=int(time.time()))
        return self.get_response(request)

    def _limit(self, request: HttpRequest, *, now: int) -> None:
        session = request.session
        if now - session.get(BEGAN, now) >= settings.SESSION_ABSOLUTE_AGE:
            logout(request)
        elif now - session.get(SEEN, 0) >= RESOLUTION:
            session[BEGAN] = session.get(BEGAN, now)
            session[SEEN] = now
