from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "dothi.registry.sources"
    label = "sources"
    verbose_name = "Nguồn và văn bản"
