"""The table of `make bench`, target/bench.md, and the picture of a visit's time, docs/budget.svg."""

import os
import pathlib
import platform
import statistics
import subprocess

BUDGET_MS = 2500


def median(values):
    return statistics.median(values)


def p95(values):
    return statistics.quantiles(values, n=20, method="inclusive")[18] if len(values) > 1 else values[0]


def said(words):
    """What a program says of its version."""
    try:
        out = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
        return (out.stdout or out.stderr).strip().splitlines()[0]
    except (OSError, IndexError, subprocess.TimeoutExpired):
        return "?"


def package(name):
    return said(["dpkg-query", "--show", "--showformat", "${Package} ${Version}", name])


def conditions(uketsuke, load):
    cpu = next((x.split(":")[1].strip() for x in open("/proc/cpuinfo") if x.startswith("model name")), platform.machine())
    where = pathlib.Path(__file__).parent
    commit = said(["git", "-C", str(where), "describe", "--always", "--dirty"])
    return [
        f"{os.cpu_count()} cores, {cpu}; no graphics card: our window is drawn by Mesa's lavapipe, Chromium's by what it takes itself",
        f"load average {load[0]} before, {load[1]} after: others worked on this machine; ours and theirs took turns",
        f"{said([uketsuke, '--version'])}, commit {commit}, profile release (thin LTO), {said(['rustc', '--version'])}",
        ", ".join(map(package, ("chromium", "opensc", "pcscd", "libdlib-dev", "libopenblas0-pthread", "mesa-vulkan-drivers", "xvfb"))),
        f"Linux {platform.release()}; myna-card 3.3.4; ONNX Runtime as `uketsuke models show` names it",
    ]


def verdict(good):
    return "yes" if good else "**no**"


def ratio(theirs, ours):
    """How many times less ours is, or more."""
    return f"{theirs / ours:.1f} × less" if theirs >= ours else f"{ours / theirs:.1f} × **more**"


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def windows(found, idle, touches):
    """Start, memory, idle time and touches."""
    ours, theirs = found["ours"], found["chromium"]
    lines = ["## Start, memory, rest, touch", ""]
    lines += [
        "The first screen of `uketsuke kiosk`, fullscreen on 1080×1920 with a virtual reader, and the PIN pad of `uketsuke "
        "practice` (with its banner and tray below: 1080×2060), beside `tests/bench/page` in `chromium --kiosk` on 1080×1920, "
        "each on an Xvfb of its own with a window manager. Files were in the cache.",
        "",
        row("what", "ours", "Chromium", "ratio", "wanted", "reached"),
        row(*["---"] * 6),
    ]

    def memory(start, kind):
        return sum(process[kind] for process in start["processes"])

    a, b = (median([x["seconds"] for x in who]) for who in (ours, theirs))
    lines.append(row(f"start to the first screen as it stays, median of {len(ours)}", f"{a:.2f} s", f"{b:.2f} s", ratio(b, a), "faster", verdict(a < b)))
    for name, kind in (("RSS", 1), ("PSS", 2)):
        a, b = (median([memory(x, kind) for x in who]) for who in (ours, theirs))
        count = f"{len(ours[-1]['processes'])} and {len(theirs[-1]['processes'])} processes"
        lines.append(row(f"{name} of all processes at the first screen ({count})", f"{a:.0f} MB", f"{b:.0f} MB", ratio(b, a), "less", verdict(a < b)))
    a, b = (sum(process[2] for process in touches["memory"][who]) for who in ("ours", "chromium"))
    lines.append(row("PSS at the PIN pad; ours with networks of the face, virtual card, centre and PC/SC service", f"{a:.0f} MB", f"{b:.0f} MB", ratio(b, a), "–", "–"))
    a, b = (100 * median([x[who] for x in idle["parts"]]) for who in ("ours", "chromium"))
    what = f"part of a core at rest, both at once, median of {len(idle['parts'])} × {idle['seconds']} s"
    lines.append(row(what, f"{a:.2f} %", f"{b:.2f} %", ratio(b, a) if a > 0.005 else "–", "≤ 0.5 %", verdict(a <= 0.5)))
    a, b = ([1000 * x for x in touches["seconds"][who]] for who in ("ours", "chromium"))
    what = f"touch on a key of the PIN pad → its pixels, median (p95) of {len(a)}"
    cells = (f"{median(x):.0f} ms ({p95(x):.0f})" for x in (a, b))
    lines.append(row(what, *cells, ratio(median(b), median(a)), "fewer ms", verdict(median(a) < median(b))))
    a, b = (1000 * touches["work"][who] for who in ("ours", "chromium"))
    lines.append(row("processor time of a touch, press and release", f"{a:.0f} ms", f"{b:.0f} ms", ratio(b, a), "–", "–"))
    looks = touches["look"]
    lines += ["", f"Pixels were looked at every {1000 * looks['ours']:.2f} ms (ours) and {1000 * looks['chromium']:.2f} ms. "
              "The touch is a mouse button by XTEST, its pointer already there."]
    return lines


