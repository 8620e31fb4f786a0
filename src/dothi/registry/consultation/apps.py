from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "dothi.registry.consultation"
    label = "consultation"
    verbose_name = "Lấy ý kiến"
