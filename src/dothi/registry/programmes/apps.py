from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "dothi.registry.programmes"
    label = "programmes"
    verbose_name = "Chương trình"
