from __future__ import annotations

import os
import subprocess
import sys

import pytest

from mcee_eval.synthetic.seeds import generator, seed_for


def test_a_seed_depends_on_the_name_and_the_base_only():
    assert seed_for(7, "claims", "C07") == seed_for(7, "claims", "C07")
    assert seed_for(7, "claims", "C07") != seed_for(8, "claims", "C07")
    assert seed_for(7, "claims", "C07") != seed_for(7, "C07", "claims")
    assert seed_for(7, "a", "bc") != seed_for(7, "ab", "c")
    assert 0 <= seed_for(7, "claims") < 2**63


def test_seeds_of_many_names_are_all_different():
    assert len({seed_for(1, "draw", k) for k in range(5000)}) == 5000


def test_a_draw_is_the_same_whatever_was_drawn_before():
    alone = generator(3, "b").random(4).tolist()
    generator(3, "a").random(100)
    assert generator(3, "b").random(4).tolist() == alone


def test_a_nameless_seed_is_refused():
    with pytest.raises(ValueError, match="needs a name"):
        seed_for(7)


def test_another_process_with_another_hash_seed_has_the_same_seed(root):
    code = "from mcee_eval.synthetic.seeds import seed_for; print(seed_for(7, 'claims', 'C07'))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": salt, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for salt in ("0", "12345")
    }
    assert told == {f"{seed_for(7, 'claims', 'C07')}\n"}
