from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    name = "dothi.registry.observations"
    label = "observations"
    verbose_name = "Số liệu"
