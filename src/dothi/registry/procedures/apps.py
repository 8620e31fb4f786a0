from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "dothi.registry.procedures"
    label = "procedures"
    verbose_name = "Hồ sơ thủ tục"

    def ready(self) -> None:
        from dothi.registry.plans.publishing import standing_changed  # noqa: PLC0415 - models are there now
        from dothi.registry.procedures.publication import version_changed  # noqa: PLC0415 - likewise

        standing_changed.connect(version_changed, dispatch_uid="procedures.publication")
