"""Changes of things measured twice as they may be told: by unit, and against a target."""

from __future__ import annotations

import numpy as np

from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.told import Told

AMOUNTS = ("baseline", "target", "latest")


@tells("MeanChange")
class ToldMeanChange(Measured):
    """``change.each``: a row a unit, with the range over its rows."""

    @property
    def each(self) -> Told:
        """One row a unit that tells: its change, and the least and the most of its rows."""
        unit = str(self._settings["unit"])
        return self.table(self._result.frame.rename(columns={"unit": unit}), dims=[unit], change="relative_change")


@tells("TowardTarget")
class ToldTowardTarget(Measured):
    """``results`` shown as it is: a row an indicator."""

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the targets that have one, in order."""
        return tuple(f"{d:%Y-%m-%d}" for d in sorted(self._result.frame["target_on"].dropna()))

    def shown(self) -> Told:
        """Baseline, target, last value, change and progress; the years of the first and the last."""
        rows = self._result.frame
        lower = np.where(rows["higher_is_better"].astype(bool), "", "|lower")
        told = rows.assign(
            counted=rows["unit"].astype(str) + lower, state="result_" + rows["state"],
            change=np.expm1(rows["change"]), known=np.where(rows["change"].notna(), "yes", "no"),
            first=rows["baseline_on"].map(lambda d: "" if d != d else f"{d:%Y}"), last=rows["period"].str[:4],
        ).drop(columns="unit").rename(columns={"counted": "unit"})  # fmt: skip
        names = ["indicator", "project", "area", "unit", "state", "known", "first", "last"]
        units = dict.fromkeys(AMOUNTS, "items") | {"change": "share", "progress": "share"}
        return self.table(told, dims=names, **units)
