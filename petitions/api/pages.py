"""Pages of lists: from newest to oldest without counting, and by number where the list is short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination, PageNumberPagination
from rest_framework.response import Response

from petitions.paging import CAP, CappedPaginator

if TYPE_CHECKING:
    from rest_framework.pagination import Cursor
    from rest_framework.request import Request

_BIGINT = 2**63


class NewestFirst(CursorPagination):
    """By key, so that a page costs the same however far one reads and shows no row twice."""

    ordering = ("-pk",)
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100

    def decode_cursor(self, request: Request) -> Cursor | None:
        """A position that is no key was not made by us."""
        cursor: Cursor | None = super().decode_cursor(request)
        position = str(cursor.position or "0") if cursor else "0"
        if not (position.isdecimal() and int(position) < _BIGINT):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class CountedNewestFirst(NewestFirst):
    """With how many there are, counted no further than `paging.CAP`."""

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        self.counted = CappedPaginator(queryset)
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        page = super().get_paginated_response(data).data
        counts = {"count": self.counted.count, "count_is_capped": self.counted.counted > CAP}
        return Response(counts | page)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        counts = {
            "count": {"type": "integer", "description": f"件数，至多数到 {CAP}"},
            "count_is_capped": {"type": "boolean", "description": "实际多于 count"},
        }
        return {
            **page,
            "required": [*counts, *page["required"]],
            "properties": counts | page["properties"],
        }


class ShortList(PageNumberPagination):
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
