"""One run, from a notebook to its record and its pages: everything in a temporary folder, then renamed into place."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from mcee_eval import errors, places
from mcee_eval.batch.clean import forget_machine, refuse_addresses, the_record
from mcee_eval.batch.layout import Layout
from mcee_eval.batch.task import BROKE, UNFIT, Done, Failed, Task, parameters
from mcee_eval.errors import BadParameter, BadTable, MceeError, NotWritable, Problem
from mcee_eval.parameters import COMMON, cell_values, parameters_cell

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config

_KERNELS = count()
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
CLOSED = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM")}
BASE = "../"  # from a page to the root of its site
Render = Callable[..., str]
Check = Callable[[Task], None]


def execute(task: Task, *, render: Render | None = None, check: Check | None = None) -> Done | Failed:
    """Do one run: what stands in its place afterwards, or why nothing does.

    render : (notebook, record, lang=, base=, annex=) → page; by default the project's. check : refuses parameters
    before a kernel starts; by default the one that the notebook's own ``study(…)`` uses.
    """
    temporary = Layout(task.out).temporary
    folder: Path | None = None
    _open(task)
    try:
        (check or _check)(task)
        _refuse_undeclared(task)
        with _writing(temporary):
            temporary.mkdir(parents=True, exist_ok=True)
            folder = Path(mkdtemp(dir=temporary, prefix=f"{os.getpid()}-"))
        return _run(task, folder, render or _render)
    except NotWritable as refused:
        return Failed(task.run, refused.code, str(refused), unwritable=True)
    except MceeError as refused:
        return Failed(task.run, UNFIT if isinstance(refused, BadTable) else refused.code, str(refused))
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _open(task: Task) -> None:
    """Say which notebook is open, here and to the kernel, so that the TOML beside it is the one that is read."""
    from mcee_eval.settings import settings
    from mcee_eval.words.catalogue import catalogue

    if task.notebook.parent != places.shipped("notebooks") and os.environ.get("MCEE_NOTEBOOK") != str(task.notebook):
        settings.cache_clear()
        catalogue.cache_clear()
    os.environ["MCEE_NOTEBOOK"] = str(task.notebook)


def _run(task: Task, folder: Path, render: Render) -> Done | Failed:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from mcee_eval import record as records
    from mcee_eval.publish.page import annexes, left_out

    executed = folder / "executed.ipynb"
    try:
        node = _kernel(task, executed)
    except DeadKernelError as dead:
        return Failed(task.run, BROKE, f"the kernel died: {dead}", lost=True)
    except CellTimeoutError as late:
        return Failed(task.run, BROKE, str(late))
    except RuntimeError as silent:  # how jupyter_client says that a kernel never answered
        return Failed(task.run, BROKE, f"the kernel did not start: {silent}", lost=True)
    except PapermillExecutionError as broke:
        _keep_what_failed(task, executed)
        told = COLOURS.sub("", f"{broke.ename}: {broke.evalue}\n{broke}").strip()
        return Failed(task.run, _code(broke.ename), told)
    forget_machine(node, ids=_ids(task.notebook))
    refuse_addresses(node)
    record = the_record(node, mime=records.MIME)
    records.validate(record)
    _refuse_other(task, record)
    layout = Layout(task.out)
    texts = {layout.notebook(task.run): json.dumps(node, ensure_ascii=False, indent=1, sort_keys=True) + "\n"}
    for lang in task.langs:
        texts[layout.page(task.run, lang)] = render(node, record, lang=lang, base=BASE)
        for slug in annexes(node):
            texts[layout.page(task.run, lang, slug)] = render(node, record, lang=lang, base=BASE, annex=slug)
    texts[layout.record(task.run)] = records.dumps(record)
    _place(texts, folder)
    return Done(
        task.run, tuple(path.relative_to(task.out).as_posix() for path in texts), left_out=left_out(node, record)
    )


def _kernel(task: Task, executed: Path) -> NotebookNode:
    """The notebook after its execution; papermill's own file stays in the temporary folder."""
    import papermill

    os.environ["MCEE_RECORDS"] = str(Layout(task.out).record(task.run).parent)  # for what concludes from records
    try:
        node: NotebookNode = papermill.execute_notebook(
            str(task.notebook),
            str(executed),
            parameters=parameters(task.run),
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=str(task.cwd),
            config=_sockets(),
            shutdown_kernel="immediate",
        )
    except OSError as error:
        if error.errno in CLOSED:
            raise not_writable(executed, error) from error
        raise
    return node


