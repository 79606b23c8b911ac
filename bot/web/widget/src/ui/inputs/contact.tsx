/** Telephone and e-mail in a field each, so that a phone shows the right keyboard and can fill them in. */
import type { JSX } from "preact";
import { useApp } from "../context";

export interface ContactValue {
  phone: string;
  email: string;
}

/** Returns what is wrong with the contact details: nothing given, or an address that cannot be one. */
export function contactFault({ phone, email }: ContactValue): "empty" | "email" | null {
  if (!phone.trim() && !email.trim()) return "empty";
  if (email.trim() && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) return "email";
  return null;
}

/** Returns the contact details as one answer. */
export function contactText({ phone, email }: ContactValue): string {
  return [phone.trim(), email.trim()].filter(Boolean).join(", ");
}

interface Props {
  id: string;
  value: ContactValue;
  error: string;
  describedBy: string;
  change(part: Partial<ContactValue>): void;
}

export function ContactInput({ id, value, error, describedBy, change }: Props): JSX.Element {
  const { words } = useApp();
  const described = describedBy || undefined;
  const wrong = error ? true : undefined;
  return (
    <fieldset class="contact-fields">
      <legend class="field-label">{words.say("form_contact")}</legend>
      <label for={id}>{words.say("form_phone")}</label>
      <input id={id} type="tel" autocomplete="tel" value={value.phone} aria-invalid={wrong} aria-describedby={described}
        onInput={(event) => change({ phone: event.currentTarget.value })} />
      <label for={`${id}-email`}>{words.say("form_email")}</label>
      <input id={`${id}-email`} type="email" autocomplete="email" value={value.email} aria-invalid={wrong}
        aria-describedby={described} onInput={(event) => change({ email: event.currentTarget.value })} />
    </fieldset>
  );
}
