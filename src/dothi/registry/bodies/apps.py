from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "dothi.registry.bodies"
    label = "bodies"
    verbose_name = "Cơ quan"