def _sockets() -> Config:
    """Sockets in the file system where they can be: no port is open to other users of the machine.

    Each kernel gets its own name: by default those that start in the same folder would share one. The path of a
    socket holds 107 characters at most.
    """
    from jupyter_core.paths import jupyter_runtime_dir
    from traitlets.config import Config

    name = Path(jupyter_runtime_dir()) / f"k{os.getpid()}-{next(_KERNELS)}"
    name.parent.mkdir(parents=True, exist_ok=True)
    told = {"connection_file": f"{name}.json"}
    if sys.platform == "linux" and len(os.fsencode(name)) <= 100:
        told |= {"transport": "ipc", "ip": str(name)}
    return Config({"KernelManager": told})


def _place(texts: dict[Path, str], folder: Path) -> None:
    """All files whole in the temporary folder first, so that placing them is renaming only; the record comes last."""
    with _writing(folder):
        beside = {path: folder / f"{i}" for i, path in enumerate(texts)}
        for path, text in texts.items():
            beside[path].write_bytes(text.encode("utf-8"))
    for path, whole in beside.items():
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(whole, path)


def _keep_what_failed(task: Task, executed: Path) -> None:
    """The notebook as far as it came, for the operator."""
    kept = Layout(task.out).failed_notebook(task.run)
    if executed.is_file():
        with _writing(kept):
            kept.parent.mkdir(parents=True, exist_ok=True)
            os.replace(executed, kept)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """A full disk or a closed folder is told as what it is."""
    try:
        yield
    except OSError as error:
        raise not_writable(path, error) from error


def not_writable(path: Path, error: OSError) -> NotWritable:
    """What to tell when a file cannot be written."""
    told = error.strerror or type(error).__name__
    do = "Free some space, or give a folder that can be written with --out."
    return NotWritable(
        "The outputs cannot be written.", problems=[Problem(str(path), told, "a file that is written", do)]
    )


def _render(node: NotebookNode, record: dict[str, Any], **how: str) -> str:
    from mcee_eval.publish.page import render_page

    return render_page(node, record, **how)


def _check(task: Task) -> None:
    from mcee_eval.run_parameters import check_parameters

    check_parameters(task.run.finding, **{n: v for n, v in parameters(task.run).items() if n in COMMON})


def _refuse_undeclared(task: Task) -> None:
    """papermill only warns of a parameter that the notebook does not know."""
    known = cell_values(parameters_cell(task.notebook))
    unknown = [name for name in parameters(task.run) if name not in known]
    if unknown:
        wanted = f"a cell tagged parameters with {', '.join(parameters(task.run))}"
        told = [Problem(task.notebook.name, f"no parameter {name}", wanted) for name in unknown]
        raise BadParameter("The notebook does not take its parameters.", problems=told)


def _refuse_other(task: Task, record: dict[str, Any]) -> None:
    """A record must be about the run that made it."""
    wanted = {k: getattr(task.run, k) for k in ("finding", "country", "dataset", "audience")}
    problems = [Problem(f"record, {k}", repr(record.get(k)), repr(v)) for k, v in wanted.items() if record.get(k) != v]
    if problems:
        raise BadTable.of("the executed notebook", problems)


def _ids(notebook: Path) -> set[str]:
    return {cell["id"] for cell in json.loads(notebook.read_text("utf-8"))["cells"] if "id" in cell}


def _code(name: str) -> str:
    """The code of a refusal that a cell raised, by the name of its class."""
    kind = getattr(errors, name, None)
    return kind.code if isinstance(kind, type) and issubclass(kind, MceeError) else BROKE
