"""Who exists and where they sit: organizations, people, their posts and their days away."""

from accounts.models.absence import Absence
from accounts.models.organization import Level, Organization, OrganizationKind
from accounts.models.person import ADMINISTRATORS, Post, Role, User

__all__ = [
    "ADMINISTRATORS",
    "Absence",
    "Level",
    "Organization",
    "OrganizationKind",
    "Post",
    "Role",
    "User",
]
