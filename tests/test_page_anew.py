"""A served page in a browser after its shop was indexed anew: the next turn, and the page when it is
opened again, show what there is now."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import answered, captions, send
from tests.conftest import SHOP, write_catalogue
from tests.served import ROOT, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOWN = (
    "() => [...document.querySelectorAll('#gallery img')].every((one) => one.complete && one.naturalWidth)"
)


def test_a_page_that_is_opened_after_a_new_index_shows_it(context: Any, tmp_path: Path) -> None:
    own = {"ARMARIO_CATALOGUE": str(write_catalogue(tmp_path / "shop"))}
    with served(tmp_path, **own) as (url, _):
        page = context.new_page()
        page.goto(f"{url}?lang=es")
        page.wait_for_selector("#gallery .caption-label")
        assert len(captions(page)) == 7
        hat = ("ha-1", "Green felt hat", "Sombrero verde", "hat", "green", "women", "sports", "12")
        write_catalogue(tmp_path / "shop", [*SHOP[:-1], hat])
        moved = tmp_path / "shop" / "more"  # pictures in a folder that was never served
        (tmp_path / "shop" / "images").rename(moved)
        table = tmp_path / "shop" / "items.csv"
        table.write_text(table.read_text("utf-8").replace("images/", "more/"), "utf-8")
        index = [sys.executable, "-m", "app", "index", "--yes", "--store", str(tmp_path / "store")]
        subprocess.run(index, check=True, cwd=ROOT, env=os.environ | own)
        send(page, "un sombrero verde")  # the next turn, and then anew
        answered(page)
        assert "ha-1" in page.locator("#gallery img").first.get_attribute("src")
        page.goto(f"{url}?lang=es")
        page.wait_for_selector(f"#gallery :text('{hat[2]}')")
        assert len(captions(page)) == 7 and "Falda roja" not in page.inner_text("#gallery")
        page.wait_for_function(SHOWN)
        assert page.locator("#refine option[value=green]").count() == 1
        assert page.locator("#refine option[value=skirt]").count() == 0
        page.close()
