import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from mcee_eval.errors import BadTable, NotFinite
from mcee_eval.metrics.stock_flow import stock_flow


def inventory(periods=20, seed=1):
    """An inventory that follows its own identity, with every flow known."""
    rng = np.random.default_rng(seed)
    stock, rows = rng.integers(200, 400), []
    for _ in range(periods):
        added, removed = rng.poisson(40), min(rng.poisson(25), stock)
        closed, moved = min(rng.poisson(6), stock - removed), rng.integers(-4, 8)
        stock += added - removed - closed - moved
        rows.append((stock, removed, closed, moved, added))
    columns = ["stock", "removed", "closed", "moved", "added"]
    return pd.DataFrame(rows, columns=columns).astype(float)


NAMES = {"stock": "stock", "removed": "removed"}


def test_with_all_other_flows_known_the_identity_gives_the_number():
    frame = inventory()
    r = stock_flow(frame, **NAMES, closed=["closed", "moved"])
    assert r.added_low[1:] == pytest.approx(frame.added[1:].tolist())
    assert r.added_high[1:] == pytest.approx(frame.added[1:].tolist())
    assert r.added_low[0] == 0  # the stock before the first period is not known
    assert r.added_high[0] >= frame.added[0]
    assert r.notes == ("opening_stock_unknown",)


@pytest.mark.parametrize("seed", range(25))
def test_the_truth_is_always_inside(seed):
    rng = np.random.default_rng(100 + seed)
    frame = inventory(seed=seed)
    seen = frame.copy()
    seen["added"] = frame.added.where(rng.random(20) < 0.3)
    seen["closed"] = frame.closed.where(rng.random(20) < 0.6)
    seen["moved"] = frame.moved.where(rng.random(20) < 0.8)
    for more in ({"closed": ["closed", "moved"], "added": "added"}, {"closed": ["closed", "moved"]}):
        r = stock_flow(seen, **NAMES, **more)
        high = np.array([np.inf if v is None else v for v in r.added_high])
        assert (np.array(r.added_low) <= frame.added + 1e-9).all()
        assert (frame.added <= high + 1e-9).all()


def test_bounds_are_those_of_a_linear_programme():
    """Brute force: the least and the most additions of each period that any history allows."""
    frame = inventory(periods=6, seed=4)
    frame.loc[[2, 4], "closed"] = np.nan
    r = stock_flow(frame, **NAMES, closed="closed")
    n = 6  # unknowns: opening stock, additions, closures
    identity = np.zeros((n, 1 + 2 * n))
    identity[0, 0] = 1
    identity[:, 1 : 1 + n] = np.eye(n)
    identity[:, 1 + n :] = -np.eye(n)
    moved = np.r_[frame.stock[0], np.diff(frame.stock)] + frame.removed
    known = [(0, None) if np.isnan(c) else (c, c) for c in frame.closed]
    bounds = [(0, None)] * (1 + n) + known
    for i in range(n):
        aim = np.zeros(1 + 2 * n)
        aim[1 + i] = 1
        least = linprog(aim, A_eq=identity, b_eq=moved, bounds=bounds)
        most = linprog(-aim, A_eq=identity, b_eq=moved, bounds=bounds)
        assert r.added_low[i] == pytest.approx(least.fun, abs=1e-7)
        if r.added_high[i] is None:
            assert most.status == 3  # unbounded
        else:
            assert r.added_high[i] == pytest.approx(-most.fun, abs=1e-7)


def test_without_closures_there_is_no_upper_end():
    r = stock_flow(inventory(), **NAMES)
    assert r.added_high == (None,) * 20
    assert "no_upper_bound_where_closures_are_unknown" in r.notes
    assert r.numbers()["added_high"] == [None] * 20


@pytest.mark.parametrize("hidden", [5, None])
def test_an_unknown_reclassification_takes_the_lower_end_too(hidden):
    frame = inventory()
    gone = frame.moved < 0 if hidden is None else frame.index == hidden  # the sign of what is hidden is not guessed
    r = stock_flow(frame.assign(moved=frame.moved.mask(gone)), **NAMES, closed=["closed", "moved"])
    assert gone.any()
    assert set(np.array(r.added_low)[gone]) == {0}
    assert set(np.array(r.added_high)[gone]) == {None}


