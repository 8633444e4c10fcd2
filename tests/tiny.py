"""Tiny random checkpoints of the real architectures, made and saved by the tests themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    AutoModel,
    Blip2Config,
    Blip2ForConditionalGeneration,
    Blip2ForImageTextRetrieval,
    Blip2Processor,
    CLIPConfig,
    CLIPImageProcessorPil,
    CLIPProcessor,
    CLIPVisionConfig,
    LlavaNextConfig,
    LlavaNextForConditionalGeneration,
    LlavaNextImageProcessorPil,
    LlavaNextProcessor,
    MistralConfig,
    PretrainedConfig,
    PreTrainedTokenizerFast,
    ProcessorMixin,
    Siglip2Config,
    Siglip2ImageProcessorPil,
    Siglip2Processor,
    SiglipConfig,
    SiglipImageProcessorPil,
    SiglipProcessor,
)

from models.training import captioner
from models.training.build import new_processor
from models.vision.blip2_lite import Blip2LiteConfig, Blip2LiteForImageTextRetrieval

TEXTS = ["a red shirt", "a blue pair of shoes", "una camisa roja", "unos zapatos azules", "black t-shirt"] * 4


def processor_of(size: int) -> Blip2Processor:
    """A tokenizer of TEXTS and pictures of ``size`` pixels a side."""
    processor = new_processor(TEXTS)
    processor.image_processor.size = {"height": size, "width": size}
    return processor


def blip2(folder: Path, width: int = 32, size: int = 32, queries: int = 4, joint: int = 16) -> Path:
    """A two-layer BLIP-2 image-text checkpoint with its processor; the same weights every time."""
    torch.manual_seed(0)
    processor = processor_of(size)
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
    processor = processor_of(size)
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


def blip2_opt(folder: Path, width: int = 32, size: int = 32, queries: int = 4) -> Path:
    """A caption checkpoint as Salesforce's: a ViT, a Q-Former without words and an OPT."""
    torch.manual_seed(0)
    processor = captioner.new_processor(processor_of(size).image_processor, TEXTS, queries)
    tokens = processor.tokenizer
    config = Blip2Config(
        vision_config=dict(hidden_size=width, intermediate_size=2 * width, num_hidden_layers=2,
                           num_attention_heads=2, image_size=size, patch_size=8, initializer_range=0.2),
        qformer_config=dict(hidden_size=width, num_hidden_layers=2, num_attention_heads=2,
                            intermediate_size=2 * width, initializer_range=0.2),
        text_config=dict(model_type="opt", vocab_size=len(tokens), hidden_size=width, ffn_dim=2 * width,
                         word_embed_proj_dim=width, num_hidden_layers=2, num_attention_heads=2,
                         max_position_embeddings=64, bos_token_id=tokens.bos_token_id,
                         eos_token_id=tokens.eos_token_id, pad_token_id=tokens.pad_token_id),
        num_query_tokens=queries, image_token_index=tokens.convert_tokens_to_ids("<image>"),
    )  # fmt: skip
    model = Blip2ForConditionalGeneration(config)
    torch.nn.init.normal_(model.query_tokens, std=1.0)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


def dual(folder: Path, kind: str, size: int = 32) -> Path:
    """A "clip", "siglip" or "siglip2" checkpoint of two layers a tower, with its processor."""
    torch.manual_seed(0)
    tokenizer = processor_of(size).tokenizer
    tower = dict(hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2)
    text = tower | dict(vocab_size=len(tokenizer), max_position_embeddings=24,
                        bos_token_id=2, eos_token_id=3, pad_token_id=0)  # fmt: skip
    square = dict(height=size, width=size)
    config: PretrainedConfig
    processor: ProcessorMixin
    if kind == "clip":
        vision = tower | dict(image_size=size, patch_size=8)
        config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=12)
        images = CLIPImageProcessorPil(size={"shortest_edge": size}, crop_size=square)
        processor = CLIPProcessor(images, tokenizer)
    elif kind == "siglip":
        config = SiglipConfig(text_config=text, vision_config=tower | dict(image_size=size, patch_size=8))
        processor = SiglipProcessor(SiglipImageProcessorPil(size=square), tokenizer)
    else:
        patches = (size // 8) ** 2
        config = Siglip2Config(
            text_config=text, vision_config=tower | dict(patch_size=8, num_patches=patches)
        )
        many = Siglip2ImageProcessorPil(patch_size=8, max_num_patches=patches)
        processor = Siglip2Processor(many, tokenizer)
    AutoModel.from_config(config).save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


SPECIAL = ["<unk>", "<s>", "</s>", "<image>", "<pad>"]
TURNS = (  # as the template of llava-v1.6-mistral: pictures first, then words
    "{% for m in messages %}[{{ m['role'] }}] {% for c in m['content'] %}{% if c['type'] == 'image' %}<image>"
    "\n{% endif %}{% endfor %}{% for c in m['content'] %}{% if c['type'] == 'text' %}{{ c['text'] }}"
    "{% endif %}{% endfor %}\n{% endfor %}{% if add_generation_prompt %}[assistant] {% endif %}"
)


def byte_tokenizer() -> PreTrainedTokenizerFast:
    """A token for each byte: any text comes back as it was."""
    letters = SPECIAL + sorted(pre_tokenizers.ByteLevel.alphabet())
    bytewise = Tokenizer(models.BPE({letter: n for n, letter in enumerate(letters)}, [], unk_token="<unk>"))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    bytewise.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=bytewise, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>",
        additional_special_tokens=["<image>"],
    )  # fmt: skip


def llava_next(folder: Path) -> Path:
    """A LLaVA 1.6 of two layers a tower: CLIP's eyes, a Mistral, and tiles of 28 pixels."""
    torch.manual_seed(0)
    tokenizer, tiles = byte_tokenizer(), [[28, 56], [56, 28], [56, 56]]
    layers: dict[str, Any] = dict(num_hidden_layers=2, num_attention_heads=2, initializer_range=0.3)
    config = LlavaNextConfig(
        vision_config=CLIPVisionConfig(hidden_size=64, intermediate_size=128, image_size=28, patch_size=14,
                                       projection_dim=64, **layers),
        text_config=MistralConfig(vocab_size=len(tokenizer) + 3, hidden_size=128, intermediate_size=256,
                                  num_key_value_heads=2, max_position_embeddings=2048, pad_token_id=4,
                                  bos_token_id=1, eos_token_id=2, **layers),
        image_token_index=SPECIAL.index("<image>"), image_grid_pinpoints=tiles,
    )  # fmt: skip
    pictures = LlavaNextImageProcessorPil(
        size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28}, image_grid_pinpoints=tiles
    )
    processor = LlavaNextProcessor(
        pictures, tokenizer, patch_size=14, vision_feature_select_strategy="default", chat_template=TURNS,
        num_additional_image_tokens=1,
    )  # fmt: skip
    model = LlavaNextForConditionalGeneration(config)
    said: Any = tokenizer.convert_tokens_to_ids(
        [*'Ġabcdefghijklmnopqrstuvwxyz0123456789{}[]":,-_', "</s>"]
    )  # noise that reads
    model.generation_config.suppress_tokens = sorted({*range(len(tokenizer))} - {*said})
    model.lm_head.weight.data[said[-1]] = 0  # it ends where it must
    model.lm_head.weight.data[said[0]] *= 2  # words are short
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder
