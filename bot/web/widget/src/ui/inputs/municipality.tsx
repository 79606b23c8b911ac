/** A search for a municipality: a combobox that suggests, and takes any name where the search is away. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Municipality } from "../../api/types";
import { useApp } from "../context";
import { Icon } from "../icons";

const PAUSE_MS = 150;

interface Props {
  id: string;
  label: string;
  value: string;
  error: string;
  describedBy: string;
  change(value: string): void;
}

export function MunicipalitySearch({ id, label, value, error, describedBy, change }: Props): JSX.Element {
  const { model, words } = useApp();
  const [hits, setHits] = useState<Municipality[] | null>(null);
  const [active, setActive] = useState(-1);
  const [query, setQuery] = useState("");
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const open = hits !== null && hits.length > 0;

  useEffect(() => {
    const wanted = query.trim();
    if (!wanted) {
      setHits(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      model.client.municipalities(wanted, stop.signal).then(
        (found) => { setHits(found); setActive(-1); },
        () => { if (!stop.signal.aborted) setHits(null); },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query]);

  const take = (hit: Municipality): void => {
    change(hit.name);
    setQuery("");
    setHits(null);
    input.current?.focus();
  };

  const key = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((at) => (at < 0 && step < 0 ? hits.length - 1 : (at + step + hits.length) % hits.length));
    } else if (event.key === "Enter" && hits[active]) {
      event.preventDefault();
      take(hits[active]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      setHits(null);
    }
  };

  return (
    <div class="combobox">
      <label class="field-label" for={id}>{label}</label>
      {open && (
        <ul class="hits" role="listbox" id={list} aria-label={label}>
          {hits.map((hit, at) => (
            <li role="option" id={`${list}-${at}`} aria-selected={at === active}
              onPointerDown={(event) => { event.preventDefault(); take(hit); }}>
              {hit.name} <span class="subtle">{hit.county}</span>
            </li>
          ))}
        </ul>
      )}
      <div class="with-icon">
        <Icon name="search" />
        <input id={id} ref={input} role="combobox" type="text" autocomplete="off" enterkeyhint="send" value={value}
          aria-expanded={open} aria-controls={list} aria-autocomplete="list" aria-invalid={error ? true : undefined}
          aria-describedby={describedBy || undefined} aria-activedescendant={open && active >= 0 ? `${list}-${active}` : undefined}
          onInput={(event) => { change(event.currentTarget.value); setQuery(event.currentTarget.value); }}
          onKeyDown={key} onBlur={() => setHits(null)} />
      </div>
      <p class="subtle" role="status">
        {hits === null || !query ? "" : hits.length ? words.plural("hits", hits.length) : words.say("hits_none")}
      </p>
    </div>
  );
}
