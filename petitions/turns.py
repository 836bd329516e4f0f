"""Whose turn it is, in words: the button of a waiting row and the sentence for everybody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.models import Role
from petitions.acts import FORMS
from petitions.letters import LETTERS
from petitions.lifecycle import letter_of
from petitions.permissions import Party, duty_of, roles_awaited
from petitions.states import Action, name_of

if TYPE_CHECKING:
    from petitions.models import Referral

#: Waiting acts whose button must not decide: the person chooses between two on the case page.
CHOICES = {
    Action.UPHOLD_OBJECTION: "核实异议",
    Action.SETTLE: "记录调解结果",
    Action.GRANT_EXTENSION: "审批延期",
    Action.APPLY_CONFIRMATION: "登记司法确认情况",
    Action.PERFORM: "登记履行情况",
}
_IN_BRACKETS = re.compile("（.*?）")
_SHORT = {Action.VERIFY: "审核文书", Action.SIGN: "审阅签发"}


def next_label(referral: Referral, action: Action) -> str:
    """What stands on the button of the expected act."""
    if action == Action.DRAFT:
        return draft_label(referral)
    return CHOICES.get(action) or _SHORT.get(action) or name_of(action, referral.claim.kind)


def draft_label(referral: Referral) -> str:
    """起草 and the short name of the one letter that may answer this hop."""
    title = _IN_BRACKETS.sub("", LETTERS[letter_of(referral)].title)
    return f"起草{title.removeprefix('信访事项').removeprefix('信访')}"


def next_url(referral: Referral, action: Action) -> str:
    """The page where the expected act is done."""
    if action in CHOICES:
        number = referral.claim.petition.number
        return f"{reverse('petitions:detail', args=[number])}#next"
    return act_url(referral, action)


def act_url(referral: Referral, action: Action) -> str:
    return reverse("petitions:act", args=[referral.pk, FORMS[action].noun])


def whose_turn(referral: Referral) -> str:
    """现在由青禾县人社局收发签收: for those who can do nothing now; empty for a closed hop."""
    duty = duty_of(referral)
    if duty is None:
        return ""
    place = referral.sender if duty.party is Party.SENDER else referral.organization
    if place is None:
        return ""
    if referral.handler and Role.HANDLER in duty.roles and Role.DESK not in duty.roles:
        who = f"承办人{referral.handler.name}"
    else:
        roles = roles_awaited(place.kind, duty)
        who = "或".join(role.label for role in Role if role in roles)
    act = next_label(referral, duty.action)
    return f"现在由{place.name}{who}{act}。"


def together(referral: Referral) -> str:
    """市生态环境局青禾分局共同办理…: who answers beside the holder of a hop under way."""
    if not referral.is_open:
        return ""
    bodies = [row.organization.name for row in referral.joint_bodies.all() if row.is_standing]
    if not bodies:
        return ""
    return f"{'、'.join(bodies)}共同办理，意见由{referral.organization.name}起草、签发。"
