// The desk's page: it shows what the server tells, and sends what somebody presses. Nothing is kept in the browser but the
// language and whether it sounds.

const byId = (id) => document.getElementById(id);
const LANGUAGE = "uketsuke-language";
const SOUND = "uketsuke-sound";
/** A call sounds again so often, until somebody says that they come. */
const CALL_AGAIN_MS = 6000;
const REASONS = ["face_and_pin", "disability", "condition", "machine"];
const RANK = { viewer: 0, receptionist: 1, supervisor: 2 };
const LEAST = { visual: "receptionist", come: "receptionist", cancel: "receptionist", pause: "supervisor", resume: "supervisor",
  open_panel: "receptionist", show_ways: "receptionist" };
/** Lists that are open are asked for anew after a change at the desk, but not more often than the first of these; and in
 * any case after the second, because a kiosk's record grows without a word. */
const LIST_AT_ONCE_MS = 1000;
const LIST_AGAIN_MS = 4000;

let words = {};
let language = localStorage.getItem(LANGUAGE) ?? (navigator.language.startsWith("ja") ? "ja" : "en");
let me = null;
let board = [];
let received = 0;
let stream = null;
let sounds = localStorage.getItem(SOUND) !== "off";
const sounder = { context: null, last: 0 };

/** A sentence of `locales/`, with what is written at run time put in. */
function say(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{\s*\$(\w+)\s*\}/g, (whole, name) => values[name] ?? whole);
}

const told = (text) => { byId("said").textContent = text; };
const clock = (ms) => new Date(ms).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
const moment = (ms) => new Date(ms).toLocaleString(language);

async function ask(path, options = {}) {
  const headers = { "content-type": "application/json" };
  if (me) headers["x-csrf"] = me.csrf;
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const answer = await fetch(path, { method: options.method ?? (body ? "POST" : "GET"), headers, body });
  const text = await answer.text();
  return { status: answer.status, ok: answer.ok, body: text ? JSON.parse(text) : null };
}

async function speak() {
  const answer = await fetch(`/words.json?language=${language}`);
  words = await answer.json();
  document.documentElement.lang = language;
  document.title = say("desk-title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  const other = byId("language");
  other.textContent = language === "ja" ? "English" : "日本語";
  other.lang = language === "ja" ? "en" : "ja";
  showSound();
  byId("reasons").replaceChildren(byId("reasons").firstElementChild, ...REASONS.map(reasonChoice));
  byId("board").replaceChildren();
  show();
}

function reasonChoice(reason) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "reason", value: reason });
  const text = Object.assign(document.createElement("span"), { textContent: say(`reason-${reason.replaceAll("_", "-")}`) });
  label.append(input, text);
  return label;
}

// Who is here.

async function begin() {
  const answer = await ask("/api/me");
  if (answer.ok) return enter(answer.body);
  forget();
  const { body } = await ask("/api/terminal");
  const paired = body?.paired ?? false;
  const invited = location.hash.slice(1);
  byId("terminal").value = invited;
  byId("terminal-line").hidden = paired;
  byId("terminal-hint").hidden = paired;
  byId("terminal").required = !paired;
  byId("passkey").hidden = !window.PublicKeyCredential;
  showWho();
  byId("name").focus();
}

/** Who is not signed in sees nothing of the kiosks. */
function forget() {
  me = null;
  board = [];
  received = 0;
  stream?.close();
  byId("board").replaceChildren();
  closeLists();
  byId("trouble").textContent = "";
  byId("called").textContent = "";
}

function enter(who) {
  me = who;
  history.replaceState(null, "", "/");
  showWho();
  listen();
}

function showWho() {
  const supervisor = me !== null && me.role === "supervisor";
  byId("sign-in").hidden = me !== null;
  byId("board").hidden = me === null;
  byId("who").textContent = me ? say("desk-who", { person: me.person, role: say(`staff-role-${me.role}`) }) : "";
  for (const id of ["sign-out", "sound"]) byId(id).hidden = me === null;
  byId("add-passkey").hidden = me === null || !window.PublicKeyCredential;
  byId("manage").hidden = !supervisor;
  if (!supervisor) closeLists();
}

