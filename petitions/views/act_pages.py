"""What is shown before an act, and what is shown when it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from petitions import briefing, earlier, guards, turns, worklist
from petitions.acts.base import LetterForm
from petitions.chips import chip
from petitions.previews import has_preview
from petitions.states import Action, name_of
from petitions.words import month_day
from routing.workdays import work_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BoundField
    from django.http import HttpRequest, HttpResponse

    from petitions.acts import ActForm
    from petitions.errors import NotCompetentError
    from petitions.models import Deadline, Document, Event
    from petitions.previews import Preview
    from petitions.states import Transition
    from petitions.views.desks import Desk

_MEDIATED = "kind=people,administrative,judicial"
#: Entries that matter only for some answers: field of an act, and the answer that wants it.
ASKED_WHEN = {
    (Action.REFER, "feedback_on"): "mode=assign",
    (Action.REFER, "report_on"): "mode=assign",
    (Action.REFER, "contact"): "mode=assign",
    (Action.ACCEPT, "duty_law"): "branch=5",
    (Action.ACCEPT, "duty_days"): "branch=5",
    (Action.ACCEPT, "duty_unit"): "branch=5",
    (Action.MEDIATE, "body"): _MEDIATED,
    (Action.MEDIATE, "mediator"): _MEDIATED,
    (Action.DECLINE, "pending"): "ground=already_pending",
    (Action.DECLINE, "proof"): "ground=already_pending",
}


def page(
    desk: Desk,
    form: ActForm,
    *,
    status: int = 200,
    since: Sequence[Event] = (),
    preview: Preview | None = None,
) -> HttpResponse:
    calendar = work_calendar()
    clock = _clock(desk)
    draft = briefing.draft_of(desk.hop) if desk.kind.action in briefing.READS_DRAFT else None
    transition = cast("Transition", desk.transition)
    context = {
        "form": form,
        "rows": _rows(desk, form),
        "sections": form.sections(),
        "compared": _compared(desk),
        "desk": desk,
        "hop": desk.hop,
        "claim": desk.hop.claim,
        "petition": desk.petition,
        "transition": transition,
        "label": _label(desk),
        "letters": briefing.letters(desk.hop, transition),
        "facts": briefing.facts(desk.hop, desk.kind.action, on=desk.on),
        "draft": draft,
        "draft_entries": briefing.entries(draft, on=desk.on) if draft else [],
        "answer": guards.answer(desk.hop),
        "clock": chip(clock, on=desk.on, calendar=calendar) if clock else None,
        "clock_name": clock.name if clock else "",
        "has_preview": has_preview(transition),
        "preview": preview,
        "serves": desk.kind.action == Action.SERVE,
        "letters_url": reverse("petitions:act-letter", args=[desk.hop.pk, desk.kind.noun]),
        "lacking": _lacking(form),
        "draft_name": desk.draft_name if desk.kind.action == Action.DRAFT else "",
        "confirm": _confirmation(desk),
        "since": [told(event) for event in since],
    }
    return render(desk.request, "petitions/act.html", context, status=status)


def _clock(desk: Desk) -> Deadline | None:
    """The period that this act meets, where one runs; else the one that ends first."""
    codes = desk.transition.meets if desk.transition else ()
    rows = [row for row in desk.hop.deadlines.all() if row.is_open and row.code in codes]
    met = [row for row in rows if row.is_owed or row.due_on >= desk.on]
    nearest = worklist.nearest_clock(desk.hop)
    return min(met, key=lambda row: row.due_on, default=nearest)


def _rows(desk: Desk, form: ActForm) -> list[tuple[BoundField, str, str]]:
    """Each entry with the answer it depends on and how wide it is drawn."""
    action = desk.kind.action
    return [
        (bound, ASKED_WHEN.get((action, bound.name), ""), "short" if _is_short(bound) else "")
        for bound in form.visible_fields()
    ]


def _compared(desk: Desk) -> list[Document]:
    """The final opinions that the petition is read beside."""
    if desk.kind.action != Action.COMPARE:
        return []
    known = earlier.final_opinions(desk.hop).select_related("referral__claim__petition")
    return list(known[: earlier.OFFERED])


def _is_short(bound: BoundField) -> bool:
    return isinstance(bound.field, (forms.DateField, forms.IntegerField))


def _label(desk: Desk) -> str:
    if desk.kind.action == Action.DRAFT:
        return turns.draft_label(desk.hop)
    return name_of(desk.kind.action, desk.hop.claim.kind)


def _lacking(form: ActForm) -> list[BoundField]:
    """Entries a letter cannot go without and that nobody has filled yet."""
    if not isinstance(form, LetterForm):
        return []
    return [bound for bound in form.visible_fields() if bound.field.required and not bound.value()]


def _confirmation(desk: Desk) -> str:
    if not desk.kind.is_final or desk.transition is None:
        return ""
    parties = desk.petition.parties.all()
    who = parties[0].petitioner.masked_name if parties else "匿名"
    return (
        f"{_label(desk)}以后不能撤销。\n{desk.petition.number} · {who}\n"
        f"{desk.petition.title}\n{desk.transition.consequence}"
    )


def refused(
    desk: Desk, reason: str, *, form: ActForm | None = None, since: Sequence[Event] = ()
) -> HttpResponse:
    """The 409 page: why not, what happened, and what was typed, to be read and copied."""
    last = (
        since[-1]
        if since
        else desk.hop.claim.events.select_related("by").order_by("-sequence").first()
    )
    happened = "".join(f"{told(event)}。" for event in since) or (
        f"最近一步：{last.text}（{_signed(last)}）。" if last else ""
    )
    context = {
        "title": "" if since else "这一步现在不能办理",
        "heading": "" if since else "没有执行：这一步现在不能办理",
        "reason": f"{reason}{happened}",
        "changed_by": last.by.name if since and last and last.by else "",
        "changed_at": last.at if since and last else None,
        "typed": _typed(form) if form else [],
        "back_url": desk.url,
        "back_text": "看本件最新情况",
    }
    return render(desk.request, "409.html", context, status=409)


def not_yours(request: HttpRequest, kind: type[ActForm], error: NotCompetentError) -> HttpResponse:
    """The 409 page of somebody who sees the hop, and whose act it is not: whose it is, what is
    awaited now, and what was typed."""
    hop = error.referral
    form = kind(request.POST, referral=hop, on=timezone.localdate()) if request.POST else None
    context = {
        "title": "由别的岗位办理",
        "heading": "没有执行：这一步由别的岗位办理",
        "reason": f"{error.reason}{turns.whose_turn(hop)}",
        "typed": _typed(form) if form else [],
        "back_url": reverse("petitions:detail", args=[hop.claim.petition.number]),
        "back_text": "回到本件",
    }
    return render(request, "409.html", context, status=409)


def told(event: Event) -> str:
    return f"{_signed(event)} {event.text}"


def _signed(event: Event) -> str:
    who = event.by.name if event.by else "系统"
    at = timezone.localtime(event.at)
    return f"{who} 在 {month_day(at.date())} {at:%H:%M}"


def _typed(form: ActForm) -> list[tuple[str, str]]:
    rows = [(str(bound.label), _words(bound)) for bound in form.visible_fields()]
    return [(label, text) for label, text in rows if text]


def _words(bound: BoundField) -> str:
    value = bound.value()
    if value in (None, "", False):
        return ""
    if value is True or value == "on":
        return "是"
    said = {str(key): str(label) for key, label in getattr(bound.field.widget, "choices", ())}
    return said.get(str(value), str(value))
