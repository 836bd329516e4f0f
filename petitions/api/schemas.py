"""OpenAPI made from the tables: a request body for each act, and a problem in every operation."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from petitions.acts.base import LetterForm, field_for, typed
from petitions.acts.registration import PersonForm
from petitions.acts.repeating import AskingForm
from petitions.api.shapes import serializer_field
from petitions.letters import Letter, Outcome, ReviewOutcome
from petitions.states import TRANSITIONS, Action
from routing.problems import CONTENT_TYPE, PROBLEM_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django import forms

    from petitions.acts.base import ActForm

#: Named for ENUM_NAME_OVERRIDES: two letters call different answers 结论.
OUTCOMES, REVIEW_OUTCOMES = list(Outcome.choices()), list(ReviewOutcome.choices())
#: The draft becomes one of the letters that signing issues.
_SHARES_LETTERS = {Action.DRAFT: Action.SIGN}
#: `acts[].fields` of the hop says whether it wants them.
NOT_ON_EVERY_HOP = {
    Action.ACCEPT: ("branch", "branch_reason", "duty_law", "duty_days", "duty_unit"),
    Action.ACCEPT_SIMPLE: ("branch_reason",),
    Action.REFER: ("mode",),
}
_WORDS = {
    HTTPStatus.BAD_REQUEST: "内容有误，errors 按字段说明",
    HTTPStatus.UNAUTHORIZED: "没有令牌，或者令牌无效",
    HTTPStatus.FORBIDDEN: "岗位不能办理",
    HTTPStatus.NOT_FOUND: "没有，或者无权查看",
    HTTPStatus.CONFLICT: "依法现在不能这样办理，或者这一步由别的岗位办理，detail 是理由；"
    "别人先办理的，events 是经过",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "只接受 application/json",
    HTTPStatus.TOO_MANY_REQUESTS: "请求过于频繁",
}
#: What operations answer beside that, by operation.
_ALSO = {
    "token_create": (HTTPStatus.UNAUTHORIZED,),
    "petitions_create": (HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT),
    "referral_acts": (HTTPStatus.CONFLICT,),
    "tickets_create": (HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT),
    "tickets_paper_pdf": (HTTPStatus.CONFLICT,),
    "documents_pdf": (HTTPStatus.CONFLICT,),
}
_EVENT = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "action": {"type": "string"},
        "text": {"type": "string"},
        "by": {"type": "string"},
        "organization": {"type": "string"},
        "version": {"type": "integer", "nullable": True},
    },
}
_REPEAT = {
    "type": "object",
    "properties": {
        "number": {"type": "string"},
        "title": {"type": "string"},
        "received_on": {"type": "string", "format": "date"},
        "state_label": {"type": "string"},
        "reasons": {"type": "array", "items": {"type": "string"}},
        "due_on": {"type": "string", "format": "date", "nullable": True},
        "url": {"type": "string"},
    },
}


def act_request(form: type[ActForm]) -> Any:
    """The body of an act: one serializer, or one of several where the letter decides the fields."""
    name = f"{form.__name__.removesuffix('Form')}Request"
    if not issubclass(form, LetterForm):
        return serializer_of(name, form.base_fields, optional=NOT_ON_EVERY_HOP.get(form.action, ()))
    letters = letters_of(form)
    if len(letters) == 1:
        return serializer_of(name, _letter_fields(form, letters[0]))
    options = [
        serializer_of(f"{name}{letter.value}", _letter_fields(form, letter)) for letter in letters
    ]
    return PolymorphicProxySerializer(
        component_name=name,
        serializers=[option() for option in options],
        resource_type_field_name=None,
    )


def letters_of(form: type[ActForm]) -> list[Letter]:
    action = _SHARES_LETTERS.get(form.action, form.action)
    found = {letter: None for row in TRANSITIONS if row.action == action for letter in row.letters}
    return list(found)


def serializer_of(
    name: str,
    fields: Mapping[str, forms.Field],
    *,
    optional: Collection[str] = (),
    **more: serializers.Field[Any, Any, Any, Any],
) -> type[serializers.Serializer[Any]]:
    """`optional` fields are asked for on some hops only; `more` stand in for the form's own."""
    made = {
        field: serializer_field(of, is_optional=field in optional) for field, of in fields.items()
    }
    if "version" in fields:
        more["version"] = serializers.IntegerField(
            required=False, allow_null=True, help_text="您看到的环节版本；别人先办理了，就不办理。"
        )
    return type(name, (serializers.Serializer,), {**made, **more})


def registration_request() -> type[serializers.Serializer[Any]]:
    person = serializer_of("PersonRequest", PersonForm.base_fields)
    people = person(many=True, required=False, label="信访人", help_text="第一人收文书。")
    fields = dict(AskingForm.base_fields)
    key = serializers.UUIDField(
        required=False, help_text="防重键；也可放在头部 Idempotency-Key。同一键只登记一次。"
    )
    return serializer_of("RegistrationRequest", fields, people=people, key=key)


def description_of(form: type[ActForm]) -> str:
    """What the act does, from which states, and the article: read from the table."""
    lines = []
    for row in TRANSITIONS:
        if row.action == form.action:
            hops = "、".join(hop.label for hop in type(next(iter(row.hops))) if hop in row.hops)
            states = "、".join(
                state.label for state in type(next(iter(row.sources))) if state in row.sources
            )
            lines.append(f"- {hops}：“{states}”时。{row.consequence}（{row.article}）")
    return "\n".join(lines)


def add_problems(
    result: dict[str, Any],
    generator: object,
    request: object,
    public: bool,  # noqa: FBT001
) -> dict[str, Any]:
    """Postprocessing hook: every operation says how it says no."""
    components = result.setdefault("components", {})
    lists = {
        "events": {"type": "array", "items": _EVENT},
        "repeats": {"type": "array", "items": _REPEAT},
    }
    components.setdefault("schemas", {})["Problem"] = {
        **PROBLEM_SCHEMA,
        "properties": {**PROBLEM_SCHEMA["properties"], **lists},  # type: ignore[dict-item]
    }
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        status.phrase.replace(" ", ""): {"description": words, "content": content}
        for status, words in _WORDS.items()
    }
    for path, operations in result["paths"].items():
        for operation in operations.values():
            for status in _refusals(path, operation):
                name = status.phrase.replace(" ", "")
                answer = {"$ref": f"#/components/responses/{name}"}
                operation["responses"][str(status.value)] = answer
    return result


def _refusals(path: str, operation: Mapping[str, Any]) -> list[HTTPStatus]:
    """The statuses an operation can answer with beside success."""
    writes = "requestBody" in operation
    found = [HTTPStatus.TOO_MANY_REQUESTS]
    if {} not in operation.get("security", []):
        found.append(HTTPStatus.UNAUTHORIZED)
    if writes or any(row["in"] == "query" for row in operation.get("parameters", ())):
        found.append(HTTPStatus.BAD_REQUEST)
    if "{" in path:
        found.append(HTTPStatus.NOT_FOUND)
    if writes:
        found.append(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    name = operation["operationId"]
    is_act = name.startswith(("referral_acts_", "ticket_acts_"))
    found += _ALSO.get("referral_acts" if is_act else name, ())
    return sorted(found)


def _letter_fields(form: type[LetterForm], letter: Letter) -> dict[str, forms.Field]:
    """The form's own fields (`version`) and what a person types into the letter."""
    own = dict(form.base_fields)
    return own | {entry.name: field_for(entry) for entry in typed(letter)}
