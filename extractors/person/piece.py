"""A person as named in a part's view."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """``start``..``end`` covers the role with the first name after it, or a further name alone (view offsets).

    ``role`` holds every post told with the name, joined by 、 (县长、组长 for the 县长 who is made 组长).
    It is None for somebody in a list who has a name or blank but no role, ``name`` None for a blank.
    """

    start: int
    end: int
    role: str | None
    name: str | None