function refusal(body) {
  const values = { seconds: body?.wait_s ?? "" };
  return say(`desk-refused-${(body?.why ?? "wrong").replaceAll("_", "-")}`, values);
}

byId("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  sounder.context ??= new AudioContext();
  const body = { name: byId("name").value, code: byId("code").value, terminal: byId("terminal").value };
  byId("code").value = "";
  const answer = await ask("/api/sign-in", { body });
  if (answer.ok) { told(""); enter(answer.body); return; }
  told(answer.status === 503 ? say("desk-database-gone") : refusal(answer.body));
  const { body: now } = await ask("/api/terminal");
  if (now?.paired) for (const id of ["terminal-line", "terminal-hint"]) byId(id).hidden = true;
  byId("terminal").required = !(now?.paired ?? false);
  byId("code").focus();
});

byId("sign-out").addEventListener("click", async () => {
  await ask("/api/sign-out", { method: "POST" });
  location.reload();
});

byId("language").addEventListener("click", () => {
  language = language === "ja" ? "en" : "ja";
  localStorage.setItem(LANGUAGE, language);
  speak().then(showWho).then(() => byId("managing").hidden || openLists());
});

// Passkeys: the server speaks base64url, the browser bytes.

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

byId("add-passkey").addEventListener("click", async () => {
  try {
    const { ok, body } = await ask("/api/passkeys", { method: "POST" });
    if (!ok) throw new Error();
    const options = body.challenge.publicKey;
    options.challenge = toBytes(options.challenge);
    options.user.id = toBytes(options.user.id);
    for (const known of options.excludeCredentials ?? []) known.id = toBytes(known.id);
    const made = await navigator.credentials.create({ publicKey: options });
    const response = {
      attestationObject: toText(made.response.attestationObject),
      clientDataJSON: toText(made.response.clientDataJSON),
    };
    const answer = { id: made.id, rawId: toText(made.rawId), type: made.type, response, extensions: {} };
    const added = await ask("/api/passkeys/added", { body: { ceremony: body.ceremony, answer } });
    told(say(added.ok ? "desk-passkey-added" : "desk-passkey-failed"));
  } catch { told(say("desk-passkey-failed")); }
});

byId("passkey").addEventListener("click", async () => {
  if (byId("name").value.trim() === "") {
    told(say("desk-passkey-name"));
    return byId("name").focus();
  }
  try {
    sounder.context ??= new AudioContext();
    const { ok, body } = await ask("/api/passkeys/sign-in", { body: { name: byId("name").value } });
    if (!ok) throw new Error();
    const options = body.challenge.publicKey;
    options.challenge = toBytes(options.challenge);
    for (const known of options.allowCredentials ?? []) known.id = toBytes(known.id);
    const shown = await navigator.credentials.get({ publicKey: options });
    const response = {
      authenticatorData: toText(shown.response.authenticatorData),
      clientDataJSON: toText(shown.response.clientDataJSON),
      signature: toText(shown.response.signature),
      userHandle: shown.response.userHandle ? toText(shown.response.userHandle) : null,
    };
    const answer = { id: shown.id, rawId: toText(shown.rawId), type: shown.type, response, extensions: {} };
    const signed = await ask("/api/passkeys/signed-in", { body: { ceremony: body.ceremony, answer } });
    if (!signed.ok) throw new Error();
    told("");
    enter(signed.body);
  } catch { told(say("desk-passkey-failed")); }
});

// The board.

