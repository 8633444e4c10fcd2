"""Work aside: in a patient thread, stopped when nobody waits for it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from models.background import NICENESS, InFlight, aside, one_patient_thread


def forever(stop: threading.Event) -> Iterator[int]:
    """Counts, and sleeps between."""
    number = 0
    while True:
        yield number
        number += 1
        time.sleep(0.001)


def test_pieces_come_in_their_order_from_another_thread() -> None:
    def work(stop: threading.Event) -> Iterator[int]:
        yield 0
        yield threading.get_ident()

    first, thread = aside(one_patient_thread("test"), work, 5)
    assert first == 0 and thread != threading.get_ident()


def test_a_failure_comes_after_the_pieces_before_it() -> None:
    def work(stop: threading.Event) -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    pieces = aside(one_patient_thread("test"), work, 5)
    assert next(pieces) == 1
    with pytest.raises(ValueError, match="broken"):
        next(pieces)


@pytest.mark.parametrize("end", ["close", "time"])
def test_work_that_nobody_waits_for_stops_and_what_is_queued_behind_it_begins(end: str) -> None:
    thread = one_patient_thread("test")
    pieces = aside(thread, forever, 5 if end == "close" else 0.05)
    if end == "close":
        assert [next(pieces), next(pieces)] == [0, 1]
        pieces.close()  # type: ignore[attr-defined]
    else:
        assert 1 < len(list(pieces)) < 60
    assert thread.submit(lambda: "next").result(timeout=5) == "next"


def test_work_that_was_given_up_before_its_turn_never_begins() -> None:
    thread, begun, free = one_patient_thread("test"), list[int](), threading.Event()

    def work(stop: threading.Event) -> Iterator[int]:
        begun.append(1)
        yield 1

    thread.submit(free.wait)
    assert list(aside(thread, work, 0.02)) == []
    free.set()
    thread.shutdown()
    assert begun == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no priority of their own")
def test_only_that_thread_and_those_that_it_starts_give_way() -> None:
    seen = list[int]()

    def look() -> None:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def work() -> None:
        look()
        child = threading.Thread(target=look)
        child.start()
        child.join()

    one_patient_thread("test").submit(work).result()
    look()
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert seen == [max(NICENESS, own), max(NICENESS, own), own]


def test_work_under_way_is_counted_until_it_ends_also_where_it_fails() -> None:
    under_way = InFlight()
    with under_way.one():
        with under_way.one():
            assert under_way.count() == 2
        with pytest.raises(ValueError), under_way.one():
            raise ValueError("broken")
        assert under_way.count() == 1
    assert under_way.count() == 0


def test_work_of_many_threads_is_counted() -> None:
    under_way, met, seen = InFlight(), threading.Barrier(9), list[int]()

    def work() -> None:
        with under_way.one():
            met.wait(5)
            met.wait(5)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    met.wait(5)
    seen.append(under_way.count())
    met.wait(5)
    for thread in threads:
        thread.join(5)
    assert [*seen, under_way.count()] == [8, 0]
