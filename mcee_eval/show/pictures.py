"""How an exhibit is drawn, said in one line of a notebook: what, over what, what stands out."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from mcee_eval.release.protected import Protected
from mcee_eval.release.told import Fact, Told
from mcee_eval.show import grouped, plots
from mcee_eval.show.columns import label
from mcee_eval.show.diagram import diagram as draw_diagram
from mcee_eval.show.exhibit import Column
from mcee_eval.show.heat import heat as draw_heat
from mcee_eval.show.plots import Event
from mcee_eval.show.points import height, tidy
from mcee_eval.show.points import points as draw_points
from mcee_eval.show.spans import spans as draw_spans
from mcee_eval.show.style import BAND, DASHES, INK, PALETTE, QUIET, SIZE
from mcee_eval.words.catalogue import Slot, catalogue, slots
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

Size = tuple[float, float]


@dataclass(frozen=True)
class Scene:
    """What a picture is drawn from, in one language: the released table, its columns, the texts of its exhibit."""

    told: Told
    words: Words
    columns: Mapping[str, Column]
    finding: str
    slug: str
    values: Mapping[str, Any] = field(default_factory=dict)
    declared: Mapping[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> Protected:
        """The released table."""
        return self.told.table

    def kind(self, column: str) -> str:
        """How the numbers of a column are printed."""
        return self.columns[column].kind if column in self.columns else "count"

    def places(self, column: str) -> int:
        """With how many decimals."""
        return self.columns[column].places if column in self.columns else 0

    def text(self, part: str, **more: Any) -> str:
        """A text of the exhibit (``axis``, ``reference``), filled; nothing where it has none.

        ``axis = "rejection"`` in the TOML names the notebook's text ``axis.rejection``.
        """
        key, given = f"{self.finding}.{self.slug}.{part}", self.declared.get(part)
        if isinstance(given, str):
            key = next((k for k in (f"{self.finding}.axis.{given}", given) if k in catalogue()), "")
        if key not in catalogue():
            return ""
        known = {**self.values, **more}
        return self.words(key, **{s.name: known[s.name] for s in slots(catalogue()[key].template(self.words.lang))})

    def series(self, column: str) -> str:
        """The name of a series."""
        return self.words(label(self.finding, self.slug, column, "axis"))

    def name(self, column: str, code: object) -> str:
        """A code of a dimension in words."""
        kind = self.columns[column].kind if column in self.columns else "data"
        if isinstance(code, tuple):
            return str(code[LANGS.index(self.words.lang)])
        return self.words.printed(Slot("", kind), code)

    def rows(self, over: Sequence[str], wrap: int, *, side: bool = False) -> list[str]:
        """What stands beside each row: its first name, the others in brackets where they tell rows apart.

        The text ``row`` of the exhibit says it in its place: ``row = { en = "{project:data}, {short:code}", … }``.
        Where it has texts ``beside.<code>``, only the codes that have one stand in brackets.
        """
        if f"{self.finding}.{self.slug}.row" in catalogue():
            said = [
                self.text("row", **{str(k): v for k, v in row.items()}) for row in self.told.dims.to_dict("records")
            ]
            return [textwrap.fill(text, wrap) if wrap else text for text in said]
        beside = f"{self.finding}.{self.slug}.beside"
        spoken = {k.removeprefix(f"{beside}."): self.words(k) for k in catalogue() if k.startswith(f"{beside}.")}
        first, *rest = over
        rest = [r for r in rest if len({str(v) for v in self.told.dims[r]}) > 1]
        found = []
        for _, row in self.told.dims.iterrows():
            names = [spoken.get(str(row[r]), "") if spoken else self.name(r, row[r]) for r in rest if row[r] != "–"]
            more = ", ".join(n for n in names if n)
            text = self.name(first, row[first]) + (f", {more}" if side and more else f" ({more})" if more else "")
            found.append(textwrap.fill(text, wrap) if wrap else text)
        return found


@dataclass(frozen=True)
class Picture:
    """draw : (axes, scene) → axes. size : what the number of rows asks for, where the exhibit declares none."""

    draw: Callable[[Axes, Scene], Axes]
    size: Callable[[Scene], Size] = lambda scene: SIZE
    needs: Callable[[Told], bool] = lambda told: True


def _numbered(scene: Scene) -> Protected:
    """The table with a dimension that numbers its rows, for drawings that name rows by number."""
    return scene.told.with_dims(row_=[str(i) for i in range(len(scene.told))]).table


def _over(scene: Scene, over: str) -> Protected:
    """Periods as the axis places them: a fiscal year at its first year."""
    if scene.columns[over].kind != "fiscal_year":
        return scene.table
    return scene.told.with_dims(**{over: [str(c)[:4] for c in scene.told.dims[over]]}).table


def _at(number: Any) -> float | None:
    """A reference as a number: a released fact, or a plain number such as zero."""
    return number.cell.value if isinstance(number, Fact) else number


def bars(
    *columns: str, over: str | Sequence[str], mark: Sequence[object] = (), stacked: bool = False,
    upright: bool | None = None, references: Sequence[tuple[Any, str]] = (), axis_places: int = 0,
    wrap: int = grouped.WRAP, limit: float | None = None, between: bool = False, head: float | None = None,
    tall: float = 0.5,
) -> Picture:  # fmt: skip
    """Bars of one column over periods (upright), or of one or several columns by row (lying; ``stacked`` end to end).

    mark : codes of ``over`` that stand out. references : (number, text key of the exhibit) of lines to read against.
    between : the names of a row stand side by side, not in brackets. head : inches above rows of ``tall`` inches each.
    """
    names = [over] if isinstance(over, str) else list(over)

    def draw(ax: Axes, s: Scene) -> Axes:
        time = s.columns[names[0]].kind in ("year", "fiscal_year", "month", "quarter")
        if upright if upright is not None else (len(columns) == 1 and time):
            fold = "-\n" if s.columns[names[0]].kind == "fiscal_year" else "-"
            return plots.bars(
                ax, s.table, s.words, x=names[0], column=columns[0], kind=s.kind(columns[0]),
                places=s.places(columns[0]), y_label=s.text("axis"), emphasis=[str(m) for m in mark],
                name=lambda code: s.name(names[0], code).replace("-", fold),
            )  # fmt: skip
        shown, there = s.rows(names, 0, side=between), [c for c in columns if c in s.table.cells]
        how: dict[str, Any] = {
            "rows": "row_", "series": there, "name": lambda i: shown[int(str(i))], "label": s.series,
            "x_label": s.text("axis"), "kind": s.kind(columns[0]), "places": s.places(columns[0]),
            "axis_places": axis_places, "wrap": wrap,
        }  # fmt: skip
        if stacked:
            grouped.stacked(ax, _numbered(s), s.words, **how)
        else:
            lines_at = [(v, s.text(k)) for n, k in references if (v := _at(n)) is not None]
            grouped.grouped(ax, _numbered(s), s.words, references=lines_at, **how)
        if limit is not None:
            ax.set_xlim(0, limit)
        return ax

    return Picture(draw, lambda s: SIZE if head is None else (SIZE[0], head + tall * len(s.told)))


def lines(
    *columns: str, over: str, events: Sequence[Event] = (), band: bool | Sequence[str] = (), step: bool = False,
    zero: bool = True, ticks: Sequence[float] = (), every: bool = False,
) -> Picture:  # fmt: skip
    """One line a column over time (or days), named at its end; ``band``: intervals; ``events``: dates and windows.

    every : each period is written where it stands.
    """

    def draw(ax: Axes, s: Scene) -> Axes:
        there = [c for c in columns if c in s.table.cells]
        plots.lines(
            ax, _over(s, over), s.words, x=over, series=there, kind=s.kind(there[0]), label=s.series,
            y_label=s.text("axis"), band=there if band is True else list(band or ()), step=step, events=events,
            zero=zero,
        )  # fmt: skip
        if below := s.text("below"):
            ax.set_xlabel(below)
        if len(ticks):
            ax.set_xticks(list(ticks))
        if every:
            codes = list(s.told.dims[over])
            ax.set_xticks([plots.position(c) for c in codes], [s.name(over, c) for c in codes])
        return ax

    return Picture(draw)


def ranges(
    column: str, *, over: str | Sequence[str], reference: Any = None, wrap: int = 34, row: float = 0.36,
    line: float = 0.17, tall: float = 2.4, head: float = 1.2, neat: bool = False, half: bool = False,
    effects: bool = False,
) -> Picture:  # fmt: skip
    """One row a thing: its value with its interval or bounds, and a reference line to read it against.

    half : a table alone where fewer than half of the values may be printed. effects : rows as high as text asks for.
    """
    names = [over] if isinstance(over, str) else list(over)

    def draw(ax: Axes, s: Scene) -> Axes:
        shown = s.rows(names, wrap, side=effects)
        plots.ranges(
            ax, _numbered(s), s.words, rows="row_", column=column, name=lambda i: shown[int(str(i))],
            x_label=s.text("axis"), kind=s.kind(column), places=s.places(column), reference=_at(reference),
            reference_label=s.text("reference"),
        )  # fmt: skip
        return tidy(ax) if neat or effects else ax

    def size(s: Scene) -> Size:
        if effects:
            return height(len(s.told) + 3)
        codes = s.told.dims[names[0]]
        longest = max(
            (len(t) for c in codes for t in (c if isinstance(c, tuple) else (s.name(names[0], c),))), default=0
        )
        return 7.6, max(tall, head + (row + line * (longest // wrap if wrap else 0)) * len(s.told))

    def needs(told: Told) -> bool:
        cells = told.table.cells.get(column, ())
        return bool(cells) and (not half or 2 * sum(not c.mark for c in cells) >= len(cells))

    return Picture(draw, size, needs)


def points(column: str, *, over: str | Sequence[str], mark: Sequence[object] = (), reference: Any = None) -> Picture:
    """One point a row, from the reference (or zero); rows whose first code is in ``mark`` as squares."""
    names = [over] if isinstance(over, str) else list(over)

    def draw(ax: Axes, s: Scene) -> Axes:
        shown = s.rows(names, 0)
        strong = [i for i, c in enumerate(s.told.dims[names[0]]) if str(c) in {str(m) for m in mark}]
        return draw_points(
            ax, s.table, s.words, column=column, name=lambda i: shown[i], x_label=s.text("axis"), kind=s.kind(column),
            places=s.places(column), emphasis=strong, reference=_at(reference), reference_label=s.text("reference"),
        )  # fmt: skip

    return Picture(draw, lambda s: height(len(s.told)))


def heat(
    value: str, *, over: str, across: str, word: str, block: str = "", wrap: int = 26, wrap_across: int = 0,
    size: Size = SIZE, head: float | None = None,
) -> Picture:  # fmt: skip
    """A cell a row of the table, as dark as its value; it says ``word`` (a dimension of codes) and its number.

    word : a code is said by the notebook's text ``short.<code>``, if it has one; no dimension: a text of the notebook,
    filled from the row. block : a dimension that stands before the name of a row (rows are pairs). wrap, wrap_across :
    characters of a name on a line, of rows and of columns. head : inches above rows of half an inch each.
    """

    def said_of(s: Scene, i: int) -> str:
        if word not in s.told.dims:
            wanted = [x.name for x in slots(catalogue()[f"{s.finding}.{word}"].template(s.words.lang))]
            return s.words(f"{s.finding}.{word}", **{k: s.told.cells(k)[i] for k in wanted})
        short = f"{s.finding}.short.{s.told.dims[word].iloc[i]}"
        return s.words(short) if short in catalogue() else s.name(word, s.told.dims[word].iloc[i])

    def tall(s: Scene) -> Size:
        rows = set(zip(s.told.dims[block or over], s.told.dims[over], strict=True))
        return size if head is None else (SIZE[0], head + 0.5 * len(rows))

    def draw(ax: Axes, s: Scene) -> Axes:
        shown = s.told
        pairs = [
            (s.name(block, b) + ", " if block else "") + s.name(over, r)
            for b, r in zip(shown.dims[block or over], shown.dims[over], strict=True)
        ]
        codes = [f"{b}|{r}" for b, r in zip(shown.dims[block or over], shown.dims[over], strict=True)]
        named = dict(zip(codes, pairs, strict=True))
        heads = {str(c): s.name(across, c) for c in shown.dims[across]}
        heads = {c: textwrap.fill(t, wrap_across) if wrap_across else t for c, t in heads.items()}
        said = f"{s.finding}.{s.slug}.cell"
        return draw_heat(
            ax, shown.with_dims(row_=codes).table, s.words, row="row_", column=across, value=value,
            word=lambda i: said_of(s, i), row_name=lambda c: named[c],
            column_name=lambda c: heads[c], kind=s.kind(value), places=s.places(value), wrap=wrap,
            said=(lambda number: s.words(said, share=number)) if said in catalogue() else str,
        )  # fmt: skip

    return Picture(draw, tall)


def spans(
    start: str, until: str, *, later: str, over: str, beside: str = "", events: Sequence[Event] = (), size: Size = SIZE
) -> Picture:
    """Bars over time: one a row from ``start`` to ``until``, hatched from there to ``later`` where that is after it."""

    def draw(ax: Axes, s: Scene) -> Axes:
        shown = s.rows([over], 0)
        keys = tuple(label(s.finding, s.slug, k, "axis") for k in (until, later))
        return draw_spans(
            ax, _numbered(s), s.words, rows="row_", start=start, until=until, later=later,
            name=lambda i: shown[int(str(i))], keys=(keys[0], keys[1]), events=events,
            beside=lambda i: s.name(beside, s.told.dims[beside].iloc[i]) if beside else "",
        )  # fmt: skip

    return Picture(draw, lambda s: size)


def forecast(observed: str, ahead: str, *, over: str, levels: Sequence[int], ends: Event) -> Picture:
    """The observed line, a mark where it ends, and apart from it the projection inside its intervals (``low_80`` …)."""

    def draw(ax: Axes, s: Scene) -> Axes:
        values = s.table.values()
        at = np.array([plots.position(m) for m in values[over]])
        plots.lines(ax, s.table, s.words, x=over, series=[observed], label=str, y_label=s.text("axis"))
        for level, shade in zip(sorted(levels, reverse=True), (0.14, 0.22), strict=True):
            low, high = (values[f"{side}_{level}"].to_numpy(float) for side in ("low", "high"))
            ax.fill_between(at, low, high, color=PALETTE[1], alpha=shade, lw=0, gid=f"band-{level}")
        ax.plot(at, values[ahead], color=PALETTE[1], linestyle=DASHES[1], gid=f"series-{ahead}")
        last = plots.position(ends.at) + 1 / 24  # between the last month observed and the first projected
        ax.axvline(last, color=INK, lw=1, ls=(0, (3, 2)), zorder=1)
        ax.set_ylim(0, float(np.nanmax([values[observed].max(), values[f"high_{max(levels)}"].max()])) * 1.15)
        for key, side, colour in (("observed", "right", QUIET), ("projected", "left", PALETTE[1])):
            ax.annotate(
                s.words(f"axis.{key}"), (last, 1), (4 if side == "left" else -4, -10), ha=side, color=colour,
                xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=9,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )  # fmt: skip
        return ax

    return Picture(draw)


def diagram(*, box: str, level: str, links: str, quiet: str = "", size: Size = SIZE) -> Picture:
    """Boxes by level, left to right, with dashed arrows to the codes that the dimension ``links`` lists.

    A box says its short text (``code.box_<code>``), else its whole one (the column ``text``). quiet : a dimension whose
    code ``box_silent`` draws a box pale.
    """

    def draw(ax: Axes, s: Scene) -> Axes:
        dims = s.told.dims
        whole = dict(zip(dims[box].map(str), dims["text"], strict=True))
        pairs = [(str(b), t) for b, to in zip(dims[box], dims[links], strict=True) for t in str(to).split(", ") if t]

        def said(code: str) -> str:
            key = f"code.box_{code}"
            return s.words(key) if key in catalogue() else str(whole[code][LANGS.index(s.words.lang)])

        pale = [str(b) for b, q in zip(dims[box], dims[quiet], strict=True) if q == "box_silent"] if quiet else []
        return draw_diagram(
            ax, s.table, s.words, box=box, level=level, levels=list(dict.fromkeys(dims[level])), links=pairs, said=said,
            head=lambda kind: s.words(f"code.level_{kind}"), quiet=pale, quiet_word=s.text("silent_word"),
        )  # fmt: skip

    return Picture(draw, lambda s: size)


def interrupted(fitted: str, without: str, *, over: str, dots: str, stop: Event, start: Sequence[Event]) -> Picture:
    """Points observed, the fitted line broken at the start, the dashed line of the earlier course; a stop shaded."""

    def draw(ax: Axes, s: Scene) -> Axes:
        plots.lines(
            ax, s.table, s.words, x=over, series=[], kind="percent", label=str, events=start, y_label=s.text("axis")
        )
        values, begins = s.table.values(), plots.position(start[0].at)
        at = np.array([plots.position(q) for q in values[over]])
        cut = int((at < begins).sum())  # the fitted line breaks here: a gap, not a slope
        highs, ends = [0.1, *values[dots].dropna()], []
        for look, column in enumerate((fitted, without)):
            low, high = (np.array([getattr(x, k) for x in s.table.cells[column]], float) for k in ("low", "high"))
            gaps = ((at, begins), (values[column].to_numpy(float), np.nan), (low, np.nan), (high, np.nan))
            x, y, low, high = (np.insert(v, cut, g) for v, g in gaps)
            colour = PALETTE[look]
            ax.fill_between(x, low, high, color=colour, alpha=0.16, lw=0, gid=f"band-{column}")
            ax.plot(x, y, color=colour, linestyle=DASHES[look], marker=".", markersize=4, gid=f"series-{column}")
            known = np.flatnonzero(np.isfinite(y))
            if len(known):
                highs.append(float(np.nanmax(high)))
                ends.append((float(x[known[-1]]), float(y[known[-1]]), s.series(column), colour))
        ax.plot(at, values[dots], "o", color=INK, markersize=4, lw=0, gid=f"series-{dots}")
        ax.set_ylim(0, min(1.0, max(highs) * 1.2))
        first, last = plots.position(stop.at), plots.position(stop.until)
        ax.axvspan(first, last, color=BAND, lw=0, zorder=0)
        left = begins < last  # the name of the stop leans away from the start's line
        ax.annotate(
            s.words(stop.label), (first if left else last, 1), (3 if left else -3, -23),
            xycoords=("data", "axes fraction"), textcoords="offset points", ha="left" if left else "right",
            fontsize=8.5, color=QUIET,
        )  # fmt: skip
        plots._end_labels(ax, ends)
        return ax

    return Picture(draw)
