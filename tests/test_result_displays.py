"""Every result says itself in both languages, draws itself, and turns into a frame."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import mcee_eval as mcee
from mcee_eval.metrics.cadence import cadence
from mcee_eval.results import READER, Estimate, Result
from mcee_eval.words.catalogue import catalogue


@pytest.fixture(scope="module")
def metrics(root) -> dict[str, ast.Module]:
    return {p.stem: ast.parse(p.read_text("utf-8")) for p in (root / "mcee_eval" / "metrics").glob("*.py")}


def declared(metrics, name: str) -> list[str]:
    """The values of MAIN or PLOT wherever they are declared."""
    every = (node for tree in metrics.values() for node in ast.walk(tree) if isinstance(node, ast.Assign))
    return [ast.literal_eval(n.value) for n in every if getattr(n.targets[0], "id", "") == name]


def test_every_name_that_is_told_or_drawn_has_its_words(metrics):
    told = {path.split("@")[0].split(".")[-1] for main in declared(metrics, "MAIN") for path in main.split()}
    drawn = {name for plot in declared(metrics, "PLOT") for name in plot.split(" / ")[0].split()[1:]}
    assert {name for name in told | drawn if f"result.term.{name}" not in catalogue()} == set()


def test_every_method_and_note_has_its_words(root, metrics):
    """Codes as the sources write them: ``method="…"``, and words of the lines that make notes."""
    calls = (n for tree in metrics.values() for n in ast.walk(tree) if isinstance(n, ast.Call))
    named = [(k.arg, k.value, call) for call in calls for k in call.keywords if k.arg in ("method", "notes")]
    methods = {v.value for arg, v, call in named if arg == "method" and isinstance(v, ast.Constant)
               if {"recipe", "frame"} & {k.arg for k in call.keywords}}  # fmt: skip
    assert {m for m in methods if f"result.how.{m}" not in catalogue()} == set()
    sources = "\n".join(p.read_text("utf-8") for p in (root / "mcee_eval" / "metrics").glob("*.py"))
    making = re.findall(r"^.*\b(?:notes|said)\b *(?:=|\+=|\.append).*$", sources, re.M)
    codes = {
        c for line in making if ".merge" not in line for c in re.findall(r'"([a-z][a-z0-9]*(?:_[a-z0-9]+)+)"', line)
    }
    assert len(codes) > 20
    assert {c for c in codes if f"result.note_of.{c}" not in catalogue()} == set()


@pytest.fixture
def ratio() -> Result:
    return mcee.rate_ratio(15, 19017, 41, 28010)


def test_a_summary_has_method_estimates_with_interval_and_n_in_canadian_typography(ratio):
    assert ratio.summary().splitlines()[:3] == [
        "Method: ratio of two rates, exact interval.",
        "Ratio: 0.539 (95% CI 0.277 to 0.994), n = 56".replace(" to", "\u00a0to"),
        "p-value: 0.048",
    ]
    assert ratio.summary("fr").splitlines()[:3] == [
        "Méthode\u00a0: rapport de deux taux, intervalle exact.",
        "Rapport\u00a0: 0,539 (IC à 95\u00a0%\u00a0: 0,277\u00a0à 0,994), n = 56",
        "Valeur p\u00a0: 0,048",
    ]
    assert "(90% CI" in mcee.rate_ratio(15, 19017, 41, 28010, level=0.9).summary()
    with pytest.raises(mcee.BadParameter):
        ratio.summary("de")


def test_breaks_are_told_by_their_period_and_groups_by_their_name():
    rng = np.random.default_rng(5)
    months = pd.period_range("2015-01", periods=72, freq="M").astype(str)
    frame = pd.DataFrame({"month": months, "y": rng.normal(size=72) + 6 * (np.arange(72) >= 40)})
    found = mcee.trend_breaks(frame, outcome="y", label="month", breaks=1)
    assert re.search(r"^Break – 1: after April 2018 \(between \w+ 2018 and \w+ 2018\)$", found.summary(), re.M)
    assert "Rupture – 1\u00a0: après avril 2018" in found.summary("fr")
    lives = pd.DataFrame({"days": [5, 9, 12, 30, 8], "event": [1, 0, 1, 1, 1], "group": list("aabbb")})
    curve = mcee.kaplan_meier(lives, duration="days", event="event", group="group")
    assert "Median – b: 12.0" in curve.summary()
    assert "infinite" in curve.summary() or "not estimable" in curve.summary()


def test_html_follows_the_study_shows_the_settings_and_obeys_no_markup(monkeypatch, ratio):
    monkeypatch.setitem(READER, "lang", "en")
    assert "<li>Ratio: 0.539" in ratio._repr_html_()
    assert "x1=15, e1=19017" in ratio._repr_html_()
    monkeypatch.setitem(READER, "lang", "fr")
    assert "<li>Rapport\u00a0: 0,539" in ratio._repr_html_()
    tricky = Own(method="<b>mine</b>", size=Estimate(1.0), notes=("<i>",))
    assert "<b>" not in tricky._repr_html_()
    assert "<i>" not in tricky._repr_html_()


def test_a_frame_has_a_row_an_estimate_or_is_the_series(ratio):
    table = ratio.to_frame()
    assert table["estimate"].tolist() == ["ratio", "midp", "rate1", "rate2"]
    assert table.loc[0, ["value", "low", "high"]].tolist() == [ratio.ratio.value, *ratio.ratio.ci]
    held = cadence(pd.Series(pd.to_datetime(["2019-04-03"])), start="2019-04", end="2019-09", promised=1)
    table = held.to_frame()
    assert table["held"].tolist() == [1, 0]
    table["held"] = 9
    assert held.frame["held"].tolist() == [1, 0]


def test_a_picture_is_drawn_on_the_axes_given_or_on_its_own(ratio):
    ax = Figure().subplots()
    assert ratio.plot(ax) is ax
    assert ax.get_title("left") == "Ratio of two rates, exact interval"
    own = ratio.plot(lang="fr")
    assert own.get_title("left") == "Rapport de deux taux, intervalle exact"
    plt.close(own.figure)


@dataclass(frozen=True, kw_only=True)
class Own(Result):
    size: Estimate


def test_a_result_of_ones_own_says_its_names_as_they_are():
    mine = Own(method="mine", size=Estimate(2.0, 1.0, 3.0, n=7), notes=("rough",))
    assert mine.summary().splitlines() == [
        "Method: mine.", "size: 2.00 (95% CI 1.00\u00a0to 3.00), n = 7", "Note: rough.",
    ]  # fmt: skip
    ax = Figure().subplots()
    mine.plot(ax)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["size"]


def test_what_went_through_the_door_says_itself_without_its_exact_numbers(monkeypatch):
    """A count of persons is told as it is printed; its picture is drawn by ``study.show`` alone."""
    monkeypatch.setitem(READER, "lang", "en")
    study = mcee.study("f1", lang="fr")
    assert READER["lang"] == "fr"
    claims = mcee.with_season(study.frame("claims_by_month"), "claims")
    found = study.measure(mcee.break_test, claims, outcome="root", regressors=["sin", "cos"])
    assert found.summary().splitlines()[1:2] == [f"Sup F: {found.sup_f.cell.value:.0f}"]
    assert "IC" not in found.summary("fr")
    assert "<table" in found._repr_html_()
    assert len(found.to_frame()) == 1
    with pytest.raises(mcee.BadParameter):
        found.plot()
    refused = study.measure(mcee.break_test, claims.head(20), outcome="root")
    assert not refused


def test_bounds_are_no_interval():
    told = [mcee.total(pd.DataFrame({"a": parts}), column="a").summary("fr") for parts in ([1.0, 2.0], [1.0, None])]
    assert [text.splitlines()[1] for text in told] == ["Total\u00a0: 3,00", "Total\u00a0: 1,00 ou plus"]
