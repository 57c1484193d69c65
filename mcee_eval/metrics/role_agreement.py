"""Do those who hold a role name it, and was it planned? Planned and named, planned only, named only."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.metrics import checks
from mcee_eval.metrics.share_bounds import ShareBounds, share_bounds
from mcee_eval.results import Result

KINDS = ("planned_and_named", "planned_only", "named_only", "not_asked", "neither")


@dataclass(frozen=True, kw_only=True)
class RoleAgreement(Result):
    """Roles as planned against roles as named.

    named : of the planned roles, the share that its own department names, as bounds (a role nobody was asked about).
    contested : roles that two departments or more name as their own while no plan gives them to any.
    nobody_named : roles that a plan gives to several departments, of which none asked names it.
    frame : one row a department and role: department, role, agreement (one of ``KINDS``).
    """

    KEYS = "planned=named.n named=[named.low,named.high] contested nobody_named"
    MAIN = "named.low named.high"

    named: ShareBounds
    contested: tuple[str, ...]
    nobody_named: tuple[str, ...]


def role_agreement(roles: pd.DataFrame) -> RoleAgreement:
    """Where do plans and interviewees agree on who does what?

    roles : department, role, planned (bool), named_by_interviewees (bool or missing: nobody was asked).
    A role that is planned and about which nobody was asked is ``not_asked``: it counts as not named, then as named.
    Refused: absent columns.
    """
    checks.need_columns(roles, ["department", "role", "planned", "named_by_interviewees"], table="roles")
    planned = roles["planned"].astype("boolean")
    named = roles["named_by_interviewees"].astype("boolean")
    kinds = [_kind(p, n) for p, n in zip(planned, named, strict=True)]
    table = roles[["department", "role"]].assign(agreement=kinds).reset_index(drop=True)
    asked = pd.DataFrame({"answer": ["unknown" if pd.isna(n) else "yes" if n else "no" for n in named]})
    wanted = asked[planned.fillna(False).to_numpy(bool)]
    by_role = table.groupby("role", sort=True)["agreement"]
    contested = [r for r, k in by_role if (k == "named_only").sum() >= 2 and not k.isin(list(KINDS[:2])).any()]
    silent = [r for r, k in by_role if (k == "planned_only").sum() >= 2 and set(k) <= {"planned_only", "neither"}]
    return RoleAgreement(
        method="role_agreement",
        frame=table,
        named=share_bounds(wanted, answer="answer"),
        contested=tuple(str(r) for r in contested),
        nobody_named=tuple(str(r) for r in silent),
    )


def _kind(planned: bool, named: bool) -> str:
    """The cell of the two-way table."""
    if pd.isna(named):
        return "not_asked" if planned else "neither"
    if planned:
        return "planned_and_named" if named else "planned_only"
    return "named_only" if named else "neither"
