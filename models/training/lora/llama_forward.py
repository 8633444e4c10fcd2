"""A llama with LoRA adapters, its forward and backward pass written for CPUs: rows are packed without
padding, query, key and value are one product, gate and up another, and nothing frozen is in autograd.

Takes the weights of a transformers model; knows nothing of files or text. Sums and all that is trained are
float32. On the way back a frozen product may be in int8, the rows of both factors in 127 steps each: the
gradient keeps its direction (a cosine of 0.999 on SmolLM2), as SwitchBack found (Wortsman et al. 2023,
arXiv 2304.13013). On the way there int8 moves the loss by 0.05, so that is not offered.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

Tensor = torch.Tensor
HEAD_CHUNK = 256  # answer tokens whose scores over the whole vocabulary are held at a time


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of a row; the first ``prompt`` of them are the prompt, the rest is the answer."""

    ids: list[int]
    prompt: int

    @property
    def answer(self) -> int:
        """Returns how many tokens the answer has."""
        return len(self.ids) - self.prompt


@dataclass(frozen=True, slots=True)
class Precision:
    """The dtype of the frozen products on the way there (float32 or bfloat16) and back (int8 too)."""

    there: torch.dtype = torch.float32
    back: torch.dtype = torch.float32


class FrozenMap:
    """A linear map (out, in) that is not trained, and its transpose for the way back."""

    def __init__(self, weight: Tensor, precision: Precision) -> None:
        self._weight = weight.to(precision.there)
        self._back = None if precision.back == torch.int8 else weight.to(precision.back)
        self._rounded = rounded(weight.t()) if precision.back == torch.int8 else None

    def product(self, x: Tensor) -> Tensor:
        """Maps (tokens, in) to (tokens, out)."""
        return torch.mm(x.to(self._weight.dtype), self._weight.t()).float()

    def back(self, gradient: Tensor) -> Tensor:
        """Maps the gradient of (tokens, out) to that of (tokens, in)."""
        if self._rounded is not None:
            return int8_product(gradient, *self._rounded)
        assert self._back is not None
        return torch.mm(gradient.to(self._back.dtype), self._back).float()


def rounded(rows: Tensor) -> tuple[Tensor, Tensor]:
    """Returns rows as int8 and the scale of each row (rows, 1)."""
    low, high = rows.aminmax(dim=-1, keepdim=True)
    scale = torch.maximum(high, low.neg_()).clamp_(min=1e-30).div_(127.0)
    return (rows / scale).round_().to(torch.int8), scale


