/**
 * A stand-in for the staff API, to work on the console without the assistant. Everything is made up and kept in memory.
 *
 *   npm run dev     this and Vite with its renewal of modules
 *   npm run demo    this with what `npm run build` made, under the content security policy of the real server
 *
 * Log in with any user name of demo.mjs and the password "demo"; the password "ny" asks for a new one.
 */

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { CANNED, COLLEAGUES, dashboard, makeCases, QUEUES, REASONS, SCHEMES, SUGGESTIONS, THEMES } from "./demo.mjs";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".txt": "text/plain",
};
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

let cases = makeCases();
let canned = structuredClone(CANNED);
const accounts = COLLEAGUES.map(({ presence, active, ...account }, index) => ({
  ...account,
  local: true,
  disabled: index === 3,
  must_change_password: index === 2,
}));
const sessions = new Map();
const audit = [];
const sockets = new Set();
let refusing = false;

const ENDED = ["closed", "expired", "cancelled"];
const now = () => new Date().toISOString();

function tell(frame, only) {
  for (const socket of sockets) if (!only || only(socket)) socket.send(JSON.stringify(frame));
}

function item(one, user) {
  const { messages, events, notes, contact, summary, rating, minutes, ...rest } = one;
  const last = messages.at(-1);
  return {
    ...rest,
    overdue: !ENDED.includes(one.state) && Boolean(one.answer_by) && one.answer_by < now() && one.state === "queued",
    unread: one.claimed_by?.id === user.id ? one.unread : 0,
    last_message: last ? { author: last.author, text: last.text, at: last.at } : null,
  };
}

function detail(one, user) {
  const own = one.claimed_by?.id === user.id && ["claimed", "active"].includes(one.state);
  return {
    ...item(one, user),
    messages: one.messages,
    events: one.events,
    notes: one.notes,
    contact: one.contact,
    summary: one.summary,
    rating: one.rating,
    can: { claim: one.state === "queued", reply: own, transfer: own, close: own },
  };
}

const DOES = { claimed: "claim", active: "answer", transferred: "transfer", queued: "release", closed: "close" };

function event(one, to, user, data = {}) {
  one.events.push({
    seq: one.events.length + 1,
    action: DOES[to],
    from: one.state,
    to,
    at: now(),
    actor: { kind: "staff", name: user.name },
    data,
  });
  one.state = to;
  one.version += 1;
}

function say(one, author, text, more = {}) {
  const message = { seq: one.messages.length + 1, author, text, at: now(), client_id: null, ...more };
  one.messages.push(message);
  if (author === "employer") one.unread += 1;
  tell({ type: "message", handoff_id: one.id, message }, (socket) => socket.watched === one.id);
  return message;
}

function changed(one) {
  tell({ type: "handoff", id: one.id });
  tell({ type: "queue" });
}

class Refusal extends Error {
  constructor(status, code, message, more = {}) {
    super(message);
    Object.assign(this, { status, code, more });
  }
}

const find = (id) => {
  const one = cases.find((held) => held.id === id);
  if (!one) throw new Refusal(404, "not_found", "");
  return one;
};

const VIEWS = {
  queue: (one) => ["queued", "requested"].includes(one.state),
  mine: (one, user) => one.claimed_by?.id === user.id && !ENDED.includes(one.state),
  open: (one) => !ENDED.includes(one.state),
  closed: (one) => ENDED.includes(one.state),
};

