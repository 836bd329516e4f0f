"""A form for each act: what a person types, checked for shape. Lawfulness is the lifecycle's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from django import forms

from accounts.models import Post, Role, User
from petitions.errors import FieldError, ForbiddenError
from petitions.letters import LETTERS, Letter, LetterField
from petitions.states import find

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.forms import BoundField

    from petitions.models import Referral
    from petitions.states import Action


class DayInput(forms.DateInput):
    """<input type=date>: a value the browser understands, whatever the locale prints."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def long_text(
    label: str, *, required: bool = True, hint: str = "", rows: int = 4, limit: int = 2000
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows, "data-count": limit}),
    )


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=hint, widget=DayInput())


@dataclass(frozen=True)
class Section:
    """Entries of a long form that belong together; `show_when` as in `data-show-when`."""

    title: str
    entries: list[BoundField]
    show_when: str = ""


class ActForm(forms.Form):
    """`action` names the row of the table, `noun` the URL; `version` is the hop as it was seen."""

    action: ClassVar[Action]
    noun: ClassVar[str]
    #: What the person is about to do cannot be undone: the page asks once more.
    is_final: ClassVar[bool] = False
    forbidden = ""
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, referral: Referral, on: dt.date, **kwargs: object) -> None:
        self.referral, self.on = referral, on
        kwargs.setdefault("initial", {})
        cast("dict[str, object]", kwargs["initial"]).setdefault("version", referral.version)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.prepare()
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                verb = "选择" if hasattr(field, "choices") else "填写"
                field.error_messages["required"] = f"请{verb}“{field.label}”。"

    def prepare(self) -> None:
        """Fill choices that depend on the hop."""

    def run(self, *, by: Post, at: dt.datetime) -> object:
        """Call the verb with what was typed; raises `petitions.errors.LifecycleError`."""
        raise AssertionError(f"{type(self).__name__} has no verb")

    def submit(self, *, by: Post, at: dt.datetime) -> bool:
        """Run the act; a `FieldError` of the verb is put at its field, and the answer is False.
        `forbidden` then says what the law forbids whoever asks, to be kept as a refusal."""
        try:
            self.run(by=by, at=at)
        except FieldError as error:
            self.forbidden = error.reason if isinstance(error, ForbiddenError) else ""
            for name, message in error.fields.items():
                self.add_error(name if name in self.fields else None, message)
            return False
        return True

    def sections(self) -> list[Section]:
        """How a long form is drawn; empty where its entries stand in one row."""
        return []

    def previewed(self) -> Letter | None:
        """The letter to show while the form is not complete; `None` where there is none to see."""
        row = find(self.action, self.referral.hop, self.referral.state)
        return row.letters[0] if row and row.letters else None

    def typed_entries(self) -> dict[str, object]:
        """What is typed so far, complete or not, in words: the letter may have an entry for it."""
        return {bound.name: _said(bound) for bound in self if bound.value()}

    def known(self, *, by: Post) -> dict[str, object]:
        """What the letter says from the records beyond what every letter says."""
        return {}

    @property
    def seen(self) -> int | None:
        return self.cleaned_data.get("version")


class LetterForm(ActForm):
    """An act that writes a letter: the entries of its letter that a person types."""

    def letter(self) -> Letter:
        raise AssertionError(f"{type(self).__name__} has no letter")

    def prepare(self) -> None:
        for entry in typed(self.letter()):
            self.fields[entry.name] = field_for(entry)

    def previewed(self) -> Letter | None:
        return self.letter()

    def typed_entries(self) -> dict[str, object]:
        return self.values()

    def values(self) -> dict[str, object]:
        return {entry.name: self.cleaned_data.get(entry.name) for entry in typed(self.letter())}


def _said(bound: BoundField) -> object:
    """The answer as its label, where it was chosen from a list."""
    choices = {str(value): label for value, label in getattr(bound.field, "choices", ())}
    return choices.get(str(bound.value()), bound.value())


def typed(letter: Letter) -> list[LetterField]:
    return [entry for entry in LETTERS[letter].fields if not entry.computed]


def field_for(entry: LetterField) -> forms.Field:
    if entry.choices:
        return forms.ChoiceField(
            label=entry.label,
            choices=entry.choices,
            required=entry.required,
            widget=forms.RadioSelect,
        )
    if entry.is_date:
        return day(entry.label, required=entry.required, hint=entry.help)
    if entry.multiline:
        return long_text(
            entry.label, required=entry.required, hint=entry.help, rows=5, limit=entry.max_length
        )
    return forms.CharField(
        label=entry.label,
        required=entry.required,
        help_text=entry.help,
        max_length=entry.max_length,
    )


class PersonChoice(forms.ModelChoiceField[User]):
    """People of one organization by user name, shown by their own name."""

    def __init__(self, *, label: str) -> None:
        people = User.objects.none()
        super().__init__(people, label=label, to_field_name="username", empty_label="请选择")
        self.error_messages["invalid_choice"] = "请选择本机关的人员。"


def people_of(referral: Referral, roles: Iterable[Role]) -> list[int]:
    """Who holds one of these posts in the hop's organization today."""
    posts = Post.objects.filter(
        organization=referral.organization_id, role__in=list(roles), ends_on=None
    )
    return list(posts.values_list("user_id", flat=True))
