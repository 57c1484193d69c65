"""What an exhibit is built from: the measures, the door they leave by, the words, the language shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from mcee_eval.release.door import Door
from mcee_eval.release.protected import Protected
from mcee_eval.settings import Settings
from mcee_eval.show import exhibit as exhibits
from mcee_eval.show import passage
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.show.style import SIZE
from mcee_eval.words.say import Words


@dataclass(frozen=True)
class Context:
    """Handed to every function that builds an exhibit."""

    finding: str
    measures: Any
    release: Door
    words: Mapping[str, Words]
    lang: str
    settings: Settings

    def own_source(self) -> Source:
        """The source of figures that are the programme's own: simulated, or the user's extract."""
        return Source(self.release.provenance)

    def show(
        self,
        slug: str,
        table: Protected,
        columns: Sequence[Column],
        *,
        sources: Sequence[Source],
        period: str,
        draw: Callable[[Axes, Words], Axes] | None = None,
        values: Mapping[str, Any] | None = None,
        size: tuple[float, float] = SIZE,
    ) -> Exhibit:
        """An exhibit of this finding."""
        return exhibits.exhibit(
            self.finding,
            slug,
            table,
            columns=columns,
            words=self.words,
            lang=self.lang,
            sources=sources,
            period=period,
            draw=draw,
            values=values,
            size=size,
        )

    def say(self, *sentences: tuple[str, Mapping[str, Any]]) -> Passage:
        """A paragraph of computed sentences."""
        return passage.say(
            self.finding, [(f"{self.finding}.{key}", values) for key, values in sentences], self.words, self.lang
        )
