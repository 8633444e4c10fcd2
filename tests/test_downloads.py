"""Pictures by address: what is fetched, from where, and what no server can do to the shop's machine."""

from __future__ import annotations

import io
import logging
import random
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import repeat
from pathlib import Path

import pytest
from PIL import Image

from app.ingest.downloads import AT_ONCE, MAX_BYTES, MAX_FAILURES, Downloader
from app.ingest.public_net import is_public
from data.catalogue.images import open_picture
from data.catalogue.values.addresses import DOWNLOADS, Pictures, download_name, shown_address
from data.catalogue.values.pictures import PictureMissing, is_address

Answer = Iterable[bytes]


def drawn(kind: str = "JPEG", side: int = 64) -> bytes:
    """A picture that does not compress away."""
    noise = random.Random(7).randbytes(side * side * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(file, kind)
    return file.getvalue()


def said(body: bytes, head: str = "", status: str = "200 OK", length: int | None = None) -> list[bytes]:
    """An answer of HTTP."""
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *head.splitlines()]
    return ["\r\n".join([*lines, "", ""]).encode(), body]


def moved(to: str) -> list[bytes]:
    return said(b"", f"Location: {to}", "302 Found")


class Host(socketserver.ThreadingTCPServer):
    """Answers a path by ``answers``, each list's items one after another, the last one for ever; else 404."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.now, self.most, self.lock = 0, 0, threading.Lock()
        self.released = threading.Event()
        self.at = f"127.0.0.1:{self.server_address[1]}"
        self.url = f"http://{self.at}"

    def answer(self, path: str) -> Answer:
        answers = self.answers.get(path, [said(b"", "", "404 Not Found")])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def drip(self) -> Iterator[bytes]:
        """A byte again and again, until the test is over."""
        while not self.released.wait(0.01):
            yield b"1"

    def silence(self) -> Iterator[bytes]:
        self.released.wait(30)
        yield b""


class _Handler(socketserver.StreamRequestHandler):
    server: Host

    def handle(self) -> None:
        host, lines = self.server, [self.rfile.readline().decode()]
        while lines[-1].strip():
            lines.append(self.rfile.readline().decode())
        path = lines[0].split()[1] if lines[0] else ""
        with host.lock:
            host.asked.append(path)
            host.heads.append("".join(lines))
            host.now += 1
            host.most = max(host.most, host.now)
        try:
            for part in host.answer(path):
                self.wfile.write(part)
        except OSError:
            pass  # hung up
        with host.lock:
            host.now -= 1


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.released.set()
        server.shutdown()


def fetched(folder: Path, addresses: list[str], seconds: float = 10.0) -> list[str]:
    """What a run says that may read from this machine."""
    return list(Downloader(private=True, sleep=lambda pause: None, seconds=seconds).fetch(folder, addresses))


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / DOWNLOADS).iterdir() if not path.name.startswith("."))


def cell(host: Host, path: str) -> str:
    return f"{host.url}{path}"


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.216.34", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True), ("2002:808:808::1", True),
        ("127.0.0.1", False), ("127.8.8.8", False), ("0.0.0.0", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("100.100.100.200", False), ("192.0.0.192", False), ("168.63.129.16", False), ("198.18.0.1", False),
        ("224.0.0.1", False), ("240.0.0.1", False), ("255.255.255.255", False), ("::", False), ("::1", False),
        ("::127.0.0.1", False), ("::ffff:10.0.0.1", False), ("::ffff:0:127.0.0.1", False),
        ("64:ff9b::a00:1", False), ("64:ff9b:1::7f00:1", False), ("2002:7f00:1::", False),
        ("2001:0:0:0:0:0:f5ff:fffe", False), ("fe80::1%eth0", False), ("fec0::1", False),
        ("fd00:ec2::254", False), ("ff02::1", False), ("2001:db8::1", False), ("localhost", False),
        ("", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_open_net_are_public(ip: str, public: bool) -> None:
    assert is_public(ip) is public


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0", "localhost", "[::1]",
        "[::ffff:127.0.0.1]", "cdn.shop.com@127.0.0.1", "cdn.shop.com:80@127.0.0.1", "127。0。0。1",
    ],
)  # fmt: skip
def test_this_machine_is_not_read_from_under_any_of_its_names(host: Host, tmp_path: Path, name: str) -> None:
    port = host.url.rpartition(":")[2]
    (sentence,) = Downloader().fetch(tmp_path, [f"http://{name}:{port}/a.jpg"])
    assert "not on the open net" in sentence and "left out: 1" in sentence
    assert not host.asked and kept(tmp_path) == []


@pytest.mark.parametrize("found", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1", "1.1.1.1"], []])
def test_a_name_that_leads_also_to_a_private_address_is_left_out(
    host: Host, tmp_path: Path, found: list[str]
) -> None:
    many = [f"http://cdn.shop.com/{n}/a.jpg" for n in range(300)]
    assert list(Downloader(resolve=lambda name: found).fetch(tmp_path, many)) == [
        "cdn.shop.com is not on the open net; --private-addresses allows it (pictures left out: 300)"
    ]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254 is no host of pictures"),
        ("http://[::ffff:169.254.169.254]/", "no host of pictures"),
        ("file:///etc/passwd", "only http and https"), ("ftp://127.0.0.1/a.jpg", "only http and https"),
        ("data:image/png;base64,AAAA", "only http and https"), ("http:///", "answered 404"),
        ("/round", "redirected more than"), ("http://a:b:c/", "not an address"),
    ],
)  # fmt: skip
def test_a_redirect_is_checked_like_an_address(host: Host, tmp_path: Path, to: str, why: str) -> None:
    host.answers = {"/a.jpg": [moved(to)], "/round": [moved("/round")]}
    (sentence,) = fetched(tmp_path, [cell(host, "/a.jpg")])
    assert why in sentence and kept(tmp_path) == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "data:image/png;base64,AAAA", "ftp://shop.com/a.jpg", "http://", "a.jpg", ""],
)
def test_other_protocols_are_refused_with_a_sentence(tmp_path: Path, address: str) -> None:
    (sentence,) = fetched(tmp_path, [address])
    assert "only http and https" in sentence


@pytest.mark.parametrize(
    "address",
    ["http://0177.0.0.1/a.jpg", "http://999.1.1.1/", "http://a:b/", "http://[::1/", "http://s.com:99999/",
     "http://s.com/\0", "http://" + "a" * 70_000, "http://xn--/", "http://.s.com/", "http://[fe80::1%25eth0]/",
     "http://" + "a" * 64 + ".com/"],
)  # fmt: skip
def test_what_is_no_address_is_a_sentence(tmp_path: Path, address: str) -> None:
    (sentence,) = Downloader(resolve=lambda name: ["127.0.0.1"]).fetch(tmp_path, [address])
    assert "not an address" in sentence or "not on the open net" in sentence


def test_a_name_is_resolved_once_and_connected_to_by_its_address(host: Host, tmp_path: Path) -> None:
    host.answers = {"/a.jpg": [moved(f"http://other.test:{host.server_address[1]}/b.jpg")],
                    "/b.jpg": [said(drawn())]}  # fmt: skip
    names: list[str] = []

    def resolve(name: str) -> list[str]:
        names.append(name)
        return ["127.0.0.2", "127.0.0.1"] if name == "cdn.test" else ["127.0.0.1"]  # the first is not there

    address = f"http://cdn.test:{host.server_address[1]}/a.jpg"
    assert list(Downloader(private=True, resolve=resolve).fetch(tmp_path, [address])) == []
    assert names == ["cdn.test", "other.test"] and len(kept(tmp_path)) == 1
    assert [head.split("Host: ")[1].partition(":")[0] for head in host.heads] == ["cdn.test", "other.test"]


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"),
     ("GIF", ".gif"), ("BMP", ".bmp"), ("TIFF", ".tiff"), ("AVIF", ".avif")],
)  # fmt: skip
def test_a_picture_is_kept_under_the_suffix_of_its_content(
    host: Host, tmp_path: Path, kind: str, suffix: str
) -> None:
    host.answers = {"/media/Red%20dress.php?id=7": [said(drawn(kind), "Content-Type: text/plain")]}
    address = cell(host, "/media/Red dress.php?id=7")
    assert fetched(tmp_path, [address]) == []
    assert kept(tmp_path) == [f"{download_name(address)}{suffix}"]
    found = Pictures(tmp_path, [[address]]).find(address)
    assert found.name.startswith("Red-dress-") and open_picture(found).size == (64, 64)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
HEIC = b"\0\0\0\x18ftypheic" + bytes(100)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (said(b"<html>Welcome</html>", "Content-Type: image/jpeg"), "not a picture"),
        (said(SVG), "SVG is a drawing"), (said(HEIC), "HEIC is not read"), (said(b""), "empty"),
        (said(drawn()[:900]), "damaged or cut short"),
        (said(drawn()[:900], length=5000), "connection broke off"),
        (said(drawn(), "Content-Encoding: gzip"), "packs it"),
        (said(drawn(), length=MAX_BYTES + 1), "over 20 MB"),
        (said(b"", "", "403 Forbidden"), "answered 403"), (said(b"", "", "500 Oh"), "answered 500"),
        (said(b"", "", "204 No Content"), "answered 204"), (said(b"", "", "302 Found"), "answered 302"),
        ([b"SSH-2.0-OpenSSH_9.6\r\n"], "connection broke off"), ([b""], "connection broke off"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"], "connection broke off"),
        ([b"HTTP/1.1 200 OK\r\n\r\n", *repeat(bytes(1 << 20), 40)], "over 20 MB"),
        ([b"HTTP/1.1 200 OK\r\n", *repeat(b"X-Y: " + b"z" * 999 + b"\r\n", 999)], "connection broke off"),
    ],
)  # fmt: skip
def test_what_is_no_picture_leaves_a_sentence_and_no_file(
    host: Host, tmp_path: Path, answer: Answer, why: str
) -> None:
    host.answers = {"/a.jpg": [answer], "/good.jpg": [said(drawn())]}
    (sentence,) = fetched(tmp_path, [cell(host, "/a.jpg"), cell(host, "/good.jpg")])
    assert sentence.startswith(f"{host.url}/a.jpg: ") and why in sentence and ".part" not in sentence
    assert len(kept(tmp_path)) == 1


def test_a_picture_goes_on_while_bytes_beyond_what_is_told_are_ignored(host: Host, tmp_path: Path) -> None:
    body = drawn()
    host.answers = {"/a.jpg": [[*said(body), *repeat(bytes(1 << 20), 40)]]}
    assert fetched(tmp_path, [cell(host, "/a.jpg")]) == []
    (name,) = kept(tmp_path)
    assert (tmp_path / DOWNLOADS / name).read_bytes() == body


@pytest.mark.parametrize(
    "start",
    [
        b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 999999\r\n\r\n",
    ],
)  # fmt: skip
def test_nothing_that_drips_holds_a_run(host: Host, tmp_path: Path, start: bytes) -> None:
    def slowly(start: bytes) -> Iterator[bytes]:
        yield start
        yield from host.drip()

    host.answers = {"/a.jpg": [slowly(start)], "/b": [slowly(b"")]}
    (sentence,) = fetched(tmp_path, [cell(host, "/a.jpg")], seconds=0.3)
    assert "did not come in 0.3 seconds" in sentence


def test_endless_answers_before_the_answer_end_with_the_seconds(host: Host, tmp_path: Path) -> None:
    host.answers = {"/a.jpg": [repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)]}
    assert "did not come" in fetched(tmp_path, [cell(host, "/a.jpg")], seconds=0.3)[0]


def test_hundreds_of_one_last_part_are_as_many_files_and_are_fetched_once(host: Host, tmp_path: Path) -> None:
    pages = [f"/{n}/main.jpg" for n in range(300)]
    host.answers = {page: [said(drawn(side=8))] for page in pages}
    addresses = [cell(host, page) for page in pages]
    seen: list[tuple[int, int]] = []
    run = Downloader(private=True)
    assert list(run.fetch(tmp_path, [*addresses, *addresses], lambda *at: seen.append(at))) == []
    assert seen == [(n, 300) for n in range(1, 301)] and sorted(host.asked) == sorted(pages)
    assert 1 < host.most <= AT_ONCE
    pictures = Pictures(tmp_path, [[one] for one in addresses])
    assert len({pictures.find(address) for address in addresses}) == 300
    (tmp_path / DOWNLOADS / kept(tmp_path)[0]).unlink()
    assert fetched(tmp_path, addresses) == [] and len(host.asked) == 301


def test_the_same_address_written_otherwise_is_one_picture(host: Host, tmp_path: Path) -> None:
    host.answers = {"/a.jpg": [said(drawn())]}
    assert fetched(tmp_path, [cell(host, "/a.jpg"), f"  {host.url}/a.jpg\n"]) == [] and len(host.asked) == 1
    assert download_name("//cdn.shop.com/a.jpg") == download_name("https://cdn.shop.com/a.jpg")


def in_seconds(seconds: float) -> str:
    return format_datetime(datetime.now(timezone.utc) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("told", "pause"),
    [("7", 7), ("", 5), ("soon", 5), ("-3", 5), ("1e9", 5), ("²", 5), ("0", None),
     ("1 Jan 23:59:59 -9999999999", 5), ("Fri, 31 Dec 1999 23:59:59 GMT", None), ("date", 30)],
)  # fmt: skip
def test_a_busy_server_is_waited_for_once(host: Host, tmp_path: Path, told: str, pause: float | None) -> None:
    head = f"Retry-After: {in_seconds(30) if told == 'date' else told}"
    host.answers = {"/a.jpg": [said(b"", head, "429 Too Many"), said(drawn())]}
    pauses: list[float] = []
    run = Downloader(private=True, sleep=pauses.append)
    assert list(run.fetch(tmp_path, [cell(host, "/a.jpg")])) == [] and len(host.asked) == 2
    assert pauses == ([] if pause is None else [pytest.approx(pause, abs=1.5)])


def test_a_server_that_stays_busy_or_asks_for_an_hour_is_not_pressed(host: Host, tmp_path: Path) -> None:
    host.answers = {"/a.jpg": [said(b"", "Retry-After: 1", "503 Busy")]}
    assert fetched(tmp_path, [cell(host, "/a.jpg")]) == [f"{host.url}/a.jpg: its server is too busy"]
    assert len(host.asked) == 2
    many = [f"/{n}.jpg" for n in range(200)]
    host.answers = {page: [said(b"", "Retry-After: 3600", "429 No")] for page in many}
    (sentence,) = fetched(tmp_path, [cell(host, page) for page in many])
    assert sentence.endswith("(pictures left out: 200)") and "later" in sentence
    assert len(host.asked) <= 2 + AT_ONCE


def test_a_host_that_is_down_is_left_alone_and_the_others_are_not(host: Host, tmp_path: Path) -> None:
    good = [f"/{n}.jpg" for n in range(30)]
    host.answers = {page: [said(drawn())] for page in good}
    down = [f"http://down.test:1/{n}.jpg" for n in range(500)]
    run = Downloader(private=True, resolve=lambda name: ["127.0.0.1"])
    sentences = list(run.fetch(tmp_path, [*down, *(cell(host, page) for page in good)]))
    assert len(kept(tmp_path)) == 30 and MAX_FAILURES < len(sentences) <= MAX_FAILURES + AT_ONCE + 1
    left = 500 - (len(sentences) - 1)
    assert "http://down.test:1/0.jpg: its host does not answer" in sentences
    assert sentences[-1] == (
        f"down.test failed {MAX_FAILURES} times in a row and is left alone (pictures left out: {left})"
    )


def test_pictures_that_are_gone_do_not_make_a_host_one_that_is_down(host: Host, tmp_path: Path) -> None:
    host.answers = {"/last.jpg": [said(drawn())]}
    gone = [cell(host, f"/{n}.jpg") for n in range(5 * MAX_FAILURES)]
    assert len(fetched(tmp_path, [*gone, cell(host, "/last.jpg")])) == len(gone)
    assert len(kept(tmp_path)) == 1


def test_secrets_of_an_address_are_sent_to_its_host_and_told_nobody(
    host: Host, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    host.answers = {
        "/a.jpg?token=s3cret": [moved("/b.jpg")],
        "/b.jpg": [moved(f"http://localhost:{host.server_address[1]}/c.jpg?s3cret")],
    }
    addresses = [f"http://ana:pa55@{host.at}/a.jpg?token=s3cret#frag", f"http://ana:pa55@{host.at}/n?s3cret"]
    sentences = fetched(tmp_path, addresses)
    assert sorted(s.partition(": ")[0] for s in sentences) == [f"{host.url}/a.jpg", f"{host.url}/n"]
    told = " ".join([*sentences, *kept(tmp_path), caplog.text])
    assert "s3cret" not in told and "pa55" not in told and "frag" not in told
    sent = {path: "Authorization: Basic" in head for path, head in zip(host.asked, host.heads, strict=True)}
    assert sent == {"/a.jpg?token=s3cret": True, "/b.jpg": True, "/c.jpg?s3cret": False, "/n?s3cret": True}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://cdn.shop.com/a/b.jpg", "https://cdn.shop.com/a/b.jpg"),
        ("https://u:p@shop.com:8080/a@2x.jpg?X-Amz-Signature=1", "https://shop.com:8080/a@2x.jpg"),
        ("//u@shop.com/a.jpg#x", "//shop.com/a.jpg"), ("http://u:p?q@shop.com/a.jpg", "http://shop.com/a.jpg"),
        ("http://shop.com/a\n\x1b[31mb.jpg", "http://shop.com/a??[31mb.jpg"),
        ("http://shop.com/" + "a" * 500, "http://shop.com/" + "a" * 103 + "…"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert shown_address(address) == shown


def test_a_proxy_of_the_environment_is_not_asked(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    host.answers = {"/a.jpg": [said(drawn())]}
    assert fetched(tmp_path, [cell(host, "/a.jpg")]) == []


def test_cookies_are_not_kept(host: Host, tmp_path: Path) -> None:
    host.answers = {f"/{n}.jpg": [said(drawn(), "Set-Cookie: who=me; Path=/")] for n in range(20)}
    assert fetched(tmp_path, [cell(host, path) for path in host.answers]) == []
    assert not any("Cookie:" in head for head in host.heads)


def test_https_to_a_server_that_does_not_speak_it_is_a_sentence(host: Host, tmp_path: Path) -> None:
    address = f"https://cdn.test:{host.server_address[1]}/a.jpg"
    run = Downloader(private=True, resolve=lambda name: ["127.0.0.1"])
    assert list(run.fetch(tmp_path, [address])) == [f"{address}: its host does not answer"]
    assert not kept(tmp_path)


def stop() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("path", ["/silent.jpg", "/busy.jpg"])
def test_a_stop_ends_what_still_waits(host: Host, tmp_path: Path, path: str) -> None:
    host.answers = {"/silent.jpg": [host.silence()], "/busy.jpg": [said(b"", "Retry-After: 60", "429 No")]}
    elsewhere = f"http://other.test:{host.server_address[1]}/gone.jpg"  # whose host asks nobody to wait
    run = Downloader(private=True, resolve=lambda name: ["127.0.0.1"]).fetch(
        tmp_path, [cell(host, path), elsewhere], lambda done, total: stop()
    )
    ended = threading.Event()
    late = threading.Timer(40, ended.set)  # of the 60 that it was told to wait
    late.start()
    with pytest.raises(KeyboardInterrupt):
        next(run)
    late.cancel()
    assert not ended.is_set() and kept(tmp_path) == []


def test_a_run_asks_for_no_more_than_is_wanted_from_it(host: Host, tmp_path: Path) -> None:
    with closing(Downloader(private=True).fetch(tmp_path, [cell(host, f"/{n}") for n in range(1000)])) as run:  # type: ignore[type-var]
        next(run)
    assert len(host.asked) <= 3 * AT_ONCE


KILLED = """
import sys
from pathlib import Path
from app.ingest.downloads import Downloader
list(Downloader(private=True).fetch(Path(sys.argv[1]), sys.argv[2:]))
"""


def test_a_killed_run_leaves_no_half_picture_and_the_next_one_clears_up(host: Host, tmp_path: Path) -> None:
    begun = threading.Event()
    body = drawn(side=256)

    def half() -> Iterator[bytes]:
        yield said(body)[0] + body[: len(body) // 2]
        begun.set()
        yield from host.silence()

    address = cell(host, "/a.jpg")
    host.answers = {"/a.jpg": [half(), said(body)]}
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), address]) as process:
        assert begun.wait(60)
        process.kill()
    (tmp_path / DOWNLOADS / "older-0123456789abcdef.part").write_bytes(b"half")
    with pytest.raises(PictureMissing):
        Pictures(tmp_path, [[address]]).find(address)
    assert fetched(tmp_path, [address]) == []
    assert kept(tmp_path) == [f"{download_name(address)}.jpg"]


def test_two_runs_at_once_do_not_disturb_each_other(host: Host, tmp_path: Path) -> None:
    second: list[str] = []
    run = Downloader(private=True)
    first = run.fetch(tmp_path, [cell(host, "/a"), cell(host, "/b")])
    next(first)
    second += run.fetch(tmp_path, [cell(host, "/a")])
    assert second == [f"another run is fetching into {tmp_path / DOWNLOADS}; wait until it is done"]
    assert len(list(first)) == 1


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / DOWNLOADS).write_text("a file")
    assert ["cannot write to" in s for s in fetched(tmp_path, ["http://shop.test/a.jpg"])] == [True]


def test_a_full_disk_ends_the_run_with_one_sentence(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ingest.downloads.MIN_FREE_BYTES", 1 << 60)
    host.answers = {f"/{n}": [said(drawn())] for n in range(100)}
    (sentence,) = fetched(tmp_path, [cell(host, path) for path in host.answers])
    assert "is left on the disk" in sentence and len(host.asked) <= 3 * AT_ONCE and kept(tmp_path) == []


Wanted = dict[str, str]  # a cell of the table, and the file that it means, "" for none


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (["main.jpg"], {"https://s.com/1/main.jpg": "main.jpg"}),
        (["main.jpg"], {"https://s.com/1/main.jpg": "", "https://s.com/2/main.jpg": ""}),
        (["1/main.jpg"], {"https://s.com/1/main.jpg": "1/main.jpg", "https://s.com/2/main.jpg": ""}),
        (["1/main.jpg", "2/main.jpg"],
         {"https://s.com/1/main.jpg": "1/main.jpg", "https://s.com/2/main.jpg": "2/main.jpg",
          "https://s.com/3/main.jpg": ""}),
        (["a.jpg"], {"https://s.com/1/a.jpg?v=1": "a.jpg", "https://s.com/1/a.jpg?v=2": "a.jpg"}),
        (["a.jpg"], {"https://s.com/1/a.jpg": "a.jpg", "http://s.com/1/a.jpg": "a.jpg",
                     "//s.com/1/a.jpg": "a.jpg"}),
        (["a.jpg"], {"https://s.com/1/a_800x800.jpg": "a.jpg", "https://s.com/1/a_80x80.jpg": "a.jpg"}),
        (["a.jpg"], {"https://s.com/1/a_800x800.jpg": "", "https://s.com/2/a_400x400.jpg": ""}),
        (["image.jpg"], {"https://s.com/image?id=1": "", "https://s.com/image?id=2": ""}),
        (["a.jpg"], {"https://s.com/1/a.jpg": "a.jpg", "https://s.com/1/b.jpg": ""}),
        (["a.jpg"], {"https://s.com/1/a.jpg": "", "a.jpg": "a.jpg"}),
        (["a.jpg"], {"media/1/a.jpg": "a.jpg"}), (["a.jpg"], {"\\\\nas\\shop\\a.jpg": "a.jpg"}),
        (["a.jpg"], {"media/1/a.jpg": "", "media/2/a.jpg": ""}),
        (["a.jpg"], {"C:\\1\\a.jpg": "", "C:\\2\\a.jpg": ""}), (["a.jpg"], {"C:\\1\\a.jpg": "a.jpg"}),
        (["1/a.jpg", "2/a.jpg"], {"media/1/a.jpg": "1/a.jpg", "media/2/a.jpg": "2/a.jpg"}),
        (["2/a.jpg", "media/b.jpg"], {"media/1/a.jpg": ""}),
        (["a.jpg"], {"../a.jpg": "", "x/../../a.jpg": ""}),
        (["a.jpg"], {"https://s.com/1/A.JPG": "", "https://s.com/2/a.jpg": ""}),
    ],
)  # fmt: skip
def test_a_file_beside_the_table_is_the_picture_of_one_address(
    tmp_path: Path, files: list[str], wanted: Wanted
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"a picture")
    pictures = Pictures(tmp_path, [[cell] for cell in wanted])

    def found(cell: str) -> str:
        try:
            return pictures.find(cell).relative_to(tmp_path.resolve()).as_posix()
        except PictureMissing as error:
            assert (error.kind == "address") == is_address(cell) and "?" not in str(error)
            return ""

    assert {cell: found(cell) for cell in wanted} == wanted


def test_what_was_fetched_comes_before_what_lies_beside(tmp_path: Path) -> None:
    address = "https://s.com/1/main.jpg"
    (tmp_path / DOWNLOADS).mkdir()
    (tmp_path / "main.jpg").write_bytes(b"a picture")
    own = tmp_path / DOWNLOADS / f"{download_name(address)}.webp"
    own.write_bytes(b"a picture")
    assert Pictures(tmp_path, [[address]]).find(address) == own.resolve()


def test_two_addresses_of_one_product_that_end_alike_are_one_picture(tmp_path: Path) -> None:
    (tmp_path / "tee.jpg").write_bytes(b"a picture")
    places = ["https://s.com/images/tee.jpg", "https://s.com/images/t/12/tee.jpg"]
    pictures = Pictures(tmp_path, [places])
    assert {pictures.find(place) for place in places} == {(tmp_path / "tee.jpg").resolve()}


def test_a_picture_may_be_named_by_a_products_number(tmp_path: Path) -> None:
    (tmp_path / "HM-04.jpg").write_bytes(b"a picture")
    pictures = Pictures(tmp_path, [])
    assert pictures.named(["", "21", "HM-04"]) == (tmp_path / "HM-04.jpg").resolve()
    assert pictures.named(["../HM-04", "HM-05"]) is None
