"""通知设置: which topics reach me outside the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from oversight.channels import sms
from petitions.models import Preference
from petitions.models.notice import Channel
from petitions.models.preference import OUTSIDE, USUAL, WISHES, Topic, addresses, wanted_by, wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

MEANING = {
    Topic.URGENT: "今天到期、已经超期、要您答复的督办单。随时发出，夜里和节假日也发。",
    Topic.TURN: "一件信访件转到您手里，或者等您审批。",
    Topic.PERIOD: "期限过半、将要到期。",
    Topic.OVERSIGHT: "您督办的、抄送您的督办单有了进展。",
    Topic.DIGEST: "每个工作日早上一份，只有件数和链接；没有待办就不发。",
}
NO_ADDRESS = {Channel.EMAIL: "还没有登记邮箱", Channel.SMS: "还没有登记手机号"}


@dataclass(frozen=True)
class Box:
    value: str
    label: str
    is_ticked: bool
    why_not: str


@dataclass(frozen=True)
class Line:
    topic: Topic
    meaning: str
    boxes: list[Box]


class PreferenceForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label="单独发送",
        choices=[(value, value) for value in WISHES],
        required=False,
        error_messages={"invalid_choice": "没有这一项通知，请刷新页面后重新选择。"},
    )

    def __init__(self, *args: Any, reachable: set[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reachable = reachable

    def clean_wanted(self) -> list[str]:
        wanted: list[str] = self.cleaned_data["wanted"]
        for channel in OUTSIDE:
            if channel not in self._reachable and any(one.endswith(channel) for one in wanted):
                raise ValidationError(f"您{NO_ADDRESS[channel]}，不能选择{channel.label}。")
        urgent = {wish(Topic.URGENT, channel) for channel in self._reachable}
        if urgent and not urgent & set(wanted):
            raise ValidationError("紧急通知不能全部关掉，请至少保留一种站外方式。")
        return wanted


@login_required
def edit(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    reachable = {channel: where for channel, where in addresses(user).items() if _exists(channel)}
    posted = request.method == "POST"
    form = PreferenceForm(request.POST if posted else None, reachable=set(reachable))
    if posted and form.is_valid():
        wanted = form.cleaned_data["wanted"]
        Preference.objects.update_or_create(user=user, defaults={"wanted": wanted})
        messages.success(request, "通知设置已保存，从下一条通知起生效。")
        return redirect("oversight:preferences")
    kept = set(request.POST.getlist("wanted")) if posted else wanted_by([user.pk]).get(user.pk)
    context = {
        "form": form,
        "channels": [channel for channel in OUTSIDE if _exists(channel)],
        "lines": list(_lines(set(USUAL) if kept is None else set(kept), set(reachable))),
        "reachable": [(channel.label, where) for channel, where in reachable.items()],
    }
    return render(request, "oversight/preferences.html", context, status=400 if posted else 200)


def _exists(channel: Channel) -> bool:
    return channel is not Channel.SMS or sms.is_connected()


def _lines(kept: set[str], reachable: set[Channel]) -> Iterator[Line]:
    for topic in Topic:
        boxes = [
            Box(
                value=wish(topic, channel),
                label=f"{topic.label}：{channel.label}",
                is_ticked=channel in reachable and wish(topic, channel) in kept,
                why_not="" if channel in reachable else NO_ADDRESS[channel],
            )
            for channel in OUTSIDE
            if _exists(channel)
        ]
        yield Line(topic, MEANING[topic], boxes)
