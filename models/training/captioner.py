"""`python -m models.training.captioner`: BLIP-2's second stage on eyes that the first stage trained.

The Q-Former's output goes through one linear layer into a language model, which learns to go on from a prompt
(Li et al. 2023, arXiv 2301.12597, section 3.3). Eyes and Q-Former stay as they are; the language model is a
small OPT made here, for want of a hub; its words are those of the sayings in the pairs files.
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

from models.training import corpus
from models.training.corpus import Pair, Saying
from models.vision.blip2_lite import (
    Blip2LiteConfig,
    Blip2LiteForConditionalGeneration,
    Blip2LiteForImageTextRetrieval,
)
from models.vision.captioner import IMAGE_TOKEN

log = logging.getLogger("captions")

LAYERS, HEADS, LONGEST, VOCABULARY = 3, 4, 64, 2000
AT_ONCE = 256
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "bos_token": "[BOS]", "eos_token": "[EOS]"}


def new_processor(images: Any, texts: Sequence[str], queries: int) -> Blip2Processor:
    """WordPiece over these texts that keeps accents, because its words are read by people."""
    wordpiece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    wordpiece.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    wordpiece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    # WordPiece reads "t-shirt" as three words; people read one
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
        model_max_length=LONGEST,
        additional_special_tokens=[IMAGE_TOKEN],
        **SPECIAL,
    )
    return Blip2Processor(images, tokenizer, num_query_tokens=queries)


def new_model(eyes: Blip2LiteForImageTextRetrieval, tokenizer: Any) -> Blip2LiteForConditionalGeneration:
    """The first stage's eyes and Q-Former, and a random language model of their width."""
    known: Any = eyes.config
    width = known.qformer_config.hidden_size
    text = dict(
        model_type="opt", vocab_size=len(tokenizer), hidden_size=width, ffn_dim=4 * width,
        word_embed_proj_dim=width, num_hidden_layers=LAYERS, num_attention_heads=HEADS, dropout=0.1,
        max_position_embeddings=LONGEST, pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    config = Blip2LiteConfig(
        vision_config=known.vision_config.to_dict(),
        qformer_config=known.qformer_config.to_dict(),
        text_config=text, num_query_tokens=eyes.config.num_query_tokens,
        image_token_index=tokenizer.convert_tokens_to_ids(IMAGE_TOKEN),
    )  # fmt: skip
    model = Blip2LiteForConditionalGeneration(config)
    model.vision_model.load_state_dict(eyes.vision_model.state_dict())
    model.qformer.load_state_dict(eyes.qformer.state_dict())
    model.query_tokens.data.copy_(eyes.query_tokens.data)
    for part in (model.vision_model, model.qformer):
        part.requires_grad_(False)
    model.query_tokens.requires_grad_(False)
    return model


@torch.no_grad()
def asked(eyes: Blip2LiteForImageTextRetrieval, kept: np.ndarray) -> torch.Tensor:
    """(n, views, queries, hidden) float16: the Q-Former's output for all that was kept of the eyes'."""
    found = []
    for start in range(0, len(kept), AT_ONCE):
        seen = torch.from_numpy(kept[start : start + AT_ONCE].astype(np.float32)).flatten(0, 1)
        out = eyes.qformer(
            query_embeds=eyes.query_tokens.expand(len(seen), -1, -1), encoder_hidden_states=seen
        )
        found.append(out.last_hidden_state.unflatten(0, (-1, kept.shape[1])).half())
    return torch.cat(found)


@dataclass(frozen=True, slots=True)
class Coded:
    """A saying as token ids, prompt, text and end; ``prompt`` of them are the prompt's."""

    ids: list[int]
    prompt: int
    weight: float


class Teacher:
    """Teaches a new language model to go on from the prompts of a corpus' sayings.

    ``seen`` (n, views, queries, hidden) belongs to the pairs, row by row.
    """

    def __init__(self, model: Any, tokenizer: Any, pairs: Sequence[Pair], seen: torch.Tensor) -> None:
        self.model, self.tokenizer, self.seen = model, tokenizer, seen
        self.rows = {
            split: np.array([i for i, p in enumerate(pairs) if p.split == split and p.sayings])
            for split in ("train", "valid")
        }
        self.coded = [[self._coded(saying) for saying in pair.sayings] for pair in pairs]

    def _coded(self, saying: Saying) -> Coded:
        prompt = self.tokenizer(saying.prompt)["input_ids"]
        text = self.tokenizer(saying.text, add_special_tokens=False)["input_ids"]
        return Coded([*prompt, *text, self.tokenizer.eos_token_id], len(prompt), saying.weight)

    def run(self, epochs: int, batch: int, lr: float, say: Callable[[str], None]) -> None:
        """Trains in place and says the loss and the share of right next words on "valid" after each epoch."""
        params = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(params, lr=lr, betas=(0.9, 0.98), weight_decay=0.05)
        steps = len(self.rows["train"]) // batch
        pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, total_steps=epochs * steps, pct_start=0.05)
        for epoch in range(epochs):
            chance, started, losses = np.random.default_rng([0, epoch]), time.perf_counter(), []
            torch.manual_seed(epoch)
            self.model.language_model.train()
            order = chance.permutation(self.rows["train"])
            for start in range(0, steps * batch, batch):
                loss, _ = self.score(order[start : start + batch], chance)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(params, 1.0)
                optimizer.step()
                pace.step()
                losses.append(float(loss.detach()))
            say(f"epoch {epoch + 1}/{epochs} loss {np.mean(losses):.3f} {self.validate()}"
                f" in {time.perf_counter() - started:.0f} s")  # fmt: skip

    @torch.no_grad()
    def validate(self) -> str:
        """Loss and share of right next words on the held-out pictures."""
        self.model.eval()
        rows = self.rows["valid"]
        if not len(rows):
            return ""
        loss, right = self.score(rows, np.random.default_rng(0), views=1)
        return f"valid loss {float(loss):.3f}, {right:.3f} of next words right"

    def score(
        self, rows: np.ndarray, chance: np.random.Generator, views: int | None = None
    ) -> tuple[torch.Tensor, float]:
        """Cross-entropy and accuracy of one text for each row, given its picture and the prompt."""
        chosen = [self._chosen(self.coded[row], chance) for row in rows]
        ids = torch.full((len(rows), max(len(c.ids) for c in chosen)), self.tokenizer.pad_token_id)
        truth = torch.full_like(ids, -100)
        for i, coded in enumerate(chosen):
            ids[i, : len(coded.ids)] = torch.tensor(coded.ids)
            truth[i, coded.prompt : len(coded.ids)] = ids[i, coded.prompt : len(coded.ids)]
        view = torch.from_numpy(chance.integers(views or self.seen.shape[1], size=len(rows)))
        pictures = self.model.language_projection(self.seen[torch.from_numpy(rows), view].float())
        inputs = torch.cat([pictures, self.model.get_input_embeddings()(ids)], 1)
        mask = (ids != self.tokenizer.pad_token_id).long()
        mask = torch.cat([mask.new_ones(pictures.shape[:2]), mask], 1)
        out = self.model.language_model(inputs_embeds=inputs, attention_mask=mask)
        logits, known = out.logits[:, pictures.shape[1] - 1 : -1], truth >= 0
        right = (logits.argmax(-1) == truth)[known].float().mean()
        return F.cross_entropy(logits.flatten(0, 1), truth.flatten()), float(right)

    @staticmethod
    def _chosen(coded: Sequence[Coded], chance: np.random.Generator) -> Coded:
        weights = np.array([c.weight for c in coded])
        return coded[chance.choice(len(coded), p=weights / weights.sum())]


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args = _arguments()
    pairs = [pair for path in args.pairs for pair in corpus.read_pairs(path)]
    eyes = Blip2LiteForImageTextRetrieval.from_pretrained(args.init, dtype="float32").eval()
    images = AutoProcessor.from_pretrained(args.init).image_processor
    seen = asked(eyes, np.load(args.run / "seen.npy", mmap_mode="r"))
    if len(seen) != len(pairs):
        raise SystemExit(
            f"expected the pairs that {args.run} was trained with, {len(seen)}; found {len(pairs)}"
        )
    torch.manual_seed(0)
    texts = [part for p in pairs for s in p.sayings for part in (s.prompt, s.text)]
    processor = new_processor(images, texts, eyes.config.num_query_tokens)
    model = new_model(eyes, processor.tokenizer)
    Teacher(model, processor.tokenizer, pairs, seen).run(args.epochs, args.batch, args.lr, log.info)
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
        "--run", type=Path, required=True, help="run folder of the first stage with frozen eyes"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the finished weights")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=1e-3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
