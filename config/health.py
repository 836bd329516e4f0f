"""`GET /healthz`: what a load balancer and an operator ask, answered without a session."""

from __future__ import annotations

import redis
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

OK = "ok"


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 where all four are ok; otherwise 503, and the body names what is not."""
    parts = {
        "database": _database(),
        "broker": _broker(),
        "worker": _heartbeat("worker"),
        "beat": _heartbeat("beat"),
    }
    healthy = all(answer == OK for answer in parts.values())
    response = JsonResponse(
        parts, status=200 if healthy else 503, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    return response


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "数据库连接不上"
    return OK


def _broker() -> str:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.2, socket_connect_timeout=0.2, retry=None
    )
    try:
        client.ping()
    except redis.RedisError:
        return "消息代理连接不上"
    finally:
        client.close()
    return OK


def _heartbeat(name: str) -> str:
    """Worker and beat write their own rows; silence longer than the grace is not health."""
    heartbeats = apps.get_model("oversight.Heartbeat").objects
    try:
        beat_at = heartbeats.filter(name=name).values_list("beat_at", flat=True).first()
    except DatabaseError:
        return "无从得知：数据库连接不上"
    if beat_at is None:
        return "尚未报到"
    silence = timezone.now() - beat_at
    if silence > settings.HEARTBEAT_GRACE:
        return f"已 {int(silence.total_seconds())} 秒没有报到"
    return OK
