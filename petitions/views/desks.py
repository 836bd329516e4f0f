"""One person before one hop with one act in mind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from petitions import guards, permissions, refusals
from petitions.errors import NotCompetentError
from petitions.interests import STEPPING_BACK, interest
from petitions.models import Referral
from petitions.states import find, name_of, standing_of, worded

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import Post, User
    from petitions.acts import ActForm
    from petitions.models import Petition
    from petitions.models.referral import ReferralQuerySet
    from petitions.states import Transition


@dataclass(frozen=True)
class Desk:
    """Judged as the hop was read; `dataclasses.replace` it with a newer one."""

    request: HttpRequest
    hop: Referral
    kind: type[ActForm]
    post: Post
    at: dt.datetime

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    @property
    def on(self) -> dt.date:
        return timezone.localtime(self.at).date()

    @property
    def petition(self) -> Petition:
        return self.hop.claim.petition

    @property
    def url(self) -> str:
        return reverse("petitions:detail", args=[self.petition.number])

    @cached_property
    def transition(self) -> Transition | None:
        row = find(self.kind.action, self.hop.hop, self.hop.state)
        return worded(row, self.hop.claim.kind) if row else None

    @cached_property
    def reason_against(self) -> str:
        """Why the act is not lawful now; "" where nothing stands against it."""
        if self.transition is None:
            state = standing_of(self.hop.state, self.hop.claim.kind)
            name = name_of(self.kind.action, self.hop.claim.kind)
            return f"“{state}”的信访件不能“{name}”。"
        barred = "" if self.kind.action in STEPPING_BACK else interest(self.hop.claim, self.user)
        return barred or guards.reason_against(self.transition.guards, self.hop, on=self.on)

    def form(self, data: Any = None, initial: dict[str, Any] | None = None) -> ActForm:
        return self.kind(data, initial=initial or {}, referral=self.hop, on=self.on)

    @property
    def draft_name(self) -> str:
        """The name under which what is typed here is kept."""
        return f"draft:{self.hop.pk}"


def hops_of(user: User) -> ReferralQuerySet:
    """Hops this person may know to exist, with what forms, guards and the page read of them."""
    return (
        Referral.objects.visible_to(user)
        .select_related(
            "organization", "sender", "handler", "subject__organization", "objection__proposed",
            "claim__petition", "claim__matter", "claim__category", "claim__territory",
            "claim__situation",
        )
        .prefetch_related(
            "deadlines", "documents", "extensions", "children", "joint_bodies__organization",
            "claim__petition__parties__petitioner",
        )
    )  # fmt: skip


def desk_of(request: HttpRequest, pk: str, kind: type[ActForm]) -> Desk:
    """A hidden hop is not found. Raises `NotCompetentError` for who sees it and has another post;
    what such a person sent is kept as a refusal."""
    user, at = cast("User", request.user), timezone.now()
    hop = get_object_or_404(hops_of(user), pk=pk)
    try:
        post = permissions.require(user, kind.action, hop)
    except NotCompetentError as error:
        if request.method == "POST":
            refusals.record(hop.pk, kind.action, str(error), by=user, at=at)
        raise
    return Desk(request, hop, kind, post, at)
