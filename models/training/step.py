"""What one batch teaches: every objective's loss on pictures and the texts drawn for them.

Knows pairs, labels and the model; does not know steps of an optimizer, epochs or files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from models.training import contrast, objectives
from models.training.corpus import Caption, Pair
from models.training.labels import WITHIN, Labels
from models.training.memory_bank import Batch, Memory
from models.training.objectives import Texts

# chance that a picture's text is one written for it, such as its title: what labels say is asked apart
OWN_SHARE = 0.85
FORGOTTEN = 0.15  # of a title's words: one name that no other title has must not tell the picture by itself
ASKED_WITHIN = 6  # categories whose colours, patterns, … are asked in a step
# weight of these labels' questions; others: 1
KIND_SHARE = {"kind": 1.5, "pattern": 0.5, "gender": 0.5, "usage": 0.25}


@dataclass(frozen=True)
class Lesson:
    """A model with its throw-away helpers, and the corpus that it learns from.

    ``matched`` pictures of a batch go through matching and generation too, which cost four passes each;
    ``memory`` has more pictures and texts that a batch is told from; a ``teacher``'s opinion counts with a
    weight of ``taught`` beside what is known to belong together.
    """

    model: Any
    helpers: Any
    tokenizer: Any
    pairs: Sequence[Pair]
    labels: Labels
    matched: int
    memory: Memory
    teacher: Any = None
    taught: float = 0.0

    def losses(
        self,
        rows: np.ndarray,
        seen: torch.Tensor,
        chance: np.random.Generator,
        shown: torch.Tensor | None = None,
    ) -> dict[str, torch.Tensor]:
        """Each objective's loss; ``seen`` (b, 1 + patches, width) is what the eyes made of these rows, and
        ``shown`` what the teacher's eyes did.
        """
        said = tuple(self._caption(row, chance) for row in rows)
        texts = self.tokens([c.text for c in said])
        own = _batch(self.model, rows, said, seen, texts)
        known, opinion = self._known(own, texts, shown)
        vectors = own.vectors
        positive = self.labels.true_of(known.rows, known.said).to(seen.device)
        found = contrast.contrastive(
            known.vectors, known.texts, positive.float(), self.helpers.scale(), len(own), opinion, self.taught
        )
        losses = {"itc": found.loss, "questions": self._questions(rows, vectors, chance)}
        labels = {name: numbers.to(seen.device) for name, numbers in self.labels.of(known.rows).items()}
        if {WITHIN, "kind"} <= labels.keys():
            losses["alike"] = contrast.alike(known.vectors, labels[WITHIN], labels["kind"], len(own))
        if seen.requires_grad:
            losses["labels"] = self.helpers.label_loss(
                seen, {name: numbers[: len(own)] for name, numbers in labels.items()}
            )
        if self.matched:
            losses["itm"] = self._matching(known, found, positive)
            losses["itg"] = self._generation(seen, texts)
        return losses

    def _known(
        self, own: Batch, texts: Texts, shown: torch.Tensor | None
    ) -> tuple[Batch, tuple[torch.Tensor, torch.Tensor] | None]:
        """The batch with what is remembered behind it, and the teacher's vectors of the same.

        A teacher's vectors are what is remembered: they change less from step to step.
        """
        if shown is None:
            return self.memory.behind(own), None
        with torch.no_grad():
            theirs = _batch(self.teacher, own.rows, own.said, shown, texts)
        known = self.memory.behind(own, theirs)
        past = slice(len(own), None)
        return known, (
            torch.cat([theirs.vectors, known.vectors[past]]), torch.cat([theirs.texts, known.texts[past]])
        )  # fmt: skip

    def _questions(
        self, rows: np.ndarray, vectors: torch.Tensor, chance: np.random.Generator
    ) -> torch.Tensor:
        """What the pictures show at all, and finer labels within some of the categories."""
        shown = Counter(self.pairs[row].labels.get("category", "") for row in rows)
        chosen = list(dict.fromkeys(chance.permutation(sorted(shown.elements()))))[:ASKED_WITHIN]
        wanted = [q for q in self.labels.questions if q.category in chosen or not q.category]
        answers = [(q, self.labels.answers(q, rows)) for q in wanted]
        asked = [(q, torch.from_numpy(found)) for q, found in answers if (found >= 0).any()]
        if not asked:
            return vectors.new_zeros(())
        texts = [q.one_each(chance) for q, _ in asked]
        made = objectives.text_vectors(self.model, self.tokens([t for some in texts for t in some]))
        losses: dict[str, list[torch.Tensor]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for (question, answer), part in zip(asked, made.split([len(some) for some in texts]), strict=True):
            loss = contrast.answered(vectors, part, answer.to(vectors.device), self.helpers.scale())
            count = int((answer >= 0).sum())
            losses[question.kind].append(loss * count)
            counts[question.kind] += count
        return torch.stack(
            [
                KIND_SHARE.get(kind, 1.0) * torch.stack(some).sum() / counts[kind]
                for kind, some in losses.items()
            ]
        ).sum()

    def _matching(self, known: Batch, found: contrast.Scores, positive: torch.Tensor) -> torch.Tensor:
        n = min(self.matched, len(found.by_text))
        hard = contrast.hard_pairs(found, positive, float(self.helpers.scale().detach()), n)
        own = torch.arange(n, device=positive.device)
        pictures = known.seen[torch.cat([own, own, hard.wrong_picture])]
        chosen = torch.cat([hard.own_text, hard.wrong_text, hard.own_text])
        truth = torch.cat([torch.ones_like(own), torch.zeros_like(own), torch.zeros_like(own)])
        texts = self.tokens([known.said[i].text for i in chosen.tolist()])
        return objectives.matching(self.model, pictures, texts, truth)

    def _generation(self, seen: torch.Tensor, texts: Texts) -> torch.Tensor:
        n = min(self.matched, len(seen))
        own = torch.arange(n, device=seen.device)
        start = self.tokenizer.bos_token_id
        if start is None:
            start = self.tokenizer.cls_token_id
        return objectives.generation(self.model, seen[:n], texts.rows(own), self.helpers.next_word, start)

    def _caption(self, row: int, chance: np.random.Generator) -> Caption:
        captions = self.pairs[row].captions
        own = [c for c in captions if c.states is None]
        some = own if own and chance.random() < OWN_SHARE else captions
        said = some[chance.integers(len(some))]
        words = said.text.split()
        kept = [word for word in words if chance.random() >= FORGOTTEN]
        return said if said.states is not None or not kept else Caption(" ".join(kept), None)

    def tokens(self, texts: Sequence[str]) -> Texts:
        """Ids and mask, padded to the longest."""
        out = self.tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        device = self.model.query_tokens.device
        return Texts(out["input_ids"].to(device), out["attention_mask"].to(device))


def _batch(
    model: Any, rows: np.ndarray, said: tuple[Caption, ...], seen: torch.Tensor, texts: Texts
) -> Batch:
    vectors = objectives.query_vectors(model, seen)
    return Batch(rows, said, vectors, objectives.text_vectors(model, texts), seen)
