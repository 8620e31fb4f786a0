from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "dothi.registry.consultation"
    label = "consultation"
    verbose_name = "Lấy ý kiến"

    def ready(self) -> None:
        """Hear of every version of a plan that begins to count."""
        from dothi.registry.consultation.illustrating import (  # noqa: PLC0415 - models are there only now
            hear_illustrative,
        )
        from dothi.registry.plans.publishing import standing_changed  # noqa: PLC0415 - likewise

        standing_changed.connect(hear_illustrative, dispatch_uid="consultation.illustrate")
