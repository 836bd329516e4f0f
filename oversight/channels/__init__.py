"""The ways out of the house. A channel sends one notice or raises a `ChannelError`; asked about
one that was handed over before, it says whether that arrived, or `None` where nobody can know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from oversight.channels import mail, sms, webhook
from petitions.models.notice import Channel

if TYPE_CHECKING:
    from petitions.models import Notice


class Way(Protocol):
    def reaches(self, notice: Notice) -> bool:
        """Whether the addressee still has an address for it."""

    def send(self, notice: Notice) -> None: ...

    def arrived(self, notice: Notice) -> bool | None: ...


WAYS: dict[Channel, Way] = {
    Channel.EMAIL: mail.Mail(),
    Channel.SMS: sms.Texts(),
    Channel.WEBHOOK: webhook.Hook(),
}


def gateway_of(notice: Notice) -> str:
    """Whose failure it is: organizations' own systems fail one by one."""
    if notice.channel == Channel.WEBHOOK:
        return f"{Channel.WEBHOOK}:{notice.organization_id}"
    return notice.channel