def card(runs, length):
    parts = ("certificate", "signature", "photo")
    least = {"certificate": 2, "signature": 3, "photo": 4}
    lines = ["## Card", "", f"One virtual card over PC/SC, 15 ms added to each APDU, face file of {length} bytes; milliseconds "
             "(APDUs), medians. Ours asks for the tries left each time, and that is counted in what is least.", "",
             row("what", "least", "the kiosk", "myna-card's wrappers", "OpenSC", "of the faster one", "wanted", "reached"),
             row(*["---"] * 8)]
    whole = {}
    for part in parts:
        times = {who: median([x[part] for x in runs[who]]) for who in runs}
        apdus = {who: runs[who][-1]["apdus"][parts.index(part)] for who in runs}
        for who in runs:
            whole.setdefault(who, []).append((times[who], apdus[who]))
        cells = [f"{times[who]:.0f} ({apdus[who]})" for who in ("kiosk", "myna-card", "OpenSC")]
        near = apdus["kiosk"] <= least[part] + 1
        name = {"certificate": "tries left, certificate", "signature": "tries left, PIN, signature", "photo": "photo by 照合番号B"}[part]
        lines.append(row(name, str(least[part]), *cells, "–", "within 1 APDU", verdict(near)))
    totals = {who: median([sum(x[part] for part in parts) for x in runs[who]]) for who in runs}
    counts = {who: sum(n for _, n in whole[who]) for who in runs}
    cells = [f"{totals[who]:.0f} ({counts[who]})" for who in ("kiosk", "myna-card", "OpenSC")]
    part = totals["kiosk"] / min(totals["myna-card"], totals["OpenSC"])
    lines.append(row("all three", "9", *cells, f"{part:.2f}", "≤ 0.33", verdict(part <= 1 / 3)))
    lines += ["", f"{len(runs['kiosk'])} rounds in turn. The kiosk's times hold its checks of the certificate, OpenSC's the start of "
              "three programs, without which it cannot be had; `opensc-tool` was handed the APDUs of the photo, 256 bytes each. "
              "The four attributes (least: 4 APDUs) are not read by the kiosk at all: the centre answers with them."]
    return lines


def face(times):
    stages = ("detect", "align", "embed")
    lines = ["## Face", "", "Six drawn frames of 640×480, the same networks: dlib's own files, and ours made from them. Every face from 80 pixels "
             "on is looked for; medians in milliseconds. Alignment is dlib's five marks and the cutting out; ours finds the "
             "marks in the step before.", "", row("who", "detect", "align", "describe", "all", "ours is"), row(*["---"] * 6)]

    def whole(who):
        return median([sum(x) for picture in times[who] for x in zip(*(picture[stage] for stage in stages))])

    mine = whole("ours")
    for who in times:
        cells = [f"{median([x for picture in times[who] for x in picture[stage]]):.1f}" for stage in stages]
        lines.append(row(who, *cells, f"{whole(who):.0f}", "–" if who == "ours" else f"{whole(who) / mine:.1f} × faster"))
    apart = max(
        abs(a["distance"] - b["distance"])
        for a, b in zip(times["ours"], times["dlib, Debian's plain BLAS, 1 thread"])
        if "distance" in a and "distance" in b
    )
    good = [(who, whole(who) / mine >= 10) for who in times if who != "ours"]
    lines += ["", "Ten times as fast as: " + "; ".join(f"{who}: {verdict(reached)}" for who, reached in good) + ".",
              "", f"The kiosk uses one thread. Distances between neighbouring pictures differ by {apart:.3f} at most between the two: "
              "nearly the same is computed (dlib's sizes of a face grow by a fifth, ours by a quarter). Headers of dlib were compiled by g++ -O3 -march=native, its library is Debian's; OpenBLAS was "
              "put in its way by the loader's path."]
    return lines


