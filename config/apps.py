import django_stubs_ext
from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition root as an app: it owns the checks of a production start."""

    name = "config"
    verbose_name = "系统配置"

    def ready(self) -> None:
        from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

        from config import checks

        # Generic in their stubs only; they cannot be imported as early as the settings.
        django_stubs_ext.monkeypatch(extra_classes=[PasswordChangeForm, SetPasswordForm])
        checks.register()