function listen() {
  stream?.close();
  stream = new EventSource("/api/events");
  stream.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    byId("trouble").textContent = news.database === "gone" ? say("desk-database-gone") : "";
    if (news.database === "gone") return;
    board = news.kiosks;
    received = Date.now();
    lists.stale = true;
    show();
  };
  stream.onerror = async () => {
    byId("trouble").textContent = say("desk-lost");
    // What the cards show is old, and no button of theirs can do anything.
    board = board.map((kiosk) => ({ ...kiosk, online: false }));
    show();
    // Somebody who is signed out is asked to sign in; otherwise the browser tries again by itself.
    if (stream.readyState === EventSource.CLOSED) {
      const answer = await ask("/api/me").catch(() => null);
      if (answer?.status === 401) { await begin(); told(say("desk-sign-in-again")); }
      else setTimeout(() => me && listen(), 2000);
    }
  };
}

function show() {
  const place = byId("board");
  const known = new Map([...place.children].map((card) => [card.dataset.kiosk, card]));
  for (const kiosk of board) {
    let card = known.get(kiosk.id);
    known.delete(kiosk.id);
    if (!card) {
      card = newCard(kiosk);
      place.append(card);
    }
    fill(card, kiosk);
  }
  for (const card of known.values()) card.remove();
  if (me && board.length === 0 && received > 0) told(say("desk-none"));
  const calling = board.filter((kiosk) => kiosk.online && kiosk.state?.help === "called");
  document.title = (calling.length > 0 ? "● " : "") + say("desk-title");
  const names = calling.map((kiosk) => say("desk-calls", { kiosk: kiosk.name })).join(" ");
  if (byId("called").textContent !== names) {
    byId("called").textContent = names;
    if (names) ring();
  }
}

function newCard(kiosk) {
  const card = byId("card").content.firstElementChild.cloneNode(true);
  card.dataset.kiosk = kiosk.id;
  const heading = card.querySelector("h2");
  heading.id = `kiosk-${kiosk.id}`;
  card.setAttribute("aria-labelledby", heading.id);
  for (const button of card.querySelectorAll("button")) {
    const why = make("span", { id: `why-${button.dataset.order}-${kiosk.id}`, className: "unseen" });
    button.textContent = say(button.dataset.word);
    button.setAttribute("aria-describedby", `${heading.id} ${why.id}`);
    button.addEventListener("click", () => press(kiosk.id, button.dataset.order));
    button.after(why);
  }
  return card;
}

function write(element, text) {
  // Left alone where nothing changes: a screen reader says what is written anew.
  if (element.textContent !== text) element.textContent = text;
}

