#!/usr/bin/env python3
"""Writes locales/qps from locales/en: the same sentences, accented and 40 % longer, for trying the layout."""

import pathlib
import re

LETTERS = str.maketrans("aeiouncyAEIOUNCY", "áéíóúñçýÁÉÍÓÚÑÇÝ")
FILES = ["screens", "controls", "display", "endings", "practice", "speech"]
LOCALES = pathlib.Path(__file__).resolve().parent.parent / "locales"


def longer(text):
    """Every word grows by its vowels, so that no line can break where it could not before."""
    out, owed = [], 0.0
    for letter in text:
        out.append(letter.translate(LETTERS))
        owed += 0.4 if letter.isalpha() else 0
        if owed >= 1 and letter.lower() in "aeiou":
            out.append(letter.lower().translate(LETTERS) * int(owed))
            owed -= int(owed)
    return "".join(out)


def value(text):
    """What stands in braces is no text, but for the variants of a selector, which stand on lines of their own."""
    return "".join(part if part.startswith("{") else longer(part) for part in re.split(r"(\{[^{}]*\}?)", text))


def line(text):
    # One word is the same in every language.
    if text == "control-language = Language" or text.startswith("#") or not text.strip() or text.strip() in ("}", "*"):
        return text
    named = re.match(r"^([a-z][A-Za-z0-9-]* = |\s+\.[a-z]+ = |\s*\*?\[[a-z0-9]+\] )(.*)$", text)
    if named:
        return named[1] + value(named[2])
    return text if text.lstrip().startswith("}") and not text.strip(" }").strip() else value(text)


def main():
    (LOCALES / "qps").mkdir(exist_ok=True)
    for name in FILES:
        lines = (LOCALES / "en" / f"{name}.ftl").read_text(encoding="utf-8").splitlines()
        head = [f"# Made by tools/pseudo-locale.py from locales/en/{name}.ftl: nobody's language, for trying the layout."]
        body = [line(text) for text in lines if not text.startswith("#")]
        body = ["language-name = Pséúdó" if text.startswith("language-name = ") else text for text in body]
        (LOCALES / "qps" / f"{name}.ftl").write_text("\n".join(head + body) + "\n", encoding="utf-8")


main()
