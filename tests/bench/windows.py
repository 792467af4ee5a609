"""Our window and the same screens as a web page in Chromium, looked at from outside: pixels by XGetImage, touches by XTEST,
memory and processor time from /proc. Both are looked at by the same code."""

import contextlib
import hashlib
import json
import os
import pathlib
import random
import signal
import statistics
import subprocess
import time

from Xlib import X, display
from Xlib.ext import xtest

HERE = pathlib.Path(__file__).parent
GLASS = (1080, 1920)  # pixels of a 21.5 inch glass that stands
PX_PER_MM = "4.03"
TRAY = 140  # pixels of the practice terminal's tray, below that glass
# Parts of the first screen, as x, y, width, height: its sentence, and the last of its buttons.
FIRST_SCREEN = [(60, 40, 160, 40), (790, 1780, 160, 90)]
# A key of the PIN pad, and a part of it that shows whether it is pressed: the same on both, though our practice terminal
# has a banner above.
KEY, KEY_AREA = (333, 975), (260, 950, 24, 24)
# What leads the practice terminal to its PIN pad: 「カードを置く」 of the tray, then 「暗証番号」, and the part of the next
# screen by which it is known to be there.
WAY_TO_THE_PIN_PAD = [((730, 2007), (40, 130, 160, 60)), ((540, 1162), (246, 930, 174, 129))]
STILL = 2.5  # seconds without a change, after which a screen is there
PATIENCE = 30.0


