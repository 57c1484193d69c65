"""The examples' texts, for the tests that render them."""

from __future__ import annotations

from collections.abc import Iterator

import page_examples
import pytest

from mcee_eval.words import catalogue as catalogues
from mcee_eval.words import say


@pytest.fixture(scope="module")
def example_texts() -> Iterator[None]:
    """The catalogue with the texts of the examples."""
    whole = {**catalogues.catalogue(), **page_examples.texts()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(say, "catalogue", lambda: whole)
        yield
