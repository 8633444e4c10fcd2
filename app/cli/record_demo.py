"""`python -m app record-demo`: answers the tour's scenes anew and keeps the answers for the page."""

from __future__ import annotations

import argparse
import logging

from app.cli.arguments import settings_from

ABOUT = "answer the page's six demo scenes anew over the sample shop, and keep the answers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(log_level=logging.WARNING)


def run(args: argparse.Namespace) -> int:
    """Overwrites the recordings. Raises SettingsError, StoreError, ModelError."""
    from app.agent.demo_recordings import SAMPLE, record
    from app.factory import assistant_from

    args.catalogue = SAMPLE
    assistant = assistant_from(settings_from(args))
    record(assistant, [assistant.encoder.name, assistant.chat.name])
    return 0
