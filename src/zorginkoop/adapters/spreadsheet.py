"""Cells for who opens an export in a spreadsheet. It runs a text that starts with one of these; a quote stops that."""

from typing import Any

GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(waarde: Any) -> Any:
    """The value as a cell: numbers stay numbers, yes and no are words, nothing is empty, text is never a formula."""
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return f"'{waarde}" if isinstance(waarde, str) and waarde.startswith(GEVAARLIJK) else waarde
