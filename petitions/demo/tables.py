"""What Django knows about the tables behind the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Field, Model


def fields(model: type[Model]) -> list[Field[object, object]]:
    return list(model._meta.concrete_fields)  # noqa: SLF001 - Django's documented door to a model


def columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in fields(model)]


def table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - as above


def key(model: type[Model]) -> str:
    return next(str(field.column) for field in fields(model) if field.primary_key)


def is_numbered(model: type[Model]) -> bool:
    """Whether its rows are counted by a sequence; the others have random identities."""
    return any(
        field.primary_key and field.get_internal_type() == "BigAutoField" for field in fields(model)
    )
