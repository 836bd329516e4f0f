"""登记: one page that keeps everything typed, whatever becomes of a submission."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from petitions import attachments, drafts, filetypes
from petitions.acts import people
from petitions.acts.counter import CounterForm
from petitions.models import Petition
from petitions.permissions import registrar_post
from petitions.views.hints import advice
from petitions.views.hints import hints as hints_for
from petitions.views.receipts import remember
from routing.models import Situation

if TYPE_CHECKING:
    from accounts.models import Post, User
    from petitions.acts.people import PeopleFormSet, Row
    from petitions.attachments import Kept
    from petitions.drafts import Fields

FORM = "registration"
KEEP = "keep"
#: Join the matter that was found, and register at once.
JOIN_NOW = "join-now"
#: Keep what is written and ask the guide, which leads back to this page.
GUIDE = "guide"
_CODE = re.compile(r"[A-Z]-\d\d")


@dataclass
class Page:
    """What stands on the page, in whatever state."""

    post: Post
    key: UUID
    fields: Fields
    files: list[Kept] = field(default_factory=list)
    file_problems: list[str] = field(default_factory=list)
    form: CounterForm | None = None
    people: PeopleFormSet | None = None

    @property
    def draft(self) -> str:
        return form_name(self.key)

    @property
    def rows(self) -> list[Row]:
        return list(people.posted(self.fields).values())


def form_name(key: UUID) -> str:
    return f"{FORM}:{key}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    post = _registrar(request)
    if request.method == "POST":
        return _take(request, post)
    key = _uuid(request.GET.get("draft", "")) or uuid4()
    earlier = _earlier(post, key)
    if earlier:
        return _to_receipt(request, earlier)
    draft = drafts.find(post.user, form_name(key))
    page = Page(post, key, draft.fields if draft else {}, draft.files if draft else [])
    _take_over(page, request.GET.get("situation", ""))
    response = _show(request, page)
    if draft:
        # A blank page may be kept: going back to it after sending must bring the same key again.
        add_never_cache_headers(response)
    return response


@require_POST
@login_required
def hints(request: HttpRequest) -> HttpResponse:
    post = _registrar(request)
    context = hints_for(drafts.typed(request.POST), by=post, on=timezone.localdate())
    return render(request, "petitions/_hints.html", context | {"is_fragment": True})


def _take_over(page: Page, code: str) -> None:
    """The answer of the guide; a code that is none of the guide's is left out."""
    situation = Situation.objects.filter(code=code).first() if _CODE.fullmatch(code) else None
    if situation:
        page.fields |= {"situation": [situation.code], "kind": [situation.kind]}


def _registrar(request: HttpRequest) -> Post:
    post = registrar_post(cast("User", request.user))
    if post is None:
        raise PermissionDenied("您的岗位不登记信访件。")
    return post


def _take(request: HttpRequest, post: Post) -> HttpResponse:
    fields = drafts.typed(request.POST)
    key = _uuid((fields.get("key") or [""])[0])
    if key is None:
        return _renew(request, Page(post, uuid4(), fields))
    earlier = _earlier(post, key)
    if earlier:
        return _to_receipt(request, earlier)
    return _press(request, Page(post, key, fields))


def _press(request: HttpRequest, page: Page) -> HttpResponse:
    """Keep what came, then do what the pressed button says."""
    step, _, which = request.POST.get("step", "").partition(":")
    _STEPS.get(step, _leave)(page, which)
    refused = _keep(request, page)
    if step == KEEP and not page.file_problems:
        for reason in refused:
            messages.error(request, reason)
        if not refused:
            messages.success(request, "已存为草稿，随时可以从这里继续。")
            return redirect("petitions:drafts")
    if step == GUIDE:
        return redirect(f"{reverse('routing:guide')}?{urlencode({'draft': page.key})}")
    if step and step != JOIN_NOW:
        return _show(request, page)
    return _register(request, _judge(page))


def _renew(request: HttpRequest, page: Page) -> HttpResponse:
    """A page without a usable key is answered with a new one, and says so."""
    form = cast("CounterForm", _judge(page).form)
    form.full_clean()
    form.data = {**form.data, "key": str(page.key)}
    return _show(request, page, status=HTTPStatus.BAD_REQUEST)


