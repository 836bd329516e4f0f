"""指标 for programs: the same figures as the page, with the parts that they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from oversight.indicators import Scope
from oversight.reports import monthly
from oversight.reports.forms import ReportForm
from petitions.api.filters import parameters_of
from petitions.api.problems import field_errors, invalid

if TYPE_CHECKING:
    from rest_framework.request import Request

    from accounts.models import User
    from oversight.reports.monthly import Line


class IndicatorQuestion(forms.Form):
    """What the address may say; the choices of `month` are those of the page."""

    month = forms.CharField(label="统计期间：2026-10、2026-Q3 或 2026，默认上月", required=False)
    organization = forms.CharField(label="机关代码", required=False)
    live = forms.BooleanField(label="不用冻结数，实时计算", required=False)


class IndicatorFigureSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    formula = serializers.CharField()
    formula_version = serializers.IntegerField()
    unit = serializers.CharField(help_text="件、项诉求或份")
    measure = serializers.CharField(help_text="share 是比例，days 是天数")
    numerator = serializers.IntegerField(allow_null=True, help_text="评价太少时为空")
    denominator = serializers.IntegerField(allow_null=True)
    value = serializers.DecimalField(
        max_digits=12, decimal_places=4, allow_null=True, help_text="分母为零时为空"
    )
    median = serializers.DecimalField(max_digits=12, decimal_places=4, allow_null=True)
    left_base = serializers.IntegerField(help_text="因统计标记、形式、人数未纳入")
    states = serializers.DictField(child=serializers.IntegerField())
    last_year = serializers.DecimalField(max_digits=12, decimal_places=4, allow_null=True)


class IndicatorReportSerializer(serializers.Serializer[Any]):
    period = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    frozen_at = serializers.DateTimeField(allow_null=True, help_text="空为实时数")
    figures = IndicatorFigureSerializer(many=True)


class Indicators(APIView):
    @extend_schema(
        operation_id="indicators",
        summary="一个统计期间的各项指标",
        parameters=parameters_of(IndicatorQuestion),
        responses=IndicatorReportSerializer,
    )
    def get(self, request: Request) -> Response:
        user, on = cast("User", request.user), timezone.localdate()
        if Scope.of(user).is_empty:
            raise PermissionDenied("您的岗位没有报表。")
        strange = {name: ["没有这个参数。"] for name in request.query_params if name not in NAMES}
        form = ReportForm(request.query_params, on=on)
        if strange or not form.is_valid():
            raise invalid(strange | field_errors(form))
        given = form.cleaned_data
        found = monthly.report(
            user,
            form.period,
            on=on,
            organization=given["organization"],
            live=given["live"],
            with_bodies=False,
        )
        answer = {
            "period": form.period.name,
            "starts_on": form.period.starts_on,
            "ends_on": form.period.ends_on,
            "frozen_at": found.snapshot.taken_at if found.snapshot else None,
            "figures": [_said(line) for line in found.lines],
        }
        return Response(IndicatorReportSerializer(answer).data)


NAMES = frozenset(IndicatorQuestion.base_fields)


def _said(line: Line) -> dict[str, Any]:
    """Few ratings are hidden from the body rated, here as on the page."""
    figure, indicator = line.figure, line.figure.indicator
    said: dict[str, Any] = {
        "code": indicator.code,
        "name": indicator.name,
        "formula": indicator.formula,
        "formula_version": indicator.version,
        "unit": indicator.unit.value,
        "measure": indicator.measure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "median": figure.median,
        "left_base": figure.left_base,
        "states": figure.states,
        "last_year": line.earlier.value if line.earlier else None,
    }
    if line.is_hidden:
        said |= {"numerator": None, "denominator": None, "value": None, "states": {}}
        said["last_year"] = None
    return said
