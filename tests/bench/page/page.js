// What our own screens do: the card of the picture moves every ten seconds, a key shows that it is pressed (page.css), and
// a digit fills a dot. The PIN goes nowhere.
"use strict";
const body = document.body;
const go = () => body.classList.toggle("pin", location.hash === "#pin");
addEventListener("hashchange", go);
go();

const card = document.getElementById("card");
setInterval(() => card.classList.toggle("down"), 10000);

const dots = [...document.querySelectorAll("#dots i")];
let typed = "";
function show() {
  dots.forEach((dot, at) => dot.classList.toggle("typed", at < typed.length));
  enter.classList.toggle("primary", typed.length === 4);
}

const digits = [..."0123456789"];
for (let at = digits.length - 1; at > 0; at--) {
  const other = Math.floor(Math.random() * (at + 1));
  [digits[at], digits[other]] = [digits[other], digits[at]];
}
const pad = document.getElementById("pad");
function key(text, place, act) {
  const button = document.createElement("button");
  button.textContent = text;
  button.style.left = `${(place % 3) * 207}px`;
  button.style.top = `${Math.floor(place / 3) * 162}px`;
  button.onclick = () => { act(); show(); };
  pad.append(button);
  return button;
}
const type = (digit) => () => { if (typed.length < 4) typed += digit; };
digits.slice(0, 9).forEach((digit, place) => key(digit, place, type(digit)));
key("消す", 9, () => { typed = typed.slice(0, -1); }).classList.add("word");
key(digits[9], 10, type(digits[9]));
const enter = key("決定", 11, () => {});
enter.classList.add("word");
show();
