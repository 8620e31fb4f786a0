"""The administration pages: entered through the portal's own sign-in, opened by :func:`can` alone."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.admin import AdminSite, ModelAdmin, ShowFacets
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from dothi.registry.accounts.access import can
from dothi.registry.audit import trail


class DothiAdminSite(AdminSite):
    """Django's administration with our door: no sign-in form of its own, no permission model of its own."""

    site_header = "dothi · Quản trị"
    site_title = "dothi"
    index_title = "Quản trị"
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may enter at all."""
        return can(request.user, "admin.use")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """Sign-in is the portal's, with its throttling and second factor."""
        return redirect("admin:index" if self.has_permission(request) else "account_login")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """Sign out as the portal does."""
        if request.method == "POST":
            get_adapter(request).logout(request)
            return redirect("public:map")
        return redirect("account_logout")

    def password_change(
        self,
        request: HttpRequest,  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """Change the password where everybody does."""
        return redirect("account_change_password")

    def password_change_done(
        self,
        request: HttpRequest,  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """Back to one's own account."""
        return redirect("account:home")


class OfficeAdmin(ModelAdmin):
    """A table of the administration pages: seen under one action, changed under another, never deleted.

    What is changed here goes to the audit record in the same transaction, not to Django's own log.
    """

    show_facets = ShowFacets.NEVER
    view_action = "admin.use"
    change_action = ""
    add_action = ""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the table is listed."""
        return can(request.user, self.view_action)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the table is shown."""
        return can(request.user, self.view_action, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether a row may be added."""
        return bool(self.add_action) and can(request.user, self.add_action)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether a row may be changed."""
        return bool(self.change_action) and can(request.user, self.change_action, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Nothing is deleted from these pages."""
        return False

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # noqa: ARG002
        """Record the new row."""
        trail.record(request.user, "admin.add", obj)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Record which fields changed."""
        fields = [name for part in message if isinstance(part, dict) for name in _changed(part)]
        trail.record(request.user, "admin.change", obj, {"fields": fields})

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """A row's history is its part of the audit record."""
        if not self.has_view_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        subject = f"{self.opts.label_lower}:{object_id}"
        return redirect(reverse("admin:audit_auditentry_changelist") + "?" + urlencode({"subject": subject}))


def _changed(part: dict[str, Any]) -> list[str]:
    return [str(name) for change in part.values() for name in change.get("fields", [])]


site = DothiAdminSite(name="admin")
