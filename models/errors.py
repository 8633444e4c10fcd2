"""The one error that every model raises."""

from __future__ import annotations


class ModelError(RuntimeError):
    """A failure that a person can read and cure: what was expected, what was found, what to do."""
