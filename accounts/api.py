"""A token for programs: the same passwords, the same lock after failures, the same silence about
which names exist as the sign-in page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.authtoken.models import Token
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request

WRONG = "用户名或密码不正确。"
LOCKED = "登录失败次数过多，已暂停登录，请 15 分钟后再试。"
_EMPTY = ("required", "blank", "null")


class SignInThrottle(AnonRateThrottle):
    """By address and whatever the name: many names tried from one place are as bad as one name."""

    scope = "token"


class Locked(exceptions.APIException):
    status_code = HTTPStatus.TOO_MANY_REQUESTS
    default_code = "locked"


class CredentialsSerializer(serializers.Serializer[dict[str, str]]):
    username = serializers.CharField(
        label="用户名", max_length=150, error_messages=dict.fromkeys(_EMPTY, "请输入用户名。")
    )
    password = serializers.CharField(
        label="密码",
        max_length=128,
        trim_whitespace=False,
        error_messages=dict.fromkeys(_EMPTY, "请输入密码。"),
    )

    def to_internal_value(self, data: Any) -> dict[str, str]:
        """Nothing beside the two names, and text in both: a number is not a password."""
        if not isinstance(data, dict):
            raise serializers.ValidationError({"non_field_errors": ["内容应为 JSON 对象。"]})
        unknown = {name: ["没有这个字段。"] for name in data if name not in self.fields}
        odd = {
            name: ["应为文字。"]
            for name, value in data.items()
            if name in self.fields and not isinstance(value, str | None)
        }
        if unknown or odd:
            raise serializers.ValidationError(unknown | odd)
        read: dict[str, str] = super().to_internal_value(data)
        return read


class TokenSerializer(serializers.Serializer[dict[str, str]]):
    token = serializers.CharField(
        label="令牌", help_text="以后每次请求放在头部：Authorization: Token …"
    )


class IssueToken(APIView):
    """Gives the person's token; it stays the same until the password changes."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (SignInThrottle,)

    def get_authenticate_header(self, request: Request) -> str:
        """Without one, DRF would make a wrong password a 403."""
        return "Token"

    @extend_schema(
        operation_id="token_create",
        summary="用户名和密码换令牌",
        request=CredentialsSerializer,
        responses=TokenSerializer,
    )
    def post(self, request: Request) -> Response:
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        http = request._request  # noqa: SLF001 - the failure counter marks Django's own request
        user = authenticate(http, **credentials.validated_data)
        if user is None:
            raise Locked(LOCKED) if _is_locked(http) else exceptions.AuthenticationFailed(WRONG)
        user_logged_in.send(sender=type(user), request=http, user=user)
        token, _ = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})


def _is_locked(http: HttpRequest) -> bool:
    """Whether the name is locked; the mark is taken off, or a page would replace our answer."""
    locked = bool(getattr(http, "axes_locked_out", False))
    http.axes_locked_out = False  # type: ignore[attr-defined]
    return locked
