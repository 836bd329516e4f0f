"""The cast of every test: the demo accounts at the demo organizations.

江桥市人民政府 ─ 江桥市信访局复查复核办   reviewer, review_leader
└─ 青禾县人民政府                        leader
   ├─ 青禾县信访局                       clerk, supervisor, chief
   ├─ 青禾县信访局复查复核办             county_reviewer, county_review_leader
   ├─ 青禾县人社局                       hr_desk, hr_handler, hr_leader
   ├─ 市生态环境局青禾分局               env_desk, env_handler, env_leader
   └─ 青禾县纪委监委                     discipline
三员 of 青禾县信访局                     sysadmin, secadmin, auditor
"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from accounts.models import Organization, Post, Role, User
from routing.demo_tree import plant
from routing.reference.loading import load

PASSWORD = "cast-Xinfang-2026"

#: User name, own name, organization, role, cleared for sealed reports.
CAST: tuple[tuple[str, str, str, Role, bool], ...] = (
    ("clerk", "孟知行", "qinghe-petition", Role.CLERK, True),
    ("supervisor", "程知秋", "qinghe-petition", Role.SUPERVISOR, True),
    ("chief", "陆怀川", "qinghe-petition", Role.CHIEF, True),
    ("hr_desk", "叶文竹", "qinghe-hr", Role.DESK, False),
    ("hr_handler", "顾清和", "qinghe-hr", Role.HANDLER, False),
    ("hr_leader", "方以宁", "qinghe-hr", Role.APPROVER, False),
    ("env_desk", "闻小溪", "qinghe-env", Role.DESK, False),
    ("env_handler", "江映川", "qinghe-env", Role.HANDLER, False),
    ("env_leader", "白石清", "qinghe-env", Role.APPROVER, False),
    ("county_reviewer", "柳时雨", "qinghe-review", Role.HANDLER, False),
    ("county_review_leader", "秦望山", "qinghe-review", Role.APPROVER, False),
    ("reviewer", "沈秋白", "jiangqiao-review", Role.HANDLER, False),
    ("review_leader", "温如故", "jiangqiao-review", Role.APPROVER, False),
    ("discipline", "季明远", "qinghe-discipline", Role.DISCIPLINE, True),
    ("leader", "韩致远", "qinghe-gov", Role.LEADER, False),
    ("sysadmin", "陶以然", "qinghe-petition", Role.SYSADMIN, False),
    ("secadmin", "梁慎言", "qinghe-petition", Role.SECADMIN, False),
    ("auditor", "卫知白", "qinghe-petition", Role.AUDITOR, False),
)


def assemble() -> None:
    """Load the law, plant the tree and give everybody a post; again is nothing."""
    if User.objects.filter(username=CAST[-1][0]).exists():
        return
    load()
    tree = plant()
    password = make_password(PASSWORD)
    for username, name, code, role, cleared in CAST:
        user = User.objects.create(
            username=username, name=name, email=f"{username}@cast.example", password=password
        )
        Post.objects.create(user=user, organization=tree[code], role=role, is_cleared=cleared)


def posts() -> dict[str, Post]:
    """Everybody's post by user name; `post.user` is the person."""
    rows = Post.objects.filter(user__username__in=[row[0] for row in CAST], ends_on=None)
    return {post.user.username: post for post in rows.select_related("user", "organization")}


def organizations() -> dict[str, Organization]:
    return {row.code: row for row in Organization.objects.all()}
