"""规则: the law as this product holds it, to be looked up: periods, guide, letters, acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from petitions.diagrams import who_may
from petitions.letters import LETTERS, Addressee
from petitions.states import TRANSITIONS, Hop
from routing.models import Situation, TimeLimit

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

LONGEST_QUERY = 40
ADDRESSEES = {
    Addressee.PETITIONER: "信访人",
    Addressee.ORGANIZATION: "机关、单位",
    Addressee.INTERNAL: "内部",
}


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """One of four tables, narrowed by a word; an unknown table is the first."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    chosen = request.GET.get("table", "")
    table = chosen if chosen in TABLES else "limits"
    label, rows = TABLES[table]
    found = rows(words)
    context = {
        "tables": [(name, title) for name, (title, _) in TABLES.items()],
        "table": table,
        "label": label,
        "rows": found,
        "q": words,
    }
    return render(request, "petitions/rules.html", context)


def _limits(words: str) -> list[TimeLimit]:
    """Rules in force today, national first, then what a place shortened."""
    today = timezone.localdate()
    current = Q(valid_until=None) | Q(valid_until__gte=today)
    found = TimeLimit.objects.filter(current, valid_from__lte=today).select_related("organization")
    if words:
        found = found.filter(_any(words, "name", "article", "starts_at", "code"))
    return list(found.order_by("is_internal", "organization_id", "pk"))


def _situations(words: str) -> list[Situation]:
    found = Situation.objects.all()
    if words:
        found = found.filter(_any(words, "name", "body", "remedy", "ground", "code"))
    return list(found)


def _letters(words: str) -> list[dict[str, Any]]:
    rows = [
        {
            "code": letter.value,
            "title": spec.title,
            "article": spec.article,
            "to": ADDRESSEES[spec.addressed_to],
            "fields": "、".join(f.label for f in spec.fields if f.required and not f.computed),
            "computed": "、".join(f.label for f in spec.fields if f.computed),
        }
        for letter, spec in LETTERS.items()
    ]
    return [row for row in rows if _holds(row, words)]


def _acts(words: str) -> list[dict[str, Any]]:
    rows = [
        {
            "action": row.action.label,
            "hops": "、".join(hop.label for hop in Hop if hop in row.hops),
            "sources": "、".join(sorted(state.label for state in row.sources)),
            "target": "或".join(to.label for to in row.targets) or "不变",
            "who": who_may(row.action),
            "letters": "、".join(LETTERS[letter].title for letter in row.letters),
            "article": row.article,
            "consequence": row.consequence,
        }
        for row in TRANSITIONS
    ]
    return [row for row in rows if _holds(row, words)]


def _any(words: str, *names: str) -> Q:
    wanted = Q()
    for name in names:
        wanted |= Q(**{f"{name}__icontains": words})
    return wanted


def _holds(row: dict[str, Any], words: str) -> bool:
    return any(words in str(value) for value in row.values())


TABLES: dict[str, tuple[str, Callable[[str], list[Any]]]] = {
    "limits": ("期限", _limits),
    "guide": ("导引图", _situations),
    "letters": ("文书", _letters),
    "acts": ("办理行为", _acts),
}
