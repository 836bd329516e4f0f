"""Who exists and where they sit: organizations, people, and the posts that join them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from collections.abc import Iterator


class Level(models.IntegerChoices):
    PROVINCE = 1, "省"
    CITY = 2, "市"
    COUNTY = 3, "县"
    TOWN = 4, "乡镇街道"


class OrganizationKind(models.TextChoices):
    GOVERNMENT = "government", "党委政府"
    PETITION_OFFICE = "petition_office", "信访部门"
    REVIEW_OFFICE = "review_office", "复查复核机构"
    DEPARTMENT = "department", "工作部门"
    DISCIPLINE = "discipline", "纪检监察机关"
    DISPATCHED = "dispatched", "派出机关"
    INSTITUTION = "institution", "群团、企事业单位"


class Organization(models.Model):
    """机关、单位. `government` is the own-level government that leads it, `line_superior` the
    higher body of the same line (条线); a government's own superior is `line_superior` too."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80, unique=True)
    short_name = models.CharField("文号简称", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=OrganizationKind)
    level = models.PositiveSmallIntegerField("层级", choices=Level)
    division = models.CharField("行政区划代码", max_length=9)
    government = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name="本级政府",
    )
    line_superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="line_bodies",
        verbose_name="条线上级",
    )
    is_vertical = models.BooleanField("垂直管理", default=False)
    established_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="established",
        verbose_name="设立机关",
    )
    acts_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="review_offices",
        verbose_name="代行复查复核职责的机关",
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="职权承继机关",
    )
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["level", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganizationKind.values),
                name="organization_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legal_body(self) -> Organization:
        """The body in whose name this office decides: a 复查复核办 speaks for its government."""
        return self.acts_for or self

    def governments(self) -> Iterator[Organization]:
        """Every government whose territory contains this organization, nearest first."""
        seen = self if self.kind == OrganizationKind.GOVERNMENT else self.government
        while seen is not None:
            yield seen
            seen = seen.line_superior


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
        return any(post.role in roles for post in self.active_posts)


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
