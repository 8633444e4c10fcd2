"""The caption head on tiny random checkpoints of both architectures, and its training on plain pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from PIL import Image

from models.llm.chat_model import ModelError
from models.training.captioner import CaptionTrainer, new_model, new_processor, qformer_outputs
from models.training.data import Continuation, Pair
from models.vision.blip2_lite import Blip2LiteForImageTextRetrieval
from models.vision.factory import load_captioner
from tests import tiny

COLOURS = ("red", "green", "blue", "yellow")
PICTURES = [Image.new("RGB", (64, 64), colour) for colour in COLOURS]


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Blip2LiteForImageTextRetrieval:
    folder = tiny.blip2_lite(tmp_path_factory.mktemp("lite"))
    return Blip2LiteForImageTextRetrieval.from_pretrained(folder).eval()


def test_blip2_with_opt_of_any_size_goes_on_from_a_prompt(tmp_path: Path) -> None:
    tiny.blip2_opt(tmp_path)
    captioner = load_captioner(tmp_path)
    one, two = captioner.continued(PICTURES[:2], "a photo of")
    assert isinstance(one, str) and isinstance(two, str) and "a photo of" not in one
    assert captioner.continued(PICTURES[:2], "a photo of") == [one, two]
    assert captioner.name == tmp_path.name


def test_a_checkpoint_of_another_kind_is_refused_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ARMARIO_CAPTIONER"):
        load_captioner(tmp_path)


@pytest.mark.slow
def test_the_second_stage_learns_to_name_what_the_eyes_see(
    tmp_path: Path, lite: Blip2LiteForImageTextRetrieval
) -> None:
    sayings = [
        (
            Continuation("a photo of", f"a {colour} thing", 4.0),
            Continuation("question: what colour is it? answer:", colour, 1.0),
        )
        for colour in COLOURS
    ]
    pairs = [Pair(Path("x"), (), {}, "train", sayings=some) for some in sayings for _ in range(8)]
    processor_of_eyes = tiny.processor_of(64)
    pixels = processor_of_eyes.image_processor(images=PICTURES, return_tensors="pt")["pixel_values"]
    with torch.inference_mode():
        seen = lite.vision_model(pixel_values=pixels).last_hidden_state
    kept = seen.repeat_interleave(8, 0)[:, None].numpy()
    texts = [part for some in sayings for s in some for part in (s.prompt, s.text)]
    torch.manual_seed(0)
    processor = new_processor(processor_of_eyes.image_processor, texts, lite.config.num_query_tokens)
    model = new_model(lite, processor.tokenizer)
    said: list[str] = []
    CaptionTrainer(model, processor.tokenizer, pairs, qformer_outputs(lite, kept)).run(
        60, 16, 3e-3, said.append
    )
    assert len(said) == 60 and "epoch 60/60" in said[-1]
    model.eval().save_pretrained(tmp_path)
    processor.save_pretrained(tmp_path)
    captioner = load_captioner(tmp_path)
    assert captioner.continued(PICTURES, "a photo of") == [f"a {colour} thing" for colour in COLOURS]
    assert captioner.continued(PICTURES, "question: what colour is it? answer:") == list(COLOURS)


def test_eyes_and_q_former_are_not_touched_by_the_second_stage(lite: Blip2LiteForImageTextRetrieval) -> None:
    processor = new_processor(
        tiny.processor_of(64).image_processor, ["a red shirt"], lite.config.num_query_tokens
    )
    model = new_model(lite, processor.tokenizer)
    learning = {name.split(".")[0] for name, p in model.named_parameters() if p.requires_grad}
    assert learning == {"language_projection", "language_model"}
    for part in ("vision_model", "qformer"):
        for name, value in getattr(lite, part).state_dict().items():
            assert torch.equal(value, getattr(model, part).state_dict()[name]), name
