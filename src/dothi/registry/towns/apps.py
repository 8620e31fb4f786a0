from django.apps import AppConfig


class TownsConfig(AppConfig):
    name = "dothi.registry.towns"
    label = "towns"
    verbose_name = "Số liệu phân loại đô thị"
