"""What Gradio (6.31) keeps of a session without need: a component for each change of one, while it lasts.

A change of properties, and `gr.skip()` is one, puts a new component in the old one's place; the next value is
then entered under the new one's number too, and stays. That was some 75 kB a turn.
"""

from __future__ import annotations

import gradio as gr
from gradio.context import Context

RECENT = 1000  # components made last, by whomever: events under way may still be at them


def drop_leftovers(blocks: gr.Blocks, session: str) -> None:
    """Forgets the components of a session that stand in no place of the page."""
    kept = blocks.state_holder.session_data.get(session)
    if kept is None:
        return
    components, config = kept.blocks_config.blocks, kept.config_values
    placed = {id(component) for number, component in list(components.items()) if number in blocks.blocks}
    for number, component in list(components.items()):
        old = number not in blocks.blocks and number < Context.id - RECENT
        if old and id(component) not in placed:
            components.pop(number, None)
            config.pop(number, None)
