"""Approvals of the projects, and what partners delivered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import EXTRACTED_ON
from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.projects import Project
from mcee_eval.synthetic.seeds import generator

# Stage, who approves, mean days, mean times sent back.
STAGES = (
    ("review", "team", 45, 1.2),
    ("recommendation", "DG", 25, 0.6),
    ("endorsement", "RWG_ADM", 60, 0.4),
    ("approval", "minister", 70, 0.5),
)
AD_HOC_A_YEAR = 1.3
LATE = 0.22  # share of deliverables that come after their day
RETURNS_RECORDED = 0.85


def approvals(made: list[Project], seed: int) -> pd.DataFrame:
    """Who approved each project, and when? Projects in preventive countries needed no endorsement by ADMs."""
    rng = generator(seed, "approvals")
    cells: list[tuple[object, ...]] = []
    for p in made:
        days = [max(5, int(rng.gamma(4.0, mean / 4.0))) for *_, mean, _ in STAGES]
        returns = [int(rng.poisson(mean)) for *_, mean in STAGES]
        noted = rng.random(len(STAGES)) < RETURNS_RECORDED
        required = [not (p.preventive and body == "RWG_ADM") for _, body, *_ in STAGES]
        at = pd.Timestamp(p.start.astype("datetime64[D]")) - pd.Timedelta(days=20)
        at -= pd.Timedelta(days=sum(d for d, r in zip(days, required, strict=True) if r))
        for k, (stage, body, *_) in enumerate(STAGES):
            if not required[k]:
                cells.append((p.code, stage, body, False, pd.NaT, pd.NaT, None))
                continue
            closed = at + pd.Timedelta(days=days[k])
            cells.append((p.code, stage, body, True, at, closed, returns[k] if noted[k] else None))
            at = closed
    return rows("approvals", cells)


def deliverables(made: list[Project], seed: int) -> pd.DataFrame:
    """What was due, delivered and accepted? What is due after the extraction is open; so is some of what is late."""
    rng = generator(seed, "deliverables")
    cells: list[tuple[object, ...]] = []
    for p in made:
        begin, end = (m.astype("datetime64[D]") for m in (p.start, p.end + 1))
        due = [(begin + d, "report") for d in range(182, int((end - begin).astype(int)), 182)]
        due += [(begin + d, "activity") for d in range(91, int((end - begin).astype(int)), 122)]
        years = float((min(end, EXTRACTED_ON) - begin).astype(int)) / 365
        asked = rng.integers(60, max(61, int(years * 365)), rng.poisson(AD_HOC_A_YEAR * years))
        due += [(begin + int(d), "ad_hoc_report") for d in asked]
        for day, kind in sorted(due):
            late, by, check = rng.random() < LATE, int(rng.gamma(1.5, 40.0)) + 1, int(rng.gamma(2.0, 15.0)) + 1
            delivered = day + (by if late else -int(rng.integers(0, 12)))
            accepted = delivered + check
            cells.append((p.code, kind, _seen(day, future=True), _seen(delivered), _seen(accepted)))
    return rows("deliverables", [(f"D{i:03d}", *cell) for i, cell in enumerate(cells, start=1)])


def _seen(day: np.datetime64, *, future: bool = False) -> object:
    return pd.Timestamp(day) if future or day <= EXTRACTED_ON else pd.NaT
