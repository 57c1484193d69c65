"""Seeds by name: the same name has the same seed whatever was drawn before it, and in whatever order."""

from __future__ import annotations

import hashlib

import numpy as np


def seed_for(base: int, *names: object) -> int:
    """Which seed belongs to this purpose?

    base : the seed that the user gave.
    names : what the draw is for, such as ``("claims", "C07")``; at least one.

    Returns a whole number of 63 bits, from SHA-256, so that it depends neither on the order of calls nor on Python's
    own, salted hash. Parts are kept apart: ``("a", "bc")`` and ``("ab", "c")`` differ.
    """
    if not names:
        raise ValueError("seed_for needs a name for what is drawn: seed_for(7, 'claims')")
    text = "\x1f".join([str(int(base)), *(str(name) for name in names)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def generator(base: int, *names: object) -> np.random.Generator:
    """A generator of its own for this purpose, seeded by ``seed_for``."""
    return np.random.Generator(np.random.PCG64(seed_for(base, *names)))