def test_a_net_column_with_a_negative_value_is_of_either_sign_where_it_is_missing():
    frame = inventory().assign(net=lambda f: f.closed + f.moved)
    frame.loc[3, "net"], frame.loc[6, "net"] = np.nan, -1
    frame.loc[6, "stock"] = frame.stock[5] + frame.added[6] - frame.removed[6] + 1
    frame.loc[7:, "stock"] = np.nan
    r = stock_flow(frame[:7], **NAMES, closed="net")
    assert (r.added_low[3], r.added_high[3]) == (0, None)
    assert r.added_low[6] == pytest.approx(frame.added[6])


def test_counted_additions_are_kept():
    frame = inventory()
    frame.loc[7:, "added"] = np.nan
    r = stock_flow(frame, **NAMES, closed=["closed", "moved"], added="added")
    assert r.added_low[:7] == r.added_high[:7] == tuple(frame.added[:7])
    assert r.added_high[8] == pytest.approx(inventory().added[8])
    assert r.notes == ()


def test_scale_labels_and_input():
    frame = inventory()
    kept = frame.copy(deep=True)
    r = stock_flow(frame, **NAMES, closed="closed")
    tenfold = stock_flow(10 * frame.set_axis(list("abcdefghijklmnopqrst")), **NAMES, closed="closed")
    assert tenfold.added_low == pytest.approx([10 * v for v in r.added_low])
    pd.testing.assert_frame_equal(frame, kept)
    assert stock_flow(frame, **r.recipe).numbers() == r.numbers()
    assert list(r.numbers()) == ["added_low", "added_high"]


def test_refuses_a_stock_that_its_flows_contradict_and_names_every_period():
    frame = inventory()
    frame.loc[[4, 11], "stock"] += [-500, 900]  # −500: fewer than none joined then; +900: nor in the period after 11
    with pytest.raises(BadTable, match="contradict") as told:
        stock_flow(frame.assign(stock=frame.stock.clip(lower=0)), **NAMES, closed=["closed", "moved"])
    assert [p.where for p in told.value.problems] == ["row 4", "row 12"]


def test_refuses_counted_additions_that_do_not_fit():
    frame = inventory()
    frame.loc[3, "added"] += 2
    with pytest.raises(BadTable, match="row 3") as told:
        stock_flow(frame, **NAMES, closed=["closed", "moved"], added="added")
    assert len(told.value.problems) == 1
    # with closures unknown two more additions may have been closed, but fewer than the stock needs cannot be
    assert stock_flow(frame, **NAMES, added="added").added_low[3] == frame.added[3]
    frame.loc[3, "added"] = 0
    with pytest.raises(BadTable, match="expected between"):
        stock_flow(frame, **NAMES, added="added")


@pytest.mark.parametrize("column", ["stock", "removed"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_refuses_missing_stock_and_removals(column, bad):
    frame = inventory()
    frame.loc[2, column] = bad
    with pytest.raises(NotFinite, match=f"'{column}', row 2"):
        stock_flow(frame, **NAMES)


def test_refuses_infinite_closures_and_negative_counts():
    with pytest.raises(NotFinite, match="'closed', row 1"):
        stock_flow(inventory().assign(closed=lambda f: f.closed.where(f.index != 1, np.inf)), **NAMES, closed="closed")
    frame = inventory()
    frame.loc[1, "removed"], frame.loc[2, "added"] = -1, -3
    with pytest.raises(BadTable, match="2 problems"):
        stock_flow(frame, **NAMES, added="added")


def test_refuses_columns_that_are_not_there():
    with pytest.raises(BadTable, match="Did you mean 'closed'"):
        stock_flow(inventory(), **NAMES, closed="close")


def test_nullable_integers_are_taken():
    frame = inventory().astype("Int64")
    frame.loc[5, "closed"] = pd.NA
    assert stock_flow(frame, **NAMES, closed="closed").added_high[5] is None
