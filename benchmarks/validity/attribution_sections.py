"""The validations of attribution, as they are printed: placebo size, selection, verdicts, scenarios, references."""

from __future__ import annotations

from typing import Any

import pandas as pd

from benchmarks.validity.placebo import ASKED_RHO, COVERAGE, DONORS, SIZE
from benchmarks.validity.scenarios import ASKED
from benchmarks.validity.section import MISSING, Section, met, rate, refused, with_error
from benchmarks.validity.selection import COUNTRIES, SPOILT
from benchmarks.validity.verdicts import MOST, STRICT

CHOSEN = {
    "at_random": "at random",
    "worst_of_5": "worst numbers of 5",
    "worst_of_21": f"worst numbers of {COUNTRIES}",
    "fell_most_of_21": f"worst fall of {COUNTRIES}",
}
MATCHED = {
    "selection_years": "the two selection years",
    "all_years": "all years before the start",
    "kept_out": "the years before the selection",
}
DIMENSIONS = {
    "all": "all programmes",
    "span": "quarters before + after",
    "rho": "ρ of the passing noise",
    "donors": "comparison countries",
    "volume": "requests a quarter",
}
CHECKS = {
    "estimate": "the estimate: p ≤ 0.05, interval above 0",
    "pre_fit": "fit before the start",
    "in_time": "silence at earlier dates",
    "leave_one_out": "same sign without each donor",
    "break_date": "no break dated elsewhere only",
}


def placebo_section(found: pd.DataFrame) -> Section:
    """One row for each length and ρ: both tests and the coverage."""
    rows = []
    for (before, after, rho), cell in found.groupby(["before", "after", "rho"]):
        told = {r["measure"]: with_error(r["value"], r["mc_error"]) for r in _records(cell)}
        rows.append(
            {
                "quarters before": str(before),
                "after": str(after),
                "ρ": f"{rho:g}",
                "t rejects": told["t"],
                "rank rejects": told["rank"],
                "interval holds the truth": told["coverage"],
                "met": met(cell["ok"]),
            }
        )
    failed = [
        f"{r['before']} + {r['after']}, ρ = {r['rho']:g}, {r['measure']}: {r['value']:.4f}, {_asked(r)}"
        for r in _records(refused(found))
    ]
    return Section(
        "Size of the placebo test and coverage of its interval",
        f"Synthetic difference-in-differences, one treated country, {DONORS} donors, AR(1) noise, nothing changes at "
        "the start: how often does a test at 5% say that something did? By t on the placebo sd, and by rank. On other "
        "draws an effect that grows over time is planted: how often does the 95% interval hold its mean? Asked at "
        f"ρ = {ASKED_RHO:g}: both tests between {SIZE[0]:g} and {SIZE[1]:g}, coverage at least {COVERAGE:g}. The other "
        "rows show what less and more autocorrelation do; the verdict uses the t, since the rank test tends to reject "
        f"a little too often where noise has no memory. {found['replications'].iloc[0]:,} replications a cell.",
        {"": pd.DataFrame(rows)},
        tuple(failed),
    )


def selection_section(found: pd.DataFrame) -> Section:
    """One row for each choice and matching window."""
    rows = []
    for (chosen, matched), cell in found.groupby(["chosen", "matched"], sort=False):
        told = {(r["estimator"], r["test"]): with_error(r["value"], r["mc_error"]) for r in _records(cell)}
        by = cell.drop_duplicates("estimator").set_index("estimator")["effect"]
        rows.append(
            {
                "country chosen": CHOSEN[str(chosen)],
                "matched on": MATCHED[str(matched)],
                "SDID, t": told["sdid", "t"],
                "SDID, rank": told["sdid", "rank"],
                "DiD, t": told["did", "t"],
                "DiD, rank": told["did", "rank"],
                "mean effect, SDID": f"{by['sdid']:+.2f}",
                "mean effect, DiD": f"{by['did']:+.2f}",
                "met": met(cell["ok"]),
            }
        )
    failed = [
        f"{CHOSEN[r['chosen']]}, {MATCHED[r['matched']]}, {r['test']}: {r['value']:.4f}, {_asked(r)}"
        for r in _records(refused(found))
    ]
    return Section(
        "Countries chosen for bad numbers",
        f"Nothing changes at the start, in any of {COUNTRIES} countries; each had a passing spell, good or bad, in the "
        "two years before it (five times as wide as the quarterly noise, as in the synthetic programme). The country "
        "with the worst numbers, or the worst fall, is the one that gets the programme. Shares of false alarms at 5%. "
        "Bad luck ends by itself: matched on the years that chose it, the country seems to improve, up to half of the "
        "time; with those years kept out of matching (`weights_from` as a pair), the test is what it says. SDID "
        "protects itself in part where earlier years are matched on too, since its time weights leave out what does "
        f"not last; DiD does not. Asked of SDID: {SIZE[0]:g} to {SIZE[1]:g} with the selection years kept out; and, "
        f"for the trap to be there at all, at least {SPOILT:g} when the worst of {COUNTRIES} is matched on them. Mean "
        f"effects in standard deviations of the noise; the truth is 0. {found['replications'].iloc[0]:,} replications.",
        {"": pd.DataFrame(rows)},
        tuple(failed),
    )


