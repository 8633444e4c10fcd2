"""What a visitor reads about their own pictures, in both languages."""

from __future__ import annotations

from pathlib import Path

from app.ingest.upload_files import RejectedFile
from app.ingest.upload_sync import UploadReport
from app.ui.html.uploads.receipt import pieces, say_upload, upload_report
from data.catalogue.catalogue import Item


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
