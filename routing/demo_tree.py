"""A demo province, city, county and their bodies: enough for every road. All fictional."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Organization
from routing.models import Category, Duty
from routing.reference.demo_duties import DUTIES
from routing.reference.demo_organizations import ORGANIZATIONS, OrganizationRow
from routing.reference.loading import load


@transaction.atomic
def plant() -> dict[str, Organization]:
    """The demo organizations by code. What is there already is left as it is."""
    load()
    planted = Organization.objects.in_bulk(field_name="code")
    for row in ORGANIZATIONS:
        if row.code not in planted:
            planted[row.code] = Organization.objects.create(**_fields(row, planted))
    _give_duties(planted)
    return {row.code: planted[row.code] for row in ORGANIZATIONS}


def _fields(row: OrganizationRow, planted: dict[str, Organization]) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in ("code", "name", "short_name", "kind", "level")},
        "division": row.division,
        "is_vertical": row.is_vertical,
        "address": _address(row),
        "phone": _phone(row),
        **{
            name: planted[code] if (code := getattr(row, name)) else None
            for name in ("government", "line_superior", "established_by", "acts_for")
        },
    }


def _address(row: OrganizationRow) -> str:
    number = ORGANIZATIONS.index(row) + 1
    return f"{row.place}示例路{number}号"


def _phone(row: OrganizationRow) -> str:
    """Numbers of a form no exchange has given out."""
    return f"0000-5550{ORGANIZATIONS.index(row):03}"


def _give_duties(planted: dict[str, Organization]) -> None:
    categories = {category.code: category for category in Category.objects.all()}
    Duty.objects.bulk_create(
        [
            Duty(
                organization=planted[row.organization], category=categories[code], ground=row.ground
            )
            for row in DUTIES
            for code in row.categories.split()
        ],
        ignore_conflicts=True,
    )