def visits(found):
    lines = ["## The machine's part of a visit", "", "Scripted visits by the real clock in a real window (1080×1920), a card of "
             "15 ms an APDU and 424 kbit/s (12 bits a byte: ten of Type B, the rest blocks and acknowledgements), practice camera, "
             "centre on this machine. From the hand's last touch, or the device's answer, until it is done or on the glass. A real "
             "card computes a signature more slowly, a real camera starts more slowly, a real centre is further away.", ""]
    for kind, steps in found.items():
        rounds = len(next(iter(steps.values())))
        total = median([sum(times[round_] for times in steps.values()) for round_ in range(rounds)])
        lines += [f"### By {kind}: {total:.0f} ms, median of {rounds} visits; wanted: ≤ {BUDGET_MS}; reached: {verdict(total <= BUDGET_MS)}", "",
                  row("step", "ms", ""), "|---|--:|---|"]
        for name, times in steps.items():
            lines.append(row(name, f"{median(times):.0f}", "▇" * max(1, round(median(times) / 20))))
        lines.append("")
    return lines


def frames(matching, alone, p99):
    a, b = p99(matching), p99(alone)
    return ["## Frames while faces are compared", "", row("face screen, its picture moving", "frames", "median", "p99"), row(*["---"] * 4),
            row("comparing", str(len(matching)), f"{median(matching):.0f} ms", f"{a:.0f} ms"),
            row("the comparing thread held", str(len(alone)), f"{median(alone):.0f} ms", f"{b:.0f} ms"),
            "", f"Ratio of the p99: {a / b:.2f}; wanted: ≤ 1.5; reached: {verdict(a / b <= 1.5)}."]


STYLE = """text{font:13px system-ui,sans-serif;fill:#161b22}.head{font-weight:700;font-size:15px}.bar{fill:#00707c}.screen{fill:#7fb3b8}
.line{stroke:#c43a00;stroke-width:1.5;stroke-dasharray:5 4}.limit{fill:#c43a00}.grid{stroke:#161b22;stroke-opacity:.13}.back{fill:#fdfaf5}
@media(prefers-color-scheme:dark){text{fill:#e8eef2}.bar{fill:#3fb6c2}.screen{fill:#2a6f77}.line{stroke:#ff9d5c}.limit{fill:#ff9d5c}
.grid{stroke:#fff;stroke-opacity:.16}.back{fill:#14191d}}"""


def budget_svg(found):
    """Each step of both visits as a bar that begins where the one before ends."""
    left, width, height, gap = 292, 560, 20, 34
    longest = max(BUDGET_MS, *(sum(map(median, steps.values())) for steps in found.values()))
    scale = width / (longest * 1.08)
    tick = 500 * max(1, round(longest / 3000))
    parts, y = [], 16
    for kind, steps in found.items():
        rounds = len(next(iter(steps.values())))
        total = median([sum(times[round_] for times in steps.values()) for round_ in range(rounds)])
        y += 14
        parts.append(f'<text class="head" x="16" y="{y}">By {kind}: the machine takes {total / 1000:.2f} s</text>')
        y += 10
        top, at = y, 0.0
        for name, times in steps.items():
            ms = median(times)
            kind_of_bar = "screen" if name.startswith("screen") else "bar"
            x = left + at * scale
            parts.append(f'<text x="{left - 10}" y="{y + 15}" text-anchor="end">{name}</text>')
            parts.append(f'<rect class="{kind_of_bar}" x="{x:.1f}" y="{y + 3}" width="{max(1.5, ms * scale):.1f}" height="{height - 6}" rx="2"/>')
            parts.append(f'<text x="{x + max(1.5, ms * scale) + 6:.1f}" y="{y + 15}">{ms:.0f}</text>')
            at += ms
            y += height
        for second in range(0, int(longest) + 1, tick):
            # There stands the limit.
            if abs(second - BUDGET_MS) * scale < 60:
                continue
            x = left + second * scale
            parts.insert(0, f'<path class="grid" d="M{x:.1f} {top}V{y}"/>')
            parts.append(f'<text x="{x:.1f}" y="{y + 15}" text-anchor="middle">{second} ms</text>')
        x = left + BUDGET_MS * scale
        parts.append(f'<path class="line" d="M{x:.1f} {top}V{y}"/><text class="limit" x="{x:.1f}" y="{y + 15}" text-anchor="middle">{BUDGET_MS}</text>')
        y += gap
    y += 2
    x = left
    for kind_of_bar, words in (("bar", "card, face, centre, result"), ("screen", "a screen is drawn by the processor")):
        parts.append(f'<rect class="{kind_of_bar}" x="{x}" y="{y - 12}" width="14" height="14" rx="2"/><text x="{x + 20}" y="{y}">{words}</text>')
        x += 200
    parts.append(f'<text class="limit" x="{left + BUDGET_MS * scale:.1f}" y="{y}" text-anchor="middle">at most</text>')
    y += 16
    total_width, total_height = left + width + 20, y
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total_width} {total_height}" role="img" aria-label="What the machine takes of a visit, step by step">'
        f'<style>{STYLE}</style><rect class="back" width="{total_width}" height="{total_height}" rx="8"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
