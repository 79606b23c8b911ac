/**
 * Finds personal data in what is being written, so that it can be taken out before it is sent.
 *
 * The server masks again, with a library. Here a little care is enough: identity and account numbers by their check
 * digits, telephone numbers in the ways Norwegians write them, and e-mail addresses. Organisation numbers (nine
 * digits), amounts and dates are left alone.
 */

export type PersonalKind = "identity" | "account" | "email" | "phone";

export interface Finding {
  kind: PersonalKind;
  start: number;
  end: number;
}

const EMAIL = /[\w.+%'-]{1,64}@[\w-]+(?:\.[\w-]+)+/gu;
const GROUPS = /\d+/g;
const BETWEEN = /^[ .\u00a0-]{1,2}$/;
/** Nav's own telephones, which we hand out ourselves. */
const PUBLIC = new Set(["55553336", "55553333", "55553339", "80080000"]);
const WEIGHTS_1 = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const WEIGHTS_2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

interface Group {
  digits: string;
  start: number;
  end: number;
}

function check(digits: number[], weights: number[]): number {
  const rest = weights.reduce((sum, weight, index) => sum + weight * digits[index]!, 0) % 11;
  return rest === 0 ? 0 : 11 - rest;
}

/** Whether eleven digits are a Norwegian identity number (also D- and H-numbers and test persons). */
export function isIdentity(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const digits = [...text].map(Number);
  const day = Number(text.slice(0, 2)) % 40;
  const month = Number(text.slice(2, 4)) % 40;
  const monthFits = [month, month - 25].some((one) => one >= 1 && one <= 12);
  if (day < 1 || day > 31 || !monthFits) return false;
  return check(digits, WEIGHTS_1) === digits[9] && check(digits, WEIGHTS_2) === digits[10];
}

/** Whether eleven digits are a Norwegian account number. */
export function isAccount(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const digits = [...text].map(Number);
  return check(digits, WEIGHTS_2) === digits[10];
}

function kindOf(groups: Group[], prefixed: boolean): PersonalKind | null {
  const digits = groups.map((group) => group.digits).join("");
  const shape = groups.map((group) => group.digits.length).join("-");
  if (digits.length === 11) {
    if (isIdentity(digits)) return "identity";
    if (["11", "4-2-5"].includes(shape) && isAccount(digits)) return "account";
  }
  const phone = ["8", "2-2-2-2", "3-2-3"].includes(shape) && /^[2-9]/.test(digits);
  if (phone && !PUBLIC.has(digits) && (prefixed || !/000$|^(19|20)\d\d[01]\d[0-3]\d$/.test(digits))) return "phone";
  return null;
}

/** Returns the personal data in a text, in order and without overlaps. */
export function findPersonal(text: string): Finding[] {
  const found: Finding[] = [...text.matchAll(EMAIL)].map((match) => ({
    kind: "email", start: match.index, end: match.index + match[0].length,
  }));
  const groups: Group[] = [...text.matchAll(GROUPS)].map((match) => ({
    digits: match[0], start: match.index, end: match.index + match[0].length,
  }));
  for (let first = 0; first < groups.length; first++) {
    for (let count = Math.min(6, groups.length - first); count >= 1; count--) {
      const window = groups.slice(first, first + count);
      const adjacent = window.every((group, at) => at === 0 || BETWEEN.test(text.slice(window[at - 1]!.end, group.start)));
      if (!adjacent) continue;
      let [start, end] = [window[0]!.start, window.at(-1)!.end];
      const prefix = /(?:\+|00)47[ \u00a0]?$/.exec(text.slice(0, start));
      const kind = kindOf(window, prefix !== null);
      if (!kind || found.some((one) => start < one.end && end > one.start)) continue;
      if (prefix && kind === "phone") start -= prefix[0].length;
      found.push({ kind, start, end });
      first += count - 1;
      break;
    }
  }
  for (const match of text.matchAll(/(?:\+|00)47(\d{8})(?!\d)/g)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (!PUBLIC.has(match[1]!) && !found.some((one) => start < one.end && end > one.start)) {
      found.push({ kind: "phone", start, end });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Returns the text without its personal data. */
export function withoutPersonal(text: string): string {
  return findPersonal(text)
    .reverse()
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
    .replace(/[ \u00a0]{2,}/g, " ")
    .trim();
}
