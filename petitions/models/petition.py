"""信访件: one letter, visit, call, web form or scanned code, and the people behind it."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.models.matter import Claim, Matter


class Intake(models.TextChoices):
    """信访形式: how it came in (a channel is how a notice leaves)."""

    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    PHONE = "phone", "来电"
    WEB = "web", "网上"
    CODE = "code", "民呼码"
    AGENT = "agent", "代办"


class Purpose(models.TextChoices):
    APPEAL = "appeal", "申诉"
    DEMAND = "demand", "求决"
    SUGGESTION = "suggestion", "意见建议"
    ACCUSATION = "accusation", "检举控告"
    ENQUIRY = "enquiry", "咨询"
    OTHER = "other", "其他"


MOBILE_LENGTH = 11


class Petitioner(models.Model):
    """信访人. Birth date, sex and region follow from a valid ID number."""

    name = models.CharField("姓名（名称）", max_length=40)
    id_number = models.CharField("身份证号", max_length=18, blank=True)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    region = models.CharField("户籍地区", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    address = models.CharField("住址", max_length=120, blank=True)

    class Meta:
        verbose_name = "信访人"
        verbose_name_plural = "信访人"
        indexes = [
            models.Index(fields=["id_number"]),
            models.Index(fields=["phone"]),
            models.Index(fields=["name"], name="petitioner_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_name(self) -> str:
        """孙*例: enough for a colleague to recognise, not enough for a passer-by."""
        first, middle, last = self.name[:1], self.name[1:-1], self.name[2:][-1:]
        return first + "*" * max(len(middle), len(self.name) > 1) + last

    @property
    def masked_phone(self) -> str:
        """138****4821; short numbers are shown by their last two digits."""
        shown = 4 if len(self.phone) >= MOBILE_LENGTH else 2
        return f"{self.phone[: shown - 1]}****{self.phone[-shown:]}" if self.phone else ""


class PetitionQuerySet(models.QuerySet["Petition"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Follows `Claim.visible_to`; a repeat that joined a matter is seen with that matter, and a
        letter that carries a sealed claim only by those who see the sealed claim itself."""
        claims = Claim.objects.visible_to(user)
        return self.filter(
            models.Q(is_sealed=False, matter__in=claims.order_by().values("matter_id"))
            | models.Q(is_sealed=True, pk__in=claims.order_by().values("petition_id"))
        )

    def visible_each_to(self, user: User) -> Self:
        """The same rows, asked of one row after the other; see `Claim.visible_each_to`."""
        claims = Claim.objects.visible_each_to(user).order_by()
        return self.filter(
            models.Q(
                models.Exists(claims.filter(matter=models.OuterRef("matter"))), is_sealed=False
            )
            | models.Q(models.Exists(claims.filter(petition=models.OuterRef("pk"))), is_sealed=True)
        )


class Petition(models.Model):
    """信访件. Written once at registration; corrections are events, not edits."""

    number = models.CharField("编号", max_length=24, unique=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="petitions", verbose_name="信访事项"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="registered_petitions", verbose_name="登记机构"
    )
    intake = models.CharField("信访形式", max_length=10, choices=Intake)
    purpose = models.CharField("信访目的", max_length=12, choices=Purpose)
    title = models.CharField("标题", max_length=80)
    text = models.TextField("反映内容", max_length=20000)
    received_on = models.DateField("收到日期")
    postmarked_on = models.DateField("邮戳日期", null=True, blank=True)
    people_count = models.PositiveIntegerField("人数", default=1)
    is_anonymous = models.BooleanField("匿名或姓名住址不清", default=False)
    is_sealed = models.BooleanField("密件", default=False)
    is_repeat = models.BooleanField("重件", default=False)
    accused_name = models.CharField("被反映人", max_length=40, blank=True)
    accused_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="被反映单位",
    )
    petitioners = models.ManyToManyField(Petitioner, through="Party", related_name="petitions")
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    idempotency_key = models.UUIDField("防重键")

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = "信访件"
        verbose_name_plural = "信访件"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(intake__in=Intake.values), name="petition_intake_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(people_count__gte=1), name="petition_has_people"
            ),
            models.UniqueConstraint(
                fields=["registered_by", "idempotency_key"], name="petition_once_for_each_key"
            ),
        ]
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="petition_newest_first"),
            models.Index(fields=["matter"], name="petition_by_matter"),
            models.Index(fields=["organization", "registered_at"], name="petition_by_registration"),
            models.Index(fields=["registered_at"], name="petition_newest_registered"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def masked_people(self) -> str:
        """赵*例 等 18 人: the first who gets the letters; wants `parties__petitioner` fetched."""
        parties = [row for row in self.parties.all() if row.part != Part.AGENT]
        if not parties:
            return "匿名"
        more = f" 等 {self.people_count} 人" if self.people_count > 1 else ""
        return f"{parties[0].petitioner.masked_name}{more}"

    @property
    def is_enquiry(self) -> bool:
        """咨询 as it was registered; `Claim.is_enquiry` says whether it is answered as one."""
        return self.purpose == Purpose.ENQUIRY


class Part(models.TextChoices):
    PETITIONER = "petitioner", "信访人"
    REPRESENTATIVE = "representative", "代表"
    LISTED = "listed", "共同信访人"
    AGENT = "agent", "代办人"


class Party(models.Model):
    """One person's part in one petition; the first is who gets the letters."""

    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="parties", verbose_name="信访件"
    )
    petitioner = models.ForeignKey(
        Petitioner, models.PROTECT, related_name="parties", verbose_name="信访人"
    )
    part = models.CharField("身份", max_length=16, choices=Part, default=Part.PETITIONER)
    ordinal = models.PositiveSmallIntegerField("序号", default=1)

    class Meta:
        verbose_name = "参与人"
        verbose_name_plural = "参与人"
        ordering = ["petition", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "ordinal"], name="party_ordinal_once_in_petition"
            ),
            models.CheckConstraint(
                condition=models.Q(part__in=Part.values), name="party_part_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.petitioner}"
