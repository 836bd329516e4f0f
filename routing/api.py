"""The period calculator over HTTP: public, because the law is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from routing.forms import PeriodForm
from routing.models import TimeLimit, calendar_version
from routing.problems import CONTENT_TYPE, PROBLEM_SCHEMA
from routing.timelimits import LimitNotFound, in_force, limit_on_or_first

if TYPE_CHECKING:
    from django.http import QueryDict
    from rest_framework.request import Request

PARAMETERS = frozenset({"start", "pause", "extend"})


class TimeLimitSerializer(serializers.ModelSerializer[TimeLimit]):
    class Meta:
        model = TimeLimit
        fields = (
            "code",
            "name",
            "article",
            "number",
            "unit",
            "starts_at",
            "rolls",
            "extension_cap",
            "is_internal",
            "version",
        )


class DueSerializer(serializers.Serializer[dict[str, Any]]):
    code = serializers.CharField(help_text="规则代码")
    name = serializers.CharField(help_text="规则名称")
    article = serializers.CharField(help_text="依据")
    start = serializers.DateField(help_text="起算日，当日不计")
    due_on = serializers.DateField(help_text="最后一日，当日24:00届满")
    unrolled_on = serializers.DateField(help_text="顺延之前的末日")
    rolled = serializers.BooleanField(help_text="是否顺延")
    provisional = serializers.BooleanField(help_text="是否暂定：所涉年份的放假安排尚未公布")
    rule_version = serializers.IntegerField(help_text="规则版本")
    calendar_version = serializers.IntegerField(help_text="工作日历版本")
    explanation = serializers.ListField(child=serializers.CharField(), help_text="推算过程")


class TimeLimitList(APIView):
    """期限规则一览。"""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="time_limits_list",
        summary="期限规则一览",
        tags=["time-limits"],
        responses=TimeLimitSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(TimeLimitSerializer(in_force(), many=True).data)


class TimeLimitDue(APIView):
    """推算一个期限的最后一日，并说明理由。"""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="time_limits_due",
        summary="推算期限",
        tags=["time-limits"],
        parameters=[
            OpenApiParameter("start", OpenApiTypes.DATE, required=True, description="起算日"),
            OpenApiParameter(
                "pause",
                OpenApiTypes.STR,
                many=True,
                description="暂停，写作“开始日/恢复日”，恢复日不在暂停之内；可以重复",
            ),
            OpenApiParameter("extend", OpenApiTypes.INT, description="经批准延长的天数"),
        ],
        responses={
            200: DueSerializer,
            (400, CONTENT_TYPE): PROBLEM_SCHEMA,
            (404, CONTENT_TYPE): PROBLEM_SCHEMA,
        },
    )
    def get(self, request: Request, code: str) -> Response:
        form = _period_form(request.query_params)
        start = form.cleaned_data.get("start") if form.is_valid() else None
        try:
            limit, notes = limit_on_or_first(code, on=start)
        except LimitNotFound as error:
            raise Http404(str(error)) from error
        due = form.due(limit) if start else None
        if due is None:
            raise serializers.ValidationError(_errors(form))
        answer = {
            "code": limit.code,
            "name": limit.name,
            "article": limit.article,
            "start": start,
            "due_on": due.due_on,
            "unrolled_on": due.unrolled_on,
            "rolled": due.rolled,
            "provisional": due.provisional,
            "rule_version": limit.version,
            "calendar_version": calendar_version(),
            "explanation": [*notes, *due.explanation],
        }
        return Response(DueSerializer(answer).data)


def _period_form(query: QueryDict) -> PeriodForm:
    unknown = sorted(set(query) - PARAMETERS)
    twice = sorted(name for name in ("start", "extend") if len(query.getlist(name)) > 1)
    if unknown or twice:
        raise serializers.ValidationError(
            {name: ["没有这个参数。"] for name in unknown}
            | {name: ["这个参数只能出现一次。"] for name in twice}
        )
    return PeriodForm(query)


def _errors(form: PeriodForm) -> dict[str, list[str]]:
    """Field errors under the names of the parameters."""
    return {
        "non_field_errors" if field == NON_FIELD_ERRORS else field: [str(text) for text in texts]
        for field, texts in form.errors.items()
    }
