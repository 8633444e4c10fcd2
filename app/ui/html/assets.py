"""What the page sends to the browser besides Gradio's own: style, fonts and scripts.

Knows strings and files; nothing of Gradio, items or models.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from app.ui.strings import LANGUAGES, strings

STATIC = Path(__file__).parent.parent / "static"
FONTS = {  # family: file; Latin letters of both languages, SIL Open Font License
    "Inter Armario": "inter-latin-wght-normal.woff2",
    "Fraunces Armario": "fraunces-latin-opsz-normal.woff2",
}
LOGO = (
    '<svg viewBox="0 0 32 32" width="36" height="36" aria-hidden="true"><rect width="32" height="32" rx="9" '
    'fill="var(--accent)"/><path d="M7 6.500h18v19H7zM16 6.500v19M13.500 14.500v3M18.500 14.500v3" '
    'fill="none" stroke="var(--on-accent)" '
    'stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
THEME = """() => { const dark = document.body.classList.toggle('dark');
  try { localStorage.setItem('armario-theme', dark ? 'dark' : 'light'); } catch (e) {} }"""
SAVE = "() => { const link = document.querySelector('#saved a'); if (link) { link.click(); link.remove(); } }"
LANGUAGE = "(language) => { document.documentElement.lang = language; return language; }"


def script(name: str) -> str:
    """One of the page's scripts: boot (once, when the page has loaded), actions (what is clicked in our own
    HTML, sent to the server), photos (the customer's own) or map (the catalogue map)."""
    return (STATIC / f"{name}.js").read_text("utf-8").replace("STRINGS", _strings())


def _strings() -> str:
    """What the scripts say, by language: what Gradio's own parts are called, as boot renames them, and what
    stands on the customer's photos."""
    of = {
        language: {
            "parts": [words for key, words in strings(language).items() if key.startswith("part.")],
            "point": {key[6:]: words for key, words in strings(language).items() if key.startswith("point.")},
            "photo": strings(language)["a_photo"],
            "video": strings(language)["a_video"],
            "kindOfFile": strings(language)["kind_of_file"],
            "tooBig": strings(language)["file_too_big"],
        }
        for language in LANGUAGES
    }
    return json.dumps(of)


def style() -> str:
    """The style sheet with its fonts inside, so that it works under any address and asks for nothing."""
    faces = (_font_face(family, STATIC / file) for family, file in FONTS.items())
    return "".join(faces) + (STATIC / "style.css").read_text("utf-8")


def _font_face(family: str, file: Path) -> str:
    data = base64.b64encode(file.read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{data}) format('woff2')"
    return (
        f"@font-face{{font-family:'{family}';font-weight:100 900;font-style:normal;"
        f"font-display:swap;src:{source}}}\n"
    )
