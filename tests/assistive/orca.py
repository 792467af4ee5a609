#!/usr/bin/python3
"""What has the focus is what Orca says. Run by run.sh --orca."""
import json, os, subprocess, time
from kioskat import Kiosk

k = Kiosk()
IDLE = "マイナンバーカードを ここに 置いてください"


def said(since):
    """What Orca has said since this time."""
    with open(os.environ["SAYLOG"], encoding="utf-8") as log:
        lines = [json.loads(line) for line in log if line.endswith("\n")]
    return [line["text"] for line in lines if line["t"] >= since and line["kind"] != "key"]


def key(name):
    subprocess.run(["xdotool", "key", "--clearmodifiers", name], check=True)


def shift_tab_held():
    """As a hand does it: the kiosk has seen Shift before Tab comes."""
    subprocess.run(["xdotool", "keydown", "Shift_L", "sleep", "0.2", "key", "Tab", "sleep", "0.2", "keyup", "Shift_L"], check=True)


def focused():
    return next((n for n in k.nodes() if "focused" in n.states), None)


def stroke(name, note=""):
    """One key stroke; the next focus event's control is said, and nothing else had to happen."""
    # The event of an earlier focus may still be on its way: the stroke moves the focus to something else.
    here = focused()
    since, began = len(k.events), time.time()
    shift_tab_held() if name == "held shift+Tab" else key(name)
    gained = lambda e: e[0].startswith("object:state-changed:focused") and e[1] == 1 and not (here and e[3] == here.name)
    event = k.poll(lambda: next((e for e in k.events[since:] if gained(e)), None), 3)
    k.check("each key stroke that moves the focus gives a focused event", event, f"{name} {note}")
    if not event:
        return None
    heard = k.poll(lambda: [t for t in said(began) if event[3] in t], 3)
    k.check("Orca says the name of what has the focus", heard, f"{event[3]!r}; Orca said {said(began)}")
    k.say(f"{name:10} focus {event[2]} {event[3]!r}; Orca after {time.time() - began:.2f} s: {said(began)}")
    return event[3]


def await_heading(title, began):
    k.until(f"screen {title}", lambda: k.find("heading", title))
    heard = k.poll(lambda: any(title in t for t in said(began)), 4)
    k.check("Orca says a new screen's heading", heard, f"{title}; Orca said {said(began)}")
    k.poll(lambda: False, 0.7)  # listens on: what follows the heading
    lines = [n.name for n in k.nodes() if n.role == "label" and n.extents[1] < 600]
    k.say("screen", title, "-> Orca:", said(began), "sentences:", lines)


def tab_to(name):
    for _ in range(25):
        if focused() and focused().name == name:
            return
        stroke("Tab")
    k.check("Tab comes to " + name, False)


k.until("the first screen", lambda: k.find("heading", IDLE))
k.until("Orca says the first heading", lambda: any(IDLE in t for t in said(0)))
k.until("the focus on the first heading", lambda: k.is_focused(IDLE))
order = [n.name for n in k.nodes() if n.role in ("heading", "push button")]
went = [stroke("Tab") for _ in order]
k.check("Tab goes once round in reading order", went == order[1:] + order[:1], went)
back = [stroke("held shift+Tab") for _ in range(3)]
k.check("Shift+Tab goes back", back == order[::-1][:3], back)
back = [stroke("shift+Tab") for _ in range(3)]
k.check("Shift+Tab goes back, all four strokes in one frame", back == order[::-1][3:6], back)

# A visit with keys only, PIN included.
tab_to("カードを 置く"); began = time.time(); key("Return")
await_heading("ご本人の確認の 方法を 選んでください", began)
tab_to("暗証番号"); began = time.time(); key("Return")
await_heading("暗証番号 4桁を 入れてください", began)
typing = time.time()
for count, digit in enumerate("1234", 1):
    began, name = time.time(), f"4桁のうち {count}桁 入りました"
    key(digit)
    k.until(name, lambda: any(n.name == name for n in k.nodes()))
    heard = k.poll(lambda: any(name in t for t in said(began)), 2)
    k.check("Orca says how many digits are in", heard, f"{name}; Orca said {said(began)}")
k.check("Orca says no digit that was typed", not any(c in t.replace("4桁", "") for t in said(typing) for c in "1234"
        if "桁 入りました" not in t), said(typing))
began = time.time(); key("Return")
await_heading("過去の 医療情報を この病院に 提供しますか", began)
tab_to("すべて同意する"); began = time.time(); key("Return")
await_heading("これで よければ 送ります", began)
tab_to("これで送る"); began = time.time(); key("Return")
await_heading("受付が 終わりました。 カードを 取ってください", began)
tab_to("カードを 取る"); began = time.time(); key("Return")
await_heading("受付が 終わりました", began)
began = time.time()
await_heading(IDLE, began)
k.end()
