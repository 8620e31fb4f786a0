"""What the administration pages show: people, roles, the record, sources; places and jobs to look at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import action as admin_action
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from dothi.base.errors import InputError
from dothi.base.time import Period
from dothi.portal.account.admin_site import OfficeAdmin, site
from dothi.registry.accounts import services
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.accounts.roles import roles
from dothi.registry.audit.models import AuditEntry
from dothi.registry.audit.trail import readable_personal
from dothi.registry.jobs.models import Job
from dothi.registry.places.models import Town, Unit
from dothi.registry.sources.models import Source


class UserForm(forms.ModelForm):
    """An account's names and address, held to the rules of the service that writes them."""

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "is_active")

    def clean(self) -> dict[str, Any]:
        """Ask the service whether it would take this."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        email = (values.get("email") or "").strip().lower()
        try:
            if self.instance.pk is None and values.get("username"):
                services.check_new_user(User(username=values["username"], email=email))
            elif self.instance.pk is not None and email:
                services.check_email(email, of=self.instance)
        except InputError as error:
            raise ValidationError(error.sentences()) from error
        return values


class UserAdmin(OfficeAdmin):
    """Accounts: made with a temporary password, corrected, closed; erased by ``dothi audit erase`` only."""

    form = UserForm
    view_action = add_action = change_action = "accounts.manage"
    list_display = ("username", "full_name", "email", "is_active", "last_login", "illustrative")
    list_filter = ("is_active", "illustrative")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    actions = ("give_temporary_password",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """A user name is for good; a new account is open."""
        return ("is_active",) if obj is None else ("username", "last_login", "date_joined")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """The dates are shown once there are any."""
        fields = ("username", "full_name", "email", "is_active")
        return fields if obj is None else (*fields, "last_login", "date_joined")

    def save_model(self, request: HttpRequest, obj: User, form: UserForm, change: bool) -> None:
        """Write through the services, which keep the record."""
        if not change:
            self._make(request, obj)
            return
        if {"full_name", "email"} & set(form.changed_data):
            services.change_profile(obj, obj.full_name, obj.email, actor=request.user)
        if "is_active" in form.changed_data:
            services.set_active(obj, obj.is_active, actor=request.user)

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> None:
        """The service has recorded it."""

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> None:
        """The service has recorded it."""

    @admin_action(description="Đặt mật khẩu tạm")
    def give_temporary_password(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Set and show one temporary password for each account chosen."""
        for user in queryset:
            password = services.generated_password()
            services.set_password(user, password, actor=request.user)
            messages.warning(request, f"Mật khẩu tạm của {user.username}: {password}")

    def _make(self, request: HttpRequest, obj: User) -> None:
        password = services.generated_password()
        made = services.create_user(
            obj.username, password, full_name=obj.full_name, email=obj.email, actor=request.user
        )
        obj.pk, obj.password = made.pk, made.password
        obj._state.adding = False  # noqa: SLF001 - the service has saved it
        messages.warning(request, f"Mật khẩu tạm của {made.username}, chỉ hiện một lần: {password}")