function list(user, parameters) {
  const wanted = (name, value) => !parameters.get(name) || parameters.get(name) === value;
  const q = (parameters.get("q") ?? "").toLowerCase();
  const held = cases.filter(
    (one) =>
      VIEWS[parameters.get("view")](one, user) &&
      wanted("queue", one.queue.id) &&
      wanted("theme", one.theme?.id) &&
      wanted("language", one.language) &&
      (!parameters.get("label") || one.labels.includes(parameters.get("label"))) &&
      (!q || `${one.question} ${one.reference} ${one.contact.name}`.toLowerCase().includes(q)),
  );
  held.sort((a, b) =>
    parameters.get("view") === "closed"
      ? b.created_at.localeCompare(a.created_at)
      : a.waiting_since.localeCompare(b.waiting_since),
  );
  const page = Number(parameters.get("page") ?? 1);
  const count = (view) => cases.filter((one) => VIEWS[view](one, user)).length;
  return {
    items: held.slice((page - 1) * 30, page * 30).map((one) => item(one, user)),
    total: held.length,
    page,
    counts: { queue: count("queue"), mine: count("mine"), open: count("open") },
  };
}

const ACTIONS = {
  claim(one, user) {
    if (one.claimed_by && one.state !== "queued") throw new Refusal(409, "already_claimed", "", { by: one.claimed_by });
    one.claimed_by = { id: user.id, name: user.name };
    event(one, "claimed", user);
    say(one, "system", `${user.name.split(" ")[0]} fra Nav er her nå.`);
    changed(one);
    return detail(one, user);
  },
  messages(one, user, body) {
    const known = one.messages.find((message) => message.client_id === body.client_id);
    if (known) return { message: known };
    if (one.claimed_by?.id !== user.id) throw new Refusal(409, "not_yours", "");
    if (one.state === "claimed") event(one, "active", user);
    const message = say(one, "person", body.text, {
      client_id: body.client_id,
      person: { name: user.name, role: "Nav" },
      ...(body.sources ? { custom: { sources: body.sources } } : {}),
    });
    setTimeout(() => tell({ type: "typing", handoff_id: one.id }), 900);
    setTimeout(() => say(one, "employer", "Takk, det var til god hjelp!"), 3500);
    return { message };
  },
  typing: () => undefined,
  read: (one) => void (one.unread = 0),
  transfer(one, user, body) {
    event(one, body.to_queue ? "queued" : "transferred", user, { note: body.note });
    if (body.to_queue)
      Object.assign(one, { claimed_by: null, queue: QUEUES.find((queue) => queue.id === body.to_queue) });
    else Object.assign(one, { claimed_by: COLLEAGUES.find((held) => held.id === body.to_staff) });
    changed(one);
  },
  release(one, user, body) {
    one.claimed_by = null;
    event(one, "queued", user, { note: body.note });
    changed(one);
  },
  close(one, user, body) {
    if (body.message) say(one, "person", body.message, { person: { name: user.name, role: "Nav" } });
    event(one, "closed", user, { reason: body.reason, note: body.note });
    say(one, "system", "Samtalen er avsluttet. Hvor fornøyd er du med hjelpen?");
    changed(one);
  },
  bot(one, user) {
    event(one, "closed", user);
    changed(one);
  },
  notes(one, user, body) {
    one.notes.push({ id: Date.now(), author: { id: user.id, name: user.name }, text: body.text, at: now() });
    return one.notes.at(-1);
  },
  labels(one, user, body) {
    one.labels = body.labels;
    return { labels: one.labels };
  },
};

function session(user) {
  return {
    user: { ...user, must_change_password: user.must_change_password ?? false, local: true },
    csrf: "demo-csrf",
    idle_seconds: 1800,
    expires_at: new Date(Date.now() + 36_000_000).toISOString(),
  };
}

function logIn(body, response) {
  const found = COLLEAGUES.find((held) => held.username === body.username.toLowerCase());
  if (body.password === "sperret") throw new Refusal(423, "locked", "", { retry_after: 840 });
  if (!found || !["demo", "ny"].includes(body.password)) throw new Refusal(401, "wrong_password", "");
  const token = crypto.randomUUID();
  sessions.set(token, { ...found, must_change_password: body.password === "ny" });
  response.setHeader("Set-Cookie", `staff=${token}; HttpOnly; SameSite=Strict; Path=/staff`);
  return session(sessions.get(token));
}

const tokenOf = (request) => /(?:^|;\s*)staff=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];

