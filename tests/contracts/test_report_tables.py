"""The tables transcribed from the report, held against the report: nothing left out, nothing added, nothing filled."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import report_text
from report_text import Report, plain, spans

from mcee_eval.contracts import CONTRACTS
from mcee_eval.datasets import Dataset, dataset
from mcee_eval.loaders.own_tables import load_table

MARK = "(CAVIARDÉ)"


@pytest.fixture(scope="module")
def data() -> Dataset:
    return dataset("synthetic")


@pytest.fixture(scope="module")
def raw(shared: Path) -> str:
    return (shared / "report" / "evaluation_ECEM_2025_fr.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def report(raw: str) -> Report:
    return report_text.parsed(raw)


@pytest.fixture(scope="module")
def claims(data: Dataset) -> pd.DataFrame:
    return data.report("claims").frame


@pytest.fixture(scope="module")
def no_claim(data: Dataset) -> pd.DataFrame:
    return data.report("no_claim").frame


def gaps(claims: pd.DataFrame) -> list[str]:
    """Codes that break the run from C001 on."""
    wanted = [f"C{i:03d}" for i in range(1, len(claims) + 1)]
    return [c for c, w in zip(claims["claim"], wanted, strict=True) if c != w]


def test_every_file_is_a_declared_table_and_loads(root, data):
    names = sorted(p.stem for p in (root / "data" / "report").glob("*.csv"))
    assert set(names) <= set(CONTRACTS)
    assert {
        "questions", "question_findings", "limitations", "redactions", "quantifiers", "discrepancies", "claims",
        "claim_inputs", "list_items", "no_claim",
    } <= set(names)  # fmt: skip
    for name in names:
        assert len(data.report(name).frame)
        assert data.report(name).receipt.provenance == "published"


# Nothing is left out.


def test_every_number_and_quantifier_of_the_report_is_in_the_ledger(report, claims, no_claim):
    assert len(list(report_text.hits(report))) > 280
    assert report_text.uncovered(report, claims, no_claim) == []


def test_every_statement_is_printed_where_and_as_often_as_it_says_in_the_report_s_order(report, claims):
    last = 0
    for claim in claims.itertuples():
        found = spans(report, claim.text_fr)
        assert len(found) == claim.times, claim.claim
        section, finding = report.place(found[0][0])
        assert section == claim.section, claim.claim
        if finding:
            assert claim.finding == finding, claim.claim
        assert last <= found[0][0], claim.claim
        last = found[0][0]


def test_the_codes_run_without_a_gap(claims):
    assert gaps(claims) == []


def test_what_claims_nothing_is_short_and_printed_as_often_as_it_says(report, no_claim):
    assert len(no_claim) <= 30
    for entry in no_claim.itertuples():
        found = report.footnotes if entry.entry == "footnote" else len(re.findall(entry.pattern, report.text))
        assert found == entry.times, entry.entry


# Mutations: what is removed or added is found out.


def test_no_statement_can_be_removed_unseen(report, claims, no_claim):
    """Most are missed by the text: a number or quantifier of which they alone speak; the others by their code."""
    alone = {code for _, codes in report_text.holders(report, claims, no_claim) if len(codes) == 1 for code in codes}
    by_mark = set(claims.loc[claims["kind"] == "redacted", "claim"])
    by_code = {c for i, c in enumerate(claims["claim"]) if gaps(claims.drop(index=i))}
    assert set(claims["claim"]) == alone | by_mark | by_code
    assert len(alone) > 130


@pytest.mark.parametrize(
    "words", ["186 %", "n=26", "plus que doubler", "négligeables", "cinq enveloppes", "Trois leçons"]
)
def test_a_statement_that_is_removed_is_named(report, claims, no_claim, words):
    mine = claims["text_fr"].str.replace("\u00a0", " ").str.contains(words, regex=False)
    assert mine.any()
    told = report_text.uncovered(report, claims[~mine], no_claim)
    assert told
    assert any(words.split()[0].split("=")[-1] in t for t in told)


@pytest.mark.parametrize(
    "added",
    ["Le programme a formé 412 agents.", "Trente-deux pays en ont bénéficié.", "La plupart des agents sont satisfaits.",
     "Les coûts ont augmenté de 12 %.", "Rarement, un délai a été respecté."],
)  # fmt: skip
def test_a_sentence_added_to_the_report_is_found(raw, claims, no_claim, added):
    changed = report_text.parsed(raw.replace("Besoin continu\n\nConstat 1", f"Besoin continu\n\n{added}\n\nConstat 1"))
    told = report_text.uncovered(changed, claims, no_claim)
    assert told
    assert all("need" in t for t in told)


@pytest.mark.parametrize(("old", "new"), [("186 %", "168 %"), ("(n=26)", "(n=27)"), ("13 projets", "14 projets")])
def test_a_number_changed_in_the_report_is_found(raw, claims, no_claim, old, new):
    assert old in raw
    assert report_text.uncovered(report_text.parsed(raw.replace(old, new)), claims, no_claim) != []


# Redactions.


def redaction_faults(raw: str, claims: pd.DataFrame, marks: pd.DataFrame) -> list[str]:
    """Where marks, table of marks and ledger do not agree; there are exactly 20."""
    report = report_text.parsed(raw)
    redacted = claims[claims["kind"] == "redacted"]
    printed = [m.start() for m in re.finditer(re.escape(MARK), report.text)]
    told = [f"{n} {what}" for what, n in (("marks printed", len(printed)), ("marks listed", len(marks)),
            ("redacted statements", len(redacted))) if n != 20]  # fmt: skip
    held = dict.fromkeys(printed, 0)
    for text in redacted["text_fr"]:
        for a, b in spans(report, text):
            for p in printed:
                held[p] += a <= p < b
    told += [f"the mark at {report.around(p, p)!r} is held {n} times" for p, n in held.items() if n != 1]
    places = [report.place(p) for p in printed]
    listed = [(s, "" if pd.isna(f) else f) for s, f in zip(marks["section"], marks["finding"], strict=True)]
    return told + [f"{a} printed, {b} listed" for a, b in zip(places, listed, strict=False) if a != b]


def test_there_are_exactly_20_marks_each_in_its_place(raw, claims, data):
    assert redaction_faults(raw, claims, data.report("redactions").frame) == []
    assert list(data.report("redactions").frame["mark"]) == [str(i) for i in range(1, 21)]


def test_a_mark_added_taken_away_or_filled_is_found(raw, claims, data):
    marks = data.report("redactions").frame
    added = raw.replace("Facteurs externes", f"{MARK}\n\nFacteurs externes", 1)
    gone = raw.replace(f"{MARK}\n\nSource", "").replace("ciblées. **(CAVIARDÉ)**", "ciblées.", 1)
    filled = raw.replace("reste élevé **(CAVIARDÉ)**", "reste élevé (400 personnes)", 1)
    for other in (added, gone, filled):
        assert other != raw
        assert redaction_faults(other, claims, marks)
    assert redaction_faults(raw, claims, marks.iloc[:-1])
    assert redaction_faults(raw, claims[claims["text_fr"] != "Pays préventifs (CAVIARDÉ)"], marks)


def test_nothing_redacted_is_filled(data):
    limits = data.report("limitations").frame
    hidden = limits[limits["redacted"]]
    assert len(limits) == 6
    assert len(hidden) == 2
    assert hidden[["text_en", "text_fr", "mitigation_en", "mitigation_fr"]].isna().to_numpy().all()
    claims = data.report("claims").frame
    redacted = claims[claims["kind"] == "redacted"]
    assert redacted["text_fr"].str.count(re.escape(MARK)).eq(1).all()
    assert redacted["text_en"].str.count(re.escape("[redacted]")).eq(1).all()
    assert redacted[["published", "unit", "untested", "relation"]].isna().to_numpy().all()


# The other tables say what the report says.


@pytest.mark.parametrize(
    ("table", "columns"),
    [("questions", ["text_fr"]), ("limitations", ["text_fr", "mitigation_fr"]), ("list_items", ["text_fr"])],
)
def test_passages_are_the_report_s_own(report, data, table, columns):
    frame = data.report(table).frame
    for column in columns:
        for text in frame[column].dropna():
            assert plain(text) in report.text, text


def test_items_of_a_list_stand_in_its_section(report, data):
    for item in data.report("list_items").frame.itertuples():
        assert item.section in {report.place(a)[0] for a, _ in spans(report, item.text_fr)}, item.text_fr


def test_words_quoted_by_a_discrepancy_are_printed(report, data):
    quoted = [q for t in data.report("discrepancies").frame["text_fr"] for q in re.findall(r"«\s(.+?)\s»", t)]
    assert len(quoted) > 15
    for words in quoted:
        assert plain(words).lower() in report.text.lower(), words


def test_what_the_discrepancies_rest_on_is_in_the_text(raw):
    """Facts behind D4, D7, D8, D11, D12 that a quotation alone does not show."""
    acronyms = raw[raw.index("\nListe des acronymes\n\nAMC") : raw.index("Établissement de l")]
    text, listed = raw.replace(acronyms, ""), set(re.findall(r"^([A-Za-z]+)\s", acronyms, flags=re.M))
    for missing in ("RPAD", "VRT", "M5", "SMAD", "DGA", "DGAI", "ARK"):
        assert re.search(rf"\b{missing}s?\b", text), missing
        assert missing not in listed
    assert {"AMC", "ASFC", "ECEM", "PMRR"} <= listed
    found = {w: len(re.findall(rf"\b{w}\b", raw)) for w in ("ECCEM", "ECM", "CG")}
    assert found["ECCEM"] > found["ECM"] > 0 < found["CG"]
    assert "l'OIM, l'ONUDC, l'ARK Group DMCC et le HCR" in raw
    assert "l'OIM, le HCR et l'ONUDC étaient des partenaires efficaces" in raw
    assert "Mesure 1a" in raw
    assert "Mesure 1b" not in raw
    heads = {n: re.findall(rf"(?:\(Suite\) )?Constat {n} : (.+)", raw) for n in (1, 2, 7)}
    assert all(len(h) == 2 and plain(h[0]) != plain(h[1]) for h in heads.values())


def test_our_mapping_of_questions_is_marked_as_ours(data):
    frame = data.report("question_findings").frame
    assert frame["inferred"].all()
    found = frame.groupby("question")["finding"].agg(sorted).to_dict()
    assert found == {"Q1": ["1"], "Q2": ["3"], "Q3": ["5", "6", "7"], "Q4": ["2"], "Q5": ["4", "5"]}


def test_our_scale_has_one_word_for_every_share_and_is_not_confirmed(data):
    scale = data.report("quantifiers").frame
    assert not scale["confirmed"].any()
    assert scale["share_low"].iloc[0] == 0
    assert scale["share_high"].iloc[-1] == 1
    steps = scale["share_low"].iloc[1:].to_numpy() - scale["share_high"].iloc[:-1].to_numpy()
    assert steps == pytest.approx([0.0001] * (len(scale) - 1))


def test_a_statement_whose_discrepancy_is_not_declared_is_refused(root, data, tmp_path):
    text = (root / "data" / "report" / "claims.csv").read_text(encoding="utf-8")
    path = tmp_path / "claims.csv"
    path.write_text(text.replace(",D14\n", ",D99\n", 1), encoding="utf-8")
    with pytest.raises(Exception, match="D99"):
        load_table("claims", path, others={"discrepancies": data.report("discrepancies").frame})
