"""RFC 9457 problem details in Chinese: the one shape in which the API says no."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404, JsonResponse
from rest_framework import exceptions, serializers

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT_TYPE = "application/problem+json"

_TITLES = {
    HTTPStatus.BAD_REQUEST: "请求有误",
    HTTPStatus.UNAUTHORIZED: "需要登录",
    HTTPStatus.FORBIDDEN: "无权办理",
    HTTPStatus.NOT_FOUND: "没有找到",
    HTTPStatus.METHOD_NOT_ALLOWED: "不支持这种请求方法",
    HTTPStatus.NOT_ACCEPTABLE: "不支持要求的返回格式",
    HTTPStatus.CONFLICT: "现在不能这样办理",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "内容过大",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "不支持这种数据格式",
    HTTPStatus.TOO_MANY_REQUESTS: "请求过于频繁",
    HTTPStatus.INTERNAL_SERVER_ERROR: "系统出错",
    HTTPStatus.SERVICE_UNAVAILABLE: "暂时不能办理",
}
_DETAILS = {
    HTTPStatus.BAD_REQUEST: "填写的内容有误，请按各项提示修改后重试。",
    HTTPStatus.UNAUTHORIZED: "请先登录，或者在 Authorization 中提供有效的令牌。",
    HTTPStatus.FORBIDDEN: "您没有办理此事的权限。",
    HTTPStatus.NOT_FOUND: "没有这条记录，或者您无权查看。",
    HTTPStatus.INTERNAL_SERVER_ERROR: "系统出错，已记录；您的请求没有办理，请稍后重试。",
}
#: For OpenAPI responses: `{(400, CONTENT_TYPE): PROBLEM_SCHEMA}`.
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": True},
    },
}


class Conflict(exceptions.APIException):
    """409: the act is not lawful in the present state. Give the reason in Chinese."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "事项的状态已经变化，请刷新后重试。"
    default_code = "conflict"


def problem(
    *,
    status: int,
    detail: str = "",
    errors: Mapping[str, Any] | None = None,
    instance: str = "",
    extensions: Mapping[str, Any] | None = None,
) -> JsonResponse:
    """A problem document; left out, the detail is the usual sentence for the status. `extensions`
    are members of our own beside the standard ones (RFC 9457, 3.2)."""
    status = HTTPStatus(status)
    title = _TITLES.get(status, "请求没有成功")
    body: dict[str, Any] = {
        **(extensions or {}),
        "type": "about:blank",
        "title": title,
        "status": status.value,
        "detail": detail or _DETAILS.get(status, f"{title}。"),
    }
    if instance:
        body["instance"] = instance
    if errors:
        body["errors"] = errors
    return JsonResponse(
        body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> JsonResponse | None:
    """For REST_FRAMEWORK["EXCEPTION_HANDLER"]; what it does not know stays a 500."""
    known = _as_api_exception(exc)
    if known is None:
        return None
    status = known.status_code
    is_invalid = isinstance(known, exceptions.ValidationError)
    response = problem(
        status=status,
        detail="" if is_invalid else _detail(known, exc),
        errors=_by_field(known.detail) if is_invalid else None,
        instance=context["request"].path,
    )
    if isinstance(known, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        response["WWW-Authenticate"] = getattr(known, "auth_header", "Token")
    if wait := getattr(known, "wait", None):  # Throttled
        response["Retry-After"] = str(int(wait))
    return response


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, ModelValidationError):
        return exceptions.ValidationError(serializers.as_serializer_error(exc))
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    return exc if isinstance(exc, exceptions.APIException) else None


def _detail(known: exceptions.APIException, exc: Exception) -> str:
    """Our own words where the raiser gave Chinese ones, the usual sentence otherwise."""
    if isinstance(known, exceptions.ParseError):
        return "请求的内容不是有效的 JSON。"
    raised = exc if known is exc else exc.args[0] if exc.args else ""
    said = str(getattr(raised, "detail", raised))
    is_ours = said != str(type(known).default_detail) and not said.isascii()
    return said if is_ours else ""


def _by_field(detail: Any) -> dict[str, Any]:
    """An error that belongs to no single field stands where DRF puts it."""
    errors = _errors(detail)
    return errors if isinstance(errors, dict) else {"non_field_errors": errors}


def _errors(detail: Any) -> Any:
    """Field errors as plain lists of sentences; nested serializers keep their nesting."""
    if isinstance(detail, dict):
        return {key: _errors(part) for key, part in detail.items()}
    if isinstance(detail, list) and not any(isinstance(part, dict | list) for part in detail):
        return [str(part) for part in detail]
    if isinstance(detail, list):
        return [_errors(part) for part in detail]
    return [str(detail)]
