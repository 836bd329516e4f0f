"""Tags that speak of petitions: the chip of a deadline, the badge of a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html

from petitions.chips import chip
from petitions.states import Branch, Kind, standing_of
from routing.competence import mediators

if TYPE_CHECKING:
    import datetime as dt

    from django.utils.safestring import SafeString

    from petitions.models import Claim, Deadline, Referral
    from routing.calendar import WorkCalendar

register = template.Library()


@register.inclusion_tag("components/chip.html")
def deadline_chip(
    deadline: Deadline, today: dt.date, calendar: WorkCalendar, sub: str = ""
) -> dict[str, Any]:
    """The chip with its date inside; with `sub` the date goes below, after those words."""
    said = chip(deadline, on=today, calendar=calendar)
    if not sub:
        return {"tone": said.tone, "text": said.full, "title": said.title}
    below = f"{sub} · {said.day}" if said.day else sub
    return {"tone": said.tone, "text": said.text, "sub": below, "title": said.title}


@register.simple_tag
def state_badge(referral: Referral) -> SafeString:
    """Where a hop stands, in a word."""
    kind = " blue" if referral.is_open else ""
    return format_html('<span class="tag{}">{}</span>', kind, standing(referral))


@register.filter
def standing(referral: Referral) -> str:
    """The state in the words of the law for this kind of claim: a report waits to be 移交."""
    return standing_of(referral.state, referral.claim.kind)


@register.simple_tag
def mediators_of(claim: Claim) -> list[str]:
    """人民调解委员会 of the place that may be entrusted with a dispute of this class; empty for
    what is closed or on another road than (1)."""
    on_that_road = claim.branch in (None, Branch.LITIGATION) and claim.kind == Kind.GRIEVANCE
    if claim.ended_on or not (on_that_road and claim.category and claim.territory):
        return []
    return [row.organization.name for row in mediators(claim.category, claim.territory)]
