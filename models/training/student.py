"""A small BLIP-2 on ImageNet's eyes: model, tokenizer and processor, as transformers loads them again."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import Blip2Processor, BlipImageProcessor, PreTrainedTokenizerFast

from models.training import imagenet
from models.vision.blip2_lite import Blip2LiteConfig, Blip2LiteForImageTextRetrieval

SIZE = 192
WIDTH, HEADS, LAYERS = 256, 4, 4
QUERIES, JOINT = 8, 256
VOCABULARY, MAX_TOKENS = 4000, 48


def new_processor(texts: Iterable[str]) -> Blip2Processor:
    """WordPiece over these texts, lower case and without accents, and BLIP's image processor at SIZE."""
    wordpiece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    wordpiece.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    wordpiece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]"]
    wordpiece.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=special)
    )
    ends = [(name, wordpiece.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    wordpiece.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=wordpiece,
        model_max_length=MAX_TOKENS,
        **dict(
            zip(
                ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token", "bos_token"),
                special,
                strict=True,
            )
        ),
    )
    images = BlipImageProcessor(
        size={"height": SIZE, "width": SIZE},
        image_mean=[imagenet.MEAN] * 3,
        image_std=[imagenet.SPREAD] * 3,
    )
    return Blip2Processor(images, tokenizer)


def new_model(vocabulary: int) -> Blip2LiteForImageTextRetrieval:
    """ImageNet's eyes and a random Q-Former, about 10 million parameters."""
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
    imagenet.give(model.vision_model)
    return model