def verdict_section(rates: pd.DataFrame, held: pd.DataFrame, covered: pd.DataFrame, quicker: pd.DataFrame) -> Section:
    """Error rates along the grid, what holds a verdict back, the estimate itself, and what unlike donors do to it."""
    null, effect = (rates[rates["truth"] == t] for t in ("null", "effect"))
    total = int(null["programmes"].iloc[0])
    tables = {
        "Nothing changed. A wrong verdict is \"attributable\".": _grid(null, {
            'false "attributable"': None, '"no attributable"': "not_supported", "cannot conclude": "cannot_conclude",
        }),
        "Issuance is 30% faster. A wrong verdict is \"no attributable\".": _grid(effect, {
            'false "no attributable"': None, '"attributable"': "supported", "cannot conclude": "cannot_conclude",
            f'"attributable" if M̄ ≥ {STRICT:g} were asked': "strict_supported",
        }),
        "The checks: in which share of programmes the rule asks them, and of those, how many do not meet them.": _held(
            held
        ),
        "The estimate, in shares of requests issued within 180 days.": _covered(covered),
        "How often the interval holds the truth when nothing changed, by the kind of comparison countries.": _quicker(
            quicker
        ),
    }  # fmt: skip
    failed = [
        f"{r['truth']}, {DIMENSIONS[r['dimension']]} {r['value']}: {with_error(r['wrong'], r['mc_error'], places=4)}, "
        f"asked at most {r['most']:g}"
        for r in _records(refused(rates))
    ]
    return Section(
        "Error rates of the verdict on attribution",
        f"{total:,} programmes in which nothing changed and {total:,} in which issuance is 30% faster in the funded "
        "country from its start (about a third more documents within 180 days), one treated country each, spread "
        "evenly over the quarters before and after, the autocorrelation, the comparison countries and the volume "
        "(requests a quarter in a country of middling size, in ordinary times). Each is judged "
        'by the rule of finding 4, by the function that the pages use. Asked in every row: false "attributable" at '
        f'most {MOST["null"]:g}, false "no attributable" at most {MOST["effect"]:g}. Where none was seen, the bound '
        "of a 95% confidence stands in parentheses. The programmes are drawn as quarterly cohorts by the model of the "
        "synthetic programme (`benchmarks/validity/programmes.py`): a pandemic and seasons common to all, a bad year "
        "that chose the country, passing noise of 10% in speed, a few slow countries and quick comparison countries. "
        "Whole synthetic programmes would take more than an hour and have one length, one ρ and one set of "
        "countries. Tests hold the light programmes to the whole ones, and the batched path to the public one. "
        'Three limits. "No attributable" is out of reach for one country: an effect of δ, 10% of the level before, '
        'is seen too seldom (mean power below), so that the honest answer without an effect is "cannot conclude". A '
        "true effect is found in a minority of single countries; all countries together see more. And the interval "
        "holds the truth somewhat less often than its 95%: comparison countries answer faster and refuse less, so "
        "that the same passing noise moves them less than the funded country, and their placebos spread too "
        "little; the last table shows that among countries alike it keeps its word. Nothing is asked of these tables: "
        "the size asked of the test itself stands above, the error rates of the verdict include the shortfall.",
        tables,
        tuple(failed),
    )


def _grid(rates: pd.DataFrame, columns: dict[str, str | None]) -> pd.DataFrame:
    rows = []
    for r in _records(rates):
        row = {"programmes by": DIMENSIONS[r["dimension"]], "value": r["value"] or MISSING}
        row["number"] = f"{r['programmes']:,}"
        for name, source in columns.items():
            row[name] = rate(r["wrong"], r["mc_error"], r["programmes"]) if source is None else f"{r[source]:.3f}"
        rows.append({**row, "met": "yes" if r["ok"] else "no"})
    return pd.DataFrame(rows)


def _held(held: pd.DataFrame) -> pd.DataFrame:
    told = {(r["truth"], r["check"]): r for r in _records(held)}
    rows = []
    for check, label in CHECKS.items():
        row = {"check": label}
        for truth, name in (("null", "nothing changed"), ("effect", "30% faster")):
            one = told.get((truth, check), {"asked": 0.0, "not_met": 0.0})
            row[f"asked, {name}"] = f"{one['asked']:.3f}"
            row[f"not met, {name}"] = f"{one['not_met']:.3f}" if one["asked"] else MISSING
        rows.append(row)
    return pd.DataFrame(rows)


