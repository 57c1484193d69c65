"""What JupyterLab saves is the notebook as it ships; the server is for this machine alone and asks for its token."""

from __future__ import annotations

import copy
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import psutil
import pytest

from mcee_eval.lab import only_pinned
from mcee_eval.places import shipped

NOTEBOOK = shipped("notebooks") / "02_capacity_building.ipynb"


def looked_at() -> nbformat.NotebookNode:
    """The shipped notebook as it is after running it and folding a cell."""
    node = nbformat.read(NOTEBOOK, as_version=4)
    node.metadata["language_info"] |= {"version": "3.11.2", "codemirror_mode": {"name": "ipython", "version": 3}}
    for i, cell in enumerate(node.cells):
        cell.metadata |= {"collapsed": True, "execution": {"iopub.status.busy": "2026"}, "jupyter": {"hidden": True}}
        if cell.cell_type == "code":
            cell.execution_count = 40 + i
            if not cell.outputs:
                cell.outputs = [nbformat.v4.new_output("stream", text="seen")]
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = 40 + i
    return node


@pytest.mark.parametrize("path", sorted(shipped("notebooks").glob("*.ipynb")), ids=lambda p: p.stem[:2])
def test_a_shipped_notebook_is_saved_as_it_is(path):
    node = nbformat.read(path, as_version=4)
    kept = copy.deepcopy(node)
    only_pinned(kept)
    assert kept == node


def test_what_running_and_looking_leave_is_not_saved():
    node = looked_at()
    only_pinned(node)
    assert nbformat.writes(node) + "\n" == NOTEBOOK.read_text("utf-8")


@pytest.fixture
def served(tmp_path, root):
    """A server on a copy of a notebook: its process, its address, its token."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "jupyter").mkdir()
    shutil.copyfile(NOTEBOOK, tmp_path / "notebooks" / NOTEBOOK.name)
    (tmp_path / "jupyter" / "jupyter_server_config.py").write_text("c.ServerApp.allow_root = True\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = f"from mcee_eval.cli import main; main(['lab', '--no-browser', '--port', '{port}', 'notebooks'])"
    told = {"PYTHONPATH": str(root), "JUPYTER_TOKEN": "known", "HOME": str(tmp_path)}
    told |= {f"JUPYTER_{kind}_DIR": str(tmp_path / "jupyter") for kind in ("CONFIG", "RUNTIME", "DATA")}
    process = subprocess.Popen([sys.executable, "-c", command], cwd=tmp_path, env={**os.environ, **told})
    try:
        yield process, f"http://127.0.0.1:{port}", tmp_path / "notebooks"
    finally:
        process.terminate()
        process.wait(20)


def asked(address, *, token="known", method="GET", body=None, wait=0.0):
    headers = {"Authorization": f"token {token}"} if token else {}
    request = urllib.request.Request(address, method=method, headers=headers, data=body and json.dumps(body).encode())
    until = time.monotonic() + wait
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)


def test_the_server_is_for_this_machine_and_saves_what_git_should_see(served):
    process, address, folder = served
    assert asked(f"{address}/api/contents", wait=90) == 200
    assert asked(f"{address}/api/contents", token="") == 403
    listening = [c for c in psutil.Process(process.pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert {c.laddr.ip for c in listening} == {"127.0.0.1"}
    with urllib.request.urlopen(f"{address}/lab?token=known", timeout=30) as page:
        assert '"news": {"disabled": true}' in page.read().decode()  # nothing is asked of the network
    body = {"type": "notebook", "format": "json", "content": looked_at()}
    assert asked(f"{address}/api/contents/{NOTEBOOK.name}", method="PUT", body=body) == 200
    assert (folder / NOTEBOOK.name).read_bytes() == NOTEBOOK.read_bytes()
    assert asked(f"{address}/api/shutdown", method="POST") == 200
    assert process.wait(20) == 0
