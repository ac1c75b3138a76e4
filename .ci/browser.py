#!/usr/bin/env python3
"""Opens a pack in a real browser from its folder, and holds it to what a reader may expect.

Usage: browser.py PACK HOSTILE_PACK AXE_JS [PICTURES]

Every page is opened; every link must resolve; nothing may be fetched but files of the pack; the console must stay silent; search,
filters, menu and keyboard must work; axe must find no violation, in light and in dark. The second pack is made of records that try to
become active. With a folder as the last argument, pictures of some pages are left there. Speaks WebDriver over HTTP, with nothing
but the standard library.
"""

import base64
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, ENTER, ESCAPE, DOWN = "\ue004", "\ue007", "\ue00c", "\ue015"
failures = []


def check(holds, message):
    if not holds:
        failures.append(message)
        print(f"  FAILED: {message}", file=sys.stderr)


class Browser:
    """A session of a headless Chromium."""

    def __init__(self, profile):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}", "--silent"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run", "--disable-dev-shm-usage", "--allow-file-access-from-files=false", f"--user-data-dir={profile}",
        ]
        capabilities = {
            "browserName": "chrome",
            "unhandledPromptBehavior": "ignore",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        for _ in range(100):
            try:
                answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}}, session=False)
                break
            except (ConnectionError, urllib.error.URLError):
                time.sleep(0.2)
        else:
            raise SystemExit("the driver of the browser does not answer")
        self.session = answer["sessionId"]

    def call(self, method, path, body=None, session=True):
        prefix = f"/session/{self.session}" if session else ""
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{prefix}{path}", data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def open(self, path):
        self.call("POST", "/url", {"url": path.as_uri()})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script, *arguments):
        return self.call("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def keys(self, *keys):
        presses = [step for key in keys for step in ({"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": presses}]})

    def command(self, name, parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def size(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def scheme(self, scheme):
        self.command("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def picture(self, file):
        file.write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()

    def noise(self):
        """What stood in the console and what was fetched since the last call."""
        said = [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"})]
        fetched = []
        for entry in self.call("POST", "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                fetched.append(message["params"]["request"]["url"])
        return said, fetched


PAGE = """return {
  links: Array.from(document.querySelectorAll("a[href], link[href]")).map(function (it) { return [it.getAttribute("href"), it.href]; }),
  anchors: Array.from(document.querySelectorAll("[id]")).map(function (it) { return it.id; }),
  scripts: document.scripts.length, loaded: document.querySelectorAll("img, iframe, object, embed, video, audio, form, base, style").length,
  handlers: Array.from(document.querySelectorAll("*")).filter(function (it) {
    return it.getAttributeNames().some(function (name) { return name.startsWith("on"); });
  }).length,
  headings: document.querySelectorAll("h1").length, title: document.title, pwned: window.pwned === undefined ? null : window.pwned,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
};"""


def every_page(browser, pack):
    """Opens every page; answers with what each has."""
    pages = {}
    browser.call("POST", "/url", {"url": "about:blank"})
    browser.noise()
    for path in sorted(pack.rglob("*.html")):
        name = path.relative_to(pack).as_posix()
        if name.startswith("evidence/"):
            continue
        browser.open(path)
        page = pages[name] = browser.run(PAGE)
        said, fetched = browser.noise()
        check(not said, f"{name}: the console says {said}")
        strangers = [url for url in fetched if not url.startswith(pack.as_uri() + "/")]
        check(not strangers, f"{name}: fetches {strangers}")
        check(page["pwned"] is None, f"{name}: content ran as a script ({page['pwned']})")
        check(page["scripts"] == 1, f"{name}: has {page['scripts']} scripts instead of one")
        check(page["loaded"] == 0 and page["handlers"] == 0, f"{name}: content became an element or a handler")
        check(page["headings"] == 1 and page["title"], f"{name}: has {page['headings']} main headings")
        check(page["wide"] <= 0, f"{name}: is {page['wide']} pixels wider than the window")
    check(len(pages) > 50, f"only {len(pages)} pages")
    return pages


def links(pack, pages):
    """Every link leads to a file of the pack, and to an anchor that is there."""
    count = 0
    for name, page in pages.items():
        for written, address in page["links"]:
            target = urllib.parse.urlsplit(address)
            if target.scheme in ("https", "http", "mailto"):
                continue
            check(target.scheme == "file", f"{name}: links to {written}")
            path = pathlib.Path(urllib.parse.unquote(target.path))
            inside = path.is_relative_to(pack) and path.is_file()
            check(inside, f"{name}: the link {written} leads nowhere")
            if inside and target.fragment:
                there = path.relative_to(pack).as_posix()
                anchors = pages.get(there, {}).get("anchors", [])
                check(urllib.parse.unquote(target.fragment) in anchors, f"{name}: the anchor of {written} is not there")
            count += 1
    return count


def search(browser, pack):
    browser.open(pack / "index.html")
    browser.keys("/")
    check(browser.run("return document.activeElement.id") == "search", "/ does not lead into the search")
    browser.keys(*"R-001")
    settled = browser.wait("""var done = arguments[0]; var tries = 0;
      (function look() { var it = document.querySelector('#found li strong');
        if (it || tries++ > 100) { done(it ? it.textContent : null); } else { setTimeout(look, 50); } })();""")
    check((settled or "").startswith("R-001"), f"the search for R-001 finds {settled!r} first")
    check(browser.run("return document.getElementById('search').getAttribute('aria-expanded')") == "true", "the list is not announced")
    browser.keys(ESCAPE)
    check(browser.run("return document.getElementById('found').hidden"), "Escape does not close the list")
    browser.run("var it = document.getElementById('search'); it.value = ''; ")
    browser.keys(*"backup restore")
    hits = browser.run("return document.querySelectorAll('#found li[data-href]').length")
    check(hits > 2, f"the search for two words finds {hits} pages")
    browser.keys(DOWN, DOWN, ENTER)
    browser.wait("setTimeout(arguments[0], 400)")
    where = browser.run("return location.pathname")
    check(not where.endswith("/index.html"), "Enter does not open what was chosen")
    said, _ = browser.noise()
    check(not said, f"the search makes the console say {said}")


def filters(browser, pack):
    browser.open(next((pack / "site").glob("07-*.html")))
    rows = "return Array.from(document.querySelectorAll('.tabled tbody tr:not(.group)')).filter(function (it) { return !it.hidden && it.closest('.tabled').querySelector('.filters'); }).length"
    before = browser.run(rows)
    browser.run("document.querySelector('.filters input').focus()")
    browser.keys(*"backup")
    after = browser.run(rows)
    check(0 < after < before, f"the filter leaves {after} of {before} rows")
    told = browser.run("return document.querySelector('.filters [role=status]').textContent")
    check(" of 93 rows" in told, f"the filter says {told!r}")
    browser.run("var it = document.querySelector('.filters input'); it.value = ''; it.dispatchEvent(new Event('input', { bubbles: true }));")
    check(browser.run(rows) == before, "an empty filter does not bring all rows back")
    chosen = browser.run("""var it = document.querySelector('.filters select'); if (!it) { return null; }
      it.value = it.options[1].value; it.dispatchEvent(new Event('input', { bubbles: true })); return it.value;""")
    check(chosen and 0 < browser.run(rows) < before, f"the choice {chosen!r} leaves {browser.run(rows)} of {before} rows")


def keyboard(browser, pack):
    browser.size(1280, 900)
    browser.open(pack / "index.html")
    browser.keys(TAB)
    check(browser.run("return document.activeElement.className") == "skip", "the first stop is not the skip link")
    browser.keys(ENTER)
    check(browser.run("return document.activeElement.id") == "content", "the skip link does not lead to the content")
    browser.keys(TAB)
    shown = browser.run("var it = getComputedStyle(document.activeElement); return [document.activeElement.tagName, it.outlineStyle, it.outlineWidth]")
    check(shown[0] == "A" and shown[1] != "none" and shown[2] != "0px", f"focus cannot be seen: {shown}")
    browser.size(390, 844)
    browser.open(pack / "index.html")
    browser.run("document.querySelector('.menu').focus()")
    browser.keys(ENTER)
    check(browser.run("return document.querySelector('.menu').getAttribute('aria-expanded')") == "true", "the menu does not open by the keyboard")
    check(browser.run("return document.getElementById('chapters').offsetHeight > 100"), "the open menu cannot be seen")


def accessible(browser, pack, pages, axe):
    """axe on the first page of every chapter, on every section, and on two records of each folder."""
    folders = {}
    for name in pages:
        folders.setdefault(name.rsplit("/", 1)[0] if name.count("/") > 1 else name, []).append(name)
    chosen = [name for names in folders.values() for name in names[:2]]
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390)):
        browser.scheme(scheme)
        browser.size(width, 900)
        for name in chosen if (scheme, width) == ("light", 1280) else chosen[::4] + chosen[-2:]:
            browser.open(pack / name)
            browser.run(axe + "; window.axe = axe;")
            found = browser.wait("var done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(function (it) { done(it.violations); });")
            for violation in found:
                where = violation["nodes"][0]["html"][:160]
                check(False, f"{name} ({scheme}, {width}): axe {violation['id']}: {violation['help']}: {where}")
    browser.scheme("light")
    return len(chosen)


def narrow(browser, pack, pages):
    browser.size(390, 844)
    for name in list(pages)[::7]:
        browser.open(pack / name)
        wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        check(wide <= 0, f"{name}: is {wide} pixels wider than a telephone")


def printed(browser, pack):
    browser.size(1280, 900)
    browser.open(next((pack / "site").glob("07-*.html")))
    pdf = base64.b64decode(browser.call("POST", "/print", {"background": False}))
    check(pdf.startswith(b"%PDF") and len(pdf) > 20_000, "the Statement of Applicability does not print")


def pictures(browser, pack, folder):
    folder.mkdir(parents=True, exist_ok=True)
    names = ["index.html"] + [path.relative_to(pack).as_posix() for path in sorted((pack / "site").glob("*.html"))]
    for width, height in ((1280, 900), (390, 844)):
        browser.size(width, height)
        for name in names:
            browser.open(pack / name)
            browser.picture(folder / f"{width}-{pathlib.PurePath(name).stem}.png")


def main():
    pack, hostile = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    axe = pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        try:
            browser.size(1280, 900)
            pages = every_page(browser, pack)
            print(f"  {len(pages)} pages, {links(pack, pages)} links")
            search(browser, pack)
            filters(browser, pack)
            keyboard(browser, pack)
            print(f"  {accessible(browser, pack, pages, axe)} pages through axe")
            narrow(browser, pack, pages)
            printed(browser, pack)
            browser.size(1280, 900)
            pages = every_page(browser, hostile)
            print(f"  {len(pages)} pages with hostile content, {links(hostile, pages)} links")
            search(browser, hostile)
            if len(sys.argv) > 4:
                pictures(browser, pack, pathlib.Path(sys.argv[4]))
        finally:
            browser.close()
    if failures:
        raise SystemExit(f"{len(failures)} things are wrong in the browser")


if __name__ == "__main__":
    main()
