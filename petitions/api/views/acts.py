"""The acts of a hop: one address for each noun, the form and the verb of the page behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from petitions import permissions, refusals
from petitions.api.problems import field_errors, invalid
from petitions.api.road import ReferralSerializer, hops_of
from petitions.api.schemas import act_request, description_of
from petitions.api.shapes import bind, json_object
from petitions.api.views.asking import Asking, asking
from petitions.errors import ForbiddenError, NotAllowedError
from petitions.lifecycle.move import begin
from petitions.models import Event, Referral

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from rest_framework.request import Request

    from petitions.acts import ActForm


class ActDone(serializers.Serializer[Any]):
    event = serializers.CharField(help_text="记入流转记录的一句话。")
    referral = ReferralSerializer(help_text="办理之后的本环节。")
    next_referral = ReferralSerializer(
        allow_null=True, help_text="接下来的环节：转出的、退回的、申请复查的；没有为空。"
    )


class ReferralDetail(APIView):
    @extend_schema(
        operation_id="referrals_retrieve", summary="一个环节", responses=ReferralSerializer
    )
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return Response(_shown(asking(request), pk))


class ActView(APIView):
    form: ClassVar[type[ActForm]]

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """All or nothing; the hop stays locked from the first question to the answer."""
        ask, body = asking(request), json_object(request.data)
        try:
            with transaction.atomic():
                result = self._act(ask, pk, body)
                event = Event.objects.filter(referral=pk).latest("sequence")
        except (ForbiddenError, NotAllowedError) as error:
            refusals.record(pk, self.form.action, str(error), by=ask.user, at=ask.at)
            raise
        following = _following(pk, result, at=ask.at)
        return Response(
            {
                "event": event.text,
                "referral": _shown(ask, pk),
                "next_referral": _shown(ask, following) if following else None,
            }
        )

    def _act(self, ask: Asking, pk: uuid.UUID, body: dict[str, Any]) -> object:
        """Competence, then law, then what was typed: an act that is not lawful today is refused
        for that reason and not for a missing field."""
        hop = get_object_or_404(Referral.objects.visible_to(ask.user), pk=pk)
        by = permissions.require(ask.user, self.form.action, hop)
        move = begin(hop, self.form.action, by=by, at=ask.at, version=_version(body))
        form = self.form({}, referral=move.referral, on=ask.on)
        bind(form, body)
        if not form.is_valid():
            raise invalid(field_errors(form))
        return form.run(by=by, at=ask.at)


def act_view(form: type[ActForm]) -> type[ActView]:
    view = type(f"{form.__name__.removesuffix('Form')}Act", (ActView,), {"form": form})
    noun = form.noun.replace("-", "_")
    said = extend_schema(
        operation_id=f"referral_acts_{noun}",
        summary=form.action.label,
        description=description_of(form),
        request=act_request(form),
        responses=ActDone,
        tags=["referrals"],
    )
    return extend_schema_view(post=said)(view)


def _version(body: dict[str, Any]) -> int | None:
    version = body.get("version")
    return version if isinstance(version, int) and not isinstance(version, bool) else None


def _following(pk: uuid.UUID, result: object, *, at: dt.datetime) -> uuid.UUID | None:
    """Where the claim goes on, if this act moved it to another hop."""
    if isinstance(result, Referral) and result.pk != pk:
        return result.pk
    return Referral.objects.filter(parent=pk, delivered_at=at).values_list("pk", flat=True).first()


def _shown(ask: Asking, pk: uuid.UUID) -> dict[str, Any]:
    hop = get_object_or_404(hops_of(ask.user), pk=pk)
    return ReferralSerializer(hop, context={"user": ask.user, "on": ask.on}).data
