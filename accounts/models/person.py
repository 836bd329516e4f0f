"""People, and the posts that join them to organizations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from accounts.models.organization import Organization

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(models.TextChoices):
    CLERK = "clerk", "登记员"
    SUPERVISOR = "supervisor", "督办员"
    CHIEF = "chief", "信访局领导"
    DESK = "desk", "收发"
    HANDLER = "handler", "承办人"
    APPROVER = "approver", "审批人"
    DISCIPLINE = "discipline", "纪检接收人"
    LEADER = "leader", "县领导"
    SYSADMIN = "sysadmin", "系统管理员"
    SECADMIN = "secadmin", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


#: 三员 keep the system and see no petition.
ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})


class User(AbstractUser):
    """A person who signs in. What somebody may do follows from `posts`, never from flags here."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("电话", max_length=20, blank=True)

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def active_posts(self) -> list[Post]:
        """Posts held now, the oldest first; read once for each user object."""
        return list(self.posts.filter(ends_on=None).select_related("organization").order_by("pk"))

    @property
    def post(self) -> Post | None:
        """The post shown on screen beside the name."""
        return self.active_posts[0] if self.active_posts else None

    def holds(self, *roles: Role) -> bool:
        return self.post_in(*roles) is not None

    def post_in(self, *roles: Role) -> Post | None:
        """The oldest post in one of these roles."""
        return next((post for post in self.active_posts if post.role in roles), None)

    def place_ids(self, roles: Collection[Role] | None = None) -> set[int]:
        """Keys of the organizations where this person has a post, or one in these roles."""
        return {
            post.organization_id
            for post in self.active_posts
            if roles is None or post.role in roles
        }


class Post(models.Model):
    """岗位: one person doing one job in one organization. Ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posts", verbose_name="机构"
    )
    role = models.CharField("职责", max_length=20, choices=Role)
    is_cleared = models.BooleanField("可办密件", default=False)
    starts_on = models.DateField("开始", default=date(2026, 1, 1))
    ends_on = models.DateField("结束", null=True, blank=True)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="post_role_is_known"
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=models.Q(ends_on=None),
                name="post_held_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_role_display()} {self.user}"
