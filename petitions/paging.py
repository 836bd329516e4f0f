"""Pages of a list that nobody counts to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from petitions.models import Petition

if TYPE_CHECKING:
    from petitions.models.petition import PetitionQuerySet

PAGE = 25
#: Nobody reads further; the page says so and asks for a narrower search.
CAP = 1000


class CappedPaginator(Paginator[Petition]):
    """Counts no further than CAP rows, whatever the list holds."""

    def __init__(self, rows: PetitionQuerySet, *, cap: int = CAP) -> None:
        self.cap, self.rows = cap, rows
        super().__init__(rows, PAGE)

    @cached_property
    def counted(self) -> int:
        return self.rows.order_by()[: self.cap + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, self.cap)

    @property
    def count_text(self) -> str:
        return f"{self.cap:,} 以上" if self.counted > self.cap else f"{self.counted:,}"
