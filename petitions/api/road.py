"""Where a petition stands and what may be done about it: the nested records of one case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from petitions import acts, search
from petitions.api.serializers import (
    AttachmentSerializer,
    CategorySerializer,
    DeadlineSerializer,
    DocumentSerializer,
    EventSerializer,
    OrganizationName,
    PartySerializer,
    PersonName,
)
from petitions.api.shapes import described
from petitions.models import Claim, Document, Event, Petition, Referral
from petitions.worklist import nearest_clock

if TYPE_CHECKING:
    from accounts.models import User
    from petitions.acts import Possible
    from petitions.models.petition import PetitionQuerySet
    from petitions.models.referral import ReferralQuerySet


class ChoiceSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class FieldSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    type = serializers.CharField(
        help_text="boolean、integer、date、uuid、string、choice、organization、category、person。"
    )
    required = serializers.BooleanField()  # type: ignore[assignment]
    help = serializers.CharField()
    max_length = serializers.IntegerField(allow_null=True)
    choices = ChoiceSerializer(
        many=True,
        allow_null=True,
        help_text="可选的值；type 为 organization 而此处为空的，见机关列表。",
    )
    initial = serializers.JSONField(allow_null=True, help_text="建议的值，不会自动填入。")


class ActSerializer(serializers.Serializer[Any]):
    action = serializers.CharField()
    noun = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    consequence = serializers.CharField(help_text="这样办理会怎样。")
    article = serializers.CharField()
    reason_against = serializers.CharField(help_text="今天不能办理的理由；空为可以办理。")
    is_next = serializers.BooleanField(help_text="正等着您办这一步。")
    url = serializers.CharField()
    fields = FieldSerializer(many=True)  # type: ignore[assignment]


class ReferralSerializer(serializers.ModelSerializer[Referral]):
    """One hop. `version` goes into every act: it shows what the person had seen."""

    petition = serializers.CharField(source="claim.petition.number", label="信访件编号")
    hop_label = serializers.CharField(source="get_hop_display", label="环节名称")
    state_label = serializers.CharField(source="get_state_display", label="状态名称")
    organization = OrganizationName(label="承办机关")
    sender = OrganizationName(allow_null=True, label="转出机关")
    handler = PersonName(allow_null=True, label="承办人")
    subject = serializers.CharField(
        source="subject.number", default=None, allow_null=True, label="被复查的文书"
    )
    joint_bodies = serializers.SerializerMethodField(label="共同办理的机关")
    deadlines = DeadlineSerializer(many=True)
    documents = DocumentSerializer(many=True)
    acts = serializers.SerializerMethodField(label="您的下一步")
    url = serializers.SerializerMethodField()

    class Meta:
        model = Referral
        fields = (
            "id", "petition", "claim", "parent", "hop", "hop_label", "state", "state_label",
            "organization", "sender", "handler", "subject", "request_text", "delivered_on",
            "received_at", "accepted_on", "closed_on", "version", "joint_bodies", "deadlines",
            "documents", "acts", "url",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(OrganizationName(many=True))
    def get_joint_bodies(self, referral: Referral) -> object:
        standing = [row.organization for row in referral.joint_bodies.all() if row.is_standing]
        return OrganizationName(standing, many=True).data

    @extend_schema_field(ActSerializer(many=True))
    def get_acts(self, referral: Referral) -> object:
        user, on = self.context["user"], self.context["on"]
        possible = acts.possible(referral, user, on=on)
        return ActSerializer([_act(one, referral, on=on) for one in possible], many=True).data

    def get_url(self, referral: Referral) -> str:
        return reverse("petitions-api:referral", args=[referral.pk])


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    kind_label = serializers.CharField(source="get_kind_display", label="性质名称")
    category = CategorySerializer(allow_null=True)
    territory = OrganizationName(allow_null=True, label="问题属地")
    branch_label = serializers.CharField(
        source="get_branch_display", allow_null=True, label="途径名称"
    )
    referrals = ReferralSerializer(many=True)
    events = EventSerializer(many=True, label="流转记录")

    class Meta:
        model = Claim
        fields = (
            "id", "ordinal", "summary", "kind", "kind_label", "category", "territory", "branch",
            "branch_label", "branch_reason", "is_sealed", "ended_on", "referrals", "events",
        )  # fmt: skip
        read_only_fields = fields


class PetitionDetail(serializers.ModelSerializer[Petition]):
    matter = serializers.CharField(source="matter.code", label="信访事项编码")
    organization = OrganizationName(label="登记机构")
    intake_label = serializers.CharField(source="get_intake_display", label="形式名称")
    purpose_label = serializers.CharField(source="get_purpose_display", label="目的名称")
    accused_organization = OrganizationName(allow_null=True, label="被反映单位")
    registered_by = PersonName(label="登记人")
    parties = PartySerializer(many=True, label="信访人")
    attachments = AttachmentSerializer(many=True, label="附件")
    claims = ClaimSerializer(source="matter.claims", many=True, label="诉求")

    class Meta:
        model = Petition
        fields = (
            "number", "matter", "title", "text", "intake", "intake_label", "purpose",
            "purpose_label", "received_on", "postmarked_on", "people_count", "is_anonymous",
            "is_sealed", "is_repeat", "accused_name", "accused_organization", "organization",
            "registered_at", "registered_by", "parties", "attachments", "claims",
        )  # fmt: skip
        read_only_fields = fields


class StandingSerializer(serializers.ModelSerializer[Referral]):
    hop_label = serializers.CharField(source="get_hop_display", label="环节名称")
    state_label = serializers.CharField(source="get_state_display", label="状态名称")
    organization = OrganizationName(label="承办机关")
    due_on = serializers.SerializerMethodField(label="最近的截止日", help_text="空为没有期限在走。")

    class Meta:
        model = Referral
        fields = ("id", "hop", "hop_label", "state", "state_label", "organization", "due_on")
        read_only_fields = fields

    def get_due_on(self, referral: Referral) -> dt.date | None:
        clock = nearest_clock(referral)
        return clock.due_on if clock else None


class PetitionRow(serializers.ModelSerializer[Petition]):
    """One line of the list, with the hops where its claims stand."""

    organization = OrganizationName(label="登记机构")
    intake_label = serializers.CharField(source="get_intake_display", label="形式名称")
    hops = serializers.SerializerMethodField(label="现在在哪里")
    url = serializers.SerializerMethodField()

    class Meta:
        model = Petition
        fields = (
            "number", "title", "intake", "intake_label", "received_on", "organization",
            "is_sealed", "is_repeat", "hops", "url",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(StandingSerializer(many=True))
    def get_hops(self, petition: Petition) -> object:
        return StandingSerializer(
            search.current_hops(list(petition.matter.claims.all())), many=True
        ).data

    def get_url(self, petition: Petition) -> str:
        return reverse("petitions-api:petition", args=[petition.number])


def hops_of(user: User) -> ReferralQuerySet:
    """Visible hops with all that `ReferralSerializer` and the table of acts read."""
    documents = Document.objects.visible_to(user).select_related("organization", "service")
    return (
        Referral.objects.visible_to(user)
        .select_related(
            "claim__petition", "claim__category", "claim__territory", "organization", "sender",
            "handler", "subject", "parent", "objection",
        )
        .prefetch_related(
            "deadlines__organization", "joint_bodies__organization", "extensions",
            "recusal_requests", "children", Prefetch("documents", documents),
        )
    )  # fmt: skip


def cases_of(user: User) -> PetitionQuerySet:
    """Visible petitions with all that `PetitionDetail` reads; a hidden claim is not there."""
    events = Event.objects.select_related("by", "organization").order_by("sequence")
    claims = (
        Claim.objects.visible_to(user)
        .select_related("category__parent", "territory")
        .prefetch_related(Prefetch("referrals", hops_of(user)), Prefetch("events", events))
    )
    return (
        Petition.objects.visible_to(user)
        .select_related("matter", "organization", "accused_organization", "registered_by")
        .prefetch_related("parties__petitioner", "attachments", Prefetch("matter__claims", claims))
    )


def _act(one: Possible, referral: Referral, *, on: dt.date) -> dict[str, Any]:
    form = one.form(referral=referral, on=on)
    return {
        "action": one.action.value,
        "noun": form.noun,
        "label": one.transition.label,
        "consequence": one.transition.consequence,
        "article": one.transition.article,
        "reason_against": one.reason_against,
        "is_next": one.is_next,
        "url": reverse(f"petitions-api:act-{form.noun}", args=[referral.pk]),
        "fields": described(form),
    }
