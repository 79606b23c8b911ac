/** Where the employer writes: a box for free text, or the input that suits what a form asks for. */
import type { JSX } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./context";
import { Icon } from "./icons";
import { ContactInput, contactFault, contactText, type ContactValue } from "./inputs/contact";
import { asksPersonal, fieldOf, norwegianDate, openQuestion, type Field } from "./inputs/field";
import { MunicipalitySearch } from "./inputs/municipality";
import { PersonalWarning } from "./personal";

export const MAX = 2000;
const WARN_FROM = 200;

interface Props {
  box: { current: HTMLFormElement | null };
  draft: string;
  setDraft(text: string): void;
}

export function Composer({ box, draft, setDraft }: Props): JSX.Element {
  const { model, words, focusComposer } = useApp();
  const [value, setValue] = useState("");
  const [contact, setContact] = useState<ContactValue>({ phone: "", email: "" });
  const [error, setError] = useState("");
  const [freely, setFreely] = useState(false);
  const id = useId();

  const question = model.outbox.items.length ? null : openQuestion(model.messages);
  const asked = fieldOf(question);
  const field: Field = freely ? "text" : asked;
  const text = field === "text" ? draft : field === "contact" ? contactText(contact) : value;
  const over = text.length - MAX;

  // When a question changes the input, the focus goes along; it is read before the old input disappears.
  const focused = box.current?.matches(":focus-within") ?? false;
  useLayoutEffect(() => {
    if (focused && !box.current?.matches(":focus-within")) focusComposer();
  }, [field]);

  useLayoutEffect(() => {
    setFreely(false);
    setValue("");
    setError("");
    setContact({ phone: "", email: "" });
  }, [question?.seq]);

  const label = labelOf();
  function labelOf(): string {
    if (field !== "text") return words.say(`form_${field}`);
    if (model.owner === "person") return words.say("ask_person", { name: model.person?.name || words.say("someone") });
    return question ? words.say("answer_label") : words.say("ask_label");
  }

  const fault = (): string => {
    if (field === "contact") {
      const found = contactFault(contact);
      return found === "empty" ? words.say("form_contact_empty") : found === "email" ? words.say("form_email_wrong") : "";
    }
    if (!text.trim()) return words.say("empty");
    return over > 0 ? words.say("too_long", { n: words.number(over), max: words.number(MAX) }) : "";
  };

  const submit = (event?: Event): void => {
    event?.preventDefault();
    const found = fault();
    setError(found);
    if (found) {
      focusComposer();
      return;
    }
    model.send(field === "date" ? norwegianDate(text) : text.trim());
    setDraft("");
    setValue("");
    focusComposer();
  };

  const change = (next: string): void => {
    setError("");
    if (field === "text") setDraft(next);
    else setValue(next);
    model.tellTyping();
  };

  const errorId = `${id}-error`;
  const described = [error ? errorId : "", `${id}-personal`].filter(Boolean).join(" ");
  const common = { id: `${id}-field`, error, describedBy: described };
  return (
    <form class="composer" ref={box} onSubmit={submit} noValidate autocomplete="off">
      <div class="write-row">
        <div class="write">
          {field === "text" && (
            <TextBox {...common} label={label} text={draft} change={change} submit={submit} hint={words.say("hint_keys")} />
          )}
          {field === "municipality" && <MunicipalitySearch {...common} label={label} value={value} change={change} />}
          {field === "contact" && <ContactInput {...common} value={contact} change={(part) => { setError(""); setContact((before) => ({ ...before, ...part })); }} />}
          {["number", "percent", "date", "organisation", "name"].includes(field) && (
            <>
              <label class="field-label" for={common.id}>{label}</label>
              <input id={common.id} value={value} aria-invalid={error ? true : undefined} aria-describedby={described}
                enterkeyhint="send" {...KEYS[field]} onInput={(event) => change(event.currentTarget.value)} />
            </>
          )}
        </div>
        <button type="submit" class="primary send">{words.say("send")}<Icon name="send" /></button>
      </div>
      {!asksPersonal(question) && <PersonalWarning id={`${id}-personal`} text={text} change={change} />}
      {error && <p class="error" id={errorId} role="alert"><Icon name="warning" />{error}</p>}
      <div class="below-field">
        <p class="subtle" role="status">
          {over > -WARN_FROM && (over > 0 ? words.say("too_long", { n: words.number(over), max: words.number(MAX) }) : words.plural("left", -over))}
        </p>
        {asked !== "text" && (
          <button type="button" class="link" onClick={() => { setFreely(!freely); focusComposer(); }}>
            {freely ? words.say("form_back", { field: words.say(`form_${asked}`).toLowerCase() }) : words.say("form_freely")}
          </button>
        )}
      </div>
    </form>
  );
}

const KEYS: Partial<Record<Field, JSX.IntrinsicElements["input"]>> = {
  number: { type: "text", inputMode: "decimal", autocomplete: "off" },
  percent: { type: "text", inputMode: "decimal", autocomplete: "off" },
  date: { type: "date", autocomplete: "off" },
  organisation: { type: "text", inputMode: "numeric", autocomplete: "off" },
  name: { type: "text", autocomplete: "name" },
};

interface BoxProps {
  id: string;
  label: string;
  text: string;
  error: string;
  describedBy: string;
  hint: string;
  change(text: string): void;
  submit(): void;
}

function TextBox({ id, label, text, error, describedBy, hint, change, submit }: BoxProps): JSX.Element {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 144)}px`;
  }, [text]);
  const key = (event: KeyboardEvent): void => {
    // isComposing: Enter that ends a composed character must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <>
      <label class="field-label" for={id}>{label}</label>
      <textarea id={id} ref={box} rows={1} value={text} enterkeyhint="send" aria-invalid={error ? true : undefined}
        aria-describedby={`${describedBy} ${id}-hint`} onInput={(event) => change(event.currentTarget.value)} onKeyDown={key} />
      <span class="hidden" id={`${id}-hint`}>{hint}</span>
    </>
  );
}
