#!/usr/bin/python3
"""Persons who have nothing but what they see: pictures of the glass, made as bad as their eyes, read by OCR; they tap
on what they read. Each makes a whole visit, a wrong PIN and a card pulled too early.

persons.py low-vision|deuteranopia FOLDER [VISIT]

Run by persons.sh, with the window's number in WINDOW. FOLDER gets what was done and how long it took. The hand that puts the card down and takes it is the experimenter's:
it reads the tray as it is."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from PIL import Image, ImageFilter, ImageGrab, ImageOps

PX_PER_MM = 4.03
# A visual acuity of 0.1 resolves 10 minutes of arc, 1.45 mm at 50 cm; a Gaussian as wide as that at half its height.
SIGMA_MM = 1.45 / 2.355
# Viénot, Brettel and Mollon 1999: how one without cones for green sees, in linear RGB.
DEUTERANOPIA = (0.29275, 0.70725, 0.0, 0.29275, 0.70725, 0.0, -0.02234, 0.02234, 1.0)
# Tried when OCR does not find a word at first: it is made for letters of a certain size.
SCALES = (1.0, 0.6, 0.4, 1.6)
PATIENCE = 40.0


def words():
    """What stands on the glass, by its key, as any reader of Japanese would know it."""
    folder = pathlib.Path(__file__).parents[2] / "locales/ja"
    lines = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.ftl"))
    return dict(re.findall(r"^([a-z][a-z-]*) = (.+)$", lines, re.M))


WORDS = words()


def low_vision(picture):
    return picture.filter(ImageFilter.GaussianBlur(SIGMA_MM * PX_PER_MM))


def deuteranopia(picture):
    def table(f):
        return [round(255 * f(v / 255)) for v in range(256)] * 3
    linear = picture.point(table(lambda c: c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4))
    m = DEUTERANOPIA
    seen = linear.convert("RGB", (*m[0:3], 0, *m[3:6], 0, *m[6:9], 0))
    return seen.point(table(lambda c: 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055))


def plain(text):
    return re.sub(r"[\s、。，．,.]", "", text).translate(str.maketrans("ぺへべ", "ペヘベ"))


def distance_within(part, text):
    """Letters to change so that `part` stands somewhere in `text` (Sellers)."""
    row = [0] * (len(text) + 1)
    for i, a in enumerate(part, 1):
        before, row = row, [i]
        for j, b in enumerate(text, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
    return min(row)


def best(text, read):
    """Where it was read, with at most a quarter of its letters taken for others. Of those the shortest: what a button
    says may be a part of what another says."""
    wanted = plain(text)
    fits = [(distance_within(wanted, plain(line)), len(plain(line)), box) for line, box in read]
    return min((fit for fit in fits if fit[0] <= len(wanted) // 4), default=(None,))[-1]


def ocr(picture, language, mode, scale=1.0, letters=None):
    """Lines as (text, box), in the picture's own pixels."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        size = (round(picture.width * scale), round(picture.height * scale))
        picture.convert("L").resize(size, Image.LANCZOS).save(file.name)
        command = ["tesseract", file.name, "-", "-l", language, "--psm", str(mode)]
        command += ["-c", f"tessedit_char_whitelist={letters}"] if letters else []
        out = subprocess.run([*command, "tsv"], capture_output=True, text=True, check=True,
                             env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout
    lines = {}
    for row in (line.split("\t") for line in out.splitlines()[1:]):
        if len(row) == 12 and row[11].strip():
            left, top, width, height = (int(v) / scale for v in row[6:10])
            text, box = lines.get(tuple(row[2:5]), ("", None))
            own = (left, top, left + width, top + height)
            box = own if box is None else (min(box[0], own[0]), min(box[1], own[1]), max(box[2], own[2]), max(box[3], own[3]))
            lines[tuple(row[2:5])] = (text + row[11], box)
    return list(lines.values())


def fields(picture):
    """What looks like a key or a button: an area of one colour, at least 12 mm each way, that is nearly a rectangle."""
    step = 4
    small = picture.resize((picture.width // step, picture.height // step), Image.BOX)
    width, height = small.size
    colour, owner = list(small.getdata()), [0] * (width * height)
    found, least = [], 12 * PX_PER_MM / step
    for start in range(width * height):
        if owner[start]:
            continue
        owner[start], todo, size, seed = 1, [start], 0, colour[start]
        left, top, right, bottom = width, height, 0, 0
        while todo:
            at = todo.pop()
            x, y, size = at % width, at // width, size + 1
            left, top, right, bottom = min(left, x), min(top, y), max(right, x + 1), max(bottom, y + 1)
            for there in ((at - 1) * (x > 0), (at + 1) * (x < width - 1), at - width, at + width):
                if 0 < there < width * height and not owner[there] \
                        and sum(abs(a - b) for a, b in zip(colour[there], seed)) < 90:
                    owner[there] = 1
                    todo.append(there)
        # Letters and icons are holes in it.
        if right - left >= least and bottom - top >= least and size > 0.35 * (right - left) * (bottom - top) \
                and bottom - top < 50 * PX_PER_MM / step:
            found.append(tuple(v * step for v in (left, top, right, bottom)))
    return found


def digit(key):
    """The one digit of a key: dark on light, of the height that OCR is made for, with room around."""
    margin = (key.width // 8, key.height // 8)
    grey = key.crop((*margin, key.width - margin[0], key.height - margin[1])).convert("L")
    if sorted(grey.getcolors(256))[-1][1] < 128:
        grey = ImageOps.invert(grey)
    ground = sorted(grey.getcolors(256))[-1][1]
    box = grey.point([255 * (ground - v > 70) for v in range(256)]).getbbox()
    if not box:
        return None
    glyph = grey.crop((box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3))
    glyph = glyph.resize((max(1, round(glyph.width * 32 / glyph.height)), 32), Image.LANCZOS)
    page = Image.new("L", (128, 96), ground)
    page.paste(glyph, ((page.width - glyph.width) // 2, 32))
    looks = (ocr(part, "eng", 6, scale, "0123456789") for part, scale in ((page, 1.0), (key, 1.0), (key, 0.6)))
    return next((lines[0][0] for lines in looks if len(lines) == 1 and len(lines[0][0]) == 1), None)


def beside_icon(button):
    """A button's whole face, and what is right of the first wide gap in it."""
    grey = button.convert("L")
    ground = sorted(grey.getcolors(256))[-1][1]
    row = grey.point([255 * (abs(v - ground) > 60) for v in range(256)]).resize((button.width, 1), Image.BOX)
    inked = [x for x in range(8, button.width - 8) if row.getpixel((x, 0))]
    gap = next((b for a, b in zip(inked, inked[1:]) if b - a > 1.6 * PX_PER_MM), None)
    return [button] + ([button.crop((gap - 6, 0, button.width, button.height))] if gap else [])


def grab():
    return ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).convert("RGB").crop((0, 0, *WINDOW))


def geometry():
    out = subprocess.run(["xdotool", "getwindowgeometry", "--shell", os.environ["WINDOW"]], capture_output=True, text=True).stdout
    told = dict(line.split("=") for line in out.split())
    return int(told["WIDTH"]), int(told["HEIGHT"])


WINDOW = geometry()
TRAY = WINDOW[1] - 110


def click(at):
    subprocess.run(["xdotool", "mousemove", str(round(at[0])), str(round(at[1])), "mousedown", "1", "sleep", "0.09",
                    "mouseup", "1"], check=True)


def middle(box):
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


class Person:
    def __init__(self, eyes, large):
        self.eyes, self.large, self.actions, self.read = eyes, large, 0, []

    def looks(self):
        return self.eyes(grab().crop((0, 0, WINDOW[0], TRAY)))

    def until(self, text, look):
        """The place of these words, when they have come. The size that OCR likes is tried in turn."""
        end, turn = time.monotonic() + PATIENCE, 0
        while time.monotonic() < end:
            picture = self.looks()
            self.read = look(picture, SCALES[turn % len(SCALES)])
            place = best(text, self.read)
            if place:
                return place
            turn += 1
        grab().save(FOLDER / "glass.png")
        picture.save(FOLDER / "not-read.png")
        sys.exit(f"{NAME}: '{text}' cannot be read, only {[line for line, _ in self.read]}; picture in {FOLDER}/not-read.png")

    def reads(self, key):
        # A long sentence stands on several lines: its first phrases are enough.
        sentence = WORDS[key].split(" ")
        wanted = "".join(sentence[:2]) if len(sentence) > 2 else "".join(sentence)
        self.until(wanted, lambda picture, scale: ocr(picture, "jpn", 11, scale))

    def buttons(self, picture, scale):
        """What stands on each of them: OCR takes an icon for letters, so the words beside one are looked at alone."""
        read = []
        for box in fields(picture):
            for part in beside_icon(picture.crop(box)):
                read.append(("".join(line for line, _ in ocr(part, "jpn", 6, scale)), box))
        return read

    def tap(self, key):
        click(middle(self.until(WORDS[key], self.buttons)))
        self.actions += 1

    def makes_it_large(self):
        for key, told in (("control-size", "size-is-large"), ("control-size", "size-is-largest"),
                          ("control-colours", "colours-are-white"), ("control-colours", "colours-are-black")):
            self.tap(key)
            self.settles()

    def settles(self):
        """Nothing moves any more."""
        before = None
        while before != (now := grab().tobytes()):
            before = now
            time.sleep(0.2)

    def digits(self):
        """Where each digit of the pad stands, as read."""
        picture, found = self.looks(), {}
        for box in (box for box in fields(picture) if box[2] - box[0] < 45 * PX_PER_MM):
            key = picture.crop(box)
            # 消す and 決定 stand among them.
            if not re.search("[消す決定]", "".join(line for line, _ in ocr(key, "jpn", 6, 0.6))):
                found.setdefault(digit(key), box)
        found.pop(None, None)
        if len(found) == 10:
            return found
        picture.save(FOLDER / "not-read.png")
        sys.exit(f"{NAME}: of the digits only {sorted(found)} are read; picture in {FOLDER}/not-read.png")

    def enters(self, pin):
        places = self.digits()
        for digit in pin:
            click(middle(places[digit]))
            self.actions += 1
            self.settles()
        self.tap("control-enter")


def hand(text):
    """The experimenter's, in the tray."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        tray = grab().crop((0, TRAY, *WINDOW))
        read = [("".join(line for line, _ in ocr(tray.crop(box), "jpn", 6, 1.5)), box) for box in fields(tray)]
        place = best(text, read)
        if place:
            x, y = middle(place)
            return click((x, y + TRAY))
    tray.save(FOLDER / "not-read.png")
    sys.exit(f"the tray has no '{text}'; picture in {FOLDER}/not-read.png")


def begins(person):
    person.reads("idle-title")
    if person.large:
        person.makes_it_large()
    hand("カードを")


def to_the_pad(person):
    person.reads("method-title")
    person.tap("method-pin")
    person.reads("pin-title")


def to_the_end(person):
    person.reads("consent-top-title")
    person.tap("consent-all")
    person.reads("review-title")
    person.tap("review-send")
    person.reads("done-title")
    hand("カードを")
    person.reads("idle-title")  # By itself.


def whole_visit(person):
    begins(person)
    to_the_pad(person)
    person.enters("1234")
    to_the_end(person)


def wrong_pin(person):
    begins(person)
    to_the_pad(person)
    person.enters("9999")
    person.reads("pin-wrong")
    person.enters("1234")
    to_the_end(person)


def card_too_early(person):
    begins(person)
    to_the_pad(person)
    hand("カードを")
    person.reads("ended-card-pulled")
    hand("カードを")
    to_the_pad(person)
    person.enters("1234")
    to_the_end(person)


VISITS = {"whole visit": whole_visit, "wrong PIN": wrong_pin, "card too early": card_too_early}
PERSONS = {"low-vision": (low_vision, True), "deuteranopia": (deuteranopia, False)}
NAME, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
FOLDER.mkdir(parents=True, exist_ok=True)
told = []
for name, visit in VISITS.items():
    if len(sys.argv) > 3 and name != sys.argv[3]:
        continue
    person, began = Person(*PERSONS[NAME]), time.monotonic()
    visit(person)
    told.append(f"{name}: {person.actions} actions, {time.monotonic() - began:.0f} s (real ones, mostly for OCR)")
    print(NAME, told[-1], flush=True)
if len(told) == len(VISITS):
    (FOLDER / f"person {NAME}.txt").write_text("; ".join(told) + "\n", encoding="utf-8")
