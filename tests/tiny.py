"""Tiny random checkpoints of the real architectures, made and saved by the tests themselves."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import Blip2Config, Blip2ForImageTextRetrieval

from models.blip2_lite import Blip2LiteConfig, Blip2LiteForImageTextRetrieval
from models.finetune.student import new_processor

TEXTS = ["a red shirt", "a blue pair of shoes", "una camisa roja", "unos zapatos azules", "black t-shirt"] * 4


def blip2(folder: Path, width: int = 32, size: int = 32, queries: int = 4, joint: int = 16) -> Path:
    """A two-layer BLIP-2 image-text checkpoint with its processor; the same weights every time."""
    torch.manual_seed(0)
    processor = new_processor(TEXTS)
    processor.image_processor.size = {"height": size, "width": size}
    config = Blip2Config(
        vision_config=dict(hidden_size=width, intermediate_size=2 * width, num_hidden_layers=2,
                           num_attention_heads=2, image_size=size, patch_size=8, initializer_range=0.2),
        qformer_config=dict(vocab_size=len(processor.tokenizer), hidden_size=width, num_hidden_layers=2,
                            num_attention_heads=2, intermediate_size=2 * width, max_position_embeddings=24,
                            use_qformer_text_input=True, initializer_range=0.2),
        num_query_tokens=queries, image_text_hidden_size=joint,
    )  # fmt: skip
    model = Blip2ForImageTextRetrieval(config)
    torch.nn.init.normal_(model.query_tokens, std=1.0)  # transformers starts them at zero: all queries alike
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


def blip2_lite(folder: Path, width: int = 32, size: int = 64) -> Path:
    """The same on random EfficientNet eyes, whose layers have their one size."""
    torch.manual_seed(0)
    processor = new_processor(TEXTS)
    processor.image_processor.size = {"height": size, "width": size}
    config = Blip2LiteConfig(
        vision_config=dict(hidden_size=width, image_size=size),
        qformer_config=dict(vocab_size=len(processor.tokenizer), hidden_size=width, num_hidden_layers=2,
                            num_attention_heads=2, intermediate_size=2 * width, max_position_embeddings=24,
                            use_qformer_text_input=True, initializer_range=0.2),
        num_query_tokens=4, image_text_hidden_size=16,
    )  # fmt: skip
    model = Blip2LiteForImageTextRetrieval(config)
    torch.nn.init.normal_(model.query_tokens, std=1.0)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder
