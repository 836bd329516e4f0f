"""The numbers of oversight: how early to remind, and how long a ticket may wait for its answer."""

from __future__ import annotations

from routing.limits import Limit, Unit

#: A period counted in 日 is near in its last seven days, one counted in 工作日 in its last three.
NEAR_DAYS = 7
NEAR_WORKDAYS = 3


TICKET_REPLY = Limit(
    code="ticket_reply",
    name="督办单答复",
    article="内部要求",
    number=3,
    unit=Unit.WORKDAYS,
    rolls=False,
    extension_cap=0,
    version=1,
    is_internal=True,
    starts_at="督办单开出之日",
)