/** What only the stand-in can do: make things happen that otherwise take an employer, or a broken network. */
function control(path, body) {
  if (path === "expire") {
    sessions.clear();
    tell({ type: "bye" });
  }
  if (path === "employer") say(find(body.id), "employer", body.text);
  if (path === "typing") tell({ type: "typing", handoff_id: body.id });
  if (path === "request") {
    const one = structuredClone(makeCases()[3]);
    Object.assign(one, { id: `n${cases.length}`, question: body.question ?? "Kan dere ringe oss?", language: "nb" });
    cases.unshift(one);
    tell({ type: "queue" });
  }
  if (path === "cut") {
    refusing = body.refuse ?? true;
    if (refusing) for (const socket of sockets) socket.terminate();
  }
  if (path === "reset") {
    cases = makeCases();
    canned = structuredClone(CANNED);
  }
}

function answer(method, path, parameters, body, request, response) {
  if (path === "/login" && method === "GET")
    return { local: true, oidc: process.env.CONSOLE_OIDC ? { title: "Nav-konto" } : null };
  if (path === "/login") return logIn(body, response);
  const user = sessions.get(tokenOf(request));
  if (!user) throw new Refusal(401, "not_signed_in", "");
  if (method !== "GET" && request.headers["x-csrf-token"] !== "demo-csrf") throw new Refusal(403, "csrf", "");
  if (path === "/session") return session(user);
  if (path === "/logout") return void sessions.delete(tokenOf(request));
  if (path === "/password") {
    if (body.old !== "ny") throw new Refusal(403, "wrong_password", "");
    user.must_change_password = false;
    return session(user);
  }
  if (path === "/meta") {
    return {
      queues: QUEUES,
      themes: THEMES,
      close_reasons: REASONS,
      labels: ["haster", "mentor", "ring opp"],
      languages: ["nb", "nn", "en"],
      regions: ["Nav Vestland", "Nav Øst-Viken", "Nav Troms og Finnmark"],
      demo: true,
      now: now(),
    };
  }
  if (path === "/handoffs") return list(user, parameters);
  const [, id, what, note] = /^\/handoffs\/([^/]+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(path) ?? [];
  if (id) {
    const one = find(id);
    if (!what) {
      audit.unshift({ at: now(), staff: user.name, action: "view", object: one.reference });
      return detail(one, user);
    }
    if (what === "suggestions") return SUGGESTIONS;
    if (what === "schemes") return one.summary.schemes.length ? SCHEMES : [];
    if (what === "notes" && method === "GET") return one.notes;
    if (note) return void (one.notes = one.notes.filter((held) => String(held.id) !== note));
    if (!["typing", "read"].includes(what))
      audit.unshift({
        at: now(),
        staff: user.name,
        action: what === "messages" ? "reply" : what,
        object: one.reference,
      });
    const done = ACTIONS[what](one, user, body);
    return ["transfer", "release", "close", "bot"].includes(what) ? detail(one, user) : done;
  }
  if (path === "/knowledge") {
    const q = (parameters.get("q") ?? "").toLowerCase();
    return q
      ? SUGGESTIONS.filter((held) => `${held.title} ${held.text}`.toLowerCase().includes(q)).map((held) => ({
          ...held,
          excerpt: held.text.slice(0, 80),
        }))
      : [];
  }
  if (path.startsWith("/canned")) {
    const number = Number(path.split("/")[2]);
    if (method === "GET") return canned;
    if (method === "DELETE") return void (canned = canned.filter((held) => held.id !== number));
    if (method === "PUT")
      return Object.assign(
        canned.find((held) => held.id === number),
        body,
      );
    canned.push({ id: Date.now(), ...body });
    return canned.at(-1);
  }
  if (path === "/colleagues")
    return COLLEAGUES.map(({ id: colleague, name, presence, active }) => ({ id: colleague, name, presence, active }));
  if (path === "/presence") {
    user.presence = body.presence;
    tell({ type: "presence" });
    return { presence: body.presence };
  }
  if (path === "/dashboard") return dashboard(parameters.get("from"), parameters.get("to"));
  if (path === "/audit") {
    const older = Array.from({ length: 120 }, (_, index) => ({
      at: new Date(Date.now() - index * 1_900_000 - 600_000).toISOString(),
      staff: COLLEAGUES[index % 3].name,
      action: ["view", "claim", "reply", "close", "login", "note"][index % 6],
      object: index % 6 === 4 ? "" : cases[index % 30].reference,
    }));
    const all = [...audit, ...older];
    const page = Number(parameters.get("page") ?? 1);
    return { items: all.slice((page - 1) * 50, page * 50), total: all.length, page };
  }
  if (path.startsWith("/accounts")) {
    if (method === "GET") return accounts;
    if (method === "POST") {
      accounts.push({
        id: `u${accounts.length + 1}`,
        local: true,
        disabled: false,
        must_change_password: true,
        ...body,
      });
      return { ...accounts.at(-1), password: "k7mfq-2wxyz-h9bnp-tt4rd" };
    }
    const account = accounts.find((held) => held.id === path.split("/")[2]);
    const { reset_password: reset, ...change } = body;
    Object.assign(account, change);
    return reset ? { ...account, password: "k7mfq-2wxyz-h9bnp-tt4rd" } : account;
  }
  throw new Refusal(404, "not_found", "");
}

async function readBody(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length ? JSON.parse(Buffer.concat(parts).toString()) : {};
}

function serveFile(path, response) {
  let file = normalize(join(DIST, path.replace(/^\/staff\/?/, "")));
  if (!file.startsWith(DIST) || !extname(file) || !existsSync(file)) file = join(DIST, "index.html");
  response.writeHead(200, {
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": CSP,
    "Cache-Control": "no-cache",
  });
  createReadStream(file).pipe(response);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.startsWith("/staff/api/") && !url.pathname.startsWith("/dev/"))
    return serveFile(url.pathname, response);
  const reply = (status, body) => {
    response.writeHead(body === undefined ? 204 : status, { "Content-Type": "application/json" });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  try {
    const body = await readBody(request);
    if (url.pathname.startsWith("/dev/")) return reply(200, control(url.pathname.slice(5), body) ?? {});
    return reply(200, answer(request.method, url.pathname.slice(10), url.searchParams, body, request, response));
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    return reply(error.status ?? 500, {
      error: { code: error.code ?? "internal", message: error.message, ...error.more },
    });
  }
});

