"""Whole visits by the real clock, in a real window, with a card that is as slow as over the air: what of their time is the
machine's, step by step, and how long the frames take while faces are compared and while they are not."""

import contextlib
import ctypes
import json
import os
import pathlib
import statistics
import subprocess
import time

from windows import GLASS, PX_PER_MM, XServer

HERE = pathlib.Path(__file__).parent
LIMIT = 240  # seconds, of a visit
HELD = 15  # seconds in which nothing is compared; the face screen stands for 20 without anybody


def lines(path):
    if not path.exists():
        return []
    # The last line may be half written.
    found = []
    for line in path.read_text().splitlines():
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def start(uketsuke, script, out, *more):
    out.mkdir(parents=True)
    server = XServer(*GLASS)
    words = [uketsuke, "visit", script, "--out", out, "--real-time", "--format", "portrait", "--px-per-mm", PX_PER_MM, *more]
    visit = subprocess.Popen(
        words, env={**os.environ, "DISPLAY": server.name}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    return server, visit


def finish(server, visit):
    try:
        _, words = visit.communicate(timeout=LIMIT)
    finally:
        visit.kill()
        server.close()
    if visit.returncode:
        raise RuntimeError(f"a visit failed: {words.strip().splitlines()[-1]}")


class Course:
    """What a transcript tells of when things happened, in milliseconds."""

    def __init__(self, transcript):
        self.lines = transcript

    def script(self, verb, since=0):
        """When the script came to its next line with this verb."""
        return next(x["at_ms"] for x in self.lines if x["kind"] == "script" and x["step"] == verb and x["at_ms"] >= since)

    def event(self, name, since):
        return next(x["at_ms"] for x in self.lines if x["kind"] == "step" and x["event"] == name and x["at_ms"] >= since)

    def touched(self, since, until):
        """The last touch that did something, in between."""
        found = [x["at_ms"] for x in self.lines if x["kind"] == "step" and x["event"] == "user" and since <= x["at_ms"] <= until]
        return found[-1]


def pin_steps(course):
    """What the machine does in a visit by PIN: name, from, until. Between them is the patient's time."""
    placed = course.script("place card")
    noticed, read = course.event("reader", placed), course.event("card_read", placed)
    ways = course.script("tap", read)
    typing = course.script("enter pin", ways)
    signed = course.event("signed", typing)
    identified = course.event("identified", signed)
    return [
        ("the reader notices the card", placed, noticed),
        ("certificate and tries left, 3 APDUs", noticed, read),
        ("screen: the ways", read, ways),
        ("screen: the PIN pad", course.touched(ways, typing), typing),
        ("counter, PIN and signature, 3 APDUs", course.touched(typing, signed), signed),
        ("the centre checks the signature", signed, identified),
        *consent_steps(course, identified),
    ]


def face_steps(course):
    placed = course.script("place card")
    noticed, read = course.event("reader", placed), course.event("card_read", placed)
    ways = course.script("tap", read)
    photo = course.event("photo_read", ways)
    checked = course.event("face_checked", photo)
    signed = course.event("signed", checked)
    identified = course.event("identified", signed)
    return [
        ("the reader notices the card", placed, noticed),
        ("certificate and tries left, 3 APDUs", noticed, read),
        ("screen: the ways", read, ways),
        ("the photo, 4 APDUs", course.touched(ways, photo), photo),
        ("camera, five good frames, comparison", photo, checked),
        ("terminal's proof and signature, 5 APDUs", checked, signed),
        ("the centre checks the signature", signed, identified),
        *consent_steps(course, identified),
    ]


def consent_steps(course, identified):
    consent = course.script("tap", identified)
    review = course.script("tap", consent + 1)
    done = course.script("pull card", review)
    answered = course.event("answered", review)
    written = course.event("result_written", answered)
    return [
        ("screen: the consents", identified, consent),
        ("screen: what will be sent", course.touched(consent, review), review),
        ("the centre answers", course.touched(review, answered), answered),
        ("the result, on disk and in the folder", answered, written),
        ("screen: done", written, done),
    ]


def budgets(uketsuke, folder, rounds):
    """For each kind of visit its steps, each with the milliseconds of every round."""
    found = {}
    for round_ in range(rounds + 1):
        for kind, steps in (("PIN", pin_steps), ("face", face_steps)):
            out = folder / f"visit-{kind}-{round_}"
            finish(*start(uketsuke, HERE / f"{kind.lower()}.visit", out))
            course = Course(lines(out / "transcript.jsonl"))
            # The first makes keys and fills the file cache.
            if round_:
                for name, since, until in steps(course):
                    found.setdefault(kind, {}).setdefault(name, []).append(until - since)
    return found


def frames(uketsuke, folder):
    """Milliseconds of every frame on the face screen while somebody is compared, and while the comparing thread is held."""
    out = folder / "frames-matching"
    finish(*start(uketsuke, HERE / "matching.visit", out, "--frame-times"))
    matching = [x["ms"] for x in lines(out / "frame-times.jsonl") if x["step"] == "face"]

    out = folder / "frames-alone"
    server, visit = start(uketsuke, HERE / "alone.visit", out, "--frame-times")
    transcript = out / "transcript.jsonl"
    while not (looking := [x for x in lines(transcript) if "look_at_face" in x.get("effects", [])]):
        if visit.poll() is not None:
            break
        time.sleep(0.02)
    # The camera has started, the photo has been looked at.
    time.sleep(1)
    with held_thread(visit.pid, "face"):
        time.sleep(HELD)
    finish(server, visit)
    since = looking[0]["at_ms"] + 1100
    alone = [
        x["ms"] for x in lines(out / "frame-times.jsonl") if x["step"] == "face" and since < x["at_ms"] < since + HELD * 1000 - 200
    ]
    return matching, alone


@contextlib.contextmanager
def held_thread(process, name):
    """One thread of a process stands still meanwhile, as under a debugger."""
    libc = ctypes.CDLL(None, use_errno=True)
    seize, interrupt, detach, all_kinds = 0x4206, 0x4207, 17, 0x40000000
    # The window's process replaces itself at its start, but keeps its number.
    tasks = pathlib.Path(f"/proc/{process}/task").iterdir()
    thread = next(int(task.name) for task in tasks if (task / "comm").read_text().strip() == name)

    def ask(request):
        if libc.ptrace(request, thread, None, None):
            raise OSError(ctypes.get_errno(), f"the thread {name} could not be held or let go")

    ask(seize)
    ask(interrupt)
    os.waitpid(thread, all_kinds)
    try:
        yield
    finally:
        ask(detach)


def p99(times):
    return statistics.quantiles(times, n=100, method="inclusive")[98]
