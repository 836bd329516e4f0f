"""The web application. A production start with unfit settings ends here, in one sentence."""

import os

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.checks import refuse_unfit_start  # noqa: E402 - needs the apps loaded above

refuse_unfit_start()
application = get_wsgi_application()
