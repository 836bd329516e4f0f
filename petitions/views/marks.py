"""统计标记: take a petition out of the base of the indicators, or back in, with a reason."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from petitions import lifecycle, permissions
from petitions.errors import LifecycleError
from petitions.models import BaseFlag, Petition
from petitions.models.statistics import Mark

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


class MarkForm(forms.Form):
    flag = forms.ChoiceField(
        label="标记",
        choices=Mark.choices,
        widget=forms.RadioSelect(attrs={"class": "preset"}),
        error_messages={"required": "请选择标记。"},
    )
    value = forms.TypedChoiceField(
        label="处理",
        choices=[("on", "标记，移出统计"), ("off", "取消，放回统计")],
        coerce=lambda said: said == "on",
        initial="on",
        widget=forms.RadioSelect(attrs={"class": "preset"}),
        error_messages={"required": "请选择标记还是取消。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="报表会显示这条理由和您的姓名。",
        error_messages={"required": "写明理由；报表会显示由谁、因为什么移出统计。"},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """A supervisor or the chief of the registering office; everybody else who sees it: 403."""
    user = cast("User", request.user)
    petition = get_object_or_404(Petition.objects.visible_to(user), number=number)
    by = permissions.marking_post(user, petition)
    if by is None:
        raise PermissionDenied("统计标记由登记机构的督办员或者领导设定。")
    form = MarkForm(request.POST or None)
    if request.method != "POST":
        return _page(request, petition, form)
    if not form.is_valid():
        return _page(request, petition, form, status=HTTPStatus.BAD_REQUEST)
    given = form.cleaned_data
    flag = Mark(given["flag"])
    try:
        lifecycle.mark(
            petition,
            flag,
            value=given["value"],
            reason=given["reason"],
            by=by,
            at=timezone.now(),
        )
    except LifecycleError as error:
        return _conflict(request, petition, error, typed=given["reason"])
    messages.success(request, f"已{'标记' if given['value'] else '取消'}“{flag.label}”。")
    return redirect("petitions:marks", number=petition.number)


def _page(
    request: HttpRequest, petition: Petition, form: MarkForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    rows = BaseFlag.objects.filter(petition=petition).select_related("set_by").order_by("-pk")
    newest = {row.pk for row in BaseFlag.objects.newest().filter(petition=petition, value=True)}
    context: dict[str, Any] = {
        "petition": petition,
        "form": form,
        "flags": [(row, row.pk in newest) for row in rows],
    }
    return render(request, "petitions/marks.html", context, status=status)


def _conflict(
    request: HttpRequest, petition: Petition, error: LifecycleError, *, typed: str
) -> HttpResponse:
    context = {
        "reason": error.reason,
        "typed": [("理由", typed)],
        "back_url": reverse("petitions:marks", args=[petition.number]),
        "back_text": "看统计标记",
    }
    return render(request, "409.html", context, status=HTTPStatus.CONFLICT)
