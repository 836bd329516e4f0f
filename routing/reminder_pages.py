"""提醒规则: everybody of an organization reads them, whoever leads it sets them."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from routing import reminders
from routing.models import StageRule
from routing.periods import Unit
from routing.pledge_pages import LEADERS, post_of
from routing.stages import Stages
from routing.timelimits import in_force

if TYPE_CHECKING:
    from accounts.models import Organization
    from routing.models import TimeLimit

REFUSED = "提醒规则由本单位审批人或负责人设定。"


@dataclass(frozen=True)
class Row:
    """One rule and when it is spoken of; a blank `code` stands for all that are not named."""

    code: str
    name: str
    reminding: reminders.Reminding
    near: str
    is_own: bool


def _number(label: str, least: int, most: int, hint: str, *, required: bool = True) -> forms.Field:
    bounds = f"请填写 {least} 至 {most} 的整数。"
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        help_text=hint,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), bounds),
    )


class ReminderForm(forms.Form):
    code = forms.ChoiceField(
        label="期限",
        required=False,
        error_messages={"invalid_choice": "没有这个期限。"},
    )
    days = _number("按日计算的，提前几日", 1, 30, "如 60 日的办结期限。")
    workdays = _number("按工作日计算的，提前几个工作日", 1, 10, "如 5 个工作日的异议期限。")
    half = _number("过去百分之几时提醒", 10, 90, "空着就不提醒；50 就是过半。", required=False)
    leader_hears = forms.BooleanField(label="将到期时同时告诉本单位审批人", required=False)

    def __init__(self, *args: object, limits: list[TimeLimit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast("forms.ChoiceField", self.fields["code"])
        field.choices = [("", "所有期限"), *((limit.code, limit.name) for limit in limits)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    post, limits = post_of(request), _limits()
    place, may_set = post.organization, post.role in LEADERS
    if request.method == "POST" and not may_set:
        raise PermissionDenied(REFUSED)
    general = reminders.reminding_of(Stages.load(), "", place)
    form = ReminderForm(request.POST or None, limits=limits, initial=vars(general))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        reminders.set_own(place, said.pop("code"), reminders.Reminding(**said))
        messages.success(request, "提醒规则已保存，在办期限几分钟内按新的规则提醒。")
        return redirect("routing:reminders")
    context = {
        "organization": place,
        "rows": _rows(place, limits),
        "form": form if may_set else None,
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "routing/reminders.html", context, status=status)


@require_POST
@login_required
def reset(request: HttpRequest) -> HttpResponse:
    post = post_of(request)
    if post.role not in LEADERS:
        raise PermissionDenied(REFUSED)
    if not reminders.reset_own(post.organization, request.POST.get("code", "")):
        raise Http404
    messages.success(request, "已恢复通用的提醒规则。")
    return redirect("routing:reminders")


def _limits() -> list[TimeLimit]:
    """Fixed days have no length, so nothing of them is half gone or near by a rule."""
    return [limit for limit in in_force() if limit.unit != Unit.FIXED.value]


def _rows(place: Organization, limits: list[TimeLimit]) -> list[Row]:
    stages = Stages.load()
    own = set(
        StageRule.objects.filter(organization=place, stage__in=reminders.OWN).values_list(
            "code", flat=True
        )
    )
    general = reminders.reminding_of(stages, "", place)
    both = f"{general.days} 日或 {general.workdays} 个工作日"
    rows = [Row("", "所有期限", general, both, "" in own)]
    for limit in limits:
        if limit.code in own:
            of_rule = reminders.reminding_of(stages, limit.code, place)
            near = reminders.near_for(Unit(limit.unit), of_rule)
            rows.append(Row(limit.code, limit.name, of_rule, near, is_own=True))
    return rows
