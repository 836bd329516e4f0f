"""Sign-in, sign-out, a person's own account, and the health page of the system administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from rest_framework.authtoken.models import Token

from accounts.context import seconds_left
from accounts.forms import LookForm, NewPasswordForm, SignInForm
from accounts.look import keep, look_of
from accounts.models import Post, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

#: When this person signed in before this time, remembered for the length of the session.
PREVIOUS = "previous_sign_in"


class SignIn(auth_views.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = _demonstration() if settings.DEMO else {}
        return super().get_context_data(**kwargs) | demo

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        before = form.get_user().last_login
        response = super().form_valid(form)
        self.request.session[PREVIOUS] = before.isoformat() if before else ""
        return response


class SignOut(auth_views.LogoutView):
    next_page = "accounts:sign-in"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        messages.success(request, "您已安全退出。")
        # The next person at this machine must find nothing behind the back button.
        response["Clear-Site-Data"] = '"cache"'
        return response


class ChangePassword(auth_views.PasswordChangeView):
    template_name = "accounts/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Programs that signed in with the old password are signed out like the other browsers."""
        Token.objects.filter(user=cast("User", self.request.user)).delete()
        messages.success(self.request, "密码已修改。其他地方的登录都已退出。")
        return super().form_valid(form)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and how the pages look to me."""
    form = LookForm(request.POST or None, initial=vars(look_of(request)))
    if request.method == "POST" and form.is_valid():
        messages.success(request, "显示设置已保存。")
        response: HttpResponse = redirect("accounts:account")
        keep(form.look, request, response)
        return response
    previous = parse_datetime(request.session.get(PREVIOUS) or "")
    return render(request, "accounts/account.html", {"form": form, "previous": previous})


@never_cache
@require_safe
def extend_session(request: HttpRequest) -> HttpResponse:
    """Asked by a script: seconds left from now, and the form token, new after a new sign-in.

    Somebody signed out is told in JSON and not sent to a page.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"detail": "登录已到期，请重新登录。"}, status=401)
    request.session.modified = True
    return JsonResponse({"seconds": seconds_left(request), "token": get_token(request)})


@require_safe
@login_required
def health(request: HttpRequest) -> HttpResponse:
    if not cast("User", request.user).holds(Role.SYSADMIN):
        raise PermissionDenied
    return render(request, "accounts/health.html")


def _demonstration() -> dict[str, Any]:
    """Accounts anybody may try; read only where the demonstration is switched on."""
    posts = Post.objects.filter(ends_on=None, user__is_active=True)
    return {
        "demo_posts": posts.select_related("user", "organization").order_by("user_id", "pk"),
        "demo_password": settings.DEMO_PASSWORD,
    }
