"""Everything in a text that is counted or measured: the one door to the modules ``quantities_…``.

Each function takes a text and returns its findings, in the text's order and without overlap, as frozen records whose
`start` and `end` are half-open offsets in code points.
"""

from kg.nlp.quantities_bounds import Interval, find_intervals
from kg.nlp.quantities_counts import Count, Percentage, find_counts, find_percentages
from kg.nlp.quantities_doses import Dose, Schedule, find_doses, find_schedules
from kg.nlp.quantities_durations import Duration, find_durations
from kg.nlp.quantities_grades import Grade, find_grades
from kg.nlp.quantities_numbers import parse_number

__all__ = [
    "Count",
    "Dose",
    "Duration",
    "Grade",
    "Interval",
    "Percentage",
    "Schedule",
    "find_counts",
    "find_doses",
    "find_durations",
    "find_grades",
    "find_intervals",
    "find_percentages",
    "find_schedules",
    "parse_number",
]
