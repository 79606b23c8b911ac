/** The choice of language, for all texts; each language stands under its own name. */
import type { JSX } from "preact";
import { LANGUAGES } from "../api/types";
import { NAMES } from "../i18n/index";
import { useApp } from "./context";

export function LanguagePicker(): JSX.Element {
  const { words, setLanguage } = useApp();
  return (
    <div class="languages" role="group" aria-label={words.say("language")}>
      {LANGUAGES.map((language) => (
        <button type="button" lang={language} aria-pressed={words.language === language} onClick={() => setLanguage(language)}>
          {NAMES[language]}
        </button>
      ))}
    </div>
  );
}