def _covered(covered: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "truth": covered["truth"].map({"null": "nothing changed", "effect": "30% faster"}),
            "requests a quarter": [f"{v:g}" for v in covered["volume"]],
            "true effect": [f"{x:.3f}" for x in covered["true_effect"]],
            "mean estimate": [
                with_error(x, e) for x, e in zip(covered["estimate"], covered["estimate_error"], strict=True)
            ],
            "interval holds the truth": [
                with_error(x, e) for x, e in zip(covered["inside"], covered["mc_error"], strict=True)
            ],
            "mean width": [f"{x:.3f}" for x in covered["width"]],
            "mean power for δ": [f"{x:.2f}" for x in covered["power"]],
        }
    )


def _quicker(found: pd.DataFrame) -> pd.DataFrame:
    labels = {"quicker": "quicker than the funded one, as in the programmes", "alike": "like the funded one"}
    return pd.DataFrame(
        {
            "comparison countries": found["donors"].map(labels),
            "requests a quarter": [f"{v:g}" for v in found["volume"]],
            "programmes": [f"{n:,}" for n in found["programmes"]],
            "interval holds the truth": [
                with_error(x, e) for x, e in zip(found["inside"], found["mc_error"], strict=True)
            ],
        }
    )


def scenario_section(found: pd.DataFrame, *, seed: int) -> Section:
    """One row for each scenario and country, one column for each proposition."""
    states = found["state"].str.replace("_", " ")
    wide = found.assign(state=states).pivot_table(
        index=["scenario", "country"], columns="proposition", values="state", aggfunc="first", sort=False
    )
    asked = found.groupby(["scenario", "country"], sort=False)["ok"].agg(met)
    table = (
        wide.reindex(columns=list(ASKED))
        .astype(object)
        .fillna("–")
        .assign(met=asked)
        .reset_index()
        .rename_axis(columns=None)
    )
    failed = [f"{r.scenario}, {r.country}, {r.proposition}: {r.state}" for r in refused(found).itertuples()]
    return Section(
        "Scenarios reach their right verdicts",
        "Six synthetic programmes with planted truth, through finding 4 as the pages run it: 4a cooperation has not "
        "improved, 4b no improvement can be attributed to the envelope, 4c the envelope was not used in the talks, 4d "
        "(of the programme as a whole) the approach works. Asked, fixed from what each scenario plants: without an "
        "effect (`null`) 4b is never contradicted and 4d never supported; with one (`effect`) 4a, 4b and 4c are "
        "contradicted and 4d is supported for all countries together, and none of the three is supported for one "
        "country; where the effect leaks into the comparison (`spillover`), 4b is not supported; without comparison "
        "series or records (`report`, `gaps`) 4b and 4d are not told; in `report` 4c is not contradicted. Nothing is "
        f"asked of `early_rise`, whose rise came before most starts. Seed {seed}.",
        {"": table},
        tuple(failed),
    )


def reference_section(found: pd.DataFrame, *, whole: bool) -> Section:
    """One row for each value or list of values."""
    table = pd.DataFrame(
        {
            "case": found["case"],
            "quantity": found["key"],
            "values": [str(n) for n in found["values"]],
            "expected": [_number(x) for x in found["expected"]],
            "ours": [_number(x) for x in found["ours"]],
            "largest difference": [_apart(r["difference"], r["relative"], r["rtol"]) for r in _records(found)],
            "tolerance": [_tolerance(r["rtol"], r["atol"]) for r in _records(found)],
            "met": ["yes" if ok else "no" for ok in found["ok"]],
        }
    )
    bad = found[~found["ok"]]
    here = (
        "All cases of these methods that must be met, and a small transcribed set that every installation can run."
        if whole
        else "The reference files are not here: the small transcribed set alone."
    )
    return Section(
        "Reference values of attribution",
        "Published tables and other programs' results at full precision, ours beside them. Of a list, the first value "
        "is shown and the largest difference of all. Differences are relative where the tolerance is; `exact_qp` are "
        "exact solutions of the quadratic programmes, which ours must give, while the published synthetic control of "
        f"`prop99` and `germany` comes from a program that stops early. {here}",
        {"": table},
        tuple(
            f"{r['case']}, {r['key']}: {_number(r['ours'])}, expected {_number(r['expected'])}" for r in _records(bad)
        ),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _asked(row: dict[str, Any]) -> str:
    return f"asked {row['low']:g} to {row['high']:g}"


def _number(value: float) -> str:
    if value != value:
        return MISSING
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.7g}"


def _apart(difference: float, relative: float, rtol: float) -> str:
    """Rounding noise is not printed: it differs between machines."""
    value = relative if rtol > 0 else difference
    return MISSING if value != value else "< 1e-7" if value < 1e-7 else f"{value:.0e}"


def _tolerance(rtol: float, atol: float) -> str:
    told = [f"{rtol:g} relative"] if rtol else []
    return " or ".join([*told, f"{atol:g}"] if atol else told) or "exact"
