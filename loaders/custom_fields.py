"""How the tenant's own fields are fetched for many at once."""

from collections.abc import Sequence

from db.columns import Wanted
from db.custom_fields import CustomFieldRow, fields_in_use
from loaders.batch import ById, Id, Loader


class CustomFieldById(ById[CustomFieldRow]):
    """The field of each id, retired or not."""

    row = CustomFieldRow


class CustomFieldsOfTenant(Loader[Sequence[CustomFieldRow]]):
    """The fields that a tenant uses, in its order: read once, however many are shown by them."""

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[CustomFieldRow]]:
        rows = await self.reads.all(fields_in_use(), wanted)
        return [rows for _ in keys]
