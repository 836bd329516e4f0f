"""The main menu: which pages each role works with, in the order of the working day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from accounts.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class MenuItem:
    label: str
    url_name: str
    icon: str


@dataclass(frozen=True)
class MenuLink:
    """`current` is the value of aria-current: page, true (a page below this one), or empty."""

    label: str
    url_name: str
    icon: str
    url: str
    current: str = ""


TODAY = MenuItem("今日工作", "petitions:today", "today")
REGISTER = MenuItem("登记", "petitions:register", "register")
DRAFTS = MenuItem("我的草稿", "petitions:drafts", "draft")
PETITIONS = MenuItem("信访件", "petitions:list", "list")
TICKETS = MenuItem("督办单", "oversight:tickets", "ticket")
SITUATION = MenuItem("态势", "oversight:situation", "eye")
CARDS = MenuItem("红黄牌", "oversight:cards", "warning")
LEADER_DAY = MenuItem("今日要情", "oversight:leader", "sun")
REPORTS = MenuItem("报表", "oversight:reports", "chart")
WORK_CALENDAR = MenuItem("工作日历", "routing:work-calendar", "calendar")
RULES = MenuItem("规则", "petitions:rules", "book")
HEALTH = MenuItem("运行状况", "accounts:health", "health")
SENDING = MenuItem("发送情况", "oversight:sending", "inbox")
ACCOUNT = MenuItem("我的账户", "accounts:account", "person")

#: At most seven each: what is not here (calculator, calendar, absences) is one step from 规则 or
#: 我的账户.
MENUS: dict[Role, tuple[MenuItem, ...]] = {
    Role.CLERK: (TODAY, REGISTER, DRAFTS, PETITIONS, TICKETS, REPORTS, RULES),
    Role.SUPERVISOR: (TODAY, CARDS, SITUATION, PETITIONS, TICKETS, REPORTS, RULES),
    Role.CHIEF: (TODAY, CARDS, SITUATION, PETITIONS, TICKETS, REPORTS, RULES),
    Role.DESK: (TODAY, CARDS, REGISTER, PETITIONS, TICKETS, REPORTS, RULES),
    Role.HANDLER: (TODAY, PETITIONS, TICKETS, REPORTS, RULES),
    Role.APPROVER: (TODAY, CARDS, SITUATION, PETITIONS, TICKETS, REPORTS, RULES),
    Role.DISCIPLINE: (TODAY, PETITIONS, TICKETS, RULES),
    Role.LEADER: (TODAY, LEADER_DAY, CARDS, SITUATION, PETITIONS, REPORTS),
    Role.SYSADMIN: (HEALTH, SENDING, WORK_CALENDAR),
    Role.SECADMIN: (ACCOUNT,),
    Role.AUDITOR: (ACCOUNT,),
}


def menu(roles: Iterable[str], *, path: str) -> list[MenuLink]:
    """The items of all `roles`, each once, the one that holds `path` marked."""
    items = dict.fromkeys(item for role in roles for item in MENUS[Role(role)])
    links = {item: url for item in items if (url := address(item.url_name))}
    here = max((url for url in links.values() if _holds(url, path)), key=len, default=None)
    return [
        MenuLink(item.label, item.url_name, item.icon, url, _mark(url, path) if url == here else "")
        for item, url in links.items()
    ]


def address(url_name: str) -> str:
    """The URL of a page, or empty: one app left out must not break every page's shell."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _mark(url: str, path: str) -> str:
    return "page" if path == url else "true"
