"""Finding 3: was a space for dialogue created, was it leveraged, and do documents follow? Measures, then verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from mcee_eval.contracts.periods import first_day, number, written
from mcee_eval.errors import Refused
from mcee_eval.findings.diplomacy_data import DiplomacyData
from mcee_eval.findings.testimony import Theme, reaches
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.metrics.around_events import AroundEvents, around_events
from mcee_eval.metrics.event_placebo import EventPlacebo, event_placebo
from mcee_eval.metrics.events_needed import events_needed
from mcee_eval.metrics.share_bounds import ShareBounds, share_bounds
from mcee_eval.settings import Settings
from mcee_eval.synthetic.seeds import seed_for

SEED = 0
GOVERNMENT = ("capital", "mission_in_canada")
ISSUING = "mission_in_canada"
VISITS = ("scoping_mission", "monitoring_mission")
#: what 3b could also mean; the first two are judged, the others show whether the answer hangs on the choice
DEFINITIONS: Mapping[str, Callable[[pd.DataFrame], tuple[pd.Series, str | None]]] = {
    "others_raised": lambda f: (f["counterpart"].isin(GOVERNMENT) & f["begun"], "by_others"),
    "issuing_raised": lambda f: ((f["counterpart"] == ISSUING) & f["begun"], None),
    "others_present": lambda f: (f["counterpart"].isin(GOVERNMENT) & f["begun"] & f["others_present"], None),
    "bilateral_only": lambda f: (
        f["counterpart"].isin(GOVERNMENT) & f["begun"] & (f["kind"] == "bilateral_meeting"), "by_others",
    ),
    "whole_window": lambda f: (f["counterpart"].isin(GOVERNMENT) & f["funded"], "by_others"),
    "any_lead": lambda f: (f["counterpart"].isin(GOVERNMENT) & f["begun"], None),
}  # fmt: skip


@dataclass(frozen=True)
class Diplomacy:
    """The measures of finding 3, over the evaluation window.

    data : as gathered, its engagements cut to the window. raised : code of a definition → bounds of the share in which
    the envelope was raised. occasions : one row a funded country: country, sure, possible (at least, at most).
    sequence : documents around the engagements at which it was raised; needed : how many engagements that would take.
    placebo : the same ratio around other days; None as long as there are fewer engagements than needed.
    no_sequence : why there is none ("" where there is one).
    """

    data: DiplomacyData
    raised: Mapping[str, ShareBounds]
    occasions: pd.DataFrame
    sequence: AroundEvents | None
    needed: int | None
    placebo: EventPlacebo | None
    no_sequence: str

    @property
    def funded(self) -> bool:
        """Whether the country asked for has projects (ALL: some have)."""
        return self.data.country == "ALL" or self.data.country in self.data.starts


def measure(data: DiplomacyData, settings: Settings) -> Diplomacy:
    """Bounds of what was raised, occasions by country, documents before and after, in the evaluation window."""
    first, last = window(settings)
    inside = data.engagements[(data.engagements["date"] >= first) & (data.engagements["date"] < last)]
    kept = replace(data, engagements=inside.reset_index(drop=True))
    raised = {}
    for code, chosen in DEFINITIONS.items():
        rows, belongs = chosen(kept.engagements)
        raised[code] = share_bounds(kept.engagements[rows], answer="mcee_raised", belongs=belongs)
    sequence, needed, why = _sequence(kept, settings)
    placebo = None
    if sequence is not None and not why:
        reach, seed = int(settings.threshold("f3.placebo_reach")), seed_for(SEED, "f3", data.country, "event_placebo")
        placebo = event_placebo(sequence, kept.issued, reach=reach, seed=seed)
    return Diplomacy(kept, raised, occasions(kept), sequence, needed, placebo, why)


def window(settings: Settings) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First day of the evaluation window, and the day after its last."""
    following = written("month", (number("month", settings.end) or 0) + 1)
    return pd.Timestamp(first_day("month", settings.start)), pd.Timestamp(first_day("month", following))


def occasions(data: DiplomacyData) -> pd.DataFrame:
    """By funded country, occasions that the envelope gave: visits made for projects, and talks in which it was raised.

    sure : on record. possible : with the talks of which it is not recorded whether it was raised.
    """
    frame = data.engagements
    visit = frame["kind"].isin(VISITS)
    talk = frame["counterpart"].isin(GOVERNMENT) & ~visit
    sure = visit | (talk & (frame["mcee_raised"] == "yes"))
    possible = sure | (talk & (frame["mcee_raised"] == "not_recorded"))
    wanted = sorted(data.starts) if data.country == "ALL" else [data.country] if data.country in data.starts else []
    there = {c: frame["country"] == c for c in wanted}
    rows = [(c, int((sure & mine).sum()), int((possible & mine).sum())) for c, mine in there.items()]
    return pd.DataFrame(rows, columns=["country", "sure", "possible"])


