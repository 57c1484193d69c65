"""How a result displays itself when nobody has chosen an exhibit for it: a few lines, a plain picture, HTML.

For an evaluator who tries a metric. What leaves a notebook goes through the door, and is drawn as an exhibit.
"""

from __future__ import annotations

from mcee_eval.release.measured import Measured
from mcee_eval.results import DISPLAYS, Result
from mcee_eval.show.result_plot import plot
from mcee_eval.show.result_words import lines, released
from mcee_eval.words.say import Words, escape


def summary(result: Result, lang: str) -> str:
    """Method, main estimates and notes, a line each."""
    return "\n".join(lines(result, Words(lang)))


def of_released(result: Measured, lang: str) -> str:
    """The same of a result that went through the door."""
    return "\n".join(released(result, Words(lang)))


def html(result: Result, lang: str) -> str:
    """The same lines, and the settings that made it."""
    method, *rest = lines(result, Words(lang))
    items = "".join(f"<li>{escape(line)}</li>" for line in rest)
    settings = ", ".join(f"{name}={value!r}" for name, value in result.recipe.items())
    return f"<p>{escape(method)}</p><ul>{items}</ul><p><code>{escape(settings)}</code></p>"


DISPLAYS |= {"summary": summary, "released": of_released, "html": html, "plot": plot}
