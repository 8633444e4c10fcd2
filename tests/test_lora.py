"""The LoRA recipe on a llama of two tiny layers: it equals transformers', learns, resumes, writes GGUF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch.func import functional_call
from transformers import LlamaConfig, LlamaForCausalLM

from models.training.lora import __main__ as command
from models.training.lora import recipe
from models.training.lora.adapter_file import named, permute_rotary, write_gguf
from models.training.lora.llama_forward import AdaptedLlama, Example, Precision, int8_product, rounded
from models.training.lora.recipe import LoraConfig, Watch, batches, examples, mean_loss, packs, restore, train

EXACT = Precision()
PLAN = LoraConfig(steps=12, batch=4, rank=2, alpha=4.0, lr=1e-2, warmup=2)
DATA = [
    Example([1, 5 + i % 3, 2, 10 + i % 3, 3], 3) for i in range(20)
]  # the answer follows from the question
MIXED = [Example([1, 2, 9, 3], 2), Example([4, 5, 6, 7, 8, 9, 10], 6), Example([7, 7, 3, 1, 30], 1)]
PATHS = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}  # fmt: skip


def plain(bias: bool = False) -> LlamaForCausalLM:
    torch.manual_seed(0)
    made = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=32, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=64, attention_bias=bias,
        )
    )  # fmt: skip
    for name, weight in made.named_parameters():
        torch.nn.init.normal_(weight, mean=float("norm" in name), std=0.2)
    return made


def adapted(precision: Precision = EXACT, moved: bool = False) -> AdaptedLlama:
    """A model whose adapters are new, or as if they had learnt something."""
    made = AdaptedLlama(plain(), PLAN.rank, PLAN.alpha, precision)
    for name, weight in made.named_parameters():
        if moved and ".bs." in name:
            torch.nn.init.normal_(weight, std=0.1)
    return made


def grad(weight: torch.Tensor) -> torch.Tensor:
    assert weight.grad is not None
    return weight.grad


def loss_of_transformers(model: LlamaForCausalLM, weights: dict[str, torch.Tensor], rows: Sequence[Example]):  # type: ignore[no-untyped-def]
    """The mean loss of the answers' tokens, row by row, by transformers' own forward pass."""
    sums = [
        torch.nn.functional.cross_entropy(
            functional_call(model, weights, (torch.tensor([e.ids]),)).logits[0, e.prompt - 1 : -1],
            torch.tensor(e.ids[e.prompt :]), reduction="sum",
        )
        for e in rows
    ]  # fmt: skip
    return torch.stack(sums).sum() / sum(e.answer for e in rows)


def test_loss_and_gradients_are_those_of_transformers_with_the_same_adapters() -> None:
    reference, fast = plain(), adapted(moved=True)
    weights = {name: weight.detach() for name, weight in reference.named_parameters()}
    pairs = {
        name: tuple(torch.tensor(part, requires_grad=True) for part in pair)
        for name, pair in named(fast).items()
    }
    for name, (a, b) in pairs.items():
        _, number, kind, _ = name.split(".")
        place = f"model.layers.{number}.{PATHS[kind]}.weight"
        weights[place] = weights[place] + (b @ a) * (PLAN.alpha / PLAN.rank)
    expected, loss = loss_of_transformers(reference, weights, MIXED), fast(MIXED)
    assert torch.allclose(loss, expected, atol=1e-5)
    expected.backward()
    loss.backward()
    for weight in fast.parameters():
        weight.data.copy_(grad(weight))  # so that named() tells each map's gradient
    for name, made in named(fast).items():
        for part, wanted in zip(made, pairs[name], strict=True):
            assert np.allclose(part, grad(wanted), atol=1e-5), name


@pytest.mark.parametrize("precision", [Precision(torch.bfloat16, torch.bfloat16), Precision(back=torch.int8)])
def test_coarser_products_lead_the_same_way(precision: Precision) -> None:
    exact, coarse = adapted(moved=True), adapted(precision, moved=True)
    coarse.load_state_dict(exact.state_dict())
    losses, ways = [], []
    for model in (exact, coarse):
        losses.append(model(MIXED))
        losses[-1].backward()
        ways.append(torch.cat([grad(weight).flatten() for weight in model.parameters()]))
    assert torch.allclose(losses[0], losses[1], rtol=0.02)
    assert torch.nn.functional.cosine_similarity(ways[0], ways[1], dim=0) > 0.99


def test_int8_products_are_off_by_a_hundredth() -> None:
    x, weight = torch.randn(8, 64), torch.randn(16, 64)
    off = int8_product(x, *rounded(weight)) - x @ weight.t()
    assert off.norm() < 0.02 * (x @ weight.t()).norm()
    assert torch.equal(int8_product(torch.zeros(8, 64), *rounded(weight)), torch.zeros(8, 16))


def test_biases_are_refused() -> None:
    with pytest.raises(ValueError, match="without bias"):
        AdaptedLlama(plain(bias=True), 2, 4.0, EXACT)


def test_training_lowers_the_loss_and_leaves_the_model_as_it_was(tmp_path: Path) -> None:
    whole = plain()
    before = {name: tensor.clone() for name, tensor in whole.state_dict().items()}
    losses = train(AdaptedLlama(whole, 2, 4.0, EXACT), DATA, PLAN, tmp_path, Watch())
    assert len(losses) == PLAN.steps and losses[-1] < losses[0] - 0.3
    assert all(torch.equal(tensor, before[name]) for name, tensor in whole.state_dict().items())


def test_every_linear_map_of_every_layer_is_adapted() -> None:
    assert {name.split(".")[2] for name in named(adapted())} == set(PATHS) and len(named(adapted())) == 14


class Killed(Exception):
    """Stands for kill -9: nothing after it runs."""


def test_a_run_that_was_killed_goes_on_as_if_nothing_had_happened(tmp_path: Path) -> None:
    curve = tmp_path / "out" / "a.curve.json"
    expected = train(adapted(), DATA, PLAN, tmp_path / "whole", Watch(MIXED, 4, curve))
    points = json.loads(curve.read_text())
    left = iter(range(9))  # a look at the held-out rows is a pass too

    def dies_in_the_eighth_step(*_: object) -> None:
        if next(left, None) is None:
            raise Killed

    cut = adapted()
    cut.register_forward_pre_hook(dies_in_the_eighth_step)
    with pytest.raises(Killed):
        train(cut, DATA, PLAN, tmp_path / "cut", Watch(MIXED, 4, curve))
    assert len(json.loads(curve.read_text())) == 1
    assert train(adapted(), DATA, PLAN, tmp_path / "cut", Watch(MIXED, 4, curve)) == expected
    for point, again in zip(points, json.loads(curve.read_text()), strict=True):
        assert {**point, "seconds": 0} == {**again, "seconds": 0}
    assert [(p["step"], p["rows"]) for p in points] == [(4, 16), (8, 32), (12, 48)]


def test_a_second_round_begins_with_what_the_first_has_learnt(tmp_path: Path) -> None:
    first = train(adapted(), DATA, PLAN, tmp_path / "first", Watch())
    other = adapted()
    restore(tmp_path / "first" / "checkpoint.pt", other)
    assert train(other, DATA, PLAN, tmp_path / "second", Watch())[0] < first[0] - 0.2


def test_a_batch_in_parts_is_the_same_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = LoraConfig(steps=3, batch=3, rank=2, alpha=4.0, lr=1e-2)
    whole = train(adapted(), MIXED, plan, tmp_path / "whole", Watch())
    monkeypatch.setattr(recipe, "PACK_TOKENS", 9)
    assert [len(part) for part in packs(MIXED)] == [1, 1, 1]
    assert [len(part) for part in packs(DATA[:2] + MIXED[:1])] == [1, 2]
    assert train(adapted(), MIXED, plan, tmp_path / "parts", Watch()) == pytest.approx(whole, abs=1e-5)


def test_held_out_rows_count_by_their_tokens() -> None:
    assert mean_loss(adapted(), MIXED) == pytest.approx(adapted()(MIXED).item(), abs=1e-5)


def test_batches_are_the_same_in_every_run_and_each_epoch_sees_every_row() -> None:
    plan = LoraConfig(steps=40, batch=4)
    rows = [Example([i], 0) for i in range(80)]
    first = [e.ids[0] for batch in batches(rows, plan) for e in batch]
    assert first == [e.ids[0] for batch in batches(rows, plan) for e in batch]
    assert len(first) == 160 and set(first) == set(range(80))


def test_the_learning_rate_rises_falls_and_never_reaches_zero() -> None:
    plan = LoraConfig(steps=100, lr=1.0, warmup=10)
    rates = [plan.lr_at(step) for step in range(100)]
    assert rates[0] < 0.11 and max(rates) > 0.9 and 0.04 < rates[-1] < 0.06


def test_rows_become_prompt_and_answer_and_the_end_is_learnt() -> None:
    class Letters:
        """A tokenizer whose tokens are letters."""

        eos_token = "$"

        def __call__(self, text: str, add_special_tokens: bool) -> dict[str, list[int]]:
            return {"input_ids": [ord(letter) for letter in text]}

    (made,) = examples([{"prompt": "[u]hat[a]", "answer": "{}"}], Letters())
    assert "".join(map(chr, made.ids)) == "[u]hat[a]{}$" and (made.prompt, made.answer) == (9, 3)


def test_the_fastest_dtype_that_runs_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    trials = {"float32": (0, "3.0"), "bfloat16": (0, "2.0"), "int8": (-4, "")}  # an illegal instruction

    def run(line: list[str], **_: object) -> SimpleNamespace:
        code, said = trials[line[3]]
        return SimpleNamespace(returncode=code, stdout=said)

    monkeypatch.setattr(command.subprocess, "run", run)
    assert command.fastest_dtype(1, ("float32", "bfloat16", "int8")) == "bfloat16"
    trials["bfloat16"] = (0, "9.0")
    assert command.fastest_dtype(1, ("float32", "bfloat16", "int8")) == "float32"


def test_query_and_key_rows_alternate_the_two_rotary_halves_of_each_head() -> None:
    assert permute_rotary(np.arange(8), heads=2).tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_the_adapter_file_holds_every_tensor_in_half_precision(tmp_path: Path) -> None:
    gguf = pytest.importorskip("gguf")
    made = adapted(moved=True)
    write_gguf(made, alpha=4.0, path=tmp_path / "new" / "adapter.gguf")
    reader = gguf.GGUFReader(tmp_path / "new" / "adapter.gguf")
    tensors = {tensor.name: tensor.data for tensor in reader.tensors}
    assert len(tensors) == 2 * 14 and {t.dtype for t in tensors.values()} == {np.dtype(np.float16)}
    assert reader.fields["adapter.lora.alpha"].contents() == 4.0
    (_, key), (_, value) = (named(made)[f"blk.0.attn_{letter}.weight"] for letter in "kv")
    assert np.allclose(tensors["blk.0.attn_k.weight.lora_b"], permute_rotary(key, 2), atol=1e-2)
    assert np.allclose(tensors["blk.0.attn_v.weight.lora_b"], value, atol=1e-2)
