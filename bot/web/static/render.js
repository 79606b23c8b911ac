// Draws the assistant's messages. Every text goes in through textContent: nothing an answer says becomes markup.

const WORDS = {
  nb: { sources: "Kilder", checked: "sjekket", table: "Vis som tabell", call: "Telefon", hours: "Åpent", more: "Les mer",
    topic: "Tema", period: "Sats", amount: "Beløp i måneden", reference: "Referanse", by: "Svar senest", page: "Utregningen til utskrift", calendar: "Datoer til kalenderen", opens: "åpnes i ny fane" },
  nn: { sources: "Kjelder", checked: "sjekka", table: "Vis som tabell", call: "Telefon", hours: "Ope", more: "Les meir",
    topic: "Tema", period: "Sats", amount: "Beløp i månaden", reference: "Referanse", by: "Svar seinast", page: "Utrekninga til utskrift", calendar: "Datoar til kalenderen", opens: "blir opna i ny fane" },
  en: { sources: "Sources", checked: "checked", table: "Show as a table", call: "Phone", hours: "Open", more: "Read more",
    topic: "Topic", period: "Rate", amount: "Amount per month", reference: "Reference", by: "Answer by", page: "The calculation, to print", calendar: "Dates for your calendar", opens: "opens in a new tab" },
};

const LOCALES = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" };

/** Returns a new element with a text and a class. */
export function element(name, text = "", className = "") {
  const node = document.createElement(name);
  if (text) node.textContent = text;
  if (className) node.className = className;
  return node;
}

/** Draws text as paragraphs and "- " lists. */
function drawText(text, into) {
  for (const block of text.split(/\n\s*\n/)) {
    let list = null;
    let paragraph = null;
    for (const line of block.split("\n").map((one) => one.trim()).filter(Boolean)) {
      if (line.startsWith("- ")) {
        paragraph = null;
        list ??= into.appendChild(element("ul"));
        list.append(element("li", line.slice(2)));
      } else if (paragraph) {
        paragraph.append(element("br"), line);
      } else {
        list = null;
        paragraph = into.appendChild(element("p", line));
      }
    }
  }
}

