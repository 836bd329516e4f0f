"""Problem documents where no view of the API had a say: wrong addresses, broken requests, bugs."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from routing.problems import problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

_ROOT = "/api/"


@csrf_exempt
def no_such_address(request: HttpRequest) -> HttpResponseBase:
    return problem(
        status=HTTPStatus.NOT_FOUND,
        detail="没有这个地址；地址都以 / 结尾，见 /api/v1/schema/。",
        instance=request.path,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if not request.path.startswith(_ROOT):
        return defaults.bad_request(request, exception)
    return problem(status=HTTPStatus.BAD_REQUEST, instance=request.path)


def server_error(request: HttpRequest) -> HttpResponseBase:
    if not request.path.startswith(_ROOT):
        return defaults.server_error(request)
    return problem(status=HTTPStatus.INTERNAL_SERVER_ERROR, instance=request.path)
