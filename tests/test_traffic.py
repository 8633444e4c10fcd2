"""Bytes that leave the machine are counted where they are sent."""

from __future__ import annotations

import httpx

from models.llm.traffic import HOOKS, OUTBOUND, OutboundCounter


def test_what_goes_to_another_machine_is_counted_with_its_headers() -> None:
    count = OutboundCounter()
    count.count(httpx.Request("POST", "https://models.example/v1/chat", content=b"x" * 1000))
    assert 1000 < count.total < 1300 and count.in_this_thread == count.total


def test_what_stays_on_this_machine_is_not() -> None:
    count = OutboundCounter()
    for host in ("127.0.0.1:8000", "localhost", "[::1]:80"):
        count.count(httpx.Request("POST", f"http://{host}/v1", content=b"x" * 1000))
    assert count.total == 0


def test_a_client_with_the_hooks_counts_before_it_sends() -> None:
    before = OUTBOUND.total
    line = httpx.MockTransport(lambda request: httpx.Response(200))
    with httpx.Client(transport=line, event_hooks=HOOKS) as client:
        client.post("https://models.example/", json={"a": 1})
    assert OUTBOUND.total > before
