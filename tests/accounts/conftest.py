"""The cast of the counter: one clerk at the county's petition office, and colleagues by role."""

import pytest

from accounts.models import Level, Organization, OrganizationKind, Post, Role, User

PASSWORD = "Qinghe-Road-58"


@pytest.fixture
def office(db):
    return Organization.objects.create(
        code="T-OFFICE",
        name="测试县信访局",
        short_name="测信",
        kind=OrganizationKind.PETITION_OFFICE,
        level=Level.COUNTY,
        division="330000",
    )


@pytest.fixture
def person(office):
    """Makes somebody who holds these roles, all at the office."""

    def make(username, *roles):
        user = User.objects.create_user(username, password=PASSWORD, name=f"{username}某")
        for role in roles:
            Post.objects.create(user=user, organization=office, role=role)
        return user

    return make


@pytest.fixture
def clerk(person):
    return person("meng", Role.CLERK)
