from django.apps import AppConfig


class LandConfig(AppConfig):
    name = "dothi.registry.land"
    label = "land"
    verbose_name = "Đất đai"

    def ready(self) -> None:
        """Hear of every version of a plan that begins to count."""
        from dothi.registry.land.illustrating_cadastre import (  # noqa: PLC0415 - models are there only now
            hear_illustrative,
        )
        from dothi.registry.land.watches import hear  # noqa: PLC0415 - models are there only now
        from dothi.registry.plans.publishing import standing_changed  # noqa: PLC0415 - likewise

        standing_changed.connect(hear, dispatch_uid="land.watches")
        standing_changed.connect(hear_illustrative, dispatch_uid="land.illustrate")
