#!/usr/bin/python3
"""Looks at pictures of the screens as an eye does: the contrast of what was really drawn, and whether the main
instruction can be read back by OCR. Run by run.sh, with the folders that `uketsuke gallery --boxes` has filled."""
import json
import pathlib
import subprocess
import sys
import tempfile

from PIL import Image

OCR = {"ja": "jpn", "en": "eng", "pt": "por", "vi": "vie", "zh-CN": "chi_sim", "ko": "kor"}
WANTED = {"standard": 10.0, "white": 20.0, "black": 20.0, "soft": 10.0}
# Letters that OCR takes for each other though an eye in a sentence does not.
ALIKE = str.maketrans({"〇": "0", "○": "0", "O": "0", "o": "0", "I": "1", "l": "1", "ー": "-", "一": "-", "?": "？", "!": "！",
                       "ぺ": "ペ", "へ": "ヘ", "べ": "ベ", "り": "リ", "．": ".", "，": ",", "、": ",", "。": "."})


def luminance(pixel):
    """WCAG 2: of an sRGB pixel."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in pixel[:3])]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(picture, box):
    """Between the commonest colour of a box and the colour that is farthest from it on at least 0.3 % of the pixels:
    the middle of the strokes, which smoothing leaves as they are."""
    colours = sorted(picture.crop(box).getcolors(1 << 24), reverse=True)
    total = sum(count for count, _ in colours)
    ground = luminance(colours[0][1])
    ratios = sorted(((max(ground, own) + 0.05) / (min(ground, own) + 0.05), count)
                    for count, own in ((count, luminance(pixel)) for count, pixel in colours))
    seen = 0
    for ratio, count in reversed(ratios):
        seen += count
        if seen >= total * 0.003:
            return ratio
    return 1.0


def plain(text):
    return "".join(text.split()).translate(ALIKE).lower()


def distance(a, b):
    """Letters to change, add or leave out (Levenshtein)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
    return row[-1]


def read(picture, box, language, scale):
    """What tesseract reads in a box; it is made for letters of a certain size."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        part = picture.crop((box[0] - 8, box[1] - 8, box[2] + 8, box[3] + 8)).convert("L")
        part.resize((round(part.width * scale), round(part.height * scale)), Image.LANCZOS).save(file.name)
        command = ["tesseract", file.name, "-", "-l", OCR[language], "--psm", "6"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main():
    folder, kept = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    faults, least, titles, right = [], {}, 0, 0
    for path in sorted(folder.rglob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        picture = Image.open(path.with_suffix(".png")).convert("RGB")
        for box in told["boxes"]:
            area = tuple(round(v) for v in box["area"])
            ratio = contrast(picture, area)
            key = told["colours"]
            least[key] = min(least.get(key, 99.0), ratio)
            if ratio < WANTED[key]:
                faults.append(f"{path}: '{box['text']}' has a contrast of {ratio:.1f}")
        title = next((box for box in told["boxes"] if box["title"]), None)
        if title is None or told["language"] not in OCR or told["readings"]:
            continue
        titles += 1
        looks = [read(picture, tuple(round(v) for v in title["area"]), told["language"], scale) for scale in (0.5, 1, 2)]
        wrong, seen = min((distance(plain(look), plain(title["text"])), look) for look in looks)
        right += wrong == 0
        # One letter in ten may be taken for one that looks alike.
        if wrong > max(1, len(plain(title["text"])) // 10):
            faults.append(f"{path}: '{title['text']}' is read as '{' '.join(seen.split())}'")
    kept.mkdir(parents=True, exist_ok=True)
    ratios = ", ".join(f"{name} {ratio:.1f}" for name, ratio in sorted(least.items()))
    (kept / "pixels contrast.txt").write_text(f"least contrast of drawn letters: {ratios}\n", encoding="utf-8")
    (kept / "pixels read.txt").write_text(f"{right} of {titles} headings read back without a wrong letter\n", encoding="utf-8")
    print(f"eyes: {ratios}; {right} of {titles} headings without a wrong letter, {len(faults)} faults")
    print("\n".join(faults[:40]))
    sys.exit(bool(faults) or not titles)


main()
