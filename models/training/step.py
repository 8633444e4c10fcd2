"""The losses of one batch: captions drawn for its pictures, and every objective on them.

Knows pairs, labels and the model; does not know optimizers, epochs or files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from models.training import losses
from models.training.data import PARENT, Caption, Labels, Pair
from models.training.losses import Texts
from models.training.memory_bank import Batch, MemoryBank

OWN_CAPTION_CHANCE = 0.85  # of a caption written for the picture, such as its title: questions ask its labels
WORD_DROPOUT = (
    0.15  # of a title's words: one name that no other title has must not tell the picture by itself
)
MAX_CATEGORIES = 6  # whose colours, patterns, … a step asks
QUESTION_WEIGHTS = {"kind": 1.5, "pattern": 0.5, "gender": 0.5, "usage": 0.25}  # of these labels; others: 1
Vectors = tuple[torch.Tensor, torch.Tensor]  # of pictures (b, queries, joint) and of texts (b, joint)


@dataclass(frozen=True)
class TrainingStep:
    """A model with its auxiliary heads, and the corpus that it learns from.

    ``matched`` pictures of a batch go through matching and generation too, which cost four passes each;
    ``memory`` has further negatives; a ``teacher``'s scores count with weight ``distilled``.
    """

    model: Any
    heads: Any
    tokenizer: Any
    pairs: Sequence[Pair]
    labels: Labels
    matched: int
    memory: MemoryBank
    teacher: Any = None
    distilled: float = 0.0

    def compute(
        self, rows: np.ndarray, patches: torch.Tensor, rng: np.random.Generator,
        teacher_patches: torch.Tensor | None = None,
    ) -> dict[str, torch.Tensor]:  # fmt: skip
        """Returns each objective's loss; ``patches`` (b, 1 + p, width) are the vision tower's of ``rows``."""
        captions = tuple(self._caption(row, rng) for row in rows)
        texts = self.tokens([c.text for c in captions])
        own = _batch(self.model, rows, captions, patches, texts)
        batch, teacher = self._with_memory(own, texts, teacher_patches)
        positive = self.labels.positives(batch.rows, batch.captions).to(patches.device)
        contrast = losses.contrastive(
            batch.vectors,
            batch.texts,
            positive.float(),
            self.heads.scale(),
            len(own),
            teacher,
            self.distilled,
        )
        found = {"itc": contrast.loss, "questions": self._questions(rows, own.vectors, rng)}
        numbers = {name: n.to(patches.device) for name, n in self.labels.numbers(batch.rows).items()}
        if {PARENT, "kind"} <= numbers.keys():
            found["alike"] = losses.supervised_contrastive(
                batch.vectors, numbers[PARENT], numbers["kind"], len(own)
            )
        if patches.requires_grad:
            found["labels"] = self.heads.label_loss(patches, {k: n[: len(own)] for k, n in numbers.items()})
        if self.matched:
            found["itm"] = self._matching(batch, contrast, positive)
            found["itg"] = self._generation(patches, texts)
        return found

    def _with_memory(
        self, own: Batch, texts: Texts, teacher_patches: torch.Tensor | None
    ) -> tuple[Batch, Vectors | None]:
        """Returns the batch followed by the memory, and the teacher's vectors of the same.

        A teacher's vectors are what is remembered: they change less from step to step.
        """
        if teacher_patches is None:
            return self.memory.extend(own), None
        with torch.no_grad():
            theirs = _batch(self.teacher, own.rows, own.captions, teacher_patches, texts)
        batch = self.memory.extend(own, theirs)
        past = slice(len(own), None)
        return batch, (
            torch.cat([theirs.vectors, batch.vectors[past]]), torch.cat([theirs.texts, batch.texts[past]])
        )  # fmt: skip

    def _questions(self, rows: np.ndarray, vectors: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        """Asks for the labels of all pictures, and for finer ones within some of the categories."""
        present = Counter(self.pairs[row].labels.get("category", "") for row in rows)
        chosen = list(dict.fromkeys(rng.permutation(sorted(present.elements()))))[:MAX_CATEGORIES]
        wanted = [q for q in self.labels.questions if q.category in chosen or not q.category]
        answers = [(q, self.labels.answers(q, rows)) for q in wanted]
        asked = [(q, torch.from_numpy(found)) for q, found in answers if (found >= 0).any()]
        if not asked:
            return vectors.new_zeros(())
        texts = [q.sample_texts(rng) for q, _ in asked]
        encoded = losses.text_embeddings(self.model, self.tokens([t for some in texts for t in some]))
        sums: dict[str, list[torch.Tensor]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for (question, answer), part in zip(asked, encoded.split([len(some) for some in texts]), strict=True):
            loss = losses.question_loss(vectors, part, answer.to(vectors.device), self.heads.scale())
            count = int((answer >= 0).sum())
            sums[question.kind].append(loss * count)
            counts[question.kind] += count
        weighted = [
            QUESTION_WEIGHTS.get(kind, 1.0) * torch.stack(some).sum() / counts[kind]
            for kind, some in sums.items()
        ]
        return torch.stack(weighted).sum()

    def _matching(self, batch: Batch, contrast: losses.Contrast, positive: torch.Tensor) -> torch.Tensor:
        n = min(self.matched, len(contrast.by_text))
        hard = losses.hard_pairs(contrast, positive, float(self.heads.scale().detach()), n)
        own = torch.arange(n, device=positive.device)
        pictures = batch.patches[torch.cat([own, own, hard.wrong_picture])]
        chosen = torch.cat([hard.own_text, hard.wrong_text, hard.own_text])
        truth = torch.cat([torch.ones_like(own), torch.zeros_like(own), torch.zeros_like(own)])
        texts = self.tokens([batch.captions[i].text for i in chosen.tolist()])
        return losses.matching_loss(self.model, pictures, texts, truth)

    def _generation(self, patches: torch.Tensor, texts: Texts) -> torch.Tensor:
        n = min(self.matched, len(patches))
        own = torch.arange(n, device=patches.device)
        start = self.tokenizer.bos_token_id
        if start is None:
            start = self.tokenizer.cls_token_id
        return losses.generation_loss(self.model, patches[:n], texts.rows(own), self.heads.next_word, start)

    def _caption(self, row: int, rng: np.random.Generator) -> Caption:
        captions = self.pairs[row].captions
        own = [c for c in captions if c.states is None]
        some = own if own and rng.random() < OWN_CAPTION_CHANCE else captions
        caption = some[rng.integers(len(some))]
        kept = [word for word in caption.text.split() if rng.random() >= WORD_DROPOUT]
        return caption if caption.states is not None or not kept else Caption(" ".join(kept), None)

    def tokens(self, texts: Sequence[str]) -> Texts:
        """Returns token ids and mask on the model's device, padded to the longest."""
        out = self.tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        device = self.model.query_tokens.device
        return Texts(out["input_ids"].to(device), out["attention_mask"].to(device))


def _batch(
    model: Any, rows: np.ndarray, captions: tuple[Caption, ...], patches: torch.Tensor, texts: Texts
) -> Batch:
    vectors = losses.qformer_embeddings(model, patches)
    return Batch(rows, captions, vectors, losses.text_embeddings(model, texts), patches)
