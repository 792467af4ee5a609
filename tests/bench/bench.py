#!/usr/bin/python3
"""`make bench`: runs every part, ours and theirs in turn, and writes target/bench.md and docs/budget.svg.

bench.py FOLDER [windows] [card] [face] [visits] [frames]

Run by run.sh; FOLDER is empty and goes away afterwards. With some parts only, the picture is written where it was among
them, and the table holds what was measured."""

import json
import os
import pathlib
import subprocess
import sys
import time

import report
import visits
from windows import Measure

ROOT = pathlib.Path(__file__).parents[2]
PARTS = ("windows", "card", "face", "visits", "frames")
# How often; all of it takes about a quarter of an hour.
STARTS, RESTS, REST_SECONDS, TOUCHES = 7, 3, 40, 40
CARD_ROUNDS, FACE_TURNS, FACE_ROUNDS, VISIT_ROUNDS = 7, 3, 2, 5
BLAS = "/usr/lib/x86_64-linux-gnu"


def answers(words, **more):
    out = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, **more).stdout
    return [json.loads(line) for line in out.splitlines()]


def measure_windows(uketsuke, bench, folder):
    measure = Measure(uketsuke, bench, folder)
    try:
        starts = measure.starts(STARTS)
        parts = [measure.idle(REST_SECONDS) for _ in range(RESTS)]
        touches = measure.touches(TOUCHES)
    finally:
        measure.close()
    return report.windows(starts, {"parts": parts, "seconds": REST_SECONDS}, touches)


def measure_card(bench):
    head, *lines = answers([bench, "measure-card", str(CARD_ROUNDS)])
    runs = {who: [line for line in lines if line["who"] == who] for who in ("kiosk", "myna-card", "OpenSC")}
    return report.card(runs, head["face_file"])


def measure_face(bench, dlib, folder):
    subprocess.run([bench, "write-pictures", folder], check=True)
    pictures = sorted(map(str, folder.glob("*.ppm")))
    networks = ["mmod_human_face_detector.dat", "shape_predictor_5_face_landmarks.dat", "dlib_face_recognition_resnet_model_v1.dat"]
    words = [dlib / "face", *(dlib / network for network in networks)]

    def theirs(blas, threads, rounds):
        paths = {"LD_LIBRARY_PATH": f"{BLAS}/{blas}", "OPENBLAS_NUM_THREADS": str(threads)}
        return answers([*words, str(rounds), *pictures], env={**os.environ, **paths})

    cores = os.cpu_count()
    contenders = {
        "ours": lambda: answers([bench, "measure-face", str(FACE_ROUNDS * 2), *pictures]),
        "dlib, Debian's plain BLAS, 1 thread": lambda: theirs("blas", 1, 1),
        "dlib, OpenBLAS, 1 thread": lambda: theirs("openblas-pthread", 1, FACE_ROUNDS),
        f"dlib, OpenBLAS, {cores} threads": lambda: theirs("openblas-pthread", cores, FACE_ROUNDS),
    }
    times = {who: [] for who in contenders}
    for turn in range(FACE_TURNS):
        for who, run in contenders.items():
            # The slowest is as steady as it is slow.
            if turn and "plain" in who:
                continue
            found = [picture for picture in run() if picture["faces"]]
            if len(found) != len(pictures):
                print(f"{who} found {len(found)} faces on {len(pictures)} pictures", file=sys.stderr)
            times[who] += found
    return report.face(times)


def measure_visits(uketsuke, folder):
    budgets = visits.budgets(uketsuke, folder, VISIT_ROUNDS)
    (ROOT / "docs" / "budget.svg").write_text(report.budget_svg(budgets))
    return report.visits(budgets)


def main(folder, *parts):
    parts = parts or PARTS
    uketsuke, bench = os.environ["UKETSUKE"], os.environ["BENCH"]
    folder = pathlib.Path(folder)
    began, load = time.monotonic(), os.getloadavg()[0]
    measures = {
        "windows": lambda: measure_windows(uketsuke, bench, folder),
        "card": lambda: measure_card(bench),
        "face": lambda: measure_face(bench, pathlib.Path(os.environ["DLIB"]), folder),
        "visits": lambda: measure_visits(uketsuke, folder),
        "frames": lambda: report.frames(*visits.frames(uketsuke, folder), visits.p99),
    }
    tables, failed = [], []
    for part in PARTS:
        if part in parts:
            print(f"{time.monotonic() - began:4.0f} s  {part}", flush=True)
            try:
                tables.append(measures[part]())
            # One part that cannot be measured here must not lose the others.
            except Exception as why:
                failed.append(part)
                tables.append([f"## {part}: not measured", "", f"{type(why).__name__}: {why}"])
    minutes = (time.monotonic() - began) / 60
    head = ["# How fast, beside others", "", f"By `make bench`, {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {minutes:.0f} minutes.", ""]
    head += [f"- {line}" for line in report.conditions(uketsuke, (f"{load:.1f}", f"{os.getloadavg()[0]:.1f}"))]
    text = "\n\n".join("\n".join(table).rstrip() for table in [head, *tables]) + "\n"
    (ROOT / "target").mkdir(exist_ok=True)
    (ROOT / "target" / "bench.md").write_text(text)
    print(text)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
