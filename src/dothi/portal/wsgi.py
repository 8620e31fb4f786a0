"""The WSGI application that ``dothi serve`` and any other server run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.portal.django_settings")
application = get_wsgi_application()

from dothi.portal.warming import warm_in_background  # noqa: E402 - its models need Django to be ready

warm_in_background()
