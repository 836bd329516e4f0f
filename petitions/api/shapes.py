"""The forms as JSON: what each field may be, strictly, and the same as a serializer for OpenAPI.

A form reads text, as browsers send it. A program that sends `"30"` for a number, or a list for a
name, has a mistake in it, and is told at the field."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from rest_framework import serializers

from petitions.acts.base import PersonChoice
from petitions.acts.referring import OrganizationChoice
from petitions.acts.registration import CategoryChoice
from petitions.api.problems import invalid, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: A serializer field of this form field, given the words they share.
    Maker = Callable[[forms.Field, dict[str, Any]], "serializers.Field[Any, Any, Any, Any]"]

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: A list of choices longer than this is looked up in its own list instead.
MAX_CHOICES = 60


@dataclass(frozen=True)
class Shape:
    """`word` names the type to readers of `acts[].fields`, `complaint` says what was expected."""

    word: str
    types: tuple[type, ...]
    complaint: str
    make: Maker

    def accepts(self, value: object) -> bool:
        if isinstance(value, bool):
            return bool in self.types
        if self.word == "date":
            return isinstance(value, str) and bool(_ISO_DAY.fullmatch(value) or not value)
        return isinstance(value, self.types)


def _text(field: forms.Field, words: dict[str, Any]) -> serializers.CharField:
    return serializers.CharField(
        **words,
        max_length=getattr(field, "max_length", None),
        allow_blank=not field.required,
    )


def _choice(
    field: forms.Field, words: dict[str, Any]
) -> serializers.ChoiceField | serializers.CharField:
    """Choices that only a row of its own has are, in the description, any text."""
    choices = [(value, label) for value, label in field.choices if value != ""]  # type: ignore[attr-defined]
    if not choices:
        return _text(field, words)
    return serializers.ChoiceField(**words, choices=choices)


def _whole_number(field: forms.Field, words: dict[str, Any]) -> serializers.IntegerField:
    limits = {
        name: getattr(field, name)
        for name in ("min_value", "max_value")
        if getattr(field, name, None) is not None
    }
    return serializers.IntegerField(**words, **limits)


#: The first that fits counts, so the narrower classes stand first.
SHAPES: tuple[tuple[type[forms.Field], Shape], ...] = (
    (forms.BooleanField, Shape("boolean", (bool,), "应为 true 或者 false。",
                               lambda _, words: serializers.BooleanField(**words))),
    (forms.IntegerField, Shape("integer", (int,), "应为整数。", _whole_number)),
    (forms.DateField, Shape("date", (str,), "应为日期，写作 2026-03-02。",
                            lambda _, words: serializers.DateField(**words))),
    (forms.UUIDField, Shape("uuid", (str,), "应为 UUID。",
                            lambda _, words: serializers.UUIDField(**words))),
    (OrganizationChoice, Shape("organization", (str,), "应为机关代码。", _text)),
    (CategoryChoice, Shape("category", (str,), "应为分类代码。", _text)),
    (PersonChoice, Shape("person", (str,), "应为用户名。", _text)),
    (forms.ModelChoiceField, Shape("code", (str,), "应为代码。", _text)),
    (forms.TypedChoiceField, Shape("choice", (str, int), "应为所列的值之一。", _choice)),
    (forms.ChoiceField, Shape("choice", (str,), "应为所列的值之一。", _choice)),
    (forms.Field, Shape("string", (str,), "应为文字。", _text)),
)  # fmt: skip


def shape_of(field: forms.Field) -> Shape:
    return next(shape for kind, shape in SHAPES if isinstance(field, kind))


def json_object(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise invalid({"non_field_errors": ["请求的内容应为 JSON 对象。"]})
    return data


def bind(form: forms.Form, body: Mapping[str, Any]) -> None:
    """Give the form what was sent. The form was made with empty data, because only then its fields
    are those of this hop. Raises with every unknown name and every wrong type."""
    form.data = form_data(form.fields, body)


def form_data(fields: Mapping[str, forms.Field], body: Mapping[str, Any]) -> dict[str, Any]:
    wrong = unknown(name for name in body if name not in fields)
    given = {name: value for name, value in body.items() if value is not None}
    for name, value in given.items():
        if name in fields and not shape_of(fields[name]).accepts(value):
            wrong[name] = [shape_of(fields[name]).complaint]
    if wrong:
        raise invalid(wrong)
    return given


def serializer_field(
    field: forms.Field, *, is_optional: bool = False
) -> serializers.Field[Any, Any, Any, Any]:
    required = field.required and not is_optional
    words: dict[str, Any] = {"required": required, "allow_null": not required}
    if field.label:
        words["label"] = str(field.label)
    said = "。".join(str(text).rstrip("。") for text in (field.label, field.help_text) if text)
    if said:
        words["help_text"] = f"{said}。"
    return shape_of(field).make(field, words)


def described(form: forms.Form) -> list[dict[str, Any]]:
    """Every field of a form as one who builds a screen needs it, with the choices of this hop."""
    return [
        {
            "name": name,
            "label": str(field.label or ""),
            "type": shape_of(field).word,
            "required": field.required,
            "help": str(field.help_text),
            "max_length": getattr(field, "max_length", None),
            "choices": _choices(field),
            "initial": _json(form.get_initial_for_field(field, name)),
        }
        for name, field in form.fields.items()
    ]


def _choices(field: forms.Field) -> list[dict[str, str]] | None:
    offered = getattr(field.widget, "choices", None)
    if offered is None:
        return None
    listed = [
        {"value": str(value), "label": str(label)} for value, label in offered if str(value) != ""
    ]
    return listed if len(listed) <= MAX_CHOICES else None


def _json(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, bool | int | str | None) else str(value)
