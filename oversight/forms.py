"""What a person types about tickets: the filters of the list, and the written reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.models import Organization
from oversight.models import TicketStatus
from oversight.tickets import LONGEST, SHORTEST

if TYPE_CHECKING:
    from oversight.models import TicketQuerySet

ALL = "all"


class TicketFilters(forms.Form):
    """Without a status the list shows what still waits for an answer."""

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "待答复"), ("answered", "已答复"), ("void", "已撤回"), (ALL, "全部")],
    )
    organization = forms.ModelChoiceField(
        label="责任机关", required=False, queryset=Organization.objects.none(), empty_label="全部"
    )
    petition = forms.CharField(label="信访件编号", required=False, max_length=24)

    def __init__(self, data: Any, tickets: TicketQuerySet) -> None:
        super().__init__(data)
        places = tickets.order_by().values("organization_id")
        field = self.fields["organization"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organization.objects.filter(pk__in=places)

    def narrow(self, tickets: TicketQuerySet) -> TicketQuerySet:
        """The tickets asked for; the form is valid."""
        asked = self.cleaned_data
        if asked["status"] != ALL:
            tickets = tickets.filter(status=asked["status"] or TicketStatus.OPEN)
        if asked["organization"]:
            tickets = tickets.filter(organization=asked["organization"])
        if asked["petition"]:
            tickets = tickets.filter(claim__matter__petitions__number=asked["petition"].strip())
        return tickets


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="书面答复",
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text="写明超期的原因、目前进展和下一步措施、完成时间。提交后不能修改。",
        error_messages={
            "required": "请写明超期的原因和下一步措施。",
            "min_length": "请写明超期的原因和下一步措施。",
            "max_length": f"答复不能超过 {LONGEST} 字。",
        },
        widget=forms.Textarea(attrs={"rows": 8, "data-count": LONGEST}),
    )
