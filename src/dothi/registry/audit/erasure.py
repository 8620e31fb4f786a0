"""Erasing a person: the key goes, the account becomes nobody's, the chain stays whole."""

from __future__ import annotations

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from dothi.registry.accounts.models import Delegation, KeptForm, RoleAssignment, User
from dothi.registry.audit import trail
from dothi.registry.audit.models import PersonKey
from dothi.registry.consultation.people import forget_speaker
from dothi.registry.land.models import Watch
from dothi.registry.land.requests import forget_requester
from dothi.registry.procedures.forgetting import forget_in_cases

ERASED_NAME = "da-xoa-{}"


def erase_person(user: User, actor: models.Model | None = None) -> User:
    """Destroy the key that seals ``user``'s data in the record, anonymise the account and end its sessions.

    What the person did stays on record under the account's number, which points to nobody any more. Copies in
    older backups live as long as those backups. Everything happens in one transaction with the entry that
    tells of it.
    """
    with transaction.atomic():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete = ON")
        trail.record(actor, "accounts.erase", user)
        _destroy_key(user.pk)
        for model in (EmailAddress, Authenticator, SocialAccount):
            model.objects.filter(user=user).delete()
        Watch.objects.filter(owner=user).delete()
        KeptForm.objects.filter(user=user).delete()
        forget_in_cases(user)
        forget_requester(user)
        forget_speaker(user)
        _end_sessions(user)
        now = timezone.now()
        RoleAssignment.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now)
        RoleAssignment.objects.filter(user=user).update(decision="")
        Delegation.objects.filter(to_user=user, withdrawn_at=None).update(withdrawn_at=now)
        user.username = ERASED_NAME.format(user.pk)
        user.full_name, user.email = "", ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
    return user


def _destroy_key(person: int) -> None:
    """Leave a tombstone, so that nothing about this person is ever sealed again."""
    now = timezone.now()
    key, _ = PersonKey.objects.select_for_update().get_or_create(
        person_id=person, defaults={"wrapped": b"", "destroyed_at": now}
    )
    key.wrapped, key.destroyed_at = b"", now
    key.save()


def _end_sessions(user: User) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in UserSession.objects.filter(user=user):
        store().delete(session.session_key)
        session.delete()
