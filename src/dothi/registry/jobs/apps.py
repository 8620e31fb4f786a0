from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dothi.registry.jobs"
    label = "jobs"
    verbose_name = "Công việc nền"
