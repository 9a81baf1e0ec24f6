"""The phone app as files: found, kept by the browser exactly as long as it may be, and never in the API's place."""

import gzip
from typing import Any

import httpx
import pytest

from server.web.built import BuiltApp


@pytest.fixture
def folder(tmp_path):
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html>" + "<p>727</p>" * 100)
    (dist / "sw.js").write_text("self" * 1000)
    (dist / "icon.png").write_bytes(b"\x89PNG")
    (dist / "assets" / "index-abc123.js").write_text("let a = 1;" * 1000)
    return dist


def browser(folder, **headers):
    app: Any = BuiltApp(folder)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", headers=headers)


@pytest.mark.parametrize("path", ["/", "/now", "/now/offer/a.b-c", "/desk/call/x?a=b", "/enrol", "/quiet", "/outcomes"])
async def test_every_screen_is_the_app(folder, path):
    async with browser(folder) as http:
        answer = await http.get(path)

    assert answer.text == (folder / "index.html").read_text()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/nonsense", "/sw.js/", "/assets/gone.js", "/api.html", "/..%2fpyproject.toml", "/%00"]
)
async def test_what_is_neither_file_nor_screen_is_not_found(folder, path):
    async with browser(folder) as http:
        answer = await http.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_file_whose_name_says_its_content_is_kept_for_ever_and_every_other_asked_for_again(folder):
    async with browser(folder) as http:
        kept = (await http.get("/assets/index-abc123.js")).headers["cache-control"]
        asked = [(await http.get(path)).headers["cache-control"] for path in ("/", "/sw.js", "/icon.png")]

    assert "immutable" in kept
    assert asked == ["no-cache"] * 3


async def test_what_a_browser_has_is_not_sent_again(folder):
    async with browser(folder) as http:
        first = await http.get("/sw.js")
        again = await http.get("/sw.js", headers={"If-None-Match": first.headers["etag"]})
        (folder / "sw.js").write_text("other")
        async with browser(folder) as later:
            changed = await later.get("/sw.js", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, changed.text) == (200, "other")


async def test_text_travels_packed_to_who_can_unpack_it(folder):
    plain = (folder / "sw.js").read_bytes()
    async with browser(folder) as http:
        packed = await http.get("/sw.js", headers={"Accept-Encoding": "br, gzip"})
        unpacked = await http.get("/sw.js", headers={"Accept-Encoding": "identity"})
        picture = await http.get("/icon.png", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain, 9, mtime=0))
    assert packed.content == unpacked.content == plain
    assert packed.headers["etag"] != unpacked.headers["etag"]
    assert "content-encoding" not in picture.headers


async def test_nobody_writes_to_a_file(folder):
    async with browser(folder) as http:
        answer = await http.post("/sw.js")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_the_head_of_a_file_is_its_head_alone(folder):
    async with browser(folder) as http:
        head = await http.head("/sw.js", headers={"Accept-Encoding": "identity"})

    assert (head.status_code, head.headers["content-length"], head.content) == (200, "4000", b"")


async def test_a_server_without_the_app_says_how_to_build_it(tmp_path):
    async with browser(tmp_path / "nothing") as http:
        screen = await http.get("/now")
        file = await http.get("/sw.js")

    assert screen.status_code == 503
    assert "make run" in screen.text
    assert file.status_code == 404
