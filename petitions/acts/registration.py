"""登记: the registration form and the form of one petitioner, shared by page and API."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

from django import forms

from accounts.models import Organization, OrganizationKind
from petitions import lifecycle
from petitions.acts.base import day, long_text
from petitions.acts.namelist import NamelistError, read_names
from petitions.acts.referring import OrganizationChoice
from petitions.errors import FieldError
from petitions.models import Matter, Petition
from petitions.models.petition import Intake, Part, Purpose
from petitions.people import IdNumber, IdNumberError, read_id_number
from petitions.states import Kind
from routing.models import Category, Situation
from routing.reference.limits import IN_FORCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Post

TEXT_LIMIT = 20_000
STALE_PAGE = "页面标识有误，已经更新。请核对内容后再次提交。"
_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)
_PHONE = re.compile(r"^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?|\d{7,8})$")


class CategoryChoice(forms.ModelChoiceField[Category]):
    """Content classes of the second level by code, grouped under the first."""

    def __init__(self) -> None:
        super().__init__(
            Category.objects.filter(children=None).select_related("parent"),
            label="内容分类",
            to_field_name="code",
        )
        self.error_messages["invalid_choice"] = "没有这个分类，请从列表中选择。"

    def grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for row in Category.objects.filter(children=None).select_related("parent"):
            groups.setdefault(row.parent.name if row.parent else row.name, []).append(
                (row.code, row.name)
            )
        return list(groups.items())


class SituationChoice(forms.ModelChoiceField[Situation]):
    """Rows of the guide by code, grouped by their class of channels."""

    def __init__(self, *, label: str, required: bool = True) -> None:
        super().__init__(
            Situation.objects.all(), label=label, required=required, to_field_name="code"
        )
        self.error_messages["invalid_choice"] = "没有这个情形，请从列表中选择。"

    def grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for row in Situation.objects.all():
            groups.setdefault(row.get_channel_class_display(), []).append((row.code, str(row)))
        return list(groups.items())


def offer_places(form: forms.Form, *, suffixes: Sequence[str] = ("",)) -> None:
    """Let a form's `category` and `territory` be chosen from lists, grouped and in their order;
    `suffixes` where it asks for several, read once for all."""
    grouped = cast("CategoryChoice", form.fields[f"category{suffixes[0]}"]).grouped()
    places = Organization.objects.filter(
        is_active=True, kind__in=(OrganizationKind.GOVERNMENT, OrganizationKind.DISPATCHED)
    ).order_by("division", "code")
    choices = [("", "请选择"), *places.values_list("code", "name")]
    for suffix in suffixes:
        form.fields[f"category{suffix}"].widget = forms.Select(choices=[("", "请选择"), *grouped])
        form.fields[f"territory{suffix}"].widget = forms.Select(choices=choices)


class RegistrationForm(forms.Form):
    #: What the verb found wrong with the people as a whole, to be shown beside them.
    people_error = ""
    key = forms.UUIDField(widget=forms.HiddenInput)
    intake = forms.ChoiceField(
        label="信访形式",
        choices=Intake.choices,
        widget=forms.RadioSelect(attrs={"class": "preset"}),
    )
    received_on = day("收到日期", hint="期限自收到之日起算。")
    postmarked_on = day("邮戳日期", required=False)
    people_count = forms.IntegerField(
        label="人数", min_value=1, max_value=100_000, initial=1, required=False
    )
    is_anonymous = forms.BooleanField(label="匿名，或者姓名住址不清", required=False)
    kind = forms.ChoiceField(
        label="事项性质", choices=Kind.choices, widget=forms.RadioSelect(attrs={"class": "preset"})
    )
    purpose = forms.ChoiceField(label="信访目的", choices=Purpose.choices, initial=Purpose.DEMAND)
    category = CategoryChoice()
    territory = OrganizationChoice(label="问题属地")
    situation = SituationChoice(label="情形", required=False)
    title = forms.CharField(label="标题", max_length=80, help_text="一句话说清什么事、在哪里。")
    text = long_text(
        "反映内容", hint="如实记录；口头提出的由登记员代写。", rows=8, limit=TEXT_LIMIT
    )
    listed = forms.CharField(
        label="共同信访人名单",
        required=False,
        max_length=40_000,
        strip=False,
        help_text="多人走访、联名信的签名名单，一行一人：姓名，身份证号，电话。可以从表格粘贴。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    accused_name = forms.CharField(label="被反映人", max_length=40, required=False)
    accused_organization = OrganizationChoice(label="被反映单位", required=False)
    joins = forms.CharField(
        label="并入事项", max_length=24, required=False, help_text="重件填已有信访件的编号。"
    )

    def __init__(self, *args: object, by: Post, on: dt.date, **kwargs: object) -> None:
        self.by, self.on = by, on
        initial = {
            "key": uuid4(),
            "received_on": on,
            "kind": Kind.GRIEVANCE,
            "intake": Intake.VISIT,
        }
        kwargs["initial"] = {**initial, **cast("dict[str, object]", kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._offer_choices()
        _speak_plainly(self.fields)

    def _offer_choices(self) -> None:
        offer_places(self)
        home = self.by.organization.government
        if home is not None:
            self.initial.setdefault("territory", home.code)
        situation = cast("SituationChoice", self.fields["situation"])
        situation.widget = forms.Select(choices=[("", "（待定）"), *situation.grouped()])
        others = Organization.objects.filter(is_active=True).values_list("code", "name")
        self.fields["accused_organization"].widget = forms.Select(choices=[("", "（无）"), *others])

    def clean_received_on(self) -> dt.date:
        received_on: dt.date = self.cleaned_data["received_on"]
        if received_on > self.on:
            raise forms.ValidationError("收到日期不能晚于今天。")
        if received_on < IN_FORCE:
            raise forms.ValidationError("收到日期早于《信访工作条例》施行之日（2022年5月1日）。")
        return received_on

    def clean_people_count(self) -> int:
        return self.cleaned_data.get("people_count") or 1

    def clean_joins(self) -> Matter | None:
        number = self.cleaned_data["joins"].strip()
        if not number:
            return None
        earlier = Petition.objects.visible_to(self.by.user).filter(number=number).first()
        if earlier is None:
            raise forms.ValidationError("没有找到这个编号的信访件，请核对。")
        return earlier.matter

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        situation = self.cleaned_data.get("situation")
        kind = self.cleaned_data.get("kind")
        if situation and kind and situation.kind != kind:
            label = situation.get_kind_display()
            self.add_error("situation", f"这一情形属于“{label}”，与所选的事项性质不符。")
        return data

    def clean_listed(self) -> tuple[lifecycle.Person, ...]:
        try:
            return read_names(self.cleaned_data["listed"], on=self.on)
        except NamelistError as error:
            raise forms.ValidationError(str(error)) from error

    def submit(self, people: Sequence[PersonForm], *, at: dt.datetime) -> Petition | None:
        """Register, or put the reasons at their fields and return `None`. All forms are valid."""
        try:
            return lifecycle.register(
                self._facts(people), by=self.by, at=at, key=cast("UUID", self.cleaned_data["key"])
            )
        except FieldError as error:
            self.people_error = error.fields.get("people", "")
            for name, message in error.fields.items():
                self.add_error(name if name in self.fields else None, message)
            return None

    def _facts(self, people: Sequence[PersonForm]) -> lifecycle.Facts:
        data = self.cleaned_data
        return lifecycle.Facts(
            intake=Intake(data["intake"]),
            purpose=Purpose(data["purpose"]),
            kind=Kind(data["kind"]),
            title=data["title"],
            text=data["text"],
            received_on=data["received_on"],
            category=data["category"],
            territory=data["territory"],
            people=(*(form.person() for form in people), *data["listed"]),
            people_count=data["people_count"],
            is_anonymous=data["is_anonymous"],
            postmarked_on=data["postmarked_on"],
            accused_name=data["accused_name"],
            accused_organization=data["accused_organization"],
            joins=data["joins"],
            situation=data["situation"],
        )


def _speak_plainly(fields: dict[str, forms.Field]) -> None:
    """Messages that say what to do, in place of “这个字段是必填项”."""
    for bound in fields.values():
        verb = "选择" if isinstance(bound, _CHOSEN) else "填写"
        bound.error_messages["required"] = f"请{verb}{bound.label}。"
        if isinstance(bound, forms.DateField):
            bound.error_messages["invalid"] = "请填写实际存在的日期，例如 2026-03-02。"
        if isinstance(bound, forms.UUIDField):
            bound.error_messages |= dict.fromkeys(("required", "invalid"), STALE_PAGE)


def _person_input(marker: str, **attrs: str) -> forms.TextInput:
    """An input that scripts may fill, and the browser does not fill with the clerk's own name."""
    return forms.TextInput(attrs={marker: True, "autocomplete": "off", **attrs})


