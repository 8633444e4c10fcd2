"""The LoRA recipe on a model of two tiny layers: it learns, resumes exactly, and writes GGUF."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from models.training.lora import (
    GGUF_NAMES,
    Example,
    LoraConfig,
    add_adapters,
    answer_loss,
    batches,
    examples,
    permute_rotary,
    restore,
    train,
    write_gguf,
)

PLAN = LoraConfig(steps=12, batch=4, rank=2, alpha=4.0, lr=1e-2, warmup=2)
DATA = [
    Example([1, 5 + i % 3, 2, 10 + i % 3, 3], 3) for i in range(20)
]  # the answer follows from the question


def model() -> LlamaForCausalLM:
    torch.manual_seed(0)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=32, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=64,
        )
    )  # fmt: skip


def test_training_lowers_the_loss_and_leaves_the_model_as_it_was(tmp_path: Path) -> None:
    tiny = model()
    before = {name: tensor.clone() for name, tensor in tiny.state_dict().items()}
    adapters = add_adapters(tiny, PLAN)
    losses = train(tiny, adapters, DATA, PLAN, tmp_path)
    assert len(losses) == PLAN.steps and losses[-1] < losses[0] - 0.3
    frozen = {name.replace("frozen.", ""): tensor for name, tensor in tiny.state_dict().items()}
    assert all(torch.equal(tensor, frozen[name]) for name, tensor in before.items())


def test_a_new_adapter_changes_nothing() -> None:
    tiny = model()
    ids = torch.arange(8)[None]
    before = tiny(ids).logits
    add_adapters(tiny, PLAN)
    assert torch.allclose(tiny(ids).logits, before)


def test_every_linear_map_of_every_layer_is_adapted() -> None:
    assert len(add_adapters(model(), PLAN)) == 2 * len(GGUF_NAMES)


class Killed(Exception):
    """Stands for kill -9: nothing after it runs."""


def test_a_run_that_was_killed_goes_on_as_if_nothing_had_happened(tmp_path: Path) -> None:
    tiny = model()
    expected = train(tiny, add_adapters(tiny, PLAN), DATA, PLAN, tmp_path / "whole", every=4)
    left = iter(range(7))

    def dies_at_the_eighth_step(*_: object) -> None:
        if next(left, None) is None:
            raise Killed

    cut = model()
    adapters = add_adapters(cut, PLAN)
    hook = cut.model.register_forward_pre_hook(dies_at_the_eighth_step)
    with pytest.raises(Killed):
        train(cut, adapters, DATA, PLAN, tmp_path / "cut", every=4)
    hook.remove()
    fresh = model()
    assert train(fresh, add_adapters(fresh, PLAN), DATA, PLAN, tmp_path / "cut", every=4) == pytest.approx(
        expected
    )


def test_a_second_round_begins_with_what_the_first_has_learnt(tmp_path: Path) -> None:
    tiny, other = model(), model()
    first = train(tiny, add_adapters(tiny, PLAN), DATA, PLAN, tmp_path / "first")
    adapters = add_adapters(other, PLAN)
    restore(tmp_path / "first" / "checkpoint.pt", adapters)
    assert train(other, adapters, DATA, PLAN, tmp_path / "second")[0] < first[0] - 0.2


def test_the_loss_counts_the_answer_only() -> None:
    tiny = model()
    one, other = Example([1, 2, 9, 3], 2), Example([1, 2, 9, 3], 2)
    alone = answer_loss(tiny, [one])
    padded = answer_loss(tiny, [one, other, Example([1, 2, 9, 3], 2)])
    assert torch.allclose(alone, padded)
    scores = tiny(torch.tensor([one.ids])).logits[0]
    by_hand = torch.nn.functional.cross_entropy(scores[1:3], torch.tensor([9, 3]))
    assert torch.allclose(alone, by_hand, atol=1e-5)


def test_shorter_rows_are_not_disturbed_by_longer_ones_beside_them() -> None:
    tiny = model()
    short, long = Example([1, 2, 9], 2), Example([4, 5, 6, 7, 8, 9, 10], 6)
    together = answer_loss(tiny, [short, long])
    assert torch.allclose(together, (answer_loss(tiny, [short]) + answer_loss(tiny, [long])) / 2, atol=1e-5)


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


def test_rows_become_question_and_answer_in_the_models_own_template() -> None:
    class Letters:
        """A tokenizer whose tokens are letters."""

        eos_token = "$"

        def apply_chat_template(self, messages, tokenize, add_generation_prompt):  # type: ignore[no-untyped-def]
            return "".join(f"[{m['role'][0]}]{m['content']}" for m in messages) + "[a]"

        def __call__(self, text: str, add_special_tokens: bool) -> dict[str, list[int]]:
            return {"input_ids": [ord(letter) for letter in text]}

    (made,) = examples([{"messages": [{"role": "user", "content": "hat"}], "answer": "{}"}], Letters())
    assert "".join(map(chr, made.ids)) == "[u]hat[a]{}$" and made.prompt == len("[u]hat[a]")


def test_query_and_key_rows_alternate_the_two_rotary_halves_of_each_head() -> None:
    assert permute_rotary(np.arange(8), heads=2).tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_the_adapter_file_holds_every_tensor_in_half_precision(tmp_path: Path) -> None:
    gguf = pytest.importorskip("gguf")
    adapters = add_adapters(model(), PLAN)
    for adapter in adapters.values():
        torch.nn.init.normal_(adapter.b)
    write_gguf(adapters, heads=4, kv_heads=2, alpha=4.0, path=tmp_path / "new" / "adapter.gguf")
    reader = gguf.GGUFReader(tmp_path / "new" / "adapter.gguf")
    tensors = {tensor.name: tensor.data for tensor in reader.tensors}
    assert len(tensors) == 2 * len(adapters) and {t.dtype for t in tensors.values()} == {np.dtype(np.float16)}
    assert reader.fields["adapter.lora.alpha"].contents() == 4.0
    key, value = (adapters[f"blk.0.attn_{letter}.weight"].b.detach().numpy() for letter in "kv")
    assert np.allclose(tensors["blk.0.attn_k.weight.lora_b"], permute_rotary(key, 2), atol=1e-2)
    assert np.allclose(tensors["blk.0.attn_v.weight.lora_b"], value, atol=1e-2)
