from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "dothi.registry.plans"
    label = "plans"
    verbose_name = "Đồ án quy hoạch"