class PersonForm(forms.Form):
    """One petitioner. The ID number fills birth date, sex and region."""

    name = forms.CharField(
        label="姓名（名称）", max_length=40, widget=_person_input("data-person-name")
    )
    part = forms.ChoiceField(
        label="身份", choices=Part.choices, initial=Part.PETITIONER, required=False
    )
    id_number = forms.CharField(
        label="身份证号",
        max_length=20,
        required=False,
        widget=_person_input("data-identity-number", spellcheck="false"),
    )
    phone = forms.CharField(
        label="电话", max_length=20, required=False, widget=_person_input("data-person-phone")
    )
    address = forms.CharField(
        label="住址", max_length=120, required=False, widget=_person_input("data-person-address")
    )

    def __init__(self, *args: object, on: dt.date, **kwargs: object) -> None:
        self.on = on
        self.known: IdNumber | None = None
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _speak_plainly(self.fields)

    def has_changed(self) -> bool:
        """Whether somebody wrote in this row; a chosen part alone is an empty row."""
        return any(
            str(self[name].data or "").strip() for name in ("name", "id_number", "phone", "address")
        )

    def clean_id_number(self) -> str:
        text: str = self.cleaned_data["id_number"]
        if not text:
            return ""
        try:
            self.known = read_id_number(text, on=self.on)
        except IdNumberError as error:
            raise forms.ValidationError(str(error)) from error
        return self.known.number

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].replace(" ", "")
        if phone and not _PHONE.match(phone):
            raise forms.ValidationError(
                "电话应为 11 位手机号，或带区号的座机，例如 0731-85550123。"
            )
        return phone

    def clean_part(self) -> str:
        return self.cleaned_data.get("part") or Part.PETITIONER

    def person(self) -> lifecycle.Person:
        data = self.cleaned_data
        return lifecycle.Person(
            name=data["name"],
            part=Part(data["part"]),
            id_number=data["id_number"],
            phone=data["phone"],
            address=data["address"],
            birth_on=self.known.birth_on if self.known else None,
            sex=self.known.sex if self.known else "",
            region=self.known.region if self.known else "",
        )