function fill(card, kiosk) {
  const { state, online } = kiosk;
  write(card.querySelector("h2"), kiosk.name);
  const calls = online && state?.help === "called";
  card.classList.toggle("calls", calls);
  card.classList.toggle("offline", !online);
  card.classList.toggle("faulty", online && (state?.troubles.length ?? 0) > 0);
  write(card.querySelector(".stage"), stageText(kiosk));
  write(card.querySelector(".help"), online && state && state.help !== "none" ? say(`desk-help-${state.help}`) : "");
  const troubles = online ? (state?.troubles ?? []).map((trouble) => troubleText(trouble, state.results_waiting)) : [];
  if (kiosk.anew_at > 0) troubles.push(say("desk-anew", { time: moment(kiosk.anew_at) }));
  const list = card.querySelector(".troubles");
  if (list.dataset.shown !== troubles.join("|")) {
    list.dataset.shown = troubles.join("|");
    list.replaceChildren(...troubles.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  }
  write(card.querySelector(".counts"), state ? say("desk-counts", state.counts) : "");
  for (const button of card.querySelectorAll("button")) {
    const order = button.dataset.order;
    button.hidden = order === "resume" ? state?.stage !== "paused" : order === "pause" && state?.stage === "paused";
    const why = whyNot(order, kiosk);
    button.disabled = why !== "";
    if (button.title !== why) button.title = why;
    write(byId(`why-${order}-${kiosk.id}`) ?? button.nextElementSibling, button.hidden ? "" : why);
  }
  write(card.querySelector(".role"), roleText());
}

/** Whoever may not do everything reads it on the card: nobody hovers over a button on a glass. */
function roleText() {
  const rank = RANK[me?.role] ?? 0;
  if (rank >= RANK.receptionist) return "";
  return say("desk-why-role", { role: say(`staff-role-${me?.role ?? "viewer"}`), least: say("staff-role-receptionist") });
}

const troubleText = (trouble, waiting) => {
  const key = `staff-trouble-${trouble.replaceAll("_", "-")}`;
  return `${say(key, { waiting })} ${say(`${key}-do`)}`;
};

function stageText(kiosk) {
  if (!kiosk.online && byId("trouble").textContent) return say("desk-unknown");
  if (!kiosk.online && !kiosk.ever) return say("desk-never");
  if (!kiosk.online) return say("desk-offline", { time: moment(kiosk.last_seen) });
  if (!kiosk.state) return say("desk-connecting");
  const stage = say(`desk-stage-${kiosk.state.stage.replaceAll("_", "-")}`);
  if (!["identity", "consent", "query"].includes(kiosk.state.stage)) return stage;
  const seconds = kiosk.seconds + Math.floor((Date.now() - received) / 1000);
  return say("desk-in-visit", { stage, seconds });
}

/** Why this button does nothing for whoever is signed in; nothing where it does something. */
function whyNot(order, { online, state }) {
  const least = LEAST[order];
  if ((RANK[me?.role] ?? 0) < RANK[least]) {
    return say("desk-why-role", { role: say(`staff-role-${me?.role ?? "viewer"}`), least: say(`staff-role-${least}`) });
  }
  if (!online || !state) return say("desk-why-offline");
  return possible(order, state) ? "" : say(`desk-why-${order.replace("_", "-")}`);
}

function possible(order, state) {
  const running = ["identity", "consent", "query"].includes(state.stage);
  switch (order) {
    case "visual": return state.visual;
    case "come": return (running || state.help !== "none") && state.help !== "coming";
    case "cancel": return running;
    case "show_ways": return ["idle", "out_of_order", "done", "ended"].includes(state.stage);
    case "pause": return ["idle", "out_of_order", "done", "ended"].includes(state.stage);
    default: return true;
  }
}

/** The visit and the screen that were seen when the button was pressed. */
const seen = (kiosk) => ({ id: crypto.randomUUID(), boot: kiosk.state.boot, visit: kiosk.state.visit, screen: kiosk.state.screen });

async function press(id, order) {
  const kiosk = board.find((of) => of.id === id);
  if (!kiosk?.state) return;
  if (order === "visual") return openVisual(kiosk);
  // What cannot be taken back is asked about.
  if (order === "cancel" && !confirm(say("desk-cancel-sure", { kiosk: kiosk.name }))) return;
  await give(kiosk, { ...seen(kiosk), action: { action: order } });
}

async function give(kiosk, body) {
  // The same outcome as before is said again.
  told("");
  const answer = await ask(`/api/kiosks/${kiosk.id}/orders`, { body }).catch(() => null);
  if (!answer) return told(say("desk-lost"));
  if (answer.status === 503) return told(say("desk-database-gone"));
  if (answer.status === 401) { await begin(); return told(say("desk-sign-in-again")); }
  if (answer.status === 403) return told(say("desk-outcome-not-allowed"));
  const outcome = answer.body?.verdict ?? answer.body?.outcome ?? "no_answer";
  told(say("desk-outcome", { kiosk: kiosk.name, outcome: say(`desk-outcome-${outcome.replaceAll("_", "-")}`) }));
}

// Visual check: the tick and the reason come before the order.

let checking = null;

function openVisual(kiosk) {
  checking = { kiosk, at: seen(kiosk) };
  byId("visual-title").textContent = say("desk-visual-title", { kiosk: kiosk.name });
  byId("compared").checked = false;
  for (const input of document.querySelectorAll("#reasons input")) input.checked = false;
  judgeVisual();
  byId("visual").showModal();
}

const reason = () => document.querySelector("#reasons input:checked")?.value;
function judgeVisual() {
  const ready = byId("compared").checked && Boolean(reason());
  byId("visual-go").disabled = !ready;
  byId("visual-go").title = ready ? "" : say("desk-why-visual-form");
  write(byId("visual-why"), byId("visual-go").title);
}
byId("visual").addEventListener("change", judgeVisual);
byId("visual").addEventListener("close", async () => {
  if (byId("visual").returnValue !== "go" || !checking) return;
  byId("visual").returnValue = "";
  const { kiosk, at } = checking;
  checking = null;
  await give(kiosk, { ...at, compared: true, action: { action: "visual_check", reason: reason() } });
});

// The sound of a call: two tones, until somebody says that they come.

function ring() {
  if (!sounds || !sounder.context) return;
  sounder.last = Date.now();
  [[0, 880], [0.22, 660]].forEach(([after, pitch]) => {
    const { context } = sounder;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.25;
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + after);
    tone.stop(context.currentTime + after + 0.2);
  });
}

