"""What the records know already of the same people and the same matter: final opinions that may end
it, matters that are still under way, repeats that were joined to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from petitions.letters import Letter
from petitions.models import Claim, Document, Party, Petition, Referral

if TYPE_CHECKING:
    from petitions.models.document import DocumentQuerySet
    from petitions.models.matter import ClaimQuerySet
    from petitions.models.petition import PetitionQuerySet

#: More than a person compares; it bounds a list, not the truth.
OFFERED = 8


def final_opinions(referral: Referral) -> DocumentQuerySet:
    """The 复核意见书 of this matter, or of other matters of the same people in which this
    organization had a part, newest first. Sealed claims are compared with nothing."""
    claim = referral.claim
    # Asked first, so that the planner starts from these few keys whatever it knows of the tables.
    theirs = of_same_people(claim.petition).values_list("matter_id", flat=True)
    claims = _known_to(referral.organization_id).filter(matter__in={claim.matter_id, *theirs})
    return Document.objects.filter(
        letter=Letter.FINAL_OPINION.value, issued_on__isnull=False, referral__claim__in=claims
    ).order_by("-issued_on")


def pending(referral: Referral) -> PetitionQuerySet:
    """Petitions of the same people in other matters that wait with somebody, as far as this
    organization had a part in them."""
    ours = _known_to(referral.organization_id)
    waiting = Referral.objects.open().filter(claim__matter=OuterRef("matter"))
    return (
        of_same_people(referral.claim.petition)
        .filter(Exists(waiting), is_sealed=False, matter__in=ours.order_by().values("matter"))
        .exclude(matter=referral.claim.matter_id)
        .order_by("-received_on", "-pk")
    )


def joined(referral: Referral) -> PetitionQuerySet:
    """Repeats of this matter that opened no claim of their own and can be taken out again."""
    own = Claim.objects.filter(petition=OuterRef("pk"))
    return Petition.objects.filter(
        ~Exists(own), matter=referral.claim.matter_id, is_repeat=True
    ).order_by("-received_on", "-pk")


def _known_to(organization: int) -> ClaimQuerySet:
    """Open claims that this organization holds, held or sent on: what any colleague may see."""
    mine = Q(organization=organization) | Q(sender=organization)
    hops = Referral.objects.filter(mine).order_by()
    return Claim.objects.filter(pk__in=hops.values("claim"), is_sealed=False)


def of_same_people(petition: Petition) -> PetitionQuerySet:
    """By ID number or telephone; a name alone says too little."""
    rows = petition.parties.select_related("petitioner")
    numbers = [row.petitioner.id_number for row in rows if row.petitioner.id_number]
    phones = [row.petitioner.phone for row in rows if row.petitioner.phone]
    people = Party.objects.filter(
        Q(petitioner__id_number__in=numbers) | Q(petitioner__phone__in=phones)
    )
    return Petition.objects.filter(pk__in=people.order_by().values("petition_id"))
