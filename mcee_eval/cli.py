"""The command line: reads what was asked for and calls the library; no logic of its own.

Every import of the library stands inside its command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="mcee-eval",
    help="A rerunnable evaluation: notebooks for each finding and country, and their pages in English and French.",
    epilog="Exit codes: 0 done, 2 usage, 10 settings, 11 table, 12 parameters, 20 some runs failed, 21 another batch "
    "writes to the same outputs, 22 outputs that cannot be written, 30 release refused, 130 interrupted.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
INTERRUPTED, USAGE = 130, 2
SEVERAL = ("--country", "--finding", "--dataset", "--lang")  # take all that follows, up to the next option
Names = list[str] | None


@app.command()
def run(
    country: Annotated[
        Names, typer.Option(metavar="CODE …", help="Codes, or ALL. Default: ALL and every country that has a page.")
    ] = None,
    finding: Annotated[
        Names, typer.Option(metavar="NAME …", help="4, 04, f4 or 04_removals_cooperation. Default: every notebook.")
    ] = None,
    dataset: Annotated[
        Names, typer.Option(metavar="NAME …", help="Names, never paths. Default: the shipped data.")
    ] = None,
    lang: Annotated[Names, typer.Option(metavar="LANG …", help="en or fr. Default: both.")] = None,
    audience: Annotated[str, typer.Option(help="public or internal.")] = "public",
    parameter: Annotated[
        Names, typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="A notebook's own parameter. Repeatable.")
    ] = None,
    notebook: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Your own copy of a notebook, with its TOML beside it.")
    ] = None,
    scenario: Annotated[str, typer.Option(help="Simulate this scenario first, and run on it.")] = "",
    seed: Annotated[int, typer.Option(help="Of the scenario.")] = 20250331,
    quick: Annotated[bool, typer.Option("--quick", help="ALL and the first two countries of each notebook.")] = False,
    jobs: Annotated[int, typer.Option(help="Worker processes. Default: one a processor.")] = 0,
    engine: Annotated[str, typer.Option(help="auto or pool.")] = "auto",
    timeout: Annotated[float, typer.Option(help="Seconds that one run may take.")] = 900.0,
    force: Annotated[bool, typer.Option("--force", help="Do what is up to date again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is due, and do nothing.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say for each run why it is due.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder of outputs. Default: $MCEE_OUTPUTS, else outputs.")] = None,
) -> None:
    """Do every run that is due, and build the site again."""
    from mcee_eval.batch.plan import LANGS, Selection
    from mcee_eval.batch.run import Manner
    from mcee_eval.batch.run import run as batch
    from mcee_eval.batch.scenario import on_scenario

    chosen = on_scenario(scenario, seed=seed, datasets=tuple(dataset or ()), out=out, dry_run=dry_run)
    selection = Selection(
        findings=tuple(finding or ()),
        countries=tuple(country or ()),
        datasets=chosen,
        langs=tuple(lang or LANGS),
        audience=audience,
        quick=quick,
    )
    manner = Manner(jobs=jobs, engine=engine, timeout=timeout, force=force, dry_run=dry_run, why=why)
    batch(selection, given=tuple(parameter or ()), notebook=notebook, out=out, manner=manner).stop()


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="NAME", help="A folder of data/raw, or the path of any folder.")],
    draft_mapping: Annotated[
        bool, typer.Option("--draft-mapping", help="Write mapping.toml and dataset.toml from the files, and show them.")
    ] = False,
    lang: Annotated[str, typer.Option(help="en or fr. Default: the language of your system.")] = "",
) -> None:
    """Read every file of a folder, and tell all that is wrong with it. No table in it is changed."""
    from mcee_eval.datasets import declared_corrections
    from mcee_eval.errors import MceeError
    from mcee_eval.loaders.check_folder import check_folder, report_lines
    from mcee_eval.loaders.own_drafting import write_drafts
    from mcee_eval.places import of_user
    from mcee_eval.words.problems import in_language, language, told

    reader = language(lang)
    try:
        folder = of_user(folder)
        for name, text in (write_drafts(folder, lambda text: told(text, reader)) if draft_mapping else {}).items():
            typer.echo(f"{told('written, for you to read and correct', reader)}: {folder / name}\n\n{text}")
        found = check_folder(folder, corrections=declared_corrections())
        for line in report_lines(found):
            typer.echo(told(line, reader))
        found.stop()
    except MceeError as refused:
        raise in_language(refused, reader) from None


@app.command()
def template(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The workbook to write, .xlsx.")],
    finding: Annotated[Names, typer.Option(metavar="NAME …", help="The tables of these only: 4, f4 …")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write an empty workbook to fill: a sheet a table, and notes in both languages."""
    from mcee_eval.contracts.template import template_to

    typer.echo(template_to(path, findings=tuple(finding or ()), force=force))


@app.command()
def simulate(
    scenario: Annotated[str, typer.Option(help="A scenario's name; a wrong one lists them all.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")],
    out: Annotated[Path, typer.Option(help="Folder of the tables; its name becomes the data set's.")],
) -> None:
    """Make a whole synthetic programme, with its known truth."""
    from mcee_eval.synthetic.programme import simulate as make
    from mcee_eval.synthetic.write import write

    typer.echo(write(make(scenario, seed=seed), out, name=out.resolve().name))


@app.command()
def lab(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Default: the notebooks.")] = None,
    port: Annotated[int, typer.Option(help="On this machine alone.")] = 8888,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open none; the address is told.")] = False,
) -> None:
    """Open JupyterLab on the notebooks; what is saved keeps no output but the pinned one."""
    from mcee_eval import lab as jupyter

    jupyter.lab(folder or jupyter.folder(), port=port, browser=not no_browser)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; what it refuses is told without a traceback. Returns the exit code."""
    from mcee_eval.errors import MceeError

    given = spread(list(sys.argv[1:] if argv is None else argv))
    command = typer.main.get_command(app)
    try:
        code = command.main(given, prog_name="mcee-eval", standalone_mode=False)
    except MceeError as refused:
        print(refused, file=sys.stderr)
        return refused.exit_code
    except Exception as error:
        show = getattr(error, "show", None)  # the parser's own: a usage error
        if show is None:
            raise
        show()
        return USAGE
    if code == INTERRUPTED:  # the parser's own answer to Ctrl-C
        print("Interrupted. What was done is kept; the same command goes on with the rest.", file=sys.stderr)
    return code if isinstance(code, int) else 0


def spread(argv: Sequence[str]) -> list[str]:
    """``--country R01 P02`` as ``--country R01 --country P02``, which is what the parser takes."""
    told: list[str] = []
    option = None
    first = False
    for word in argv:
        if word.startswith("-"):
            option, first = (word if word in SEVERAL else None), True
            told.append(word)
        else:
            told += [option, word] if option and not first else [word]
            first = False
    return told
