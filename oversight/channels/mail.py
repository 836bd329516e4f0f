"""邮件. The Message-ID is made from the natural key, so that a mail server can drop a copy."""

from __future__ import annotations

import contextlib
import hashlib
import smtplib
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from oversight.channels.outcome import DownError, RejectedError, UnclearError

if TYPE_CHECKING:
    from petitions.models import Notice


class Mail:
    def reaches(self, notice: Notice) -> bool:
        return notice.recipient is not None and bool(notice.recipient.email)

    def send(self, notice: Notice) -> None:
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:
            raise DownError("邮件服务器连接不上") from error
        try:
            connection.send_messages([_message(notice)])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as error:
            raise RejectedError("邮件服务器拒收") from error
        except OSError as error:
            raise UnclearError("邮件服务器没有答复") from error
        finally:
            # What was taken is taken, however the two part.
            with contextlib.suppress(OSError):
                connection.close()

    def arrived(self, notice: Notice) -> bool | None:
        return None


def message_id(notice: Notice) -> str:
    """The same for every copy of one notice."""
    digest = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    return f"<{digest}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition('@')[2]}>"


def _message(notice: Notice) -> EmailMessage:
    if notice.recipient is None:
        raise ValueError("Mail goes to a person.")
    return EmailMessage(
        subject=notice.subject,
        body=f"{notice.body}\n\n请登录信访路线图办理：{settings.SITE_URL}{notice.url}\n",
        to=[notice.recipient.email],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )
