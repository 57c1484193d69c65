"""Propositions 4b and 4d: is the change attributable, and does the incentive approach work?"""

from __future__ import annotations

from mcee_eval.findings.attribution_found import Attributed
from mcee_eval.findings.attribution_rule import attribution_state, settles
from mcee_eval.judge.verdict import Reason, State, Verdict
from mcee_eval.settings import Settings

#: why there is no estimate → what would settle it
SETTLE_WHY = {
    "no_programme": "funded_country",
    "no_requests": "documents_by_quarter",
    "no_comparison_series": "comparison_series",
    "empty_quarters": "documents_by_quarter",
    "too_few_to_pool": "comparison_series",
}


def attributable(found: Attributed | None, donors: int, settings: Settings) -> Verdict:
    """4b: the change is attributable to the envelope. ``donors``: comparison countries with records."""
    need = settings.threshold("f4.donors")
    why = "no_requests" if found is None else found.why
    if not why and found is not None:
        state, reasons = attribution_state(found.evidence, settings)
        return Verdict("4b", state, reasons, settles(reasons) if state == State.CANNOT_CONCLUDE else ())
    if why == "no_programme":
        return Verdict("4b", State.CANNOT_CONCLUDE, (Reason("no_programme", None, {}),), (SETTLE_WHY[why],))
    enough = donors >= need
    told = [Reason("donors", True if enough else None, {"donors": donors, "need": need})]
    settle = [] if enough else ["comparison_series"]
    if enough:
        told.append(Reason("no_estimate", None, {}))
        settle.append(SETTLE_WHY.get(why, "documents_by_quarter"))
    return Verdict("4b", State.CANNOT_CONCLUDE, tuple(told), tuple(settle))


def incentive_works(attributed: Verdict, delivered: Verdict) -> Verdict:
    """4d: the incentive approach improves cooperation.

    An approach that was not used was not tried: unless 4c is supported nothing can be concluded of it, whatever the
    estimate. Where it was used, 4d is what 4b is.
    """
    if delivered.state != State.SUPPORTED:
        known = delivered.state == State.NOT_SUPPORTED
        reason = Reason("not_delivered" if known else "delivery_unknown", None, {})
        return Verdict("4d", State.CANNOT_CONCLUDE, (reason,), ("delivered_first" if known else "engagement_records",))
    passed = {State.SUPPORTED: True, State.NOT_SUPPORTED: False}.get(attributed.state)
    reasons = (Reason("delivered", True, {}), Reason("attributed", passed, {}))
    return Verdict("4d", attributed.state, reasons, attributed.settle)
