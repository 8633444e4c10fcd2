"""Options that several commands share, and settings from what was given."""

from __future__ import annotations

import argparse
import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.config import Settings


def add_catalogue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--catalogue", type=Path,
        help="the shop's export, or the folder that it lies in with its pictures (default: data/sample)",
    )  # fmt: skip


def add_encoder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--encoder", help="BLIP-2, CLIP or SigLIP, a folder or a hub name (default: the profile's)"
    )


def add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", help="folder or address of the index (default: data/index/<catalogue>)")


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON line instead of text")


def settings_from(args: argparse.Namespace) -> Settings:
    """The environment's settings; options that are called as a setting go first. Raises SettingsError."""
    from app.config import Settings

    return Settings.from_env(os.environ, **{f.name: getattr(args, f.name, None) for f in fields(Settings)})