def _sequence(data: DiplomacyData, settings: Settings) -> tuple[AroundEvents | None, int | None, str]:
    """Documents before and after the engagements on record; how many of these would be needed to see a change."""
    if not len(data.issued):
        return None, None, "no_documents"
    frame = data.engagements
    raised = frame[frame["counterpart"].isin(GOVERNMENT) & (frame["mcee_raised"] == "yes") & frame["country"].notna()]
    covid = settings.window("covid")
    found = around_events(
        raised.rename(columns={"date": "day"}), data.issued,
        window=int(settings.threshold("f3.window_days")), start=str(data.issued["day"].min().date()), end=data.as_of,
        excluded=((covid.start, covid.end),),
    )  # fmt: skip
    try:
        needed = events_needed(
            found.mean or 0.0, ratio=settings.threshold("f3.sequence_change"),
            power=settings.threshold("f3.sequence_power"), alpha=settings.threshold("f4.alpha"),
        )  # fmt: skip
    except Refused as refusal:
        return found, None, f"refused_{refusal.code}"
    return found, needed, "" if found.used >= needed else "too_few_events"


def judge(found: Diplomacy, settings: Settings) -> tuple[Verdict, Verdict, Verdict]:
    """3a a space was created (perceived); 3b the other departments leveraged it; 3c documents follow."""
    return _created(found, settings), _leveraged(found, settings), _followed(found, settings)


def _created(found: Diplomacy, settings: Settings) -> Verdict:
    """Occasions on record, and those asked perceive a space. Perceptions were not gathered by country."""
    if not found.funded:
        return Verdict("3a", State.CANNOT_CONCLUDE, (Reason("not_funded", None),), headline=True)
    least, share = int(settings.threshold("f3.occasions")), settings.threshold("f3.most_countries")
    table = found.occasions
    sure, possible = (float((table[c] >= least).mean()) if len(table) else 0.0 for c in ("sure", "possible"))
    passed = True if sure >= share else False if possible < share else None
    if found.data.country != "ALL":
        row = table.iloc[0]
        values = {"sure": int(row["sure"]), "possible": int(row["possible"]), "least": least}
        reasons = [Reason("occasions_country", passed, values), Reason("perceived_country", None)]
        settle = ("perceptions_by_country", *(() if passed is not None else ("engagement_records",)))
        return Verdict("3a", decide(reasons), tuple(reasons), settle, headline=True)
    reasons = [Reason("occasions", passed, {"sure": sure, "possible": possible, "least": least})]
    bar = settings.threshold("f3.perceived")
    settle_by = [("engagement_records", passed)]
    for code, theme in perceptions(found).items():
        reasons.append(said_by(code, theme, bar))
        settle_by.append(("more_asked", reasons[-1].passed))
    open_ones = tuple(dict.fromkeys(code for code, held in settle_by if held is None))
    return Verdict("3a", decide(reasons), tuple(reasons), open_ones, headline=True)


def perceptions(found: Diplomacy) -> dict[str, Theme | None]:
    """The two testimonies on which 3a rests: federal departments, and authorities met in the focus groups."""
    told = found.data.testimony
    return {
        "perceived": told.of("space_for_dialogue_created", "federal"),
        "beneficiaries": told.of("relations_with_canada_valued", "focus_groups"),
    }


def said_by(code: str, theme: Theme | None, bar: float) -> Reason:
    """A perception as a criterion; where so few were asked that the interval holds the bar, the text says so."""
    held = reaches(theme, bar)
    if held is None and theme is not None and theme.asked:
        return Reason(f"{code}_few", None, {"theme": theme, "bar": bar})
    return Reason(code, held, {"theme": theme})


def against(bounds: ShareBounds, bar: float) -> bool | None:
    """Both bounds on one side of the bar tell; bounds that hold it do not."""
    if bounds.low is None or bounds.high is None:
        return None
    return True if bounds.low >= bar else False if bounds.high < bar else None


def _leveraged(found: Diplomacy, settings: Settings) -> Verdict:
    """Raised by the other departments, and with those who issue the documents, in the declared share of talks."""
    if not found.funded:
        return Verdict("3b", State.CANNOT_CONCLUDE, (Reason("not_funded", None),), headline=True)
    bar = settings.threshold("f3.leveraged_share")
    reasons = tuple(
        Reason(
            code if found.raised[code].n else f"{code}_none",
            against(found.raised[code], bar),
            {"bounds": found.raised[code]},
        )
        for code in ("others_raised", "issuing_raised")
    )
    state = decide(reasons)
    settle = ("engagement_records",) if state == State.CANNOT_CONCLUDE else ()
    return Verdict("3b", state, reasons, settle, headline=True)


def _followed(found: Diplomacy, settings: Settings) -> Verdict:
    """Without as many engagements on record as a change needs to be seen, nothing is said of what follows them."""
    if found.sequence is None:
        return Verdict("3c", State.CANNOT_CONCLUDE, (Reason("no_documents", None),), ("documents_of_country",))
    used, needed = found.sequence.used, found.needed
    counts = {"used": used, "recorded": found.sequence.recorded, "needed": needed}
    if found.no_sequence or needed is None:
        reason = Reason("too_few_events" if needed is not None else "rare_documents", None, counts)
        return Verdict("3c", decide([reason]), (reason,), ("engagement_records",))
    ratio = found.placebo.relative if found.placebo else None
    passed = None
    if ratio is not None and ratio.low is not None and ratio.high is not None:
        passed = True if ratio.low > 1 else False if ratio.high < settings.threshold("f3.sequence_change") else None
    reason = Reason("more_after", passed, {**counts, "ratio": ratio})
    return Verdict("3c", decide([reason]), (reason,), ("engagement_records",) if passed is None else ())