/** Returns a link to a web address, or plain text where the address is none. */
function link(url, title, words) {
  if (!/^https?:\/\//.test(url ?? "")) return element("span", title);
  const anchor = element("a", title);
  anchor.href = url;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.append(element("span", ` (${words.opens})`, "who"));
  return anchor;
}

function formatDate(iso, language) {
  const date = new Date(`${iso}T12:00:00`);
  return Number.isNaN(date.valueOf()) ? iso : date.toLocaleDateString(LOCALES[language], { dateStyle: "medium" });
}

function drawSources(sources, into, words, language) {
  if (!Array.isArray(sources) || !sources.length) return;
  const box = into.appendChild(element("div", "", "facts"));
  box.append(element("span", `${words.sources}:`));
  const list = box.appendChild(element("ul"));
  for (const source of sources) {
    if (!source) continue;
    const item = list.appendChild(element("li"));
    item.append(link(source.url, source.title ?? source.url ?? "", words));
    if (source.checked) item.append(` (${words.checked} ${formatDate(source.checked, language)})`);
  }
}

/** Draws a table inside a fold, since the text already says the same. */
function drawTable(head, rows, into, words) {
  if (!rows.length) return;
  const fold = into.appendChild(element("details", "", "facts"));
  fold.append(element("summary", words.table));
  const scroll = fold.appendChild(element("div", "", "scroll"));
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", words.table);
  const table = scroll.appendChild(element("table"));
  const headRow = table.appendChild(element("thead")).appendChild(element("tr"));
  for (const title of head) headRow.appendChild(element("th", title)).scope = "col";
  const body = table.appendChild(element("tbody"));
  for (const [first, ...rest] of rows) {
    const row = body.appendChild(element("tr"));
    row.appendChild(element("th", String(first ?? ""))).scope = "row";
    for (const cell of rest) row.append(element("td", String(cell ?? "")));
  }
}

function drawComparison(custom, into, words) {
  const rows = (custom.rows ?? []).map((row) => [
    row.title ?? row.topic,
    ...(Array.isArray(row.values) ? row.values : Object.values(row.values ?? {})),
  ]);
  const schemes = custom.titles ?? (custom.schemes ?? []).map((scheme) => scheme?.title ?? scheme);
  drawTable([words.topic, ...schemes], rows, into, words);
}

function drawCalculation(custom, into, words, language) {
  const money = new Intl.NumberFormat(LOCALES[language], {
    style: "currency", currency: custom.currency ?? "NOK", maximumFractionDigits: 0,
  });
  const rows = (custom.monthly ?? []).map((month) => [`${month.percent} %`, money.format(month.amount)]);
  drawTable([words.period, words.amount], rows, into, words);
  drawFiles(custom, into, words);
}

/** Draws the chart of a calculation and the links to its page and its calendar; only our own addresses. */
function drawFiles(custom, into, words) {
  const own = (address) => typeof address === "string" && address.startsWith("/files/");
  const files = custom.files ?? {};
  if (own(files.chart)) {
    const chart = into.appendChild(element("img", "", "chart"));
    chart.src = files.chart;
    chart.alt = custom.alt ?? "";
    chart.loading = "lazy";
  }
  const row = element("p");
  for (const [address, title] of [[files.page, words.page], [files.calendar, words.calendar]]) {
    if (!own(address)) continue;
    const anchor = row.appendChild(element("a", title));
    anchor.href = address;
    row.append(" ");
  }
  if (row.childNodes.length) into.append(row);
}

function drawContact(custom, into, words) {
  const box = element("div", "", "facts");
  for (const name of [custom.office, custom.region]) if (name) box.append(element("div", String(name)));
  if (custom.phone) {
    const line = box.appendChild(element("div", `${words.call}: `));
    const call = line.appendChild(element("a", custom.phone));
    call.href = `tel:${String(custom.phone).replace(/[^\d+]/g, "")}`;
  }
  if (custom.hours) box.append(element("div", `${words.hours}: ${custom.hours}`));
  if (custom.url) box.appendChild(element("div")).append(link(custom.url, words.more, words));
  if (box.childNodes.length) into.append(box);
}

function drawHandoff(custom, into, words, language) {
  const box = element("div", "", "facts");
  if (custom.reference) box.append(element("div", `${words.reference}: ${custom.reference}`));
  const by = custom.answer_by ? new Date(custom.answer_by) : null;
  if (by && !Number.isNaN(by.valueOf())) {
    const time = by.toLocaleString(LOCALES[language], { dateStyle: "long", timeStyle: "short" });
    box.append(element("div", `${words.by}: ${time}`));
  }
  if (box.childNodes.length) into.append(box);
}

/** Returns the choices of a message: its buttons, or else the options of a clarifying question. */
function choicesOf(message, custom) {
  if (message.buttons?.length) return message.buttons;
  if (custom.kind !== "clarify") return [];
  return (custom.options ?? []).map((option) => ({
    title: option.title,
    payload: option.intent ? `velg:intent:${option.intent}` : `velg:${option.scheme ?? ""}:${option.topic ?? ""}`,
  }));
}

/** Returns the bubble of one message of the assistant; `choose` is called with a picked choice. */
export function drawMessage(message, choose) {
  const custom = message.custom ?? {};
  const language = custom.language in WORDS ? custom.language : "nb";
  const words = WORDS[language];
  const note = ["privacy", "crisis", "fallback"].includes(custom.kind);
  const bubble = element("div", "", note ? "bubble note" : "bubble");
  bubble.lang = language;
  bubble.append(element("span", "Assistenten: ", "who"));
  // The body leaves out what is drawn below the text anyway, such as the line of sources.
  drawText(custom.body ?? message.text ?? "", bubble);
  if (custom.kind === "comparison") drawComparison(custom, bubble, words);
  if (custom.kind === "calculation") drawCalculation(custom, bubble, words, language);
  if (custom.kind === "contact") drawContact(custom, bubble, words);
  if (custom.kind === "handoff") drawHandoff(custom, bubble, words, language);
  const recommended = (custom.kind === "recommendation" && custom.schemes) || [];
  drawSources(custom.sources ?? recommended.map((scheme) => scheme.source), bubble, words, language);
  const choices = choicesOf(message, custom);
  if (choices.length) {
    const row = bubble.appendChild(element("div", "", "choices"));
    for (const choice of choices) {
      const button = row.appendChild(element("button", choice.title));
      button.type = "button";
      button.addEventListener("click", () => choose(choice));
    }
  }
  return bubble;
}

/** Returns the bubble of what the employer wrote. */
export function drawMine(text) {
  const bubble = element("div", "", "bubble mine");
  bubble.append(element("span", "Du: ", "who"), text);
  return bubble;
}
