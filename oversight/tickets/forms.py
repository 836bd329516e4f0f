"""A form for each act on a ticket: what a person types. Pages and API share these."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from django import forms

from oversight.models import Adoption
from oversight.tickets import papers
from oversight.tickets.acting import LONGEST, LONGEST_REASON, SHORTEST, asks_adoption
from oversight.tickets.answering import accept, again_by, answer, send_back
from oversight.tickets.competence import Verb
from oversight.tickets.lifting import lift, void
from oversight.tickets.opening import proposed_due, sign
from petitions.acts.base import day, long_text
from petitions.errors import FieldError

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Post
    from oversight.models import Ticket, TicketKind
    from petitions.documents import Rehearsed


class TicketForm(forms.Form):
    """`verb` names the act, `noun` its address; `version` is the ticket as it was seen."""

    verb: ClassVar[Verb]
    noun: ClassVar[str]
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, ticket: Ticket, on: dt.date, **kwargs: object) -> None:
        self.ticket, self.on = ticket, on
        kwargs.setdefault("initial", {})
        kwargs.setdefault("auto_id", f"id_{self.noun}_%s")
        cast("dict[str, object]", kwargs["initial"]).setdefault("version", ticket.version)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.prepare()

    def prepare(self) -> None:
        """Fill what depends on the ticket."""

    def run(self, *, by: Post, at: dt.datetime) -> object:
        raise AssertionError(f"{type(self).__name__} has no verb")

    def submit(self, *, by: Post, at: dt.datetime) -> bool:
        """Run the act; a `FieldError` of the verb is put at its field, and the answer is False."""
        try:
            self.run(by=by, at=at)
        except FieldError as error:
            for name, message in error.fields.items():
                self.add_error(name if name in self.fields else None, message)
            return False
        return True

    @property
    def has_paper(self) -> bool:
        """Whether the act issues a paper, which is then shown beside this form."""
        return False

    def unissued(self, *, by: Post) -> list[Rehearsed]:
        """The paper from what is typed so far; the form need not be valid."""
        return []

    @property
    def seen(self) -> int | None:
        return self.cleaned_data.get("version")


def _reason(label: str, hint: str) -> forms.CharField:
    field = long_text(label, hint=hint, rows=3, limit=LONGEST_REASON)
    field.error_messages["required"] = f"请填写{label}。"
    return field


class AnswerForm(TicketForm):
    verb, noun = Verb.ANSWER, "answer"
    adoption = forms.ChoiceField(
        label="采纳情况",
        choices=Adoption.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择采纳情况（第四十条第四款）。"},
    )
    answer = forms.CharField(
        label="书面答复",
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text="写明原因、目前进展和下一步措施、完成时间。提交后不能修改。",
        error_messages={
            "required": "请写明原因、目前进展和下一步措施。",
            "min_length": "请写明原因、目前进展和下一步措施。",
            "max_length": f"答复不能超过 {LONGEST} 字。",
        },
        widget=forms.Textarea(attrs={"rows": 8, "data-count": LONGEST}),
    )

    def prepare(self) -> None:
        if not self.has_paper:
            del self.fields["adoption"]
        else:
            self.fields["answer"].label = "理由和措施"

    @property
    def has_paper(self) -> bool:
        return asks_adoption(self.ticket)

    def unissued(self, *, by: Post) -> list[Rehearsed]:
        data = self.cleaned_data
        said = {"adoption": data.get("adoption", ""), "reasons": data.get("answer", "")}
        return [papers.unissued_feedback(self.ticket, **said, on=self.on)]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        return answer(
            self.ticket,
            text=data["answer"],
            adoption=data.get("adoption", ""),
            by=by,
            at=at,
            version=self.seen,
        )


class AcceptForm(TicketForm):
    verb, noun = Verb.ACCEPT, "acceptance"
    note = forms.CharField(label="审核意见", required=False, max_length=LONGEST_REASON)

    def run(self, *, by: Post, at: dt.datetime) -> object:
        note = self.cleaned_data["note"]
        return accept(self.ticket, note=note, by=by, at=at, version=self.seen)


class ReturnForm(TicketForm):
    verb, noun = Verb.RETURN, "reply-return"
    reason = _reason("退回理由", "写明答复里缺什么、要补什么。")
    due_on = day("重新答复期限", hint="内部要求，默认 3 个工作日。")

    def prepare(self) -> None:
        self.initial.setdefault("due_on", again_by(self.on))

    def run(self, *, by: Post, at: dt.datetime) -> object:
        data = self.cleaned_data
        said = {"reason": data["reason"], "due_on": data["due_on"]}
        return send_back(self.ticket, **said, by=by, at=at, version=self.seen)


class LiftForm(TicketForm):
    verb, noun = Verb.LIFT, "lifting"
    reason = _reason("解除理由", "写明为什么不再需要答复；理由记入办理过程。")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        reason = self.cleaned_data["reason"]
        return lift(self.ticket, reason=reason, by=by, at=at, version=self.seen)


class VoidForm(TicketForm):
    verb, noun = Verb.VOID, "withdrawal"
    reason = _reason("撤回理由", "开错的、不再需要的，写明原因。")

    def run(self, *, by: Post, at: dt.datetime) -> object:
        reason = self.cleaned_data["reason"]
        return void(self.ticket, reason=reason, by=by, at=at, version=self.seen)


class SignForm(TicketForm):
    verb, noun = Verb.SIGN, "signature"
    due_on = day("答复期限", hint="内部要求；自签发之日起算。")

    def prepare(self) -> None:
        kind = cast("TicketKind", self.ticket.kind)
        late = self.ticket.due_on <= self.on
        proposed = proposed_due(kind, on=self.on) if late else self.ticket.due_on
        self.initial.setdefault("due_on", proposed)

    @property
    def has_paper(self) -> bool:
        return True

    def unissued(self, *, by: Post) -> list[Rehearsed]:
        cited = self.ticket.cited.select_related("petition", "category")
        return [papers.unissued(self.ticket, cited=cited, on=self.on)]

    def run(self, *, by: Post, at: dt.datetime) -> object:
        due_on = self.cleaned_data["due_on"]
        return sign(self.ticket, due_on=due_on, by=by, at=at, version=self.seen)


FORMS: dict[str, type[TicketForm]] = {
    form.noun: form for form in (SignForm, AnswerForm, AcceptForm, ReturnForm, LiftForm, VoidForm)
}
