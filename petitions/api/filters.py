"""What a list may be asked. Unlike a page, the API refuses a question it does not understand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from petitions.api.problems import field_errors, invalid
from petitions.api.shapes import shape_of
from petitions.conditions import SearchForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms
    from django.http import QueryDict

#: Names of the API and of the search; what is not here is not asked by programs.
NAMES = {
    "q": "q",
    "state": "step",
    "organization": "organization",
    "kind": "kind",
    "intake": "intake",
    "category": "category",
    "lateness": "lateness",
    "received_from": "since",
    "received_to": "until",
}
_TYPES = {"date": OpenApiTypes.DATE, "boolean": OpenApiTypes.BOOL}
PAGING = ("cursor", "page", "page_size")


def conditions(query: QueryDict) -> dict[str, Any]:
    """The conditions for `search.found`; raises with every name and value that is wrong."""
    refuse_unknown(query, NAMES)
    form = SearchForm({NAMES[name]: value for name, value in query.items() if name in NAMES})
    if not form.is_valid():
        ours = {theirs: name for name, theirs in NAMES.items()}
        raise invalid({ours.get(name, name): texts for name, texts in field_errors(form).items()})
    return form.given


def checked(form_class: type[forms.Form], query: QueryDict) -> dict[str, Any]:
    """The values of a plain filter form, as strict as above."""
    refuse_unknown(query, form_class.base_fields)
    form = form_class(
        {name: value for name, value in query.items() if name in form_class.base_fields}
    )
    if not form.is_valid():
        raise invalid(field_errors(form))
    return form.cleaned_data


def refuse_unknown(query: QueryDict, known: Mapping[str, object]) -> None:
    strange = [name for name in query if name not in known and name not in PAGING]
    twice = [name for name in query if len(query.getlist(name)) > 1]
    if strange or twice:
        raise invalid(
            {name: ["没有这个参数。"] for name in strange}
            | {name: ["这个参数只能出现一次。"] for name in twice}
        )


def parameters() -> list[OpenApiParameter]:
    return [_parameter(name, SearchForm.base_fields[theirs]) for name, theirs in NAMES.items()]


def parameters_of(form_class: type[forms.Form]) -> list[OpenApiParameter]:
    return [_parameter(name, field) for name, field in form_class.base_fields.items()]


def _parameter(name: str, field: forms.Field) -> OpenApiParameter:
    shape = shape_of(field)
    enum = [value for value, _ in field.choices if value] if shape.word == "choice" else None  # type: ignore[attr-defined]
    return OpenApiParameter(
        name, _TYPES.get(shape.word, OpenApiTypes.STR), description=str(field.label), enum=enum
    )
