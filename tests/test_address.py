"""Where an index lies: what may be written, and what is never written out."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from app.config import Settings, SettingsError
from data.store.address import Address, local_folder, rebuild_hint
from data.store.store import Store, StoreError
from tests.servers import free_port
from tests.test_store import entry

SECRET = "hunter2"


def test_an_address_is_read_and_written_out_without_who_may_enter() -> None:
    found = Address.parse(f"postgresql://shop:{SECRET}%40home@db.example:6543/clothes")
    assert (found.user, found.password, found.port, found.name) == ("shop", f"{SECRET}@home", 6543, "clothes")
    assert str(found) == "postgresql://…@db.example:6543/clothes"
    for said in (
        str(found),
        repr(found),
        rebuild_hint(found),
        str(local_folder(found)),
        repr(Settings(store=found)),
    ):
        assert SECRET not in said


def test_an_address_without_a_name_means_armario() -> None:
    assert str(Address.parse("http://127.0.0.1:8000")) == "http://127.0.0.1:8000/armario"


def test_a_setting_with_an_address_is_one_and_any_other_a_folder() -> None:
    assert Settings.from_env({"ARMARIO_STORE": "http://[::1]:8000/shop"}).place == Address.parse(
        "http://[::1]:8000/shop"
    )
    assert Settings.from_env({"ARMARIO_STORE": "some/where"}).place == Path("some/where")


@pytest.mark.parametrize(
    "url",
    ["ftp://u:hunter2@h/x", "http://u:hunter2@/x", "postgresql://u:hunter2@h/x?sslmode=no", "http://u:hunter2@h:99999/x",
     "http://u:hunter2@h/a/b", "postgresql://u:hunter2@h/drop;table"],
)  # fmt: skip
def test_an_odd_address_is_refused_with_its_setting_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError, match="ARMARIO_STORE") as raised:
        Settings.from_env({"ARMARIO_STORE": url})
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("scheme", ["http", "postgresql"])
def test_nobody_at_the_address_is_a_sentence_without_the_password(scheme: str) -> None:
    place = Address.parse(f"{scheme}://shop:{SECRET}@127.0.0.1:{free_port()}/clothes")
    with pytest.raises(StoreError, match="expected an index at .*, could not read it") as raised:
        Store.create(place, "any")
    assert SECRET not in str(raised.value)
    with pytest.raises(StoreError, match="aside"):
        Store.set_aside(place)


def test_a_wrong_password_is_a_sentence_that_does_not_repeat_it(postgres_server: str) -> None:
    wrong = Address.parse(f"{postgres_server.replace('pass%2Fword%401', SECRET)}/postgres")
    with pytest.raises(StoreError, match="authentication failed") as raised:
        Store.create(wrong, "any")
    assert SECRET not in str(raised.value)


def test_a_connection_that_was_cut_is_made_again(postgres_server: str) -> None:
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as link:
        link.execute("CREATE DATABASE cut_off")
        store = Store.create(Address.parse(f"{postgres_server}/cut_off"), "any")
        link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut_off'")
        store.put([entry("a")])
        assert [item.id for item in store.items()] == ["a"]
        store.close()
