// The chat page: sends what the employer writes to the REST channel and shows the answers in order.

import { drawMessage, drawMine, element } from "/static/render.js";

const log = document.getElementById("log");
const form = document.getElementById("form");
const field = document.getElementById("message");
const status = document.getElementById("status");
const KEY = "conversation";
const AWAY = "Jeg får ikke kontakt akkurat nå. Prøv igjen om litt, eller ring Nav for arbeidsgivere på 55 55 33 36.";
const PATIENCE = 30000;

let queue = Promise.resolve();
let waiting = 0;

/** Returns a random id; only this tab knows it, and nothing that was written is kept in the browser. */
function newId() {
  // randomUUID exists only on https and localhost; getRandomValues exists everywhere.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function conversation() {
  let id = sessionStorage.getItem(KEY);
  if (!id) {
    id = newId();
    sessionStorage.setItem(KEY, id);
  }
  return id;
}

function show(bubble) {
  log.append(bubble);
  bubble.scrollIntoView({ block: "end" });
}

function showNote(text) {
  const bubble = element("div", "", "bubble note");
  bubble.append(element("p", text));
  show(bubble);
}

function busy(change) {
  waiting += change;
  status.textContent = waiting ? "Assistenten svarer …" : "";
  log.setAttribute("aria-busy", String(waiting > 0));
}

/** Sends one message and shows its answers; a refusal or a lost connection becomes a sentence. */
async function exchange(sender, message) {
  busy(1);
  try {
    const response = await fetch("/webhooks/rest/webhook", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ sender, message }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await response.json();
    if (sender !== conversation()) return; // started over in the meantime
    if (!response.ok) {
      showNote(response.status === 429 ? body.error.message : AWAY);
      return;
    }
    for (const answer of body) show(drawMessage(answer, choose));
  } catch {
    showNote(AWAY);
  } finally {
    busy(-1);
  }
}

function send(message, shown = message) {
  show(drawMine(shown));
  const sender = conversation();
  queue = queue.then(() => exchange(sender, message));
}

function choose(choice) {
  send(choice.payload, choice.title);
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  send(text);
});

field.addEventListener("keydown", (event) => {
  // isComposing: Enter that ends a composed character must not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.getElementById("restart").addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  log.replaceChildren();
  status.textContent = "Vi starter på nytt.";
  field.value = "";
  field.focus();
});
