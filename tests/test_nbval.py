"""Every notebook runs in both languages under nbval, from copies that papermill prepared with other parameters."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from itertools import product

from mcee_eval import places
from mcee_eval.words.formats import LANGS

NOTEBOOKS = sorted(places.shipped("notebooks").glob("*.ipynb"))


def test_the_notebooks_run_as_they_are_told(tmp_path, root):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of imports that are not ours
        import papermill
    for notebook, lang in product(NOTEBOOKS, LANGS):
        copy = tmp_path / f"{notebook.stem}.{lang}.ipynb"
        papermill.execute_notebook(
            str(notebook), str(copy), parameters={"lang": lang}, prepare_only=True, progress_bar=False
        )
    paths = filter(None, [str(root), os.environ.get("PYTHONPATH")])
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "-p", "no:xdist"]
    ran = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "--nbval-lax", "--nbval-current-env", "."],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed, ran.stdout
    assert int(passed[1]) > 5 * len(NOTEBOOKS) * len(LANGS) > 0
