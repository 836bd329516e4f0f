"""服务承诺: an organization's promises, set by whoever leads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Role, User
from routing import pledges
from routing.models import Pledge

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Organization, Post
    from routing.periods import Limit

#: Who speaks for an organization.
LEADERS = frozenset({Role.APPROVER, Role.CHIEF})


@dataclass(frozen=True)
class Row:
    """One rule, what is promised beside it now, and what will be promised later."""

    limit: Limit
    pledge: Pledge | None
    later: Pledge | None


class PledgeForm(forms.Form):
    code = forms.ChoiceField(
        label="期限",
        error_messages={"required": "请选择期限。", "invalid_choice": "这个期限不能作出承诺。"},
    )
    number = forms.IntegerField(
        label="承诺数量",
        min_value=1,
        help_text="单位与法定期限相同，必须更短。",
        error_messages={
            "required": "请填写承诺的数量。",
            "invalid": "请填写整数。",
            "min_value": "承诺至少为 1。",
        },
    )
    valid_from = forms.DateField(
        label="自哪一天起",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="此后起算的期限适用；已经在走的不变。",
        error_messages={"required": "请填写起始日。", "invalid": "请写成 2026-11-23 这样的日期。"},
    )

    def __init__(self, *args: object, limits: list[Limit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast("forms.ChoiceField", self.fields["code"])
        field.choices = [("", "请选择"), *((limit.code, _words(limit)) for limit in limits)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Everybody of an organization reads its promises; its leader sets them."""
    post, today = post_of(request), timezone.localdate()
    place, may_set = post.organization, post.role in LEADERS
    if request.method == "POST" and not may_set:
        raise PermissionDenied("服务承诺由本单位审批人或负责人设定。")
    limits = pledges.pledgeable(on=today, organization=place)
    form = PledgeForm(request.POST or None, limits=limits, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid() and _promised(form, place, on=today):
        messages.success(request, "服务承诺已保存。")
        return redirect("routing:pledges")
    context = {
        "organization": place,
        "rows": _rows(place, limits, on=today),
        "form": form if may_set else None,
    }
    return render(request, "routing/pledges.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    post = post_of(request)
    pledge = get_object_or_404(Pledge, pk=pk, organization=post.organization)
    if post.role not in LEADERS:
        raise PermissionDenied("服务承诺由本单位审批人或负责人设定。")
    pledges.withdraw(pledge, at=timezone.now(), on=timezone.localdate())
    messages.success(request, "服务承诺已撤回，已经起算的期限不受影响。")
    return redirect("routing:pledges")


def post_of(request: HttpRequest) -> Post:
    """The post of a leader before any other: who holds two speaks as what may decide."""
    user = cast("User", request.user)
    post = user.post_in(*LEADERS) or user.post
    if post is None:
        raise PermissionDenied("您还没有岗位。")
    return post


def _promised(form: PledgeForm, place: Organization, *, on: dt.date) -> bool:
    said = form.cleaned_data
    try:
        pledges.promise(place, said["code"], said["number"], valid_from=said["valid_from"], on=on)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _rows(place: Organization, limits: list[Limit], *, on: dt.date) -> list[Row]:
    unended = Pledge.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), organization=place)
    now: dict[str, Pledge] = {}
    later: dict[str, Pledge] = {}
    for pledge in unended.filter(withdrawn_at=None).order_by("valid_from"):
        (later if pledge.valid_from > on else now)[pledge.code] = pledge
    return [Row(limit, now.get(limit.code), later.get(limit.code)) for limit in limits]


def _words(limit: Limit) -> str:
    return f"{limit.name}（{limit.number}{limit.unit.label}）"
