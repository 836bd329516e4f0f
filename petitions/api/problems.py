"""What a verb refuses, as problem documents; everything else is `routing.problems`."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.urls import reverse
from rest_framework import exceptions

from petitions.errors import FieldError, LifecycleError, StaleError
from routing import problems
from routing.problems import Conflict
from routing.timelimits import LimitNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django import forms
    from django.http import JsonResponse

    from petitions.models import Event
    from petitions.repeats import Repeat

logger = logging.getLogger(__name__)
NON_FIELD = "non_field_errors"


class Busy(exceptions.APIException):
    """The database gave up waiting: somebody else holds the row, or it is away."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    wait = 3


class LikelyRepeatError(LifecycleError):
    """Somebody decides first whether this is a repeat: the same person's open petitions, as far as
    the caller may see them, much like the one that was sent."""

    def __init__(self, likely: Sequence[Repeat]) -> None:
        super().__init__(
            "同一人有正在办理、内容相近的信访件。同一件事的，在 joins 写它的编号；"
            "不是的，在 not_repeat 写明理由；然后用同一防重键再来。"
        )
        self.likely = likely


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> JsonResponse | None:
    """For REST_FRAMEWORK["EXCEPTION_HANDLER"]."""
    if isinstance(exc, StaleError):
        return problems.problem(
            status=HTTPStatus.CONFLICT,
            detail=exc.reason,
            instance=context["request"].path,
            extensions={"events": [_brief(event) for event in exc.events]},
        )
    if isinstance(exc, LikelyRepeatError):
        return problems.problem(
            status=HTTPStatus.CONFLICT,
            detail=exc.reason,
            instance=context["request"].path,
            extensions={"repeats": [_earlier(one) for one in exc.likely]},
        )
    return problems.exception_handler(_known(exc), context)


def field_errors(form: forms.BaseForm) -> dict[str, list[str]]:
    """What the form says, under the names that were sent."""
    return {_name(field): [str(text) for text in texts] for field, texts in form.errors.items()}


def invalid(errors: Mapping[str, Any]) -> exceptions.ValidationError:
    return exceptions.ValidationError(dict(errors))


def unknown(names: Iterable[str]) -> dict[str, list[str]]:
    return {name: ["没有这个字段。"] for name in names}


def _known(exc: Exception) -> Exception:
    known = exc
    if isinstance(exc, FieldError):
        known = invalid({_name(field): [text] for field, text in exc.fields.items()})
    elif isinstance(exc, LifecycleError):
        known = Conflict(exc.reason)
    elif isinstance(exc, LimitNotFound):
        known = invalid({NON_FIELD: [str(exc)]})
    elif isinstance(exc, OperationalError):
        logger.warning("the database refused to wait", exc_info=exc)
        known = Busy("系统正忙，请稍后重试；刚才的请求没有办理。")
    return known


def _name(field: str) -> str:
    return NON_FIELD if field == "__all__" else field


def _earlier(one: Repeat) -> dict[str, Any]:
    """One petition that may be the same, with the words that say why."""
    petition = one.petition
    return {
        "number": petition.number,
        "title": petition.title,
        "received_on": petition.received_on.isoformat(),
        "state_label": one.standing,
        "reasons": one.reasons,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "url": reverse("petitions-api:petition", args=[petition.number]),
    }


def _brief(event: Event) -> dict[str, Any]:
    """Enough to see what the other person did."""
    return {
        "at": event.at.isoformat(),
        "action": event.action,
        "text": event.text,
        "by": event.by.name if event.by else "",
        "organization": event.organization.name if event.organization else "",
        "version": event.data.get("version"),
    }
