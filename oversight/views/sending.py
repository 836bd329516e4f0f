"""发送情况: queues, gateways and what was put aside. For the system administrator, who sees to whom
and since when, and never what."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Role
from oversight.channels import sms
from oversight.delivery import queue, status
from oversight.models import DemoText

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

PER_PAGE = 50


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    _require_sysadmin(request)
    now = timezone.localtime()
    context = {
        "now": now,
        "lanes": [(lane, lane.age(now)) for lane in status.lanes(now)],
        "gateways": status.gateways(),
        "aside": status.aside(),
        "finished_at": status.finished_at(),
        "digest": status.last_digest(),
        "is_demo_gateway": _is_demo_gateway(),
    }
    return render(request, "oversight/sending.html", context)


@require_POST
@login_required
def retry(request: HttpRequest) -> HttpResponse:
    """One notice, or all that were put aside."""
    _require_sysadmin(request)
    pk = request.POST.get("notice", "")
    is_key = pk.isdecimal() and len(pk) < 19  # noqa: PLR2004 - the digits of a 64-bit key
    if pk == "all" or is_key:
        count = queue.retry(int(pk) if is_key else None)
        messages.success(request, f"{count} 条通知已重新排队。")
    return redirect("oversight:sending")


@require_safe
@login_required
def demo_texts(request: HttpRequest) -> HttpResponse:
    """What the demo gateway was given, the newest first."""
    _require_sysadmin(request)
    rows = DemoText.objects.order_by("-received_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "is_demo_gateway": _is_demo_gateway()}
    return render(request, "oversight/demo_texts.html", context)


def _is_demo_gateway() -> bool:
    return isinstance(sms.gateway(), sms.DemoGateway)


def _require_sysadmin(request: HttpRequest) -> None:
    if not cast("User", request.user).holds(Role.SYSADMIN):
        raise PermissionDenied
