from django.apps import AppConfig


class LandConfig(AppConfig):
    name = "dothi.registry.land"
    label = "land"
    verbose_name = "Đất đai"
