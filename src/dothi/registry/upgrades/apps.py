from django.apps import AppConfig


class UpgradesConfig(AppConfig):
    name = "dothi.registry.upgrades"
    label = "upgrades"
    verbose_name = "Chương trình nâng loại đô thị"
