"""短信, through whichever gateway the settings name. A text carries no word of the case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now

from oversight.channels import wire
from oversight.channels.outcome import DownError, RejectedError, UnclearError
from oversight.models import DemoText
from petitions.models.notice import Channel
from petitions.models.preference import addresses

if TYPE_CHECKING:
    from petitions.models import Notice


class Gateway(Protocol):
    """A telephone company. `key` is the notice's natural key: a gateway that keeps books of keys
    sends one key once, however often it is given."""

    def send(self, number: str, text: str, key: str) -> str:
        """Hand one text over; returns the receipt, or raises a `ChannelError`."""

    def has(self, key: str) -> bool | None:
        """Whether it took this key before; `None` where it keeps no books."""


class DemoGateway:
    """Keeps every text in a table for the administrator to look at, and sends nothing."""

    def send(self, number: str, text: str, key: str) -> str:
        row, created = DemoText.objects.get_or_create(
            key=key, defaults={"number": number, "text": text, "received_at": Now()}
        )
        if not created:
            DemoText.objects.filter(pk=row.pk).update(copies=F("copies") + 1)
        return f"demo-{row.pk}"

    def has(self, key: str) -> bool | None:
        return DemoText.objects.filter(key=key).exists()


class HttpGateway:
    """`POST url {"number", "text", "key"}` is answered `{"receipt": …}`; `GET url?key=…` is
    answered 200 for a key it took, 404 for one it did not, 405 or 501 where it cannot tell."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token

    def send(self, number: str, text: str, key: str) -> str:
        body = json.dumps({"number": number, "text": text, "key": key}, ensure_ascii=False)
        reply = wire.post(self._url, body.encode(), self._headers(key))
        wire.require_taken(reply)
        return _receipt(reply.body)

    def has(self, key: str) -> bool | None:
        reply = wire.get(f"{self._url}?{urlencode({'key': key})}", self._headers(key))
        if reply.status in {200, 404}:
            return reply.status == 200  # noqa: PLR2004
        if reply.status in {405, 501}:
            return None
        raise DownError(f"短信网关回答 {reply.status}")

    def _headers(self, key: str) -> dict[str, str]:
        known = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        return {"Idempotency-Key": key, **known}


class Texts:
    def reaches(self, notice: Notice) -> bool:
        return is_connected() and bool(_number(notice))

    def send(self, notice: Notice) -> None:
        number = _number(notice)
        if not number:
            raise RejectedError("没有手机号")
        gateway().send(number, text_of(notice), notice.key)

    def arrived(self, notice: Notice) -> bool | None:
        return gateway().has(notice.key)


def gateway() -> Gateway:
    if settings.SMS_URL:
        return HttpGateway(settings.SMS_URL, settings.SMS_TOKEN)
    return DemoGateway()


def is_connected() -> bool:
    """A production without a gateway sends no texts; elsewhere the demo gateway keeps them."""
    return bool(settings.SMS_URL) or not settings.PRODUCTION


def text_of(notice: Notice) -> str:
    """The digest's line of counts; of a case its number alone; of a sealed one not even that."""
    if notice.claim is None:
        return f"{notice.subject}，请登录系统查看。"
    if notice.claim.is_sealed:
        return "您有 1 件待办，请登录系统查看。"
    return f"信访件 {notice.claim.petition.number} 有新消息，请登录系统查看。"


def _number(notice: Notice) -> str:
    return addresses(notice.recipient).get(Channel.SMS, "") if notice.recipient else ""


def _receipt(body: bytes) -> str:
    try:
        answer: Any = json.loads(body)
        return str(answer["receipt"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnclearError("短信网关的回答看不懂") from error
