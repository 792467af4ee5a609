#!/usr/bin/python3
"""Whole visits through AT-SPI's actions alone. Run by run.sh."""
import os, re, subprocess, sys, time
from kioskat import Kiosk

JA = dict(place="カードを 置く", take="カードを 取る", tray="次の人", pin="暗証番号", enter="決定", agree="すべて同意する",
          idle="マイナンバーカードを ここに 置いてください", method="ご本人の確認の 方法を 選んでください",
          pad="暗証番号 4桁を 入れてください", consent="過去の 医療情報を この病院に 提供しますか",
          done="受付が 終わりました。 カードを 取ってください", taken="受付が 終わりました", dots="4桁のうち {}桁 入りました",
          review="これで よければ 送ります", send="これで送る", full="ヘッドホンを さす", erase="消す", back="もどる", cancel="やめる")
EN = dict(place="Place card", take="Take card", tray="Next", pin="PIN", enter="OK", agree="Agree to all",
          idle="Please place your My Number Card here", method="How shall we check that it is you?",
          pad="Enter your 4-digit PIN", consent="Share past medical information?",
          done="You are checked in. Please take your card", taken="You are checked in", dots="{} of 4 digits entered",
          review="Is this right? Then send it", send="Send this", full="Headphones in", erase="Del", back="Back", cancel="Stop")
NAMES = ("花子", "ハナコ", "ﾊﾅｺ", "Hanako")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
k = Kiosk()


