"""`python -m models.training.captioner`: trains BLIP-2's second stage on a frozen first stage.

The Q-Former's output goes through one linear layer into a language model, which learns to continue a prompt
(Li et al. 2023, arXiv 2301.12597, section 3.3). The language model is a new small OPT, with a vocabulary of
the continuations in the pairs files.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch.nn import functional as F
from transformers import AutoProcessor, Blip2Processor, PreTrainedTokenizerFast

from models.training import data
from models.training.data import Continuation, Pair
from models.vision.blip2_lite import (
    Blip2LiteConfig,
    Blip2LiteForConditionalGeneration,
    Blip2LiteForImageTextRetrieval,
)
from models.vision.captioner import IMAGE_TOKEN

log = logging.getLogger("training")

LAYERS, HEADS, MAX_TOKENS, VOCABULARY = 3, 4, 64, 2000
BATCH = 256
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "bos_token": "[BOS]", "eos_token": "[EOS]"}


def new_processor(images: Any, texts: Sequence[str], queries: int) -> Blip2Processor:
    """Returns a WordPiece tokenizer of these texts that keeps accents, for captions are read by people."""
    wordpiece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    wordpiece.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    wordpiece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    # WordPiece splits "t-shirt" into three words
    joined = [decoders.WordPiece(), decoders.Fuse(), decoders.Replace(" - ", "-")]
    wordpiece.decoder = decoders.Sequence(joined)
    special = [*SPECIAL.values(), IMAGE_TOKEN]
    wordpiece.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=special)
    )
    start = [("[BOS]", wordpiece.token_to_id("[BOS]"))]
    wordpiece.post_processor = processors.TemplateProcessing(single="[BOS] $A", special_tokens=start)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=wordpiece,
        model_max_length=MAX_TOKENS,
        additional_special_tokens=[IMAGE_TOKEN],
        **SPECIAL,
    )
    return Blip2Processor(images, tokenizer, num_query_tokens=queries)


def new_model(
    first_stage: Blip2LiteForImageTextRetrieval, tokenizer: Any
) -> Blip2LiteForConditionalGeneration:
    """Returns the frozen first stage with a random language model of its Q-Former's width."""
    known: Any = first_stage.config
    width = known.qformer_config.hidden_size
    text = dict(
        model_type="opt", vocab_size=len(tokenizer), hidden_size=width, ffn_dim=4 * width,
        word_embed_proj_dim=width, num_hidden_layers=LAYERS, num_attention_heads=HEADS, dropout=0.1,
        max_position_embeddings=MAX_TOKENS, pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    config = Blip2LiteConfig(
        vision_config=known.vision_config.to_dict(),
        qformer_config=known.qformer_config.to_dict(),
        text_config=text, num_query_tokens=first_stage.config.num_query_tokens,
        image_token_index=tokenizer.convert_tokens_to_ids(IMAGE_TOKEN),
    )  # fmt: skip
    model = Blip2LiteForConditionalGeneration(config)
    model.vision_model.load_state_dict(first_stage.vision_model.state_dict())
    model.qformer.load_state_dict(first_stage.qformer.state_dict())
    model.query_tokens.data.copy_(first_stage.query_tokens.data)
    for part in (model.vision_model, model.qformer):
        part.requires_grad_(False)
    model.query_tokens.requires_grad_(False)
    return model


@torch.no_grad()
def qformer_outputs(first_stage: Blip2LiteForImageTextRetrieval, patches: np.ndarray) -> torch.Tensor:
    """Returns (n, views, queries, hidden) float16, the Q-Former's outputs for all cached patches."""
    found = []
    for start in range(0, len(patches), BATCH):
        some = torch.from_numpy(patches[start : start + BATCH].astype(np.float32)).flatten(0, 1)
        queries = first_stage.query_tokens.expand(len(some), -1, -1)
        out = first_stage.qformer(query_embeds=queries, encoder_hidden_states=some)
        found.append(out.last_hidden_state.unflatten(0, (-1, patches.shape[1])).half())
    return torch.cat(found)


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of prompt, text and end; the first ``prompt`` of them are the prompt's."""

    ids: list[int]
    prompt: int
    weight: float


class CaptionTrainer:
    """Trains a new language model to continue prompts.

    ``outputs`` (n, views, queries, hidden) of the Q-Former belong to the pairs, row by row.
    """

    def __init__(self, model: Any, tokenizer: Any, pairs: Sequence[Pair], outputs: torch.Tensor) -> None:
        self.model, self.tokenizer, self.outputs = model, tokenizer, outputs
        self.rows = {
            split: np.array([i for i, p in enumerate(pairs) if p.split == split and p.sayings])
            for split in ("train", "valid")
        }
        self.examples = [[self._example(continuation) for continuation in pair.sayings] for pair in pairs]

    def _example(self, continuation: Continuation) -> Example:
        prompt = self.tokenizer(continuation.prompt)["input_ids"]
        text = self.tokenizer(continuation.text, add_special_tokens=False)["input_ids"]
        return Example([*prompt, *text, self.tokenizer.eos_token_id], len(prompt), continuation.weight)

    def run(self, epochs: int, batch: int, lr: float, report: Callable[[str], None]) -> None:
        """Trains in place; reports loss and next-token accuracy on "valid" after each epoch."""
        params = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(params, lr=lr, betas=(0.9, 0.98), weight_decay=0.05)
        steps = len(self.rows["train"]) // batch
        pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, total_steps=epochs * steps, pct_start=0.05)
        for epoch in range(epochs):
            rng, started, losses = np.random.default_rng([0, epoch]), time.perf_counter(), []
            torch.manual_seed(epoch)
            self.model.language_model.train()
            order = rng.permutation(self.rows["train"])
            for start in range(0, steps * batch, batch):
                loss, _ = self.score(order[start : start + batch], rng)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(params, 1.0)
                optimizer.step()
                pace.step()
                losses.append(float(loss.detach()))
            report(f"epoch {epoch + 1}/{epochs} loss {np.mean(losses):.3f} {self.validate()}"
                f" in {time.perf_counter() - started:.0f} s")  # fmt: skip

    @torch.no_grad()
    def validate(self) -> str:
        """Returns loss and next-token accuracy on the held-out pictures, as a line."""
        self.model.eval()
        rows = self.rows["valid"]
        if not len(rows):
            return ""
        loss, right = self.score(rows, np.random.default_rng(0), views=1)
        return f"valid loss {float(loss):.3f}, {right:.3f} of next words right"

    def score(
        self, rows: np.ndarray, rng: np.random.Generator, views: int | None = None
    ) -> tuple[torch.Tensor, float]:
        """Returns cross-entropy and next-token accuracy of a text for each row, given picture and prompt."""
        chosen = [self._chosen(self.examples[row], rng) for row in rows]
        ids = torch.full((len(rows), max(len(c.ids) for c in chosen)), self.tokenizer.pad_token_id)
        truth = torch.full_like(ids, -100)
        for i, example in enumerate(chosen):
            length = len(example.ids)
            ids[i, :length] = torch.tensor(example.ids)
            truth[i, example.prompt : length] = ids[i, example.prompt : length]
        view = torch.from_numpy(rng.integers(views or self.outputs.shape[1], size=len(rows)))
        pictures = self.model.language_projection(self.outputs[torch.from_numpy(rows), view].float())
        inputs = torch.cat([pictures, self.model.get_input_embeddings()(ids)], 1)
        mask = (ids != self.tokenizer.pad_token_id).long()
        mask = torch.cat([mask.new_ones(pictures.shape[:2]), mask], 1)
        out = self.model.language_model(inputs_embeds=inputs, attention_mask=mask)
        logits, known = out.logits[:, pictures.shape[1] - 1 : -1], truth >= 0
        right = (logits.argmax(-1) == truth)[known].float().mean()
        return F.cross_entropy(logits.flatten(0, 1), truth.flatten()), float(right)

    @staticmethod
    def _chosen(examples: Sequence[Example], rng: np.random.Generator) -> Example:
        weights = np.array([c.weight for c in examples])
        return examples[rng.choice(len(examples), p=weights / weights.sum())]


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args = _arguments()
    pairs = [pair for path in args.pairs for pair in data.read_pairs(path)]
    first_stage = Blip2LiteForImageTextRetrieval.from_pretrained(args.init, dtype="float32").eval()
    images = AutoProcessor.from_pretrained(args.init).image_processor
    outputs = qformer_outputs(first_stage, np.load(args.run / "patches.npy", mmap_mode="r"))
    if len(outputs) != len(pairs):
        raise SystemExit(
            f"expected the pairs that {args.run} was trained with, {len(outputs)}; found {len(pairs)}"
        )
    torch.manual_seed(0)
    texts = [part for p in pairs for s in p.sayings for part in (s.prompt, s.text)]
    processor = new_processor(images, texts, first_stage.config.num_query_tokens)
    model = new_model(first_stage, processor.tokenizer)
    CaptionTrainer(model, processor.tokenizer, pairs, outputs).run(args.epochs, args.batch, args.lr, log.info)
    model.eval().half().save_pretrained(args.out, max_shard_size="14MB")
    processor.save_pretrained(args.out)
    log.info("written to %s", args.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.training.captioner", description=__doc__)
    parser.add_argument(
        "--pairs", type=Path, nargs="+", required=True, help="the pairs files of the first stage"
    )
    parser.add_argument("--init", type=Path, required=True, help="weights of the first stage")
    parser.add_argument(
        "--run", type=Path, required=True, help="run folder of the first stage with --freeze-vision"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the finished weights")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=1e-3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
