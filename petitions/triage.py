"""分流建议 at the counter: what `routing.triage` reads in the words, with what this office has
seen become of such claims. Nothing here is kept, and nothing of the text leaves the process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from petitions.models import Referral
from petitions.models.petition import Purpose
from petitions.states import Hop, Kind, State
from routing.triage import Past, Practice, Proposal, propose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import Organization, Post
    from routing.models import Category

#: Shorter texts say too little.
SHORTEST = 12
YEAR = dt.timedelta(days=365)
#: Fewer than these would tell of single petitions.
FEWEST = 5
_PURPOSES = {Kind.SUGGESTION: Purpose.SUGGESTION, Kind.ACCUSATION: Purpose.ACCUSATION}


@dataclass(frozen=True)
class Said:
    """What stands on the page so far. `territory` is `None` where nobody chose one."""

    title: str
    text: str
    intake: str = ""
    territory: Organization | None = None
    accused: Organization | None = None


def proposal_for(said: Said, *, by: Post, on: dt.date) -> Proposal | None:
    """The proposal beside the form; `None` while there is too little to read."""
    if len(said.title) + len(said.text) < SHORTEST:
        return None
    return propose(
        "\n".join(filter(None, (said.title, said.text))),
        intake=said.intake or None,
        territory=said.territory,
        home=by.organization.government,
        practice=practice_of(by, on=on),
        accused=(said.accused,) if said.accused else (),
    )


def practice_of(by: Post, *, on: dt.date) -> Practice:
    """The year's experience of one office with the bodies it sends claims to."""

    def look(
        category: Category, territory: Organization, bodies: Sequence[Organization]
    ) -> Mapping[int, Past]:
        """No sealed claims, and never fewer than five, so that no single petition shows: they are
        the office's own, which everybody in it may see. The question starts from the bodies'
        newest hops, and so costs no more when the archive grows."""
        since = dt.datetime.combine(on - YEAR, dt.time.min, timezone.get_current_timezone())
        hops = Referral.objects.filter(
            organization__in=bodies,
            delivered_at__gte=since,
            sender=by.organization,
            hop__in=(Hop.FORWARD, Hop.ASSIGN),
            claim__category=category,
            claim__territory=territory,
            claim__is_sealed=False,
        )
        counted = hops.order_by().values_list("organization").annotate(
            count=Count("pk"), returned=Count("pk", filter=Q(state=State.RETURNED))
        )  # fmt: skip
        return {body: Past(count, returned) for body, count, returned in counted if count >= FEWEST}

    return look


def purpose_of(proposal: Proposal) -> Purpose:
    """信访目的 that goes with the proposed kind."""
    if proposal.reading.judged.is_enquiry:
        return Purpose.ENQUIRY
    return _PURPOSES.get(proposal.kind, Purpose.DEMAND)
