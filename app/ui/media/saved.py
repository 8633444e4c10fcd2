"""Pictures that the page makes of a customer's own: kept where Gradio keeps uploads, and for as long."""

from __future__ import annotations

from gradio.processing_utils import save_pil_to_cache
from gradio.utils import get_upload_folder
from PIL import Image

from data.catalogue.video import open_video


def save_picture(picture: Image.Image, name: str) -> str:
    """The path of a picture that the page may show from now on."""
    return save_pil_to_cache(picture, str(get_upload_folder()), name=name)


def save_frames(video: str) -> list[str]:
    """The paths of the pictures that a video is looked at by. Raises PictureError."""
    return [save_picture(picture, f"frame-{n}") for n, picture in enumerate(open_video(video), 1)]