class RoleForm(forms.ModelForm):
    """A role to give, with the period it holds."""

    role = forms.ChoiceField(label="Vai trò")
    start = forms.DateField(label="Từ ngày", widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(
        label="Hết vai trò từ ngày",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Ngày đầu tiên không còn giữ vai trò; để trống nếu chưa có hạn.",
    )

    class Meta:
        model = RoleAssignment
        fields = ("user", "role", "unit_key", "body_code", "decision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(code, row.title_vi) for code, row in roles().items()]

    def clean(self) -> dict[str, Any]:
        """Ask the service whether it would give this."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = values.get("start"), values.get("end")
        if start and end and end <= start:
            raise ValidationError({"end": "Ngày kết thúc phải sau ngày bắt đầu."})
        if values.get("user") and values.get("role"):
            faults = services.role_faults(values["user"], values["role"], values["unit_key"], self.actor)
            if faults:
                raise ValidationError([fault.sentence() for fault in faults])
        return values

    actor: User | None = None


class RoleAdmin(OfficeAdmin):
    """Roles given: added and withdrawn, never edited."""

    form = RoleForm
    view_action = add_action = "accounts.manage"
    list_display = (
        "user",
        "role_title",
        "unit_key",
        "starts_latest",
        "ends_latest",
        "recorded_at",
        "withdrawn_at",
    )
    list_filter = ("role",)
    search_fields = ("user__username", "user__full_name", "unit_key")
    list_select_related = ("user",)
    autocomplete_fields = ("user",)
    actions = ("withdraw",)

    def get_form(
        self, request: HttpRequest, obj: RoleAssignment | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form knows who is asking, for nobody gives a role to themselves."""
        if obj is not None:
            return super().get_form(request, obj, change, form=forms.ModelForm, **kwargs)
        made: type[forms.ModelForm] = super().get_form(request, obj, change, **kwargs)
        made.actor = request.user
        return made

    def get_fields(self, request: HttpRequest, obj: RoleAssignment | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """The period as one start and one end when giving, as recorded when looking."""
        shared = ("user", "role", "unit_key", "body_code", "decision")
        return (*shared, "start", "end") if obj is None else (*shared, *PERIOD)

    def save_model(self, request: HttpRequest, obj: RoleAssignment, form: RoleForm, change: bool) -> None:  # noqa: ARG002
        """Give the role through the service, which keeps the record."""
        given = services.grant_role(
            obj.user,
            obj.role,
            period=Period.between(form.cleaned_data["start"], form.cleaned_data["end"]),
            unit_key=obj.unit_key,
            body_code=obj.body_code,
            decision=obj.decision,
            actor=request.user,
        )
        obj.pk = given.pk
        obj._state.adding = False  # noqa: SLF001 - the service has saved it

    def log_addition(self, request: HttpRequest, obj: RoleAssignment, message: Any) -> None:
        """The service has recorded it."""

    @display(description="vai trò", ordering="role")
    def role_title(self, assignment: RoleAssignment) -> str:
        """The role as the law room calls it; the code where it no longer does."""
        known = roles().get(assignment.role)
        return known.title_vi if known is not None else assignment.role

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Who gives roles takes them back."""
        return self.has_add_permission(request)

    @admin_action(description="Thu hồi vai trò đã chọn", permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[RoleAssignment]) -> None:
        """Withdraw what is still on record."""
        for assignment in queryset.filter(withdrawn_at=None):
            services.withdraw_role(assignment, actor=request.user)


PERIOD = ("starts_earliest", "starts_latest", "ends_earliest", "ends_latest", "recorded_at", "withdrawn_at")


class AuditAdmin(OfficeAdmin):
    """The record, to read."""

    view_action = "audit.view"
    list_display = ("sequence", "at", "who", "action", "subject")
    list_filter = ("action",)
    search_fields = ("subject", "action")
    fields = ("sequence", "at", "who", "action", "subject", "details", "people", "previous", "hash")
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """A row's history is asked for by its subject."""
        return lookup == "subject" or bool(super().lookup_allowed(lookup, value, request))

    @display(description="người thực hiện")
    def who(self, entry: AuditEntry) -> str:
        """The account's name of today; a dash for a command or a visitor."""
        if entry.actor_id is None:
            return "–"
        found = User.objects.filter(pk=entry.actor_id).first()
        return found.username if found else f"#{entry.actor_id}"

    @display(description="dữ liệu cá nhân")
    def people(self, entry: AuditEntry) -> str:
        """What is sealed, opened for who may see the record; erased people stay erased."""
        lines = []
        for person, values in readable_personal(entry).items():
            held = (
                "đã xóa"
                if values is None
                else ", ".join(f"{name}: {value}" for name, value in values.items())
            )
            lines.append(f"#{person}: {held}")
        return "; ".join(lines) or "–"


class SourceAdmin(OfficeAdmin):
    """Sources, whose titles and addresses an administrator may mend."""

    add_action = change_action = "sources.manage"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("title", "issuer", "number", "issued_on", "confidence", "illustrative")
    list_filter = ("confidence", "illustrative")
    search_fields = ("title", "title_en", "number", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """A key that others refer to never changes."""
        return () if obj is None else ("key", "illustrative")


class PlaceAdmin(OfficeAdmin):
    """Units and towns, to look at: they are written by imports and recorded decisions."""

    list_display = ("key", "name", "starts_latest", "ends_latest", "withdrawn_at", "illustrative")
    search_fields = ("key", "name", "folded")
    exclude = ("outline",)


class JobAdmin(OfficeAdmin):
    """Long work, to look at."""

    list_display = ("kind", "owner", "state", "done", "total", "created_at", "finished_at")
    list_filter = ("state", "kind")
    list_select_related = ("owner",)


site.register(User, UserAdmin)
site.register(RoleAssignment, RoleAdmin)
site.register(AuditEntry, AuditAdmin)
site.register(Source, SourceAdmin)
site.register(Unit, PlaceAdmin)
site.register(Town, PlaceAdmin)
site.register(Job, JobAdmin)
