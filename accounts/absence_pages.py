"""离岗与代办: a person's own days away, and who of the organization is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import substitutes
from accounts.models import Absence, User

if TYPE_CHECKING:
    import datetime as dt


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AbsenceForm(forms.Form):
    starts_on = forms.DateField(
        label="自",
        widget=DayInput(),
        error_messages={"required": "请填写开始日。", "invalid": "请写成 2026-11-23 这样的日期。"},
    )
    ends_on = forms.DateField(
        label="至",
        widget=DayInput(),
        help_text="当天仍算离岗。",
        error_messages={"required": "请填写结束日。", "invalid": "请写成 2026-11-23 这样的日期。"},
    )
    substitute = forms.ModelChoiceField(
        User.objects.none(),
        label="代办人",
        empty_label="请选择",
        help_text="离岗期间，您的期限提醒和催办改发给代办人。",
        error_messages={
            "required": "请选择代办人。",
            "invalid_choice": "代办人应当是本单位在岗的另一位同事。",
        },
    )
    reason = forms.CharField(label="事由", required=False, max_length=40)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast("forms.ModelChoiceField[User]", self.fields["substitute"])
        may_stand_in = [colleague.pk for colleague in substitutes.colleagues(user)]
        field.queryset = User.objects.filter(pk__in=may_stand_in).order_by("name", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    user, today = cast("User", request.user), timezone.localdate()
    form = AbsenceForm(request.POST or None, user=user, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid() and _entered(form, user, on=today):
        messages.success(request, "离岗已登记。期间的期限提醒和催办改发给代办人。")
        return redirect("accounts:absences")
    context = {
        "form": form,
        "mine": _mine(user, on=today),
        "for_others": _for_others(user, on=today),
        "places": _places(user, on=today),
        "today": today,
    }
    return render(request, "accounts/absences.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    absence = get_object_or_404(Absence, pk=pk, user=user, cancelled_at=None)
    substitutes.cancel(absence, at=timezone.now())
    messages.success(request, "离岗登记已取消，期限提醒恢复发给您。")
    return redirect("accounts:absences")


def _entered(form: AbsenceForm, user: User, *, on: dt.date) -> bool:
    """Record it; what is impossible stands at its field."""
    try:
        substitutes.enter(user, by=user, at=timezone.now(), on=on, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _mine(user: User, *, on: dt.date) -> list[Absence]:
    rows = Absence.objects.filter(user=user).to_come(on)
    return list(rows.select_related("substitute"))


def _for_others(user: User, *, on: dt.date) -> list[Absence]:
    rows = Absence.objects.filter(substitute=user).to_come(on)
    return list(rows.select_related("user"))


def _places(user: User, *, on: dt.date) -> list[tuple[str, list[Absence]]]:
    """Each of this person's organizations with who is away there; everybody plans around it."""
    places = {post.organization for post in user.active_posts}
    named = sorted(places, key=lambda place: place.pk)
    return [(place.name, substitutes.away_at(place, on=on)) for place in named]
