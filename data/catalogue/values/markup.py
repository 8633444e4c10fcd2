"""Turns what an export writes for a browser into the text that a customer reads.

Knows HTML, the shortcodes of WordPress and entities; does not know Markdown, which stays as it is.
"""

from __future__ import annotations

import re
from html import unescape

# A tag whose quoted values may hold ">"; else any up to the next ">"; else one that the export has cut off.
# None of them reads past the next "<", so that a megabyte of garbage is read once
TAG = re.compile(
    r"""<!--|-->|<!\[CDATA\[|\]\]>
    |<(?P<end>/?)(?P<name>[a-z][\w:-]*)(?=[\s/>])
        (?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*>|[^<>]*>|\s+[\w:-]+=[^<>]*)
    |<[!?/][^<>]*>|</[\w:-]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# Their contents are no text
HIDDEN = {"script", "style", "template", "svg", "iframe", "object", "xml", "!--"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip
SPACED = {"td", "th", "option", "button"}  # parted by a blank
BLOCK, LINE = "\x1e", "\x1f"  # in the place of the ends of blocks and lines until these are written out
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
SHORTCODE = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][\w-]*)(?P<rest>(?:\s[^\[\]]*)?)/?\]", re.IGNORECASE)
# Control characters but tab and line ends, soft hyphens, zero-width blanks, marks that turn a line round
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
ENDED = tuple(".!?:;,…·•–—-。！？、؟।")  # no full stop is put after these, nor before those that follow
MARKED = re.compile(r"[<&\[\\]")  # what begins anything but text
MAX_ROUNDS = 3  # of decoding: some exports encode what was encoded already


def plain_text(cell: str) -> str:
    """The text of a cell in one line, whatever markup it has. The end of a paragraph or of an item of a list
    becomes the end of a sentence."""
    if cell.isprintable() and not MARKED.search(cell):
        return " ".join(cell.split())
    text = _without_tags(UNSEEN.sub("", cell.replace("\\r\\n", "\n").replace("\\n", "\n")))
    for _ in range(MAX_ROUNDS):
        decoded = _without_tags(ENTITY.sub(_decoded, text))
        if decoded == text:
            break
        text = decoded
    return _sentences(_without_shortcodes(text))


def _decoded(entity: re.Match[str]) -> str:
    return UNSEEN.sub("", unescape(entity[0]))


def _without_tags(text: str) -> str:
    """The text with a mark in the place of the tags that end a block or a line."""
    if "<" not in text:
        return text
    kept: list[str] = []
    at, hidden, last_comment = 0, "", text.rfind("-->")
    for tag in TAG.finditer(text):
        if hidden and not _closes(tag, hidden):
            continue
        if not hidden:
            kept += text[at : tag.start()], _in_place_of(tag)
        hidden = "" if hidden or tag.end() > last_comment and tag[0] == "<!--" else _hides(tag)
        at = tag.end()
    return "".join(kept) + ("" if hidden else text[at:])


def _hides(tag: re.Match[str]) -> str:
    """The name of the element whose contents are no text, where a tag opens one."""
    name = "!--" if tag[0] == "<!--" else (tag["name"] or "").lower()
    return name if name in HIDDEN and not tag["end"] and not tag[0].endswith("/>") else ""


def _closes(tag: re.Match[str], hidden: str) -> bool:
    if hidden == "!--":
        return tag[0].endswith("-->")
    return bool(tag["end"]) and tag["name"].lower() == hidden


def _in_place_of(tag: re.Match[str]) -> str:
    name = (tag["name"] or "").lower()
    if tag[0] == "-->":  # an arrow: no comment is open
        return tag[0]
    return BLOCK if name in BLOCKS else LINE if name == "br" else " " if name in SPACED else ""


def _without_shortcodes(text: str) -> str:
    """The text without [vc_row], [caption id="7"] and [box]…[/box], but with [new] and what they enclose."""
    closed = {code["name"].lower() for code in SHORTCODE.finditer(text) if code["end"]}

    def kept(code: re.Match[str]) -> str:
        is_code = code["name"].lower() in closed or "_" in code["name"] or "=" in code["rest"]
        return " " if is_code else code[0]

    return SHORTCODE.sub(kept, text)


def _sentences(text: str) -> str:
    """The text in one line; an empty line, too, ends a paragraph."""
    said: list[str] = []
    mark = LINE
    for piece in re.split(rf"([{BLOCK}{LINE}]|\n\s*\n)", text):
        words = " ".join(piece.split())
        if words:
            said += _between(said[-1], mark, words) if said else "", words
            mark = LINE
        elif piece and piece != LINE and (piece == BLOCK or "\n" in piece):
            mark = BLOCK
    return "".join(said)


def _between(before: str, mark: str, after: str) -> str:
    goes_on = mark == LINE and after[0].islower()
    return " " if goes_on or before.endswith(ENDED) or after.startswith(ENDED) else ". "
