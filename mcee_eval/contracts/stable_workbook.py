"""A workbook as bytes that depend on its cells only: no clock, no program name, no order of chance."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_CLEANED = {
    "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_OFFICE}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_OFFICE}/officeDocument/2006/extended-properties"/>',
}
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def stable_bytes(book: Workbook) -> bytes:
    """The bytes of an openpyxl workbook; two savings of the same cells are equal.

    openpyxl writes the time of saving into the archive's entries and into the document properties, and its own name.
    """
    saved = io.BytesIO()
    book.save(saved)
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in sorted(packed.namelist()):
            entry = zipfile.ZipInfo(name, _FIRST_ZIP_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            again.writestr(entry, _CLEANED[name].encode() if name in _CLEANED else packed.read(name))
    return out.getvalue()
