#!/usr/bin/env python3
"""The whole program in its window, ended at any moment and started again, as systemd does in the field.

Scripted visits run one after the other in one folder. Meanwhile the program is killed (SIGKILL), asked to end (SIGTERM), loses its
graphics card, or its screen changes size. Looked at afterwards: the record, the results, what the centre holds, and how
long each start took from exec until the program said that its first screen is up (sd_notify READY=1).

supervised.py PROGRAM FOLDER TIMES SEED
"""
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

PROGRAM, FOLDER, TIMES, SEED = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
# From exec to the first screen, and how long a whole script may take on a slow machine.
START_LIMIT, SCRIPT_LIMIT = 3.0, 60
# Within this time something happens; two cores without a graphics card need about as long for the visits of a script.
LONGEST = 6.0
GROUPS = 3
SIZES = ["small", "1920x2080"]

VISIT = """place card hanako
tap 暗証番号
enter pin 1234
tap すべて同意する
tap これで送る
expect 受付が 終わりました
pull card
wait 30 s
"""


class Kiosk:
    """One run of the program, with a socket where it says that it is up."""

    def __init__(self, script):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = FOLDER / "notify"
        path.unlink(missing_ok=True)
        self.socket.bind(str(path))
        file = FOLDER / "script.visit"
        file.write_text(script)
        environment = dict(os.environ, NOTIFY_SOCKET=str(path), WATCHDOG_USEC="3000000")
        self.began = time.monotonic()
        command = [PROGRAM, "visit", str(file), "--out", str(FOLDER / "out"), "--px-per-mm", "3.78"]
        self.log = open(FOLDER / "log.txt", "ab")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)

    def wait_until_up(self):
        """Nobody reads the socket afterwards: a systemd that hears nothing must not hold up the kiosk."""
        self.socket.settimeout(30)
        while "READY=1" not in self.socket.recv(4096).decode():
            pass
        return time.monotonic() - self.began

    def end(self):
        code = self.process.wait(SCRIPT_LIMIT)
        self.log.close()
        self.socket.close()
        return code


def set_mode(mode):
    subprocess.run(["xrandr", "--output", "screen", "--mode", mode], check=True)


def killed(kiosk, dice):
    kiosk.process.send_signal(signal.SIGKILL)


def asked_to_end(kiosk, dice):
    kiosk.process.send_signal(signal.SIGTERM)


def resized(kiosk, dice):
    """The screen's size changes, twice; the program goes on."""
    for mode in SIZES:
        set_mode(mode)
        time.sleep(dice.uniform(0.1, 0.5))


def look_at_results():
    """Results that arrived, and those that wait."""
    arrived = list((FOLDER / "out/face").glob("*"))
    for path in arrived:
        # Whole, and in the encoding that was promised.
        assert path.read_bytes().decode("cp932").rstrip().endswith("</XmlMsg>"), path
    return len(arrived)


def consents():
    with sqlite3.connect(FOLDER / "out/centre.sqlite") as base:
        return [count for (count,) in base.execute("select count(*) from consents group by visit")]


def verify_record():
    subprocess.run([PROGRAM, "audit", "verify", "--record", str(FOLDER / "out/record")], check=True, stdout=subprocess.DEVNULL)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    dice = random.Random(SEED)
    mode = "small 115.5 1080 1152 1264 1448 1280 1283 1293 1332".split()
    subprocess.run(["xrandr", "--newmode", *mode], check=True)
    subprocess.run(["xrandr", "--addmode", "screen", "small"], check=True)
    starts, counts = [], {}
    for _ in range(TIMES):
        event = dice.choice([killed, killed, asked_to_end, resized, "lose gpu"])
        name = event if isinstance(event, str) else event.__name__
        print(f"supervised: {name}", file=sys.stderr, flush=True)
        script = VISIT * 3
        if isinstance(event, str):
            lines = script.splitlines()
            lines.insert(dice.randrange(len(lines)), event)
            script = "\n".join(lines)
        kiosk = Kiosk(script)
        starts.append(kiosk.wait_until_up())
        if not isinstance(event, str):
            time.sleep(dice.uniform(0, LONGEST))
            if kiosk.process.poll() is None:
                event(kiosk, dice)
            else:
                name = "too late, all visits were over"
        counts[name] = counts.get(name, 0) + 1
        code = kiosk.end()
        assert name != "resized" or code == 0, f"a change of the screen's size ended the program with {code}"
        assert name != "lose gpu" or code != 0, "the program went on without a graphics card"
        verify_record()
    last = Kiosk(VISIT)
    starts.append(last.wait_until_up())
    assert last.end() == 0, "the last visit did not succeed"
    arrived, told = look_at_results(), consents()
    assert all(count == GROUPS for count in told), told
    assert arrived <= len(told), f"{arrived} results of {len(told)} visits with consents"
    # What an ended run had not handed on the next one did: only locks and keys are left.
    waiting = [path.name for path in (FOLDER / "out/spool").rglob("*") if path.is_file()]
    assert all(name == "lock" or name.endswith(".key") for name in waiting), f"results still wait: {waiting}"
    print(f"- {TIMES} times in the middle of visits (seed {SEED}): " + ", ".join(f"{n} {c}" for n, c in sorted(counts.items())))
    print(f"- from exec to the first screen: median {statistics.median(starts):.2f} s, longest {max(starts):.2f} s of {len(starts)} starts")
    print(f"- {len(told)} visits with consents at the centre, each with all {GROUPS} groups; {arrived} results arrived whole, none waits; the record is unbroken")
    assert max(starts) <= START_LIMIT, f"a start took {max(starts):.2f} s"


try:
    main()
except BaseException:
    print((FOLDER / "log.txt").read_text()[-3000:], file=sys.stderr)
    raise
