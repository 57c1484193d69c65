"""The one type of a project's countries; the last year of the envelope."""

from __future__ import annotations

import pandas as pd

LAST_YEAR = "2024-25"  # ends on 31 March 2025, the day the envelope ended


def type_of(homes: pd.DataFrame) -> dict[str, str]:
    """Project → the one role of its countries; "several" where they differ, never a split of its money."""
    roles = {str(p): sorted(set(r.dropna().map(str))) for p, r in homes.groupby("project")["role"]}
    return {p: r[0] if len(r) == 1 else "several" if r else "unknown" for p, r in roles.items()}
