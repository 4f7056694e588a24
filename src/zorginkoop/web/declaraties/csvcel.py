"""Cells of a CSV export: a spreadsheet runs a text that starts with one of these; a quote before it stops that."""

from typing import Any

GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(waarde: Any) -> Any:
    """The value as a cell; numbers stay numbers, nothing is empty, text cannot become a formula."""
    if waarde is None:
        return ""
    if isinstance(waarde, str) and waarde.startswith(GEVAARLIJK):
        return f"'{waarde}"
    return waarde
