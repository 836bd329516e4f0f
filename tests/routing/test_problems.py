"""Problem details: every refusal of the API in one shape, in Chinese."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions

from routing.problems import CONTENT_TYPE, Conflict, exception_handler, problem

CONTEXT = {"request": RequestFactory().get("/api/v1/petitions/1/")}


def told(exc):
    response = exception_handler(exc, CONTEXT)
    assert response is not None
    assert response["Content-Type"] == CONTENT_TYPE
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["instance"] == "/api/v1/petitions/1/"
    return body


@pytest.mark.parametrize(
    ("exc", "status", "title", "detail"),
    [
        (
            Http404("No Petition matches the given query."),
            404,
            "没有找到",
            "没有这条记录，或者您无权查看。",
        ),
        (Http404("没有期限规则“x”。"), 404, "没有找到", "没有期限规则“x”。"),
        (PermissionDenied(), 403, "无权办理", "您没有办理此事的权限。"),
        (PermissionDenied("只有审批人可以签发。"), 403, "无权办理", "只有审批人可以签发。"),
        (exceptions.ParseError("JSON parse error"), 400, "请求有误", "请求的内容不是有效的 JSON。"),
        (
            Conflict("“已办结”的信访事项不能“受理”。"),
            409,
            "现在不能这样办理",
            "“已办结”的信访事项不能“受理”。",
        ),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "不支持这种数据格式", None),
        (exceptions.MethodNotAllowed("PUT"), 405, "不支持这种请求方法", None),
    ],
)
def test_a_refusal(exc, status, title, detail):
    body = told(exc)

    assert (body["status"], body["title"]) == (status, title)
    assert detail in (None, body["detail"])
    assert not body["detail"].isascii()
    assert "errors" not in body


def test_field_errors_are_plain_lists():
    body = told(
        exceptions.ValidationError({"name": ["请填写姓名。"], "people": [{"id": ["有误"]}]})
    )

    assert body["errors"] == {"name": ["请填写姓名。"], "people": [{"id": ["有误"]}]}


@pytest.mark.parametrize(
    ("exc", "errors"),
    [
        (exceptions.ValidationError("整体有误。"), {"non_field_errors": ["整体有误。"]}),
        (ModelValidationError({"number": "只能缩短。"}), {"number": ["只能缩短。"]}),
        (ModelValidationError("整体有误。"), {"non_field_errors": ["整体有误。"]}),
    ],
)
def test_errors_of_other_shapes_become_the_same(exc, errors):
    body = told(exc)

    assert body["status"] == 400
    assert body["errors"] == errors


def test_a_missing_sign_in_asks_for_a_token():
    response = exception_handler(exceptions.NotAuthenticated(), CONTEXT)

    assert response is not None
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"


def test_a_throttled_caller_is_told_when_to_come_back():
    response = exception_handler(exceptions.Throttled(wait=30), CONTEXT)

    assert response is not None
    assert response.status_code == 429
    assert response["Retry-After"] == "30"


def test_an_unknown_exception_stays_a_500():
    assert exception_handler(RuntimeError("bug"), CONTEXT) is None


def test_a_problem_made_by_hand():
    response = problem(status=410, detail="已经归档。")

    assert response.status_code == 410
    assert json.loads(response.content)["detail"] == "已经归档。"
