/** Where the answer is written. */

import { PaperplaneIcon, XMarkIcon } from "@navikt/aksel-icons";
import { BodyShort, Button, Textarea } from "@navikt/ds-react";
import { type KeyboardEvent, type Ref, useRef } from "react";
import { post } from "../api/client";
import type { Detail } from "../api/types";
import { useLanguageName } from "../components/bits";
import { useTexts } from "../i18n";
import { useLive } from "../state/live";
import { useSettings } from "../state/settings";
import type { DraftHandle } from "./useDraft";

const TYPING_EVERY_MS = 3_000;
const LONGEST = 4_000;

export function Composer({
  detail,
  handle,
  field,
}: {
  detail: Detail;
  handle: DraftHandle;
  field: Ref<HTMLTextAreaElement>;
}) {
  const { t } = useTexts();
  const { client, outbox } = useLive();
  const { enterSends } = useSettings();
  const languageName = useLanguageName();
  const told = useRef(0);
  const { draft, change, clear } = handle;

  const typing = () => {
    const now = Date.now();
    if (now - told.current < TYPING_EVERY_MS) return;
    told.current = now;
    if (!client.typing(detail.id)) post(`/handoffs/${encodeURIComponent(detail.id)}/typing`).catch(() => undefined);
  };
  const text = draft.text.trim();
  const tooLong = text.length > LONGEST;
  const send = () => {
    if (!text || tooLong) return;
    outbox.add(detail.id, text, draft.sources);
    clear();
    told.current = 0;
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey)) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {draft.sources.length > 0 && (
        <div className="composer__sources">
          <BodyShort size="small" as="span">
            {t("composer.sources")}
          </BodyShort>
          <ul>
            {draft.sources.map((source) => (
              <li key={source.url}>
                <Button
                  type="button"
                  size="xsmall"
                  variant="secondary"
                  data-color="neutral"
                  icon={<XMarkIcon aria-hidden />}
                  iconPosition="right"
                  onClick={() => change({ ...draft, sources: draft.sources.filter((held) => held.url !== source.url) })}
                >
                  <span className="aksel-sr-only">{t("composer.removeSource")} </span>
                  {source.title}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="composer__row">
        <Textarea
          ref={field}
          className="composer__field"
          size="small"
          label={t("composer.label", { language: languageName(detail.language).toLowerCase() })}
          lang={detail.language}
          minRows={2}
          maxRows={9}
          value={draft.text}
          error={tooLong && t("composer.tooLong", { n: LONGEST })}
          onChange={(event) => {
            change({ ...draft, text: event.target.value });
            if (event.target.value.trim()) typing();
          }}
          onKeyDown={press}
        />
        <Button
          type="submit"
          size="small"
          icon={<PaperplaneIcon aria-hidden />}
          iconPosition="right"
          disabled={!text || tooLong}
        >
          {t("composer.send")}
        </Button>
      </div>
      <BodyShort size="small" textColor="subtle" className="composer__hint">
        {t(enterSends ? "composer.hint.enter" : "composer.hint.ctrl")}
      </BodyShort>
    </form>
  );
}