function showSound() {
  byId("sound").textContent = say(sounds ? "desk-sound-on" : "desk-sound-off");
  byId("sound").setAttribute("aria-pressed", String(sounds));
}

byId("sound").addEventListener("click", () => {
  sounder.context ??= new AudioContext();
  sounds = !sounds;
  localStorage.setItem(SOUND, sounds ? "on" : "off");
  showSound();
});

setInterval(() => {
  if (!me) return;
  for (const card of byId("board").children) {
    const kiosk = board.find((of) => of.id === card.dataset.kiosk);
    if (kiosk) write(card.querySelector(".stage"), stageText(kiosk));
  }
  if (byId("called").textContent && Date.now() - sounder.last > CALL_AGAIN_MS) ring();
  const wait = lists.stale ? LIST_AT_ONCE_MS : LIST_AGAIN_MS;
  if (!byId("managing").hidden && Date.now() - lists.asked >= wait) freshen();
}, 1000);

// For supervisors: lists that are open show what is there now. Rows that stay are left where they are, with the focus in
// them; what somebody types in a form stays as it is.

const lists = { asked: 0, stale: false, record: null };

byId("manage").addEventListener("click", async () => {
  if (byId("managing").hidden) await openLists();
  else closeLists();
});

function closeLists() {
  byId("managing").hidden = true;
  byId("managing").replaceChildren();
  byId("manage").setAttribute("aria-expanded", "false");
  lists.record = null;
}

function make(kind, properties = {}, ...children) {
  const element = Object.assign(document.createElement(kind), properties);
  element.append(...children);
  return element;
}

function part(title, ...children) {
  return make("section", { className: "part" }, make("h2", { textContent: say(title), tabIndex: -1 }), ...children);
}

const list = (id) => make("ul", { id, className: "rows" });

function table(id, ...columns) {
  const heads = columns.map((word) => make("th", { scope: "col", textContent: say(word) }));
  return make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", { id }));
}

/** A form with labelled fields; `send` gets what was typed and says what came of it. */
function form(fields, button, send) {
  const inputs = {};
  const lines = fields.map(({ name, word, type = "text", choices }) => {
    const input = choices
      ? make("select", {}, ...choices.map(([value, text]) => make("option", { value, textContent: text })))
      : make("input", { type, autocomplete: type === "password" ? "new-password" : "off", required: true });
    inputs[name] = input;
    return make("label", {}, make("span", { textContent: say(word) }), input);
  });
  const result = make("p", { role: "status" });
  const element = make("form", {}, ...lines, make("button", { type: "submit", textContent: say(button) }), result);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]));
    const { text, done } = await send(typed, (later) => result.replaceChildren(later));
    result.replaceChildren(text);
    if (done) element.reset();
    lists.stale = true;
  });
  return element;
}

/** Asks, and says the same of every request: whoever is signed out signs in again. */
async function change(path, options) {
  const answer = await ask(path, options).catch(() => null);
  if (!answer) return { ok: false, status: 0, text: say("desk-lost") };
  if (answer.status === 401) { await begin(); told(say("desk-sign-in-again")); }
  const text = answer.status === 503 ? say("desk-database-gone") : say(answer.ok ? "desk-taken" : "desk-not-taken");
  return { ...answer, text };
}

