"""消息: a person's own inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from petitions.api.filters import checked, parameters_of
from petitions.api.pages import NewestFirst
from petitions.api.serializers import NoticeSerializer
from petitions.api.shapes import bind, json_object
from petitions.api.views.asking import asking
from petitions.models import Notice

if TYPE_CHECKING:
    from rest_framework.request import Request


class InboxForm(forms.Form):
    unread = forms.BooleanField(label="只看未读", required=False)


class Inbox(GenericAPIView[Notice]):
    pagination_class = NewestFirst
    serializer_class = NoticeSerializer

    @extend_schema(
        operation_id="notices_list",
        summary="我的消息，最新在前",
        parameters=parameters_of(InboxForm),
        responses=NoticeSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = Notice.objects.inbox_of(asking(request).user)
        if checked(InboxForm, request.query_params)["unread"]:
            rows = rows.filter(read_at=None)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(NoticeSerializer(page, many=True).data)


class ReadNotice(APIView):
    @extend_schema(
        operation_id="notices_read",
        summary="标为已读；再来一次不改变时间",
        request=None,
        responses=NoticeSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        ask = asking(request)
        bind(forms.Form({}), json_object(request.data))
        own = Notice.objects.inbox_of(ask.user)
        own.filter(pk=pk, read_at=None).update(read_at=ask.at)
        return Response(NoticeSerializer(get_object_or_404(own, pk=pk)).data)
