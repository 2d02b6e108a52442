"""Which days a report is about. Days are those of UTC."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    first: date
    # The day after the last.
    until: date

    @property
    def name(self) -> str:
        last = self.until - timedelta(days=1)
        return f"{self.first}" if last == self.first else f"{self.first}-to-{last}"


def yesterday(today: date) -> Period:
    return Period(today - timedelta(days=1), today)


def last_week(today: date) -> Period:
    """The last whole week, Monday to Sunday."""
    monday = today - timedelta(days=today.weekday())
    return Period(monday - timedelta(weeks=1), monday)
