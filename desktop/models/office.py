"""Whose book it is."""

from dataclasses import dataclass

from desktop.models.units import Unit


@dataclass(frozen=True, slots=True)
class Office:
    """A unit, the person at the keyboard, and this PC's identity towards the centre.

    `device` is 16 hex digits made with the book; `incarnation` changes when the book was restored or copied.
    """

    unit: Unit
    person: str
    device: str
    incarnation: str
