"""机关和内容分类: what the codes in the forms mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from accounts.models import Level, Organization, OrganizationKind
from petitions.api.filters import checked, parameters_of
from petitions.api.pages import ShortList
from petitions.api.serializers import CategorySerializer, OrganizationSerializer
from routing.models import Category

if TYPE_CHECKING:
    from rest_framework.request import Request


class OrganizationFilter(forms.Form):
    q = forms.CharField(label="名称或代码中的词", required=False, max_length=60)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", ""), *OrganizationKind.choices]
    )
    level = forms.ChoiceField(label="层级", required=False, choices=[("", ""), *Level.choices])


class CategoryFilter(forms.Form):
    q = forms.CharField(label="名称或代码中的词", required=False, max_length=60)


class Organizations(GenericAPIView[Organization]):
    pagination_class = ShortList
    serializer_class = OrganizationSerializer

    @extend_schema(
        operation_id="organizations_list",
        summary="在用的机关、单位",
        parameters=parameters_of(OrganizationFilter),
        responses=OrganizationSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        given = checked(OrganizationFilter, request.query_params)
        rows = Organization.objects.filter(_about(given["q"]), is_active=True)
        exact = {name: given[name] for name in ("kind", "level") if given[name]}
        rows = rows.filter(**exact).select_related("government").order_by("level", "code")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(OrganizationSerializer(page, many=True).data)


class Categories(GenericAPIView[Category]):
    pagination_class = ShortList
    serializer_class = CategorySerializer

    @extend_schema(
        operation_id="categories_list",
        summary="内容分类，两级",
        parameters=parameters_of(CategoryFilter),
        responses=CategorySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        given = checked(CategoryFilter, request.query_params)
        rows = Category.objects.filter(_about(given["q"])).select_related("parent").order_by("code")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(CategorySerializer(page, many=True).data)


def _about(word: str) -> Q:
    return Q(name__icontains=word) | Q(code__icontains=word)
