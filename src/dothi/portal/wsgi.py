"""The WSGI application that ``dothi serve`` and any other server run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.portal.django_settings")
application = get_wsgi_application()
