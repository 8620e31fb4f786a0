from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dothi.registry.audit"
    label = "audit"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        from dothi.registry.audit import events  # noqa: PLC0415 - models are ready only now

        events.connect()
