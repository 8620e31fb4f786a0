"""The portal as a Django app (templates, static files, translations)."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dothi.portal"
    label = "portal"
    verbose_name = "Cổng thông tin"
