"""What the documentation says is there: files, commands, options, targets, imports; the languages go together."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from importlib import import_module

import matplotlib.pyplot as plt
import pytest
import typer

import mcee_eval as mcee
from mcee_eval.cli import app, spread
from mcee_eval.contracts.readers import FINDINGS, tables_of, to_fill
from mcee_eval.publish.comments import read_comments
from mcee_eval.rehearsal import rehearsed
from mcee_eval.results import READER, Result
from mcee_eval.settings import settings
from mcee_eval.studies import Study
from mcee_eval.words.say import Words

PAGES = [
    "README.md", "README.fr.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/README.md", "docs/tutorial.en.md",
    "docs/tutorial.fr.md", "docs/own_data.en.md", "docs/own_data.fr.md", "docs/add_a_finding.md",
    "docs/add_a_finding.fr.md", "docs/metrics_on_your_own_frame.md", "docs/metrics_on_your_own_frame.fr.md",
    "data/report/README.md",
]  # fmt: skip
TWINS = [(name, name.replace("README.md", "README.fr.md")) for name in PAGES[:1]] + [
    ("docs/tutorial.en.md", "docs/tutorial.fr.md"),
    ("docs/own_data.en.md", "docs/own_data.fr.md"),
    ("docs/add_a_finding.md", "docs/add_a_finding.fr.md"),
    ("docs/metrics_on_your_own_frame.md", "docs/metrics_on_your_own_frame.fr.md"),
    ("docs/data_dictionary.en.md", "docs/data_dictionary.fr.md"),
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
CODE = re.compile(r"`([^`\n]+)`")


def read(root, name: str) -> str:
    return (root / name).read_text("utf-8")


def blocks(text: str, kind: str = "") -> list[str]:
    """The fenced blocks of one language; without one, the commands."""
    return [body for told, body in FENCE.findall(text) if told == kind]


def commands(text: str) -> list[str]:
    """Every command that a page names: lines of blocks, and code in a sentence or a table."""
    lines = [line for body in blocks(text) for line in body.splitlines()]
    spans = CODE.findall(FENCE.sub("", text))
    return [line for line in (*lines, *spans) if re.match(r"(\S*/)?(mcee-eval|make|papermill)(\s|$)", line)]


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """Command → its options."""
    group = typer.main.get_command(app)
    return {
        name: {o for p in command.params for o in p.opts if o.startswith("--")} | {"--help"}
        for name, command in group.commands.items()
    }


@pytest.mark.parametrize("page", [*PAGES, "docs/data_dictionary.en.md", "docs/data_dictionary.fr.md"])
def test_every_relative_link_leads_to_a_file_and_its_heading(root, page):
    here = (root / page).parent
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", read(root, page)):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (here / path).resolve() if path else root / page
        if not file.is_file() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


def anchors(text: str) -> set[str]:
    """The anchors that a forge makes of headings."""
    heads = re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


@pytest.mark.parametrize("page", PAGES)
def test_every_command_exists_with_its_options(root, page, known):
    wrong = []
    for line in commands(read(root, page)):
        name, *words = shlex.split(line, posix=False)
        if not name.endswith("mcee-eval") or not words or not re.fullmatch(r"[a-z]+", words[0]):
            wrong += [line for w in words if w.startswith("--") and w != "--help"] if name.endswith("mcee-eval") else []
            continue
        command, *rest = words
        options = {w.partition("=")[0] for w in rest if w.startswith("--")}
        if command not in known or options - known[command]:
            wrong.append(line)
    assert wrong == []


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
def test_the_table_of_commands_names_them_all_and_only_their_options(root, page, known):
    rows = re.findall(r"^\| `mcee-eval (\w+)[^`]*` \|(.*)$", read(root, page), re.M)
    assert {name for name, _ in rows} == set(known)
    wrong = {n: o for n, told in rows for o in re.findall(r"`(--[\w-]+)", told) if o not in known[n]}
    assert wrong == {}


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
def test_the_table_of_exit_codes_is_what_the_program_ends_with(root, page):
    (table,) = (t for t in read(root, page).split("\n\n") if re.match(r"\| (exit code|code de sortie) \|", t))
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.M)}
    from mcee_eval import cli, errors

    ours = {e.exit_code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.MceeError)}
    ours -= {errors.MceeError.exit_code}  # the base is never raised itself
    assert told == ours | {0, cli.USAGE, cli.INTERRUPTED}


@pytest.mark.parametrize(("page", "lang"), [("README.md", "en"), ("README.fr.md", "fr")])
def test_the_table_of_findings_is_that_of_the_settings(root, page, lang):
    rows = re.findall(r"^\| (\d) \| ([^|]+) \| [^|]+\? ?([^|]*) \| ([^|]*) ?\|$", read(root, page), re.M)
    findings = settings().findings
    title = Words(lang)
    assert [int(n) for n, *_ in rows] == [f.number for f in findings]
    for (_, name, more, by_country), finding in zip(rows, findings, strict=True):
        assert title(f"site.finding.{finding.id}").replace("\u00a0", " ").endswith(name)
        wanted = {"all": ("yes", "oui"), "funded": ("funded ones", "pays financés")}[finding.countries]
        assert by_country.strip() == (wanted[lang == "fr"] if finding.country_form else "")
        assert bool(re.search("publi", more)) == ("published" in finding.datasets)


@pytest.mark.parametrize("page", ["docs/own_data.en.md", "docs/own_data.fr.md"])
def test_the_tables_that_each_finding_needs_are_those_that_it_reads(root, page):
    rows = re.findall(r"^\| (\d), [^|]+ \| ([^|]+) \|$", read(root, page), re.M)
    assert {n: tuple(re.findall(r"`(\w+)`", told)) for n, told in rows} == {f: tables_of(f) for f in FINDINGS}
    assert f" {len(to_fill())} tables " in read(root, page)


@pytest.mark.parametrize("page", ["docs/tutorial.en.md", "docs/tutorial.fr.md"])
def test_the_tutorial_names_what_is_there(root, page, tmp_path, monkeypatch):
    """The comment is one, its exhibit is shown; the threshold may be moved as told; the number is in the record."""
    text = read(root, page)
    (tmp_path / "comments.csv").write_text(blocks(text, "csv")[0], "utf-8")
    (comment,) = read_comments(tmp_path / "comments.csv")
    slug = comment.exhibit.removeprefix("f1-").replace("-", "_")
    assert f'study.show("{slug}"' in read(root, "notebooks/01_continuing_need.ipynb").replace('\\"', '"')
    assert comment.response == ""
    threshold = settings().thresholds["f1.major_obstacle"]
    told = float(re.search(r"`value = ([\d.]+)`", text)[1])
    assert told in threshold.range
    assert f" {threshold.value} " in re.sub(r"[;:,]", " ", text)
    usual = settings()
    moved = {**usual.thresholds, "f1.major_obstacle": replace(threshold, value=told)}
    before = rehearsed("f1").state()["1b"]
    monkeypatch.setattr("mcee_eval.studies.settings", lambda: replace(usual, thresholds=moved))
    assert (before, rehearsed("f1").state()["1b"]) == ("supported", "contradicted")
    monkeypatch.undo()
    public = rehearsed("f1", dataset="published")
    assert set(re.findall(r"f1-1[af][\w-]+", text)) <= set(public.record().record["numbers"])


@pytest.mark.parametrize("page", ["docs/add_a_finding.md", "docs/add_a_finding.fr.md"])
def test_what_a_notebook_may_call_exists(root, page):
    text = read(root, page)
    called = set(re.findall(r"`(?:mcee|study)\.(\w+)", text)) | set(re.findall(r"(?:mcee|study)\.(\w+)\(", text))
    assert len(called) > 15
    assert [name for name in called if not hasattr(mcee, name) and not hasattr(Study, name)] == []


def test_commands_of_blocks_are_parsed_by_the_program(root, known):
    """Values too: what a block says to type is understood as it stands."""
    group = typer.main.get_command(app)
    seen = 0
    for page in PAGES:
        for line in (line for body in blocks(read(root, page)) for line in body.splitlines()):
            name, *words = shlex.split(line)
            if name.endswith("mcee-eval"):
                command, *rest = spread(words)
                group.commands[command].make_context(command, rest, resilient_parsing=False).close()
                seen += 1
    assert seen > 10


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_exists(root, page):
    targets = set(re.findall(r"^(\w+):", read(root, "Makefile"), re.M))
    named = {
        word
        for line in commands(read(root, page))
        if line.split()[0] == "make"
        for word in line.split()[1:]
        if "=" not in word
    }
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_file_of_the_project_that_is_named_exists(root, page):
    text = FENCE.sub("", read(root, page))
    named = {c for c in CODE.findall(text) if re.fullmatch(r"(mcee_eval|notebooks|tests|scripts|data)/[\w./]+", c)}
    notebooks = set(re.findall(r"notebooks/\w+\.ipynb", read(root, page)))
    missing = {
        n
        for n in named | notebooks
        if not (root / n).exists() and not n.startswith(("data/raw/trial", "data/raw/extrait"))
    }
    assert missing - {"data/raw/", "data/raw", "tests/spec/"} == set()  # the user's own, and what is to come


@pytest.mark.parametrize("page", PAGES)
def test_what_python_blocks_import_is_there(root, page):
    for body in blocks(read(root, page), "python"):
        for module, names in re.findall(r"^from (\S+) import (.+)$", body, re.M):
            for name in names.split(", "):
                assert hasattr(import_module(module), name), f"{module}.{name}"


def test_the_correction_that_is_shown_is_one(root, tmp_path):
    from mcee_eval.loaders.corrections import load_corrections

    for page in ("docs/own_data.en.md", "docs/own_data.fr.md"):
        (shown,) = (b for b in blocks(read(root, page), "toml") if "[[correction]]" in b)
        (tmp_path / "corrections.toml").write_text(shown, "utf-8")
        (correction,) = load_corrections(tmp_path / "corrections.toml")
        assert (correction.table, correction.action) == ("asylum_claims", "replace")


def test_the_extract_that_is_shown_leads_to_a_page_in_two_rounds(root, tmp_path):
    import tomllib

    from mcee_eval.loaders.check_folder import check_folder, report_lines
    from mcee_eval.loaders.own_drafting import write_drafts

    text = read(root, "docs/own_data.en.md")
    (tmp_path / "extrait.csv").write_text(blocks(text, "csv")[0], "utf-8")
    written = write_drafts(tmp_path)
    (shown,) = (b for b in blocks(text, "toml") if "[travel_document_requests]" in b)
    assert tomllib.loads(written["mapping.toml"]) == tomllib.loads(shown)
    first = check_folder(tmp_path)
    assert set(first.problems) == {"countries.csv"}
    known = written["countries.csv"].replace("HTI,,,,,,,,,", "HTI,cooperative,none,no,,,,,no,")
    known = known.replace("NGA,,,,,,,,,", "NGA,cooperative,none,no,,,,,no,")
    (tmp_path / "countries.csv").write_text(known, "utf-8")
    assert any(line.startswith("f4: a page from") for line in report_lines(check_folder(tmp_path)))


@pytest.mark.parametrize(("english", "french"), TWINS)
def test_twins_have_the_same_headings_and_the_same_commands(root, english, french):
    one, two = read(root, english), read(root, french)
    assert levels(one) == levels(two)
    assert len(FENCE.findall(one)) == len(FENCE.findall(two))
    for a, b in zip(blocks(one), blocks(two), strict=True):
        assert a == b


def test_the_page_of_metrics_calls_every_public_metric_and_runs(root, monkeypatch):
    """Every result of it says and draws itself in both languages; the French page has the same code."""
    pages = [read(root, f"docs/metrics_on_your_own_frame{end}.md") for end in ("", ".fr")]
    code, french = ("\n".join(re.sub(r" *# .*", "", body) for body in blocks(page, "python")) for page in pages)
    assert code == french
    public = {name for name, where in mcee._WHERE.items() if where.startswith("metrics.")}
    assert public - set(re.findall(r"mcee\.(\w+)\(", code)) == set()
    monkeypatch.setitem(READER, "lang", "en")
    made: dict = {}
    exec(compile(code, "metrics_on_your_own_frame", "exec"), made)
    results = [one for one in made.values() if isinstance(one, Result)]
    assert len(results) > 13
    for result in results:
        for lang in ("en", "fr"):
            assert "result." not in result.summary(lang)
            plt.close(result.plot(lang=lang).figure)
        assert result._repr_html_().startswith("<p>Method: ")
        assert len(result.to_frame())
        assert json.dumps(result.numbers(), allow_nan=False)
    plt.close("all")


def levels(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", FENCE.sub("", text), re.M)]


@pytest.mark.parametrize("page", [french for _, french in TWINS])
def test_french_has_its_spaces(root, page):
    text = CODE.sub("x", FENCE.sub("", read(root, page)))
    text = re.sub(r"^\|(?: :?-+:? \|)+$", "", text, flags=re.M)
    assert re.findall(r".{0,20} [:%»](?!\w).{0,5}|.{0,5}«[^\u00a0].{0,20}|.{0,20}\s[;!?]", text) == []
    assert re.findall(r".{0,20}\w:(?=\s).{0,5}", text) == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_an_index_or_a_folder_of_some_machine(root, page):
    assert (
        re.findall(
            r"https?://\S*(?:pypi|conda|simple)\S*|index-url|(?<![\w.])/(?:home|root|tmp|work|opt)/", read(root, page)
        )
        == []
    )
