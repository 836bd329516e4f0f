"""Tags for pages of every app: fields, icons, error summary, page numbers. They ask no database."""

from __future__ import annotations

import math
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.paginator import Page
    from django.forms import BoundField

    from accounts.menus import MenuLink

register = template.Library()


class ErrorEntry(NamedTuple):
    """One thing to put right; `target` is the input's id, empty where it concerns the whole."""

    target: str
    label: str
    text: str


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from templates/components/icons. It never stands without a word beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        _drawing(name),
    )


@cache
def _drawing(name: str) -> SafeString:
    drawing = render_to_string(f"components/icons/{name}.svg").strip()
    return mark_safe(drawing)  # noqa: S308 - a file of this repository


@register.inclusion_tag("components/field.html")
def field(field: BoundField, kind: str = "", label: str = "", hint: str = "") -> dict[str, Any]:
    """Label, input, hint and error of one form field; `kind` adds classes (short, span2)."""
    return {"field": field, "kind": kind, "label": label, "hint": hint}


@register.inclusion_tag("components/errors.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | str | None) -> dict[str, Any]:
    """All errors of the forms and formsets given; an absent one (None, empty) is passed over."""
    return {"entries": [entry for form in forms if form for entry in _entries(form)]}


def _entries(form: BaseForm | BaseFormSet[Any] | Any) -> Iterator[ErrorEntry]:
    if isinstance(form, BaseFormSet):
        for text in form.non_form_errors():
            yield ErrorEntry("", "", str(text))
        for member in form.forms:
            yield from _entries(member)
    elif form.is_bound:
        for text in form.non_field_errors():
            yield ErrorEntry("", "", str(text))
        for bound in form:
            target = "" if bound.is_hidden else bound.auto_id
            for text in bound.errors:
                yield ErrorEntry(str(target), str(bound.label), str(text))


@register.filter
def minutes(duration: timedelta) -> int:
    return math.ceil(duration / timedelta(minutes=1))


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.simple_tag(takes_context=True)
def menu_count(context: template.Context, link: MenuLink) -> str | SafeString:
    """The tally beside a menu item, by URL name: the page's own `page_counts`, then the
    `menu_counts` that every page has."""
    counts = {**(context.get("menu_counts") or {}), **(context.get("page_counts") or {})}
    count = counts.get(link.url_name)
    if count is None:
        return ""
    return format_html('<span class="tally">{}<span class="sr"> 件</span></span>', count)
