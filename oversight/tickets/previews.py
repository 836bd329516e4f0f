"""预览: the papers of tickets as they will be, while their forms are being filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from petitions.previews import rehearsed

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post
    from oversight.tickets.forms import TicketForm
    from oversight.tickets.opening_form import OpeningForm
    from petitions.documents import Rehearsed


def composed(
    form: OpeningForm | TicketForm, *, by: Post, at: dt.datetime
) -> tuple[list[Rehearsed], str]:
    """The papers, and why the act would be refused: "" where it would not. What waits for another
    signature has its paper only then, so it is shown from what is typed."""
    reason = ""
    if form.is_valid():
        try:
            found, reason = rehearsed(lambda: form.submit(by=by, at=at))
        except PermissionDenied as error:
            found, reason = [], str(error)
        if found:
            return found, ""
    return form.unissued(by=by), reason
