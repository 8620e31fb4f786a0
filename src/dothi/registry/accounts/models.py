"""People who sign in, and the roles they hold, where and until when."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from dothi.registry.dated import Dated


class User(AbstractUser):
    """A person with an account. Names and addresses are personal; ``illustrative`` marks demo accounts."""

    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=150, blank=True)
    illustrative = models.BooleanField("minh họa", default=False)

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_username_any_case",
                violation_error_message="Tên đăng nhập đã có người dùng.",
            )
        ]

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def __str__(self) -> str:
        return self.get_full_name()


class RoleAssignment(Dated):
    """One role held by one person, over a period, for a unit or body where the role has one.

    ``role`` is a code of the role table in :mod:`dothi.law`; ``unit_key`` names the unit an officer serves.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles", verbose_name="người dùng")
    role = models.CharField("vai trò", max_length=40, db_index=True)
    unit_key = models.CharField("mã đơn vị", max_length=80, blank=True)
    body_code = models.CharField("mã cơ quan", max_length=80, blank=True)
    decision = models.CharField("quyết định giao", max_length=200, blank=True)

    class Meta:
        verbose_name = "vai trò được giao"
        verbose_name_plural = "vai trò được giao"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} {self.unit_key}".strip()


class DelegationKind(models.TextChoices):
    """Phân cấp gives a duty away for good; ủy quyền lends it."""

    DECENTRALISED = "decentralised", "Phân cấp"
    AUTHORISED = "authorised", "Ủy quyền"


class Delegation(Dated):
    """By a decision, the people of one body, or one person, act for another body.

    ``duties`` and ``levels`` name what the decision speaks of; empty ``levels`` mean every one. A committee
    of a unit is named by its unit, any other body by its key.
    """

    kind = models.CharField("hình thức", max_length=14, choices=DelegationKind.choices)
    from_body = models.CharField("cơ quan giao", max_length=80, blank=True, db_index=True)
    from_unit = models.CharField("đơn vị giao", max_length=80, blank=True, db_index=True)
    to_body = models.CharField("cơ quan nhận", max_length=80, blank=True)
    to_unit = models.CharField("đơn vị nhận", max_length=80, blank=True)
    to_user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhận"
    )
    duties = models.JSONField("việc được giao", default=list)
    levels = models.JSONField("cấp quy hoạch", default=list, blank=True)
    decision = models.CharField("quyết định", max_length=200)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "phân cấp, ủy quyền"
        verbose_name_plural = "phân cấp, ủy quyền"

    def __str__(self) -> str:
        return f"{self.from_body or self.from_unit} → {self.to_body or self.to_unit or self.to_user_id}"


class KeptForm(models.Model):
    """A form that somebody sent after their session had ended: offered to them alone after sign-in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="người viết")
    address = models.CharField("địa chỉ", max_length=300)
    fields = models.JSONField("nội dung", default=dict)
    kept_at = models.DateTimeField("lúc giữ", auto_now=True)

    class Meta:
        verbose_name = "biểu mẫu viết dở"
        verbose_name_plural = "biểu mẫu viết dở"
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="accounts_kept_form_once")]

    def __str__(self) -> str:
        return self.address
