"""The simulated span: days, months and quarters as arrays, and the dates that shape it."""

from __future__ import annotations

import numpy as np

from mcee_eval.contracts.periods import first_day, number, written

EXTRACTED_ON = np.datetime64("2025-03-31", "D")  # the day on which every extract was taken
WARM_UP = np.datetime64("2013-04", "M")  # requests run from here, so that the first recorded quarter is not empty
HORIZON = np.datetime64("2032-04", "M")  # the truth follows each request past the extraction, to here (excluded)
STOP = np.datetime64("2020-03-17", "D")  # removals stop
SERIOUS_AGAIN = np.datetime64("2020-08-04", "D")  # removals of serious cases begin again
ALL_AGAIN = np.datetime64("2020-11-30", "D")  # all removals may begin again
SELECTION_YEAR = 2018  # countries were chosen on the numbers of this year

MONTHS = np.arange(WARM_UP, HORIZON)
DAYS = np.arange(WARM_UP.astype("datetime64[D]"), HORIZON.astype("datetime64[D]"))
MONTH_OF_DAY = (DAYS.astype("datetime64[M]") - WARM_UP).astype(int)
LAST_DAY = int((EXTRACTED_ON - DAYS[0]).astype(int))  # day number of the extraction; later is not recorded
NEVER = np.iinfo(np.int64).max // 4  # a day number that does not come


def day(date: np.datetime64 | str) -> int:
    """Day number of a date; 0 is the first day of the warm-up."""
    return int((np.array(date, dtype="datetime64[D]") - DAYS[0]).astype(int))


def month(text: str) -> int:
    """Month number of ``2019-07``; 0 is the first month of the warm-up."""
    return int((np.datetime64(text, "M") - WARM_UP).astype(int))


def dates(numbers: np.ndarray) -> np.ndarray:
    """Day numbers as ``datetime64[us]``; what lies after the extraction is not a date yet (NaT)."""
    return future_dates(np.where(numbers <= LAST_DAY, numbers, NEVER))


def future_dates(numbers: np.ndarray) -> np.ndarray:
    """Day numbers as ``datetime64[us]``; dates after the extraction stay (an expiry), ``NEVER`` is NaT."""
    known = np.where(numbers < NEVER, numbers, 0)
    out: np.ndarray = (DAYS[0] + known.astype("timedelta64[D]")).astype("datetime64[us]")
    out[numbers >= NEVER] = np.datetime64("NaT")
    return out


def periods(kind: str, first: str, last: str) -> list[str]:
    """The written periods from the first to the last, both included; ``kind`` as in ``contracts.periods``."""
    return [written(kind, n) for n in range(running(kind, first), running(kind, last) + 1)]


def running(kind: str, text: str) -> int:
    """The running number of a written period; ValueError if it is not one."""
    found = number(kind, text)
    if found is None:
        raise ValueError(f"{text!r} is not a {kind}")
    return found


def quarter_numbers(months: np.ndarray) -> np.ndarray:
    """Running number of the fiscal quarter of ``datetime64[M]`` values, as in ``contracts.periods``."""
    since: np.ndarray = months.astype("datetime64[M]").astype(int) + 1970 * 12 - 3
    return since // 3


def quarter_of_day(numbers: np.ndarray) -> np.ndarray:
    """Running number of the fiscal quarter of day numbers."""
    return quarter_numbers(DAYS[0] + np.asarray(numbers).astype("timedelta64[D]"))


def quarter_start(quarter: str) -> int:
    """Day number of the first day of a quarter."""
    return day(first_day("quarter", quarter).isoformat())
