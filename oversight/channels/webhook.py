"""接口推送: an organization's own system hears that something happened. Signed, and no content."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING

from oversight.channels import wire
from oversight.channels.outcome import RejectedError
from petitions.models import Webhook

if TYPE_CHECKING:
    from petitions.models import Notice

SIGNATURE, STAMP = "X-Xinfang-Signature", "X-Xinfang-Timestamp"


class Hook:
    def reaches(self, notice: Notice) -> bool:
        return _address(notice) is not None

    def send(self, notice: Notice) -> None:
        address = _address(notice)
        if address is None:
            raise RejectedError("没有接收地址")
        body, stamp = payload(notice), str(int(time.time()))
        headers = {
            "Idempotency-Key": notice.key,
            STAMP: stamp,
            SIGNATURE: signature(address.secret, stamp, body),
        }
        wire.require_taken(wire.post(address.url, body, headers))

    def arrived(self, notice: Notice) -> bool | None:
        return None


def payload(notice: Notice) -> bytes:
    told = {
        "key": notice.key,
        "kind": notice.kind,
        "petition": notice.subject,
        "url": notice.url,
        "at": notice.created_at.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA-256 over the time stamp, a full stop and the body: an old message cannot be sent
    again as a new one."""
    signed = stamp.encode() + b"." + body
    return f"sha256={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def _address(notice: Notice) -> Webhook | None:
    claim = notice.claim
    if claim is not None and claim.is_sealed:
        return None
    return Webhook.objects.filter(organization=notice.organization_id, is_active=True).first()
