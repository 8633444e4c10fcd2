"""What a visitor reads about their own pictures, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.ingest.upload_files import RejectedFile
from app.ingest.upload_sync import UploadReport
from app.ingest.upload_table import Column, TableReading
from app.ui.html.uploads.reasons import reason_in
from app.ui.html.uploads.receipt import pieces, say_upload, upload_report
from app.ui.html.uploads.table import table_reading
from data.catalogue.catalogue import Item, Problem
from data.catalogue.mapping import Mapping
from data.catalogue.report import Report, Word


def test_the_limits_are_said_in_numbers() -> None:
    assert all(
        number in say_upload("limits", "en")
        for number in ("300", "100 MB", "20 MB", "300 MB", "120 seconds", "hour")
    )


def test_the_receipt_counts_names_and_groups_what_was_left_out() -> None:
    out = (*(RejectedFile(f"{n}.heic", "heic") for n in range(7)), RejectedFile("<b>.svg", "svg"))
    said = upload_report(UploadReport(3, 11, 2, out, done=True), "en")
    assert "3 of 11" in said and "2 categories were guessed" in said
    assert "7 × HEIC" in said and "4.heic" in said and "5.heic" not in said and "and 2 more" in said
    assert "&lt;b&gt;.svg" in said and "<b>" not in said


def test_while_it_is_read_the_receipt_is_a_bar() -> None:
    assert 'value="25"' in upload_report(UploadReport(1, 4), "es") and "1 de 4 fotos" in upload_report(
        UploadReport(1, 4), "es"
    )


def test_a_guessed_category_is_marked_and_a_strangers_title_is_text() -> None:
    items = [
        Item("a", "<script>alert(1)</script>", "shirt", Path("/x/a.jpg")),
        Item("b", "Mine", "shirt", Path("/x/b.jpg")),
    ]
    first, second = pieces(items, {"a"}, "en").split("<li", 2)[1:]
    assert "≈" in first and "≈" not in second and "<script" not in first


def test_one_guess_is_said_of_one() -> None:
    assert "One category was guessed" in upload_report(UploadReport(1, 1, 1, done=True), "en")


def report(**more: object) -> Report:
    return Report("Shopify", ("<t>.csv",), 7, 5, 3, **more)  # type: ignore[arg-type]


def test_words_of_a_stranger_are_text_everywhere() -> None:
    evil = '"><script>alert(1)</script>'
    words = tuple(Word(kind, evil, "", 2) for kind in ("category", "colour", "audience"))  # type: ignore[arg-type]
    read = TableReading(
        (evil,), 7, (Column(evil, "", evil),), 3, Mapping({evil: "title"}, {evil: "skirt"}),
        report=report(words=words, problems=(Problem(evil, 3, evil),) * 12),
    )  # fmt: skip
    for one in (read, TableReading((evil,), 7, (Column(evil, "", evil),), 0, error=evil, lacks=("image",))):
        assert "<script" not in table_reading(one, "en")


def test_a_word_that_the_titles_decide_is_one_line_with_all_its_products() -> None:
    words = (Word("category", "Wonders", "coat", 2), Word("category", "Wonders", "skirt", 1))
    said = table_reading(TableReading(("t",), 7, (), 3, report=report(words=words)), "en")
    assert said.count("Wonders</span>") + said.count("Wonders <small>") == 1
    assert "3 products" in said and '<option value="" selected>by each title' in said


def test_what_becomes_of_a_word_that_is_not_understood_is_said() -> None:
    words = (Word("category", "Wonders", "", 2), Word("colour", "glauco", "", 1))
    said = table_reading(TableReading(("t",), 7, (), 3, report=report(words=words)), "en")
    assert said.index("keep your word") < said.index("as the picture shows")


def test_the_first_ten_rows_are_told_and_all_are_a_text() -> None:
    problems = tuple(Problem("t.csv", line, "it names no picture") for line in range(2, 27))
    said = table_reading(TableReading(("t",), 30, (), 3, report=report(problems=problems)), "es")
    assert said.count("no nombra ninguna foto") == 10 and "y 15 más" in said
    assert "Filas que no sirven" in said and "algo no se puede leer" not in said
    assert 'download="problems.txt"' in said and "l%C3%ADnea%2026" in said


def test_what_is_left_to_do_stands_before_what_is_understood() -> None:
    words = (Word("category", "Dresses", "dress", 9), Word("category", "Wonders", "", 1))
    said = table_reading(TableReading(("t",), 7, (), 3, report=report(words=words, notes=("x",))), "en")
    assert said.index("name no currency") < said.index("Wonders") < said.index("Dresses")
    assert said.index("Dresses") < said.index("Read these 3 products")


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("image 'a b.jpg' is missing", "falta la foto 'a b.jpg'"),
        ("not sold: its status is draft", "no se vende: su status es draft"),
        ("the id '7' is there already, in line 3", "el identificador '7' ya está, en la línea 3"),
        (
            "a.xlsx: expected a table of products (CSV, XML feed or JSON), found an empty file; "
            "export it again",
            "a.xlsx: se esperaba una tabla de productos (CSV, feed XML o JSON); es un archivo vacío; "
            "expórtalo de nuevo",
        ),
        ("something that nobody has translated", "something that nobody has translated"),
    ],
)
def test_reasons_of_the_readers_are_said_in_the_pages_language(english: str, spanish: str) -> None:
    assert reason_in("es", english) == spanish and reason_in("en", english) == english
