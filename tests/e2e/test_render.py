"""The pages of our mails in Chromium: each language, as on a phone and on a desk, light and dark.

The pictures stay in the build's folder render/, for people to look at.
"""

import email
import email.policy
import os
import pathlib
import re
import subprocess
import unicodedata

import chromium
import tap

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("BUILD", SOURCE)).resolve()
PICTURES = BUILD / "render"
LANGUAGES = sorted(
    path.stem for path in (SOURCE / "languages").glob("*.conf") if "\nsay:" in path.read_text()
)
RIGHT_TO_LEFT = ["ar"]
WIDTHS = {"phone": 390, "desk": 800}
FACTS = (HERE / "page.js").read_text()
# Letters of these scripts are in no font that every machine has.
FONTS = {"ar": ("Arabic", "DejaVu"), "ja": ("CJK JP",), "ka": ("Georgian", "DejaVu")}
COMPLAINTS = {
    "outside": "each text is in its box",
    "cut": "no box is too narrow for what is in it",
    "faint": "each text stands out from what is behind it, 4.5 to 1",
    "small": "no letters are under 13 pixels",
    "split": "no range of times goes over the end of a line",
    "thin": "each button is as large as a finger",
}


def write_mails(language):
    """{name: its page} of the mails that tests/compose/specimen writes."""
    folder = PICTURES / language
    folder.mkdir(parents=True, exist_ok=True)
    specimen = subprocess.run(
        [BUILD / "tests/compose/specimen", language, folder],
        env=dict(os.environ, CONVENED_LANGUAGES=str(SOURCE / "languages")),
        capture_output=True, text=True)  # fmt: skip
    if not tap.ok(specimen.returncode == 0, f"{language}: mails to look at"):
        tap.note(specimen.stdout + specimen.stderr)
    pages = {}
    for path in sorted(folder.glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        page = path.with_suffix(".html")
        page.write_text(mail.get_body(["html"]).get_content())
        path.with_suffix(".txt").write_text(mail.get_body(["plain"]).get_content())
        pages[path.stem] = page
    tap.same(sorted(pages), ["invite", "offer"], f"{language}: an offer and an invitation")
    return pages


def check_facts(facts, language, name):
    right_to_left = language in RIGHT_TO_LEFT
    tap.same(facts["lang"], language, f"{name}: the page names its language")
    tap.same(facts["dir"], "rtl" if right_to_left else "ltr", f"{name}: and its direction")
    tap.ok(facts["texts"] > 5, f"{name}: there is something to read")
    tap.same(facts["overflow"], 0, f"{name}: nobody has to scroll sideways")
    for complaint, promise in COMPLAINTS.items():
        tap.same(facts[complaint], [], f"{name}: {promise}")
    if right_to_left:
        tap.same(facts["reversed"], [], f"{name}: Latin letters and numbers run their own way")
        tap.same(facts["loose"], [], f"{name}: and are kept apart from what is around them")


def look(browser, language, mail, page):
    """Shows a page in all ways."""
    for place, width in WIDTHS.items():
        pngs = {}
        for scheme in ("light", "dark"):
            name = f"{language} {mail}, {place}, {scheme}"
            browser.show_as(width, scheme)
            browser.open(page)
            facts = browser.evaluate(FACTS)
            tap.same((facts["wide"], facts["dark"]), (width, scheme == "dark"),
                f"{name}: shown as asked for")  # fmt: skip
            check_facts(facts, language, name)
            pngs[scheme] = browser.picture(width)
            (PICTURES / f"{language}-{mail}-{place}-{scheme}.png").write_bytes(pngs[scheme])
        check_pictures({scheme: browser.pixels(png) for scheme, png in pngs.items()},
            width, f"{language} {mail}, {place}")  # fmt: skip


def check_pictures(seen, width, name):
    light, dark = seen["light"], seen["dark"]
    for scheme, picture in seen.items():
        tap.same(picture["width"], width, f"{name}, {scheme}: a picture as wide as the window")
        tap.ok(picture["ink"] > 0.01, f"{name}, {scheme}: that is not blank ({picture['ink']:.3f})")
    tap.ok(light["light"] > 0.8 and dark["light"] < 0.3,
        f"{name}: light is light ({light['light']:.2f}), dark is dark ({dark['light']:.2f})")  # fmt: skip


BAD_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><body>
<p style="color:#888">faint</p><p style="font-size:9px">small</p>
<p style="width:40px">overlongwordthatcannotbebroken</p>
<p style="width:700px">wide</p><p><a href="mailto:a">thin</a></p>
<p style="width:50px">10:00–11:00</p><p><bdo dir="rtl">abc</bdo></p></body></html>"""


def test_the_test(browser):
    """A page that is bad in every way gets every complaint."""
    page = PICTURES / "bad.html"
    page.write_text(BAD_PAGE)
    browser.show_as(390, "light")
    browser.open(page)
    facts = browser.evaluate(FACTS)
    for complaint in (*COMPLAINTS, "reversed", "loose"):
        tap.ok(facts[complaint], f"a bad page is found out: {complaint}")
    tap.ok(facts["overflow"] > 0, "a bad page is found out: too wide")
    tap.ok(browser.pixels(browser.picture(390))["ink"] > 0, "and it is seen")
    page.write_text("<!DOCTYPE html>")
    browser.open(page)
    tap.same(browser.pixels(browser.picture(390))["ink"], 0, "an empty page is blank")


def columns(line):
    """As a terminal counts them."""
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)  # fmt: skip


def check_text(text, language, name):
    """The plain part: its lines end in time, and what runs the other way is kept apart in each."""
    lines = text.splitlines()
    tap.same([line for line in lines if columns(line) > 74], [], f"{name}: no line is too long")
    if language not in RIGHT_TO_LEFT:
        tap.ok(not re.search("[\u2066-\u2069]", text), f"{name}: nothing needs to be kept apart")
        return
    rest = [re.sub(r"\u2068[^\u2066-\u2069]*\u2069|https://\S+", "", line) for line in lines]
    tap.same([line for line in rest if re.search("[A-Za-z\u2066-\u2069]", line)], [],
        f"{name}: each Latin word is kept apart, but for links, which must stay whole")  # fmt: skip
    apart = re.findall("\u2068([^\u2069]*)\u2069", text)
    tap.same([part for part in apart if not re.search("[A-Za-z]", part)], [],
        f"{name}: and nothing that need not be")  # fmt: skip


def test_language(browser, language):
    for mail, page in write_mails(language).items():
        look(browser, language, mail, page)
        check_text(page.with_suffix(".txt").read_text(), language, f"{language} {mail}, text")
        if language in FONTS:
            fonts = browser.fonts()
            tap.ok(any(part in font for font in fonts for part in FONTS[language]),
                f"{language} {mail}: a font has its letters ({', '.join(sorted(fonts))})")  # fmt: skip


def main():
    if not tap.ok(chromium.program(), "Chromium is installed (apt-get install chromium)"):
        tap.done()
    PICTURES.mkdir(exist_ok=True)
    with chromium.Chromium() as browser:
        test_the_test(browser)
        for language in LANGUAGES:
            test_language(browser, language)
    tap.done()


if __name__ == "__main__":
    main()