const invite = (path, word) => async ({ name }) => {
  const { ok, body, text } = await change(path, { body: { name } });
  if (!ok) return { text };
  const command = path === "/api/kiosks" ? `uketsuke pair ${body.url} ${body.code}` : body.code;
  const shown = make("span", {}, say(word), make("br"), make("code", { textContent: command }));
  return { text: shown, done: true };
};

/** A name that is there already changes nothing, until somebody says that they mean that person. */
async function putPerson(person, showLater) {
  const { status, ok, text } = await change("/api/persons", { body: person });
  if (status === 422) return { text: say("desk-code-short") };
  if (status !== 409) return { text, done: ok };
  const { name } = person;
  const renew = make("button", { type: "button", textContent: say("desk-person-renew", { name }) });
  renew.addEventListener("click", async () => {
    const renewed = await change("/api/persons", { body: { ...person, renew: true } });
    renew.form?.reset();
    lists.stale = true;
    showLater(renewed.text);
  });
  return { text: make("span", {}, say("desk-person-known", { name }), make("br"), renew) };
}

/** A button of a row that asks the server for something, and says what came of it. */
function doing(word, act) {
  const button = make("button", { type: "button", textContent: word });
  button.addEventListener("click", async () => {
    const heading = button.closest(".part")?.querySelector("h2");
    const { text } = await act() ?? {};
    if (text === undefined) return;
    told(text);
    const row = button.closest("li");
    await freshen();
    // The row went, and the focus with it.
    if (row && !row.isConnected) heading?.focus();
  });
  return button;
}

const removing = (path, name, sure) => doing(say("desk-remove", { name }), async () =>
  confirm(say(sure, { name })) ? change(path, { method: "DELETE" }) : undefined);

async function openLists() {
  const roles = ["viewer", "receptionist", "supervisor"].map((role) => [role, say(`staff-role-${role}`)]);
  byId("managing").replaceChildren(
    part("desk-kiosks", list("kiosk-rows"),
      form([{ name: "name", word: "desk-kiosk-name" }], "desk-invite", invite("/api/kiosks", "desk-kiosk-code"))),
    make("section", { id: "record", className: "part", hidden: true }),
    part("desk-terminals", list("terminal-rows"),
      form([{ name: "name", word: "desk-terminal-name" }], "desk-invite", invite("/api/terminals", "desk-terminal-shown"))),
    part("desk-persons", list("person-rows"),
      form([
        { name: "name", word: "desk-name" },
        { name: "role", word: "desk-role", choices: roles },
        { name: "code", word: "desk-new-code", type: "password" },
      ], "desk-put-person", putPerson)),
    part("desk-acts", table("act-rows", "desk-time", "desk-who-did", "desk-what", "desk-about", "desk-result")),
  );
  byId("managing").hidden = false;
  byId("manage").setAttribute("aria-expanded", "true");
  if (lists.record) showRecord(lists.record);
  await freshen();
}

/** What is open, as it is now. An answer that does not come leaves what stands there. */
async function freshen() {
  lists.asked = Date.now();
  lists.stale = false;
  const asked = ["/api/terminals", "/api/persons", "/api/acts"].map((path) => ask(path).catch(() => null));
  const [terminals, persons, acts] = await Promise.all(asked);
  if (byId("managing").hidden || !byId("kiosk-rows")) return;
  rows(byId("kiosk-rows"), board, (kiosk) => kiosk.id + kiosk.name, kioskRow);
  if (terminals?.ok) rows(byId("terminal-rows"), terminals.body, (of) => of.id, terminalRow, fillTerminal);
  if (persons?.ok) rows(byId("person-rows"), persons.body, (of) => of.name, personRow, fillPerson);
  if (acts?.ok) rows(byId("act-rows"), acts.body, (of) => JSON.stringify(of), actRow);
  await freshenRecord();
}