def int8_product(x: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
    """Returns x @ weight.T, of a weight that is rounded already."""
    small, steps = rounded(x)
    return torch._int_mm(small, weight.t()).float().mul_(steps).mul_(scale.t())


class _Adapted(torch.autograd.Function):
    """Several linear maps of one input, with the adapter of each."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, frozen: FrozenMap, scale: float, a: Tensor, *bs: Tensor) -> Tensor:
        y, low = frozen.product(x), torch.mm(x, a.t()).mul_(scale)
        lows = low.chunk(len(bs), dim=1)
        for part, small, b in zip(y.split([len(b) for b in bs], dim=1), lows, bs, strict=True):
            part.addmm_(small, b.t())
        ctx.save_for_backward(x, low, a, *bs)
        ctx.frozen, ctx.scale = frozen, scale
        return y

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
        x, low, a, *bs = ctx.saved_tensors
        of_low = torch.empty_like(low)
        of_bs = []
        parts = gradient.split([len(b) for b in bs], dim=1)
        lows, of_lows = low.chunk(len(bs), dim=1), of_low.chunk(len(bs), dim=1)
        for part, small, of_small, b in zip(parts, lows, of_lows, bs, strict=True):
            of_small.addmm_(part, b, beta=0.0, alpha=ctx.scale)
            of_bs.append(torch.mm(part.t(), small))
        of_x = ctx.frozen.back(gradient).addmm_(of_low, a) if ctx.needs_input_grad[0] else None
        return of_x, None, None, torch.mm(of_low.t(), x), *of_bs


class AdaptedMaps(nn.Module):
    """Frozen linear maps of one input as one product, plus for each the trained product of A and B."""

    def __init__(self, maps: Sequence[nn.Linear], rank: int, alpha: float, precision: Precision) -> None:
        super().__init__()
        if any(m.bias is not None for m in maps):
            raise ValueError("expected linear maps without bias, as llama has")
        self.frozen = FrozenMap(torch.cat([m.weight.detach() for m in maps]).float(), precision)
        self.scale = alpha / rank
        self.a = nn.Parameter(torch.empty(len(maps) * rank, maps[0].in_features))
        self.bs = nn.ParameterList(torch.zeros(m.out_features, rank) for m in maps)
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: Tensor) -> Tensor:
        """Maps (tokens, in) to (tokens, the outs side by side)."""
        return _Adapted.apply(x, self.frozen, self.scale, self.a, *self.bs)  # type: ignore[no-any-return, no-untyped-call]

    def adapters(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Yields A (rank, in) and B (out, rank) of each map: views of what is trained."""
        yield from zip(self.a.detach().chunk(len(self.bs)), (b.detach() for b in self.bs), strict=True)


class _Norm(torch.autograd.Function):
    """RMSNorm with a weight that is not trained."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
        length = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
        inverse = length.square_().div_(x.shape[-1]).add_(epsilon).rsqrt_()
        ctx.save_for_backward(x, weight, inverse)
        return (x * inverse).mul_(weight)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:  # type: ignore[override]
        x, weight, inverse = ctx.saved_tensors
        weighed = gradient * weight
        along = torch.linalg.vecdot(weighed, x).unsqueeze(-1) * inverse**3 / x.shape[-1]
        return weighed.mul_(inverse).addcmul_(x, along, value=-1.0), None, None


class _Gated(torch.autograd.Function):
    """silu(gate) * up, of gate and up side by side."""

    @staticmethod
    def forward(ctx: Any, both: Tensor) -> Tensor:
        ctx.save_for_backward(both)
        gate, up = both.chunk(2, dim=1)
        return nn.functional.silu(gate).mul_(up)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:  # type: ignore[override]
        (both,) = ctx.saved_tensors
        gate, up = both.chunk(2, dim=1)
        made = torch.empty_like(both)
        of_gate, of_up = made.chunk(2, dim=1)
        torch.mul(gradient, up, out=of_gate)
        torch.ops.aten.silu_backward.grad_input(of_gate, gate, grad_input=of_gate)
        torch.mul(nn.functional.silu(gate), gradient, out=of_up)
        return made


class _Rotated(torch.autograd.Function):
    """Rotary positions on (tokens, heads, head size), whose halves are the two coordinates."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        ctx.save_for_backward(cos, sin)
        return rotated(x, cos, sin)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:  # type: ignore[override]
        cos, sin = ctx.saved_tensors
        return rotated(gradient, cos, -sin), None, None


def rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turns (tokens, heads, 2 * n) by angles (tokens, 1, n)."""
    made = torch.empty(x.shape)
    (left, right), (of_left, of_right) = x.chunk(2, dim=-1), made.chunk(2, dim=-1)
    torch.mul(left, cos, out=of_left).addcmul_(right, sin, value=-1.0)
    torch.mul(right, cos, out=of_right).addcmul_(left, sin)
    return made


class _AnswerLoss(torch.autograd.Function):
    """Mean cross-entropy; the gradient is made with the scores, so these are never kept."""

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, weight: Tensor, target: Tensor) -> Tensor:
        total, made = torch.zeros(()), torch.empty_like(hidden)
        for at in range(0, len(hidden), HEAD_CHUNK):
            part, wanted = hidden[at : at + HEAD_CHUNK], target[at : at + HEAD_CHUNK, None]
            scores = torch.mm(part, weight.t())
            total -= scores.gather(1, wanted).sum()
            top = scores.amax(dim=1, keepdim=True)
            sums = scores.sub_(top).exp_().sum(dim=1, keepdim=True)
            total += (sums.log() + top).sum()
            chances = scores.div_(sums)
            chances.scatter_add_(1, wanted, torch.full(wanted.shape, -1.0))
            torch.mm(chances, weight, out=made[at : at + HEAD_CHUNK])
        ctx.save_for_backward(made.div_(len(hidden)))
        return total / len(hidden)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:  # type: ignore[override]
        return ctx.saved_tensors[0] * gradient, None, None


class Layer(nn.Module):
    """One layer of a llama: attention and gated maps, each added to what came in."""

    def __init__(self, layer: Any, config: Any, rank: int, alpha: float, precision: Precision) -> None:
        super().__init__()
        attention, mlp = layer.self_attn, layer.mlp
        self.heads, self.kv_heads = config.num_attention_heads, config.num_key_value_heads
        self.epsilon = config.rms_norm_eps
        self.norms = [
            n.weight.detach().float() for n in (layer.input_layernorm, layer.post_attention_layernorm)
        ]
        made = [
            AdaptedMaps(maps, rank, alpha, precision)
            for maps in (
                (attention.q_proj, attention.k_proj, attention.v_proj), (attention.o_proj,),
                (mlp.gate_proj, mlp.up_proj), (mlp.down_proj,),
            )
        ]  # fmt: skip
        self.qkv, self.output, self.gate_up, self.down = made

    def forward(self, x: Tensor, angles: tuple[Tensor, Tensor], lengths: list[int], kept: Any) -> Tensor:
        """Maps rows that lie one after another to what they become; ``kept`` picks the tokens that go on."""
        qkv = self.qkv(_Norm.apply(x, self.norms[0], self.epsilon))  # type: ignore[no-untyped-call]
        seen = self._attend(qkv, angles, lengths)
        if kept is not None:
            x, seen = x[kept], seen[kept]
        x = x + self.output(seen)
        normed = _Norm.apply(x, self.norms[1], self.epsilon)  # type: ignore[no-untyped-call]
        return x + self.down(_Gated.apply(self.gate_up(normed)))  # type: ignore[no-untyped-call, no-any-return]

    def _attend(self, qkv: Tensor, angles: tuple[Tensor, Tensor], lengths: list[int]) -> Tensor:
        """Attends row by row: no row sees another."""
        both = self.heads + self.kv_heads
        heads = qkv.view(len(qkv), both + self.kv_heads, -1)
        turned: Tensor = _Rotated.apply(heads[:, :both], *angles)  # type: ignore[no-untyped-call]
        rows = []
        for qk, v in zip(turned.split(lengths), heads[:, both:].split(lengths), strict=True):
            q, k, v = (t.transpose(0, 1)[None] for t in (qk[:, : self.heads], qk[:, self.heads :], v))
            seen = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
            rows.append(seen[0].transpose(0, 1).flatten(1))
        return torch.cat(rows)


class AdaptedLlama(nn.Module):
    """A frozen llama of transformers whose every linear map in every layer has a LoRA adapter."""

    def __init__(self, model: Any, rank: int, alpha: float, precision: Precision, seed: int = 0) -> None:
        super().__init__()
        torch.manual_seed(seed)
        inner, self.config = model.model, model.config
        self.layers = nn.ModuleList(Layer(x, model.config, rank, alpha, precision) for x in inner.layers)
        self.embedding = inner.embed_tokens.weight.detach().float()
        self.head = model.lm_head.weight.detach().float()
        self.norm = inner.norm.weight.detach().float()
        self.rotary = [inner.rotary_emb]  # in a list: no part of this module's weights

    def forward(self, batch: Sequence[Example]) -> Tensor:
        """Returns the mean cross-entropy of the answers' tokens."""
        lengths = [len(e.ids) for e in batch]
        ids = torch.tensor([i for e in batch for i in e.ids])
        positions = torch.cat([torch.arange(n) for n in lengths])
        starts = [sum(lengths[:row]) for row in range(len(lengths))]
        answers = [torch.arange(at + e.prompt, at + len(e.ids)) for at, e in zip(starts, batch, strict=True)]
        wanted = torch.cat(answers)
        x = self.embedding[ids]
        cos, sin = (t[0, :, None, : t.shape[-1] // 2].float() for t in self.rotary[0](x, positions[None]))
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, (cos, sin), lengths, wanted - 1 if number == len(self.layers) else None)
        x = _Norm.apply(x, self.norm, self.config.rms_norm_eps)  # type: ignore[no-untyped-call]
        return _AnswerLoss.apply(x, self.head, ids[wanted])  # type: ignore[no-untyped-call, no-any-return]