const live = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  if (refusing || request.url !== "/staff/api/live" || !sessions.has(tokenOf(request))) return socket.destroy();
  live.handleUpgrade(request, socket, head, (client) => {
    sockets.add(client);
    client.send(JSON.stringify({ type: "hello" }));
    const ping = setInterval(() => client.send(JSON.stringify({ type: "ping" })), 20_000);
    client.on("close", () => {
      clearInterval(ping);
      sockets.delete(client);
    });
    client.on("message", (data) => {
      const frame = JSON.parse(String(data));
      if (frame.type === "watch") {
        client.watched = frame.handoff_id;
        for (const message of find(frame.handoff_id).messages) {
          if (message.seq > frame.after)
            client.send(JSON.stringify({ type: "message", handoff_id: frame.handoff_id, message }));
        }
      }
      if (frame.type === "unwatch") client.watched = null;
    });
  });
});

const withVite = process.argv.includes("--vite");
server.listen(Number(process.env.PORT ?? (withVite ? 8787 : 8788)), "127.0.0.1", async () => {
  if (withVite) {
    const { createServer: createVite } = await import("vite");
    process.env.CONSOLE_API = `http://127.0.0.1:${server.address().port}`;
    const vite = await createVite();
    await vite.listen();
    vite.printUrls();
  } else console.log(`http://127.0.0.1:${server.address().port}/staff`);
});