class XServer:
    """An Xvfb of this size for one window, and a window manager that makes it as large as the screen, as in a kiosk."""

    def __init__(self, width, height):
        read, write = os.pipe()
        words = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
        self.process = subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as numbers:
            self.name = f":{numbers.readline().strip()}"
        self.manager = subprocess.Popen(
            ["matchbox-window-manager", "-display", self.name, "-use_titlebar", "no", "-use_cursor", "no"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.display = display.Display(self.name)
        self.root = self.display.screen().root

    def close(self):
        self.display.close()
        for process in (self.manager, self.process):
            process.terminate()
            process.wait()

    def pixels(self, area):
        return self.root.get_image(*area, X.ZPixmap, 0xFFFFFFFF).data

    def point(self, x, y):
        """A pointer is there before it presses; a finger has no such way."""
        xtest.fake_input(self.display, X.MotionNotify, x=x, y=y)
        self.display.sync()
        time.sleep(0.3)

    def press(self):
        xtest.fake_input(self.display, X.ButtonPress, 1)
        self.display.sync()

    def release(self):
        xtest.fake_input(self.display, X.ButtonRelease, 1)
        self.display.sync()

    def touch(self, x, y):
        self.point(x, y)
        self.press()
        time.sleep(0.1)
        self.release()

    def still(self, areas, began):
        """When these areas came to look as they do from then on, in seconds after `began`."""
        seen, empty, changed = None, True, began
        while (now := time.monotonic()) < changed + STILL or empty:
            parts = [self.pixels(area) for area in areas]
            new = [hashlib.sha256(part).digest() for part in parts]
            if new != seen:
                seen, changed = new, now
                # One colour is no screen yet.
                empty = any(part == part[:4] * (len(part) // 4) for part in parts)
            if now > began + PATIENCE:
                raise RuntimeError(f"no still screen within {PATIENCE:.0f} s")
            time.sleep(0.002)
        return changed - began

    def changes(self, area, before, since):
        """Seconds from `since` until the area looks otherwise, and how often it was looked at."""
        looks = 0
        while True:
            looks += 1
            new = self.pixels(area)
            now = time.monotonic()
            if new != before:
                return now - since, looks
            if now > since + PATIENCE:
                raise RuntimeError("a touch changed nothing")


class Program:
    """A program and all processes that it starts."""

    def __init__(self, words, server, environment=None, mark=None):
        self.mark = mark  # in the command line of its helpers that leave the session
        environment = {**os.environ, "DISPLAY": server.name, **(environment or {})}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            words, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def processes(self):
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    session = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[3])
                    words = (entry / "cmdline").read_text()
                    if session == self.process.pid or (self.mark and self.mark in words):
                        found.append(entry)
        return found

    def memory(self):
        """RSS and PSS in MB of each process, with the name of its program."""
        figures = []
        for process in self.processes():
            with contextlib.suppress(OSError):
                lines = (process / "smaps_rollup").read_text().splitlines()[1:]
                kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
                words = (process / "cmdline").read_text().split("\0")
                figures.append((words, kilobytes["Rss"] / 1000, kilobytes["Pss"] / 1000))
        return figures

    def seconds(self):
        """Processor time of all threads so far."""
        nanoseconds = 0
        for process in self.processes():
            for thread in process.glob("task/*/schedstat"):
                with contextlib.suppress(OSError):
                    nanoseconds += int(thread.read_text().split()[0])
        return nanoseconds / 1e9

    def close(self):
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        until = time.monotonic() + 5
        while self.processes() and time.monotonic() < until:
            time.sleep(0.05)


class Measure:
    def __init__(self, uketsuke, bench, folder):
        self.uketsuke, self.folder = uketsuke, folder
        # The kiosk's reader is there, and empty.
        self.pcscd = subprocess.Popen([bench, "hold-reader"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        reader = json.loads(self.pcscd.stdout.readline())["reader"]
        self.config = folder / "kiosk.toml"
        self.config.write_text(
            f'[facility]\ncode = "1312345678"\nsettings = "{HERE.parent.parent}/assets/facility.toml"\n'
            f'[centre]\nurl = "http://127.0.0.1:9"\n[card]\nreader = "{reader}"\n'
            f'[results]\nfolder = "{folder}/face"\nencoding = "shift_jis"\nspool = "{folder}/spool"\n[record]\nfolder = "{folder}/record"\n'
            f'[link]\nfolder = "{folder}/link"\n[screen]\npx_per_mm = {PX_PER_MM}\n'
        )
        (folder / "face").mkdir()

    def close(self):
        self.pcscd.stdin.close()
        self.pcscd.wait()

    def kiosk(self, server):
        return Program([self.uketsuke, "kiosk", "--config", self.config], server)

    def practice(self, server):
        words = ["practice", "--format", "portrait", "--px-per-mm", PX_PER_MM, "--fresh-cards"]
        # It brings a PC/SC service of its own.
        return Program([self.uketsuke, *words], server, {"XDG_DATA_HOME": str(self.folder / "data")})

    def chromium(self, server, screen):
        profile = self.folder / "chromium"
        words = [
            "chromium", "--kiosk", f"--user-data-dir={profile}", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps",
            "--password-store=basic", "--window-position=0,0", f"--window-size={GLASS[0]},{GLASS[1]}",
            # Without it a bar above the page says that --no-sandbox is not supported.
            "--test-type",
        ]
        if os.geteuid() == 0:
            words.append("--no-sandbox")
        page = (HERE / "page" / "index.html").as_uri() + ("#pin" if screen == "pin" else "")
        return Program([*words, page], server, mark=str(profile))

    def starts(self, rounds):
        """Seconds to the first screen, and memory a while later."""
        found = {"ours": [], "chromium": []}
        server = XServer(*GLASS)
        # The first of each fills the file cache, and Chromium's profile.
        for round_ in range(rounds + 1):
            for who in found:
                program = self.kiosk(server) if who == "ours" else self.chromium(server, "first")
                try:
                    seconds = server.still(FIRST_SCREEN, program.began)
                    memory = program.memory()
                finally:
                    program.close()
                if round_:
                    found[who].append({"seconds": seconds, "processes": memory})
        server.close()
        return found

    def idle(self, seconds):
        """Part of a core that each takes while nobody comes, both at the same time."""
        servers = [XServer(*GLASS), XServer(*GLASS)]
        programs = {"ours": self.kiosk(servers[0]), "chromium": self.chromium(servers[1], "first")}
        try:
            for server, program in zip(servers, programs.values()):
                server.still(FIRST_SCREEN, program.began)
            time.sleep(5)
            before = {who: (time.monotonic(), program.seconds()) for who, program in programs.items()}
            time.sleep(seconds)
            return {
                who: (programs[who].seconds() - used) / (time.monotonic() - since) for who, (since, used) in before.items()
            }
        finally:
            for program in programs.values():
                program.close()
            for server in servers:
                server.close()

    def reach_pin_pad(self, server, program):
        area = (60, 80, 160, 60)
        server.still([area], program.began)
        for point, area in WAY_TO_THE_PIN_PAD:
            server.still([area], time.monotonic())
            before, since = server.pixels(area), time.monotonic()
            server.touch(*point)
            server.changes(area, before, since)
        server.still([area], time.monotonic())

    def touches(self, count):
        """Seconds from a touch on a key of the PIN pad to changed pixels, in turn."""
        servers = {"ours": XServer(GLASS[0], GLASS[1] + TRAY), "chromium": XServer(*GLASS)}
        programs = {"ours": self.practice(servers["ours"]), "chromium": self.chromium(servers["chromium"], "pin")}
        found = {who: [] for who in servers}
        looks = {who: [] for who in servers}
        try:
            self.reach_pin_pad(servers["ours"], programs["ours"])
            servers["chromium"].still([WAY_TO_THE_PIN_PAD[-1][1]], time.monotonic())
            for server in servers.values():
                server.point(*KEY)
            used = {who: -program.seconds() for who, program in programs.items()}
            for _ in range(count):
                for who, server in servers.items():
                    before = server.pixels(KEY_AREA)
                    since = time.monotonic()
                    server.press()
                    seconds, times = server.changes(KEY_AREA, before, since)
                    found[who].append(seconds)
                    looks[who].append(seconds / times)
                    time.sleep(0.1)
                    server.release()
                    # Not in step with anything that repeats.
                    time.sleep(0.4 + random.random() * 0.2)
            return {
                "seconds": found,
                "look": {who: statistics.median(each) for who, each in looks.items()},
                # A touch is a press and its release. That another program slows a touch down does not show in this.
                "work": {who: (used[who] + program.seconds()) / count for who, program in programs.items()},
                "memory": {who: program.memory() for who, program in programs.items()},
            }
        finally:
            for program in programs.values():
                program.close()
            for server in servers.values():
                server.close()
