"""Whether the shop looks at a photo at all: asked before anything else is made of it.

The reason is a sentence for the customer ("photo.explicit" of the page's strings); taking the photo out ends
the matter. Does not know what the classifier is, or where photos come from.
"""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from data.catalogue.images import PictureError


class NsfwModerator:
    """Refuses photos that a classifier finds explicit, with a probability, 0…1, of ``limit`` or more."""

    def __init__(self, explicit: Callable[[Image.Image], float], limit: float) -> None:
        self.explicit, self.limit = explicit, limit

    def check(self, image: Image.Image) -> None:
        """Raises PictureError of the kind "explicit"; keeps nothing of the photo."""
        if self.explicit(image) >= self.limit:
            raise PictureError("explicit", "the photo may show nudity, and the shop does not look at it")
