"""A Word document with working links: a number leads to its source, a source to the original article."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from rag.render.document import Document, Part, Source, Statement, Table

_QUIET = RGBColor(0x66, 0x62, 0x5A)
_LINK = RGBColor(0x1F, 0x4F, 0x7A)
_COLOURS = {
    "checked": RGBColor(0x2C, 0x6A, 0x45),
    "states": RGBColor(0x2C, 0x6A, 0x45),
    "not supported": RGBColor(0xA3, 0x34, 0x1F),
    "contradicts": RGBColor(0xA3, 0x34, 0x1F),
}


def to_docx(document: Document) -> bytes:
    """Write a document as .docx."""
    word = docx.Document()
    _set_up(word, document)
    word.add_paragraph(document.kind, style="Quiet")
    word.add_heading(document.title, level=1)
    for line in filter(None, (document.subtitle, document.coverage)):
        word.add_paragraph(line, style="Quiet")
    if document.notice:
        word.add_paragraph(document.notice, style="Intense Quote")
    for part in document.parts:
        _part(word, part)
    if document.sources:
        word.add_heading("Sources", level=2)
        for source in document.sources:
            _source(word, source)
    if document.colophon:
        word.add_paragraph(document.colophon, style="Quiet")
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: WordFile, document: Document) -> None:
    """Set page, fonts and the styles that the rest uses by name."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    section.top_margin = section.bottom_margin = Mm(25)
    # The template's own author and comment would say which library wrote the file.
    word.core_properties.title, word.core_properties.author = document.title[:255], ""
    word.core_properties.comments = ""
    _style(word, "Normal", Pt(11), None, after=Pt(6))
    _style(word, "Heading 1", Pt(22), RGBColor(0x1C, 0x1B, 0x19), after=Pt(6))
    _style(word, "Heading 2", Pt(13), RGBColor(0x1C, 0x1B, 0x19), after=Pt(4))
    _style(word, "Intense Quote", Pt(11), RGBColor(0xA3, 0x34, 0x1F), after=Pt(8))
    for name, base in (("Quiet", "Normal"), ("Statement", "Normal"), ("Quoted", "Normal")):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles[base]
    _style(word, "Quiet", Pt(9), _QUIET, after=Pt(3))
    _style(word, "Quoted", Pt(9.5), _QUIET, after=Pt(3))
    word.styles["Quoted"].paragraph_format.left_indent = Mm(12)
    indent = word.styles["Statement"].paragraph_format
    indent.left_indent, indent.first_line_indent = Mm(6), Mm(-6)
    indent.tab_stops.add_tab_stop(Mm(6))


def _style(word: WordFile, name: str, size: Pt, colour: RGBColor | None, after: Pt) -> None:
    style = word.styles[name]
    style.font.name, style.font.size = "Georgia", size
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Georgia")
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        # A theme's font would win over the one named above.
        style.element.rPr.rFonts.attrib.pop(qn(theme), None)
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_after = after


def _part(word: WordFile, part: Part) -> None:
    if part.heading:
        word.add_heading(part.heading, level=2)
    for statement in part.statements:
        paragraph = word.add_paragraph(style="Statement")
        _mark(paragraph, statement)
        paragraph.add_run("\t")
        _say(paragraph, statement)
        for note in statement.notes:
            word.add_paragraph(note, style="Quiet").paragraph_format.left_indent = Mm(6)
    if part.table:
        _table(word, part.table)
    if part.legend:
        word.add_paragraph(part.legend, style="Quiet")


def _table(word: WordFile, table: Table) -> None:
    grid = word.add_table(rows=1, cols=len(table.columns), style="Light List")
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = name
    for row in table.rows:
        for cell, statement in zip(grid.add_row().cells, row, strict=True):
            _mark(cell.paragraphs[0], statement)
            _say(cell.paragraphs[0], statement)


def _mark(paragraph: Paragraph, statement: Statement) -> None:
    run = paragraph.add_run(statement.mark)
    run.font.color.rgb = _COLOURS.get(statement.meaning, _QUIET)


def _say(paragraph: Paragraph, statement: Statement) -> None:
    if statement.lead:
        lead = paragraph.add_run(f"{statement.lead}: ")
        lead.font.size, lead.font.color.rgb = Pt(9.5), _QUIET
    paragraph.add_run(f"{statement.text} " if statement.refs else statement.text)
    for number in statement.refs:
        _hyperlink(paragraph, f"[{number}]", size=Pt(8), anchor=f"source_{number}")


def _source(word: WordFile, source: Source) -> None:
    paragraph = word.add_paragraph(style="Statement")
    _bookmark(paragraph, f"[{source.number}]", f"source_{source.number}", source.number)
    paragraph.add_run(f"\t{source.outlet}, “{source.title}”, {source.date}")
    if source.address:
        paragraph.add_run().add_break()
        if source.link:
            relation = paragraph.part.relate_to(source.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            _hyperlink(paragraph, source.address, size=Pt(9), relation=relation)
        else:
            paragraph.add_run(source.address)
    for quote in source.quotes:
        word.add_paragraph(quote, style="Quoted")


def _hyperlink(paragraph: Paragraph, text: str, size: Pt, anchor: str = "", relation: str = "") -> None:
    """Append a link to a bookmark of this file or to a related address; python-docx can only read links."""
    element = OxmlElement("w:hyperlink")
    element.set(qn("w:anchor" if anchor else "r:id"), anchor or relation)
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = size, _LINK
    element.append(run._r)
    paragraph._p.append(element)


def _bookmark(paragraph: Paragraph, text: str, name: str, number: int) -> None:
    """Append text that links of this file can lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.append(start)
    paragraph.add_run(text)
    paragraph._p.append(end)
