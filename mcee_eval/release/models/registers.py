"""Calendars, attendance, roles and frameworks as they may be told: counts of things, each as it is."""

from __future__ import annotations

import pandas as pd

from mcee_eval.metrics.coverage_audit import EXPECTED
from mcee_eval.metrics.role_agreement import KINDS
from mcee_eval.phrase import Phrase
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.models.bounds import percent
from mcee_eval.release.told import Fact, Told
from mcee_eval.results import plain

QUARTERS = ("quarters", "kept", "held", "longest_run", "longest_gap")


class _Things(Measured):
    rule = "things"

    def counted(self, frame: pd.DataFrame, dims: list[str], columns: list[str], **units: str) -> Told:
        """A table of counts of things."""
        cells = {c: [Cell(float(v)) for v in frame[c]] for c in columns}
        made = self.coded(cells, "items", **{d: list(frame[d].astype(str)) for d in dims})
        for column, unit in units.items():
            made = made.with_cells({column: cells[column]}, unit)
        return made


@tells("CadenceBy")
class ToldCadence(_Things):
    """``kept["body"]``: the share of quarters kept as a ``Fact``; shown: a row a body."""

    def __getitem__(self, body: str) -> Fact:
        found = self._result.groups.get(body)
        if found is None:
            return self.fact("share", marked("missing"), dict.fromkeys(QUARTERS, marked("missing")))
        return self.fact(
            "share", Cell(found.share_kept), {k: Cell(float(getattr(found, k))) for k in QUARTERS}, "share"
        )

    def by_year(self) -> Told:
        """Quarters, those kept, meetings held and the share kept, by body and fiscal year."""
        parts = [k.frame.assign(body=b, kept=k.frame["held"] >= k.frame["due"]) for b, k in self._result.groups.items()]
        every = pd.concat(parts).assign(year=lambda f: f["quarter"].str[:7], quarters=1)
        sums = every.groupby(["body", "year"], sort=False)[["quarters", "kept", "held"]].sum().reset_index()
        told = self.counted(sums, ["body", "year"], ["quarters", "kept", "held"], held="meetings")
        return told.with_cells(
            {"share": [Cell(k / q) for k, q in zip(sums["kept"], sums["quarters"], strict=True)]}, "share"
        )

    def shown(self) -> Told:
        """A row a body: the quarters, and the longest time without a meeting (``open``: it touches an end)."""
        groups = self._result.groups
        frame = pd.DataFrame([{k: getattr(g, k) for k in QUARTERS} for g in groups.values()], columns=list(QUARTERS))
        frame = frame.assign(body=list(groups), open=["yes" if g.gap_open else "no" for g in groups.values()])
        return self.counted(frame, ["body", "open"], list(QUARTERS), held="meetings", longest_gap="days")


@tells("Attendance")
class ToldAttendance(_Things):
    """A row a period: meetings, and for each department the share of them to which it came."""

    def shown(self) -> Told:
        """year, meetings, a column a department."""
        frame = self._result.frame
        wide = frame.pivot_table(index="period", columns="department", values="share")
        held = frame.drop_duplicates("period").set_index("period")["meetings"]
        shares = {str(d): [percent(float(v)) for v in wide[d]] for d in dict.fromkeys(frame["department"])}
        made = self.coded({"meetings": [Cell(float(held[p])) for p in wide.index]}, "meetings", year=list(wide.index))
        return made.with_cells(shares, "share")


@tells("RoleAgreement")
class ToldRoles(_Things):
    """``roles.named``: bounds; ``roles.counts()``: a row a department; shown: a row a department and role."""

    @property
    def contested(self) -> Fact:
        """How many roles several departments name and no plan gives."""
        return self.fact("n", Cell(float(len(self._result.contested))))

    def counts(self) -> Told:
        """How many roles of each department are planned and named, or only one."""
        frame = self._result.frame
        kinds = [k for k in KINDS[:-1] if (frame["agreement"] == k).any()]
        wide = pd.crosstab(frame["department"], frame["agreement"]).reindex(columns=kinds, fill_value=0).reset_index()
        wide = wide.astype({"department": "str"})
        made = self.door.counts(wide, dims=["department"], value=kinds, unit="items")
        return Told(made, self.door, self._about.sources, self._about.period, recipe=self.recipe)

    def shown(self) -> Told:
        """department, role, agreement: those on which plans and interviewees differ first."""
        order = ("planned_only", "named_only", "not_asked", "planned_and_named", "neither")
        rank = self._result.frame["agreement"].map({k: i for i, k in enumerate(order)})
        frame = self._result.frame.assign(rank=rank).astype({"department": "str"})
        return self.counted(frame.sort_values(["rank", "department", "role"]), ["department", "role", "agreement"], [])


@tells("CoverageAudit")
class ToldCoverage(_Things):
    """``audit.expected``, ``.missed`` …: counts; ``audit.share``: the two ends; shown: a row a group."""

    @property
    def missed(self) -> Fact:
        """Figures asked for and not reported in full."""
        return self.fact("missed", Cell(float(self._result.expected - self._result.reported)))

    @property
    def share(self) -> Fact:
        """The share reported, what is reported in part counted as not, then as reported."""
        found = self._result
        beside = {"expected": Cell(float(found.expected)), "low": percent(found.low), "high": percent(found.high)}
        held = found.low is not None and found.high is not None
        return self.fact(
            "share", Cell(found.low, found.low, found.high) if held else marked("not_estimable"), beside, "share"
        )

    def number(self, value: float) -> Cell:
        """A count of figures."""
        return Cell(float(value))

    def shown(self) -> Told:
        """The grouping columns, ``state`` (of most), a column a state, expected, missed, share."""
        frame = self._result.frame
        by = list(frame.columns[: list(frame.columns).index("reported")])
        frame = frame.assign(state=frame["prevailing"], missed=frame["expected"] - frame["reported"])
        told = self.counted(frame, [*by, "state"], ["expected", *EXPECTED, "missed"])
        shares = [percent(plain(v)) for v in frame["low"].astype(float)]
        return told.with_cells({"share": shares}, "share")


@tells("ServedAudit")
class ToldServed(_Things):
    """A row a thing asked: indicators, expected, reported, partial, and the items that fall short."""

    def named(self, texts: pd.DataFrame) -> Told:
        """``question``: what is asked, in the words of the report (columns question, text)."""
        known, told = texts.set_index("question")["text"].to_dict(), self.shown()
        return told.with_dims(question=[known.get(c, Phrase("served.no_question", {})) for c in told.dims["asked"]])

    def shown(self) -> Told:
        """asked, short (a list of codes), counts."""
        frame = pd.DataFrame([vars(r) for r in self._result.rows])
        told = self.counted(frame, ["asked"], ["indicators", "expected", "reported", "partial"])
        return told.with_dims(short=[list(s) or ["none"] for s in frame["short"]])
