"""A small BLIP-2 made from nothing: model, tokenizer and processor, as transformers loads them again."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    Blip2Config,
    Blip2ForImageTextRetrieval,
    Blip2Processor,
    BlipImageProcessor,
    PreTrainedTokenizerFast,
)

SIZE, PATCH = 112, 16  # 49 patches: about a fifth of the work of 224 pixels, enough for cut and colour
WIDTH, HEADS = 192, 3
VISION_LAYERS, QFORMER_LAYERS = 6, 3
QUERIES, JOINT = 8, 128
VOCABULARY, MAX_TOKENS = 4000, 48


def new_processor(texts: Iterable[str]) -> Blip2Processor:
    """WordPiece over these texts, lower case and without accents, and BLIP's image processor at SIZE."""
    wordpiece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    wordpiece.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    wordpiece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    wordpiece.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=special)
    )
    ends = [(name, wordpiece.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    wordpiece.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=wordpiece,
        model_max_length=MAX_TOKENS,
        **dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), special, strict=True)),
    )
    images = BlipImageProcessor(size={"height": SIZE, "width": SIZE})
    return Blip2Processor(images, tokenizer)


def new_model(vocabulary: int) -> Blip2ForImageTextRetrieval:
    """Random weights at the size above, about 6 million parameters."""
    vision = dict(
        hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=VISION_LAYERS,
        num_attention_heads=HEADS, image_size=SIZE, patch_size=PATCH, initializer_range=0.02,
    )  # fmt: skip
    qformer = dict(
        vocab_size=vocabulary, hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_attention_heads=HEADS,
        num_hidden_layers=QFORMER_LAYERS, cross_attention_frequency=2, max_position_embeddings=MAX_TOKENS,
        use_qformer_text_input=True, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    config = Blip2Config(
        vision_config=vision, qformer_config=qformer, num_query_tokens=QUERIES, image_text_hidden_size=JOINT
    )
    model = Blip2ForImageTextRetrieval(config)
    torch.nn.init.trunc_normal_(model.query_tokens, std=0.02)
    torch.nn.init.trunc_normal_(model.vision_model.embeddings.position_embedding, std=0.02)
    torch.nn.init.trunc_normal_(model.vision_model.embeddings.class_embedding, std=0.02)
    return model
