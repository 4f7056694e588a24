"""Pages of a long list: first which records are on the page, then those records with all that is shown of them."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class Bladeraar(Paginator):
    """A paginator that has the database sort keys only: what the screen joins to them costs a page, not the list."""

    def page(self, number: int | str) -> Page:
        nummer = self.validate_number(number)
        begin = (nummer - 1) * self.per_page
        return Page(self._records(begin, begin + self.per_page), nummer, self)

    def _records(self, begin: int, eind: int) -> list[Any]:
        lijst = self.object_list
        if not isinstance(lijst, QuerySet):
            return list(lijst[begin:eind])
        sleutels = list(lijst.values_list("pk", flat=True)[begin:eind])
        gevonden = {record.pk: record for record in lijst.order_by().filter(pk__in=sleutels)}
        return [gevonden[sleutel] for sleutel in sleutels if sleutel in gevonden]