/** Puts rows for these items into a place. A row that is there stays the same element, and does not move. */
function rows(place, items, keyOf, build, fill = () => {}) {
  const known = new Map([...place.children].map((row) => [row.dataset.key, row]));
  const wanted = new Map();
  for (const item of items) {
    let key = keyOf(item);
    // The same twice: both are shown.
    while (wanted.has(key)) key += "+";
    wanted.set(key, item);
  }
  for (const [key, row] of known) if (!wanted.has(key)) row.remove();
  [...wanted].forEach(([key, item], at) => {
    let row = known.get(key);
    if (!row) {
      row = build(item);
      row.dataset.key = key;
    }
    if (place.children[at] !== row) place.insertBefore(row, place.children[at] ?? null);
    fill(row, item);
  });
}

const kioskRow = (kiosk) => make("li", {},
  make("span", { textContent: kiosk.name }),
  doing(say("desk-record", { name: kiosk.name }), async () => { showRecord(kiosk); await freshenRecord(); byId("record").querySelector("h2").focus(); }),
  removing(`/api/kiosks/${kiosk.id}`, kiosk.name, "desk-remove-sure"));

const terminalRow = (of) => make("li", {}, make("span"),
  removing(`/api/terminals/${of.id}`, of.name, of.own ? "desk-terminal-own-sure" : "desk-terminal-sure"));

function fillTerminal(row, { name, paired_at, last_used, own }) {
  const used = last_used > 0 ? moment(last_used) : say("desk-terminal-unused");
  write(row.firstElementChild, say(own ? "desk-terminal-own" : "desk-terminal-line", { name, since: moment(paired_at), used }));
}

const personPath = (name) => `/api/persons/${encodeURIComponent(name)}`;

function personRow({ name }) {
  const unlock = doing(say("desk-unlock", { name }), () => change(`${personPath(name)}/unlock`, { method: "POST" }));
  unlock.classList.add("unlock");
  return make("li", {}, make("span"), make("strong", { className: "locked" }), unlock,
    removing(personPath(name), name, "desk-remove-sure"));
}

function fillPerson(row, { name, role, locked }) {
  write(row.firstElementChild, say("desk-person-line", { name, role: say(`staff-role-${role}`) }));
  write(row.querySelector(".locked"), locked ? say("desk-person-locked") : "");
  row.querySelector(".unlock").hidden = !locked;
}

function actRow(act) {
  const who = act.place === "machine" ? say("desk-at-machine") : act.person;
  const cells = [moment(act.at), who, say(`desk-act-${act.what}`), act.kiosk, say(`desk-act-outcome-${act.outcome}`)];
  return make("tr", {}, ...cells.map((textContent) => make("td", { textContent })));
}

// The record of one kiosk, in sentences.

function showRecord(kiosk) {
  lists.record = kiosk;
  const close = make("button", { type: "button", textContent: say("desk-close") });
  close.addEventListener("click", () => {
    lists.record = null;
    byId("record").hidden = true;
    byId("kiosk-rows").querySelector("button")?.focus();
  });
  byId("record").replaceChildren(
    make("h2", { textContent: say("desk-record-title", { name: kiosk.name }), tabIndex: -1 }),
    make("div", { className: "long", tabIndex: 0, role: "region", ariaLabel: say("desk-record-title", { name: kiosk.name }) },
      table("record-rows", "desk-number", "desk-time", "desk-what")),
    make("p", { id: "record-none" }), close);
  byId("record").hidden = false;
}

async function freshenRecord() {
  const kiosk = lists.record;
  if (!kiosk) return;
  const answer = await ask(`/api/kiosks/${kiosk.id}/record?language=${language}`).catch(() => null);
  if (!answer?.ok || lists.record?.id !== kiosk.id || !byId("record-rows")) return;
  const line = ({ seq, at, said }) => make("tr", {},
    ...[seq, moment(Date.parse(at)), said].map((textContent) => make("td", { textContent })));
  rows(byId("record-rows"), answer.body, ({ seq, at }) => `${seq} ${at}`, line);
  write(byId("record-none"), answer.body.length === 0 ? say("desk-record-none") : "");
}

await speak();
await begin();
