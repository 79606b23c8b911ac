/** The texts of the console, in bokmål or nynorsk, and their context. */

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useSettings } from "../state/settings";
import { nb } from "./nb";
import { nn } from "./nn";

export type TextKey = keyof typeof nb;
export type Catalogue = Record<TextKey, string>;
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const CATALOGUES: Record<"nb" | "nn", Catalogue> = { nb, nn };

interface Texts {
  language: "nb" | "nn";
  t: Translate;
  /** Whether there is a text for a key that is made of data, such as the name of a state. */
  has: (key: string) => key is TextKey;
}

export function textsOf(language: "nb" | "nn"): Texts {
  const catalogue = CATALOGUES[language];
  return {
    language,
    t: (key, values) =>
      values
        ? catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
        : catalogue[key],
    has: (key): key is TextKey => Object.hasOwn(catalogue, key),
  };
}

const Context = createContext<Texts>(textsOf("nb"));

export function TextsProvider({ children }: { children: ReactNode }) {
  const { language } = useSettings();
  const texts = useMemo(() => textsOf(language), [language]);
  return <Context.Provider value={texts}>{children}</Context.Provider>;
}

export function useTexts(): Texts {
  return useContext(Context);
}
