"""Chromium without a window, for looking at pages: what it made of them, and pictures.

Commands go through a pipe, as JSON (https://chromedevtools.github.io/devtools-protocol/), so no
port is open.  The network is shut, and the profile goes when it ends.
"""

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--hide-scrollbars", "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
]  # fmt: skip
SECONDS = 60  # for one command, on a machine that is busy
PIXELS = """(async png => {
    const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const data = canvas.getImageData(0, 0, image.width, image.height).data, counts = {};
    let light = 0;
    for (let i = 0; i < data.length; i += 4) {
        light += 0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2];
        const color = data[i] << 16 | data[i + 1] << 8 | data[i + 2];
        counts[color] = (counts[color] || 0) + 1;
    }
    const pixels = data.length / 4;
    return {width: image.width, height: image.height, light: light / pixels / 255,
        ink: 1 - Math.max(...Object.values(counts)) / pixels};
})"""


def program():
    """Its path, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Chromium:
    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.profile = stack.enter_context(
                tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            )
            self.start()
            stack.callback(self.end)
            target = self.ask("Target.createTarget", url="about:blank")["targetId"]
            self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)[
                "sessionId"
            ]
            for domain in ("Page", "DOM", "CSS"):
                self.ask(f"{domain}.enable")
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *why):
        self.stack.close()

    def start(self):
        self.ids = itertools.count(1)
        self.session = None
        self.heard = b""
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        # It takes commands on 3 and answers on 4; the shell puts them there.
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 8<&{commands} 9>&{answers} 3<&8 4>&9', "-", program(),
             f"--user-data-dir={self.profile}", *OPTIONS, "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=[commands, answers], env=dict(os.environ, HOME=self.profile))  # fmt: skip
        os.close(commands)
        os.close(answers)

    def end(self):
        os.close(self.commands)
        os.close(self.answers)
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def message(self, deadline):
        while b"\0" not in self.heard:
            ready, _, _ = select.select([self.answers], [], [], max(0, deadline - time.monotonic()))
            part = os.read(self.answers, 1 << 20) if ready else b""
            if not part:
                raise RuntimeError("Chromium " + ("hung up" if ready else "does not answer"))
            self.heard += part
        message, self.heard = self.heard.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, until=None, **params):
        """The answer to a command; until names an event to wait for as well."""
        number = next(self.ids)
        command = {"id": number, "method": method, "params": params}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        deadline = time.monotonic() + SECONDS
        answer = None
        while answer is None or until:
            message = self.message(deadline)
            if message.get("id") == number:
                answer = message
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
            elif message.get("method") == until:
                until = None
        return answer["result"]

    def open(self, path):
        self.ask("Page.navigate", until="Page.loadEventFired", url=path.as_uri())

    def show_as(self, width, scheme):
        """Narrow windows are those of phones, where a page is asked how wide it wants to be."""
        self.ask("Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": scheme}])  # fmt: skip
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=600,
            deviceScaleFactor=1, mobile=width < 500)  # fmt: skip

    def evaluate(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True,
            awaitPromise=True)  # fmt: skip
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self, width):
        """A PNG of the whole page."""
        height = self.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        png = self.ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
        return base64.b64decode(png)

    def pixels(self, png):
        """What is in a picture: how large, how light (0 to 1), how much is not background."""
        return self.evaluate(f"{PIXELS}({json.dumps(base64.b64encode(png).decode())})")

    def fonts(self):
        """The families that the letters of the page were taken from."""
        root = self.ask("DOM.getDocument", depth=0)["root"]["nodeId"]
        nodes = self.ask("DOM.querySelectorAll", nodeId=root, selector="body *")["nodeIds"]
        answers = [self.ask("CSS.getPlatformFontsForNode", nodeId=node) for node in nodes]
        return {font["familyName"] for answer in answers for font in answer["fonts"]}
