"""群众查询: no account, two inputs or a QR code; one answer to whatever does not fit."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from petitions.errors import LifecycleError
from portal import lookup, progress, rating, throttle
from portal.forms import LookUpForm

if TYPE_CHECKING:
    from petitions.models import Matter
    from portal.rating import RatingForm

NOT_FOUND = "没有查到。请对照回执，核对编号和查询码。"
UNKNOWN_QR = "这个二维码没有查到事项，请用编号和查询码查询。"
LATER = "查询次数太多，请过一段时间再试，或者带上回执到登记的地方询问。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """The answer comes to the POST itself: neither code nor number ever stands in an address."""
    if request.method != "POST":
        return _form(request, LookUpForm())
    form = LookUpForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=HTTPStatus.BAD_REQUEST)
    return _look_up(request, form)


def _look_up(request: HttpRequest, form: LookUpForm) -> HttpResponse:
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    try:
        attempt = throttle.begin(number=number, address=_address(request), at=timezone.now())
    except throttle.TooManyTriesError:
        form.add_error(None, LATER)
        return _form(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    matter = lookup.by_code(number, code)
    if matter is None:
        form.add_error(None, NOT_FOUND)
        return _form(request, form, status=HTTPStatus.BAD_REQUEST)
    throttle.succeeded(attempt)
    return _status(request, matter)


@never_cache
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """By QR code: the token is 128 bits, so only somebody who tries many is told to wait."""
    found = _by_token(request, token)
    return found if isinstance(found, HttpResponse) else _status(request, found)


@never_cache
@require_POST
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """评价, by whoever holds the token; which bodies and until when says the verb."""
    found = _by_token(request, token)
    if isinstance(found, HttpResponse):
        return found
    try:
        failed = rating.submit(found, request.POST, at=timezone.now())
    except LifecycleError as error:
        return _status(request, found, notice=error.reason, status=HTTPStatus.CONFLICT)
    if failed is not None:
        return _status(request, found, failed=failed, status=HTTPStatus.BAD_REQUEST)
    return redirect("portal:status", token=token)


def _by_token(request: HttpRequest, token: str) -> Matter | HttpResponse:
    """The matter, or the page that says why there is none."""
    try:
        attempt = throttle.begin(number="", address=_address(request), at=timezone.now())
    except throttle.TooManyTriesError:
        return _form(request, LookUpForm(), LATER, status=HTTPStatus.TOO_MANY_REQUESTS)
    matter = lookup.by_token(token)
    if matter is None:
        return _form(request, LookUpForm(), UNKNOWN_QR, status=HTTPStatus.NOT_FOUND)
    throttle.succeeded(attempt)
    return matter


def _form(
    request: HttpRequest, form: LookUpForm, notice: str = "", *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "notice": notice}
    return _closed(render(request, "portal/look_up.html", context, status=status))


def _status(
    request: HttpRequest,
    matter: Matter,
    *,
    notice: str = "",
    failed: RatingForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """`failed` is the rating form as it was sent, shown again with its errors."""
    context = {
        "matter": progress.of(matter, on=timezone.localdate()),
        "token": matter.token,
        "notice": notice,
        "failed": failed,
    }
    return _closed(render(request, "portal/status.html", context, status=status))


def _closed(response: HttpResponse) -> HttpResponse:
    """The token stands in the address: nobody outside learns it, and no search engine keeps it."""
    # Not no-referrer: browsers then send the form with the origin “null”, which CSRF refuses.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
