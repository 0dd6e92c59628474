"""What WeasyPrint leaves to do: header scopes, title display, fixed dates and identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def finish(content: bytes, *, lang: str, made: datetime) -> bytes:
    """The finished file: every table header says what it heads, and nothing depends on the hour.

    `made` (UTC) becomes the date of creation and change.
    """
    with Pdf.open(BytesIO(content)) as pdf:
        pdf.Root.Lang = String(f"{lang}-CA")
        preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
        preferences["/DisplayDocTitle"] = True
        pdf.Root.ViewerPreferences = preferences
        for element, inside in _elements(pdf.Root.get("/StructTreeRoot"), ()):
            if element.get("/S") == Name.TH:
                _scope(element, "/Column" if Name.THead in inside else "/Row")
        _date(pdf, made)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return out.getvalue()


def _elements(
    node: Object | None, inside: tuple[Object, ...]
) -> Iterator[tuple[Object, tuple[Object, ...]]]:
    """Every structure element below `node`, with the types of those around it."""
    if node is None:
        return
    children = node.get("/K")
    for child in children if isinstance(children, Array) else [children]:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child, inside
            yield from _elements(child, (*inside, child["/S"]))


def _scope(header: Object, scope: str) -> None:
    """Add the Scope attribute to a header cell, beside attributes it already has."""
    wanted = Dictionary(O=Name.Table, Scope=Name(scope))
    known = header.get("/A")
    if known is None:
        header["/A"] = wanted
    elif isinstance(known, Array):
        known.append(wanted)
    elif known.get("/O") == Name.Table:
        known["/Scope"] = Name(scope)
    else:
        header["/A"] = Array([known, wanted])


def _date(pdf: Pdf, made: datetime) -> None:
    stamp = String(made.strftime("D:%Y%m%d%H%M%SZ"))
    pdf.docinfo["/CreationDate"] = stamp
    pdf.docinfo["/ModDate"] = stamp
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        meta["xmp:CreateDate"] = made.isoformat().replace("+00:00", "Z")
        meta["xmp:ModifyDate"] = made.isoformat().replace("+00:00", "Z")
