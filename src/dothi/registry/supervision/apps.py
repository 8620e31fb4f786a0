from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "dothi.registry.supervision"
    label = "supervision"
    verbose_name = "Giám sát"
