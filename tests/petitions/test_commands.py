"""The commands of the road: the drawing is what stands in docs, and changed history is found."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from petitions.states import TRANSITIONS

pytestmark = pytest.mark.django_db


def said(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out, stderr=out)
    return out.getvalue()


def test_docs_show_the_road_as_the_table_has_it():
    page = said("draw_lifecycle")

    assert page == Path(settings.BASE_DIR, "docs", "lifecycle.md").read_text(encoding="utf-8")
    letters = Path(settings.BASE_DIR, "docs", "documents.md").read_text(encoding="utf-8")
    assert said("draw_documents") == letters
    assert all(row.consequence and f"| {row.action.label} |" in page for row in TRANSITIONS)


def test_whole_history_is_said_to_be_whole(served):
    assert "1 个事项" in said("verify_history")
    assert "全部相符" in said("verify_history")


def test_changed_history_is_named(served):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table petitions_event disable trigger user")
        cursor.execute("update petitions_event set text = '改写' where sequence = 4")
        cursor.execute("alter table petitions_event enable trigger user")

    with pytest.raises(CommandError, match="1 处"):
        said("verify_history")