def _keep(request: HttpRequest, page: Page) -> list[str]:
    """Into the draft before anything may fail: fields, and the files that may be kept. Gives back
    why the fields were not kept, which only matters to somebody who asked for a draft."""
    now, user = timezone.now(), page.post.user
    refused = []
    try:
        drafts.save(user, page.draft, page.fields, at=now)
    except drafts.DraftRefusedError as error:
        refused.append(str(error))
    files, page.file_problems = attachments.check_all(request.FILES.getlist("files"))
    if files:
        page.file_problems += drafts.add_files(user, page.draft, files, at=now)
    draft = drafts.find(user, page.draft)
    page.files = draft.files if draft else []
    return refused


def _add_person(page: Page, _which: str) -> None:
    numbers = people.posted(page.fields)
    page.fields[f"{people.PREFIX}-{max(numbers, default=0) + 1}-name"] = [""]


def _drop_person(page: Page, which: str) -> None:
    gone = f"{people.PREFIX}-{which}-"
    page.fields = {n: values for n, values in page.fields.items() if not n.startswith(gone)}


def _drop_file(page: Page, which: str) -> None:
    drafts.drop_file(page.post.user, page.draft, which)


def _join(page: Page, which: str) -> None:
    page.fields["joins"] = [which]


def _adopt(page: Page, _which: str) -> None:
    """What the proposal beside the form says, read once more from what stands in it."""
    found = advice(page.fields, by=page.post, on=timezone.localdate())
    if found:
        page.fields |= {name: [value] for name, value in found.values.items()}


def _leave(_page: Page, _which: str) -> None:
    """Other buttons change nothing: 存为草稿, 查重, 登记."""


#: Buttons of the page that do not register: name of the step → what it changes on the page.
_STEPS = {
    "add-person": _add_person,
    "drop-person": _drop_person,
    "drop-file": _drop_file,
    "join": _join,
    JOIN_NOW: _join,
    "adopt": _adopt,
}


def _judge(page: Page) -> Page:
    today = timezone.localdate()
    data = {name: values[-1] for name, values in page.fields.items() if values}
    page.form = CounterForm(data, by=page.post, on=today)
    page.people = people.judged(page.rows, on=today)
    return page


def _register(request: HttpRequest, page: Page) -> HttpResponse:
    """Petition, attachments and the end of the draft in one transaction. Of several equal requests
    the first does it; the others wait for its draft and find the petition."""
    form, listed = cast("CounterForm", page.form), cast("PeopleFormSet", page.people)
    is_valid = all((form.is_valid(), listed.is_valid(), not page.file_problems))
    petition = None
    if is_valid:
        now = timezone.now()
        with transaction.atomic():
            files = drafts.take(page.post.user, page.draft)
            petition = form.submit(listed.written(), at=now)
            if petition is None:
                transaction.set_rollback(True)
            else:
                attachments.attach(petition, files, by=page.post.user, at=now)
    if petition is None:
        return _show(request, page, status=HTTPStatus.BAD_REQUEST)
    return _to_receipt(request, petition)


def _show(request: HttpRequest, page: Page, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    today = timezone.localdate()
    if page.form is None:
        typed: dict[str, Any] = {name: values[-1] for name, values in page.fields.items() if values}
        page.form = CounterForm(initial=typed | {"key": str(page.key)}, by=page.post, on=today)
        page.people = people.shown(page.rows, on=today)
    context = {
        "form": page.form,
        "people": page.people,
        "page": page,
        "max_files": attachments.MAX_FILES,
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
        "file_types": filetypes.LABELS,
        "file_extensions": ",".join(filetypes.EXTENSIONS),
        **hints_for(page.fields, by=page.post, on=today),
    }
    shown = context["advice"]
    context["asks_why"] = bool(page.form.errors.get("otherwise") or (shown and shown.differs))
    return render(request, "petitions/register.html", context, status=status)


def _earlier(post: Post, key: UUID) -> Petition | None:
    return Petition.objects.filter(registered_by=post.user, idempotency_key=key).first()


def _to_receipt(request: HttpRequest, petition: Petition) -> HttpResponse:
    remember(request, petition)
    return redirect("petitions:receipt", number=petition.number)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