def window_rectangle():
    out = subprocess.run(["xdotool", "getwindowgeometry", "--shell", os.environ["WINDOW"]], capture_output=True, text=True).stdout
    g = dict(line.split("=") for line in out.split())
    return [int(g[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")]


def inside(r, outer):
    return r[2] > 0 and r[3] > 0 and r[0] >= outer[0] and r[1] >= outer[1] \
        and r[0] + r[2] <= outer[0] + outer[2] and r[1] + r[3] <= outer[1] + outer[3]


def check_tree(words):
    """What must hold on every screen."""
    window, nodes = window_rectangle(), k.nodes()
    frame = next(n for n in nodes if n.role == "frame")
    k.check("the frame's extents are the window's", list(frame.extents or []) == window, f"{frame} window {window}")
    body = [n for n in nodes if n.depth > frame.depth]
    headings = [n for n in body if n.role == "heading"]
    k.check("one heading", len(headings) == 1, [n.name for n in headings])
    for n in body:
        if n.role != "list":
            k.check(f"every {n.role} has a name", n.name.strip(), n)
        k.check(f"every {n.role} has extents inside the window", n.extents and inside(n.extents, window), f"{n} window {window}")
        if n.role == "push button":
            k.check("every push button has a click action", "click" in n.actions, n)
        if n.role in ("push button", "heading"):
            k.check(f"every {n.role} is focusable", "focusable" in n.states, n)
        if n.role == "list item":
            k.check("every list item is in a list", n.parent.role == "list", f"{n} in {n.parent}")
    if headings:
        at = body.index(headings[0])
        k.check("nothing but the practice banner and the step stands before the heading", at <= 3 and all(n.role == "label" for n in body[:at]),
                [str(n) for n in body[:at]])
    # Reading order: down the glass, and from left to right in a row. Not the tray, whose captions stand two in a row.
    # Before its first control the tray says whose card it is, and the practice PIN.
    tray = next((i - 2 for i, n in enumerate(body) if n.name == words["tray"]), len(body))
    ordered = [n for n in body[:tray] if n.role != "list"]
    for a, b in zip(ordered, ordered[1:]):
        down = b.extents[1] >= a.extents[1] + a.extents[3] // 2
        right = abs(b.extents[1] - a.extents[1]) < 8 and b.extents[0] > a.extents[0]
        # After the answers come the ways back, in the corner at the left.
        back = b.name in (words["back"], words["cancel"])
        # On a glass that lies answers and controls stand in columns.
        column = b.extents[0] >= a.extents[0] + 8
        k.check("reading order goes down and right", down or right or back or column, f"{a} before {b}")
    return body, tray


def screen(words, title, since, first=False):
    """Waits for a screen; its heading has the focus."""
    began = time.monotonic()
    k.until(f"screen {words[title]!r}", lambda: k.find("heading", words[title]))
    k.say("screen", words[title], f"({time.monotonic() - began:.2f} s)")
    if not first:
        k.check("a new screen's heading gets a focused event",
                k.await_event("object:state-changed:focused", words[title], since, 2, gained=1), words[title])
    k.check("a new screen's heading has the focused state", k.poll(lambda: k.is_focused(words[title]), 2), words[title])
    return check_tree(words)


def check_secret(words, typed, body, tray):
    """No prefix of the PIN anywhere on the kiosk's part (the tray tells the practice PIN on purpose)."""
    for n in body[:tray]:
        for text in n.strings():
            k.check("no node holds the digits typed", not any(typed[:length] in text for length in range(2, len(typed) + 1)), n)


def first_screen_again(words, since):
    """By itself, after ten seconds; what the bus knew of the patient is gone (the tray names its practice persons)."""
    body, tray = screen(words, "idle", since)
    for n in body[:tray]:
        k.check("no node holds the patient's name after the visit", not any(name in text for text in n.strings() for name in NAMES), n)


def visit(words, since):
    k.press(words["place"])
    screen(words, "method", since)
    since = len(k.events)
    k.press(words["pin"])
    screen(words, "pad", since)
    pin = ""
    for digit in "1234":
        since, began = len(k.events), time.monotonic()
        k.press(digit)
        pin += digit
        name = words["dots"].format(len(pin))
        dots = k.poll(lambda: next((n for n in k.nodes() if n.name == name), None), 5)
        k.check("the dots say how many digits are in", dots, name)
        k.say(f"digit {len(pin)}: dots after {time.monotonic() - began:.2f} s, role {dots and dots.role}")
        k.check("the dots' name change is an event",
                k.await_event("object:property-change:accessible-name", name, since, 1), name)
        k.check("the dots are announced (live region)", k.await_event("object:announcement", name, since, 0.5), dots)
        body, tray = check_tree(words)
        check_secret(words, pin, body, tray)
    for e in k.events:
        k.check("no event holds the digits typed", not any(p in e[3] or p in e[4] for p in ("12", "123", "1234"))
                or words["pin"] in e[3], e)
    since = len(k.events)
    k.press(words["enter"])
    screen(words, "consent", since)
    since = len(k.events)
    k.press(words["agree"])
    screen(words, "review", since)
    since = len(k.events)
    k.press(words["send"])
    screen(words, "done", since)
    since = len(k.events)
    k.press(words["take"])
    screen(words, "taken", since)


def focus_follows(words):
    """grabFocus on each button: the event comes by itself, soon."""
    for node in [n for n in k.nodes() if n.role == "push button"]:
        since, began = len(k.events), time.monotonic()
        node.acc.queryComponent().grabFocus()
        event = k.await_event("object:state-changed:focused", node.name, since, 1.5, gained=1)
        k.check("grabFocus moves the focus within 1.5 s", event, node)
        took = f"{time.monotonic() - began:.2f} s"
        now = k.find("push button", node.name)
        k.say("focus", node.name, took, "focused" if now and "focused" in now.states else "NOT focused")


def switch_to_english():
    k.press("Language")
    dialog("ことばを 選んで ください", "dialog")
    since = len(k.events)
    k.press("English")
    k.until("English", lambda: k.find("heading", EN["idle"]))
    body, _ = check_tree(EN)
    for n in body:
        k.check("in English no name is Japanese", not JAPANESE.search(n.name) or n.name in ("日本語", "やさしい にほんご"), n)
    return since


def dialog(title, role):
    """What lies over a screen."""
    k.until(title, lambda: k.find("heading", title))
    nodes = k.nodes()
    for n in nodes:
        k.say("   ", "  " * n.depth, n)
    boxes = [n for n in nodes if n.role == role]
    k.check(f"what lies over the screen is one {role}", len(boxes) == 1, [str(n) for n in boxes])
    for box in boxes:
        k.check(f"the {role} has a name", box.name, box)
        k.check(f"the {role} is modal", "modal" in box.states, box)
    k.check(f"the heading of the {role} has the focus", k.poll(lambda: k.is_focused(title), 3),
            [n.name for n in k.nodes() if "focused" in n.states])
    k.check(f"nothing behind the {role} is offered", not [n for n in nodes if n.role == "heading" and n.name != title],
            [n.name for n in nodes if n.role == "heading"])


def dialogs():
    """The voice's panel and the time-out warning (a minute)."""
    k.press("音声で 案内する")
    k.until("voice bar", lambda: k.find("push button", "選ぶ"))
    k.press("音声")
    dialog("音声の 調整", "dialog")
    k.press("音声を 切る")
    k.until("no panel", lambda: not k.find("heading", "音声の 調整"))
    k.press(JA["place"])
    k.until("method", lambda: k.find("heading", JA["method"]))
    k.press(JA["pin"])
    k.until("pad", lambda: k.find("heading", JA["pad"]))
    k.deadline = 80
    dialog("まだ 使っていますか", "alert")
    k.press("もっと時間がほしい")


k.say("application found")
# The window system tells the kiosk where its window is and that it has the focus: nothing to judge before that.
k.poll(lambda: (n := next((n for n in k.nodes() if n.role == "frame"), None)) and "active" in n.states
       and list(n.extents) == window_rectangle(), 5)
screen(JA, "idle", 0, first=True)
if "--dialogs" in sys.argv:
    dialogs()
    k.end()
focus_follows(JA)
visit(JA, len(k.events))
since = len(k.events)
first_screen_again(JA, since)
visit(EN, switch_to_english())
since = len(k.events)
first_screen_again(JA, since)
k.end()
