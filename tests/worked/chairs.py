"""Somebody to act in every body that a worked petition meets."""

from __future__ import annotations

from accounts.models import Organization, OrganizationKind, Post, Role, User

BODY = (Role.DESK, Role.HANDLER, Role.HANDLER, Role.APPROVER)
OFFICE = (Role.CLERK, Role.SUPERVISOR)


def seat(organization: Organization) -> None:
    """Put people into a body that has none; the user name is its code and their place in it."""
    if Post.objects.filter(organization=organization).exists():
        return
    is_office = organization.kind == OrganizationKind.PETITION_OFFICE
    for place, role in enumerate(OFFICE if is_office else BODY):
        username = f"{organization.code}-{place}"
        user = User.objects.create(username=username, name=f"{organization.short_name}{place}")
        Post.objects.create(user=user, organization=organization, role=role)
