/** Notes that only staff see. */

import { TrashIcon } from "@navikt/aksel-icons";
import { BodyShort, Button, Heading, Textarea } from "@navikt/ds-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post, remove } from "../api/client";
import { keys, useNotes } from "../api/queries";
import type { Detail } from "../api/types";
import { InlineFailure } from "../components/bits";
import { MessageText } from "../components/MessageText";
import { useTexts } from "../i18n";
import { formatStamp } from "../i18n/format";
import { useUser } from "../state/session";

export function NotesTab({ detail }: { detail: Detail }) {
  const { t, language } = useTexts();
  const user = useUser();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const path = `/handoffs/${encodeURIComponent(detail.id)}/notes`;
  const { data: notes } = useNotes(detail.id, detail.notes);
  const renew = () => queries.invalidateQueries({ queryKey: keys.helps(detail.id, "notes") });
  const add = useMutation({
    mutationFn: (note: string) => post(path, { text: note }),
    onSuccess: () => {
      setText("");
      return renew();
    },
  });
  const drop = useMutation({
    mutationFn: (id: number) => remove(`${path}/${id}`),
    onSuccess: renew,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) add.mutate(text.trim());
  };
  return (
    <div className="tab">
      <form onSubmit={submit} className="notes__form">
        <Textarea
          size="small"
          label={t("notes.new")}
          description={t("note.internal")}
          minRows={3}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button size="small" variant="secondary" type="submit" loading={add.isPending} disabled={!text.trim()}>
          {t("notes.save")}
        </Button>
        <InlineFailure error={add.error ?? drop.error} />
      </form>
      <section>
        <Heading level="2" size="xsmall" spacing>
          {t("tab.notes")}
        </Heading>
        {notes.length === 0 && <BodyShort size="small">{t("notes.none")}</BodyShort>}
        <ul className="notes">
          {notes.map((note) => {
            const { author } = note;
            const own = author.id === user.id;
            return (
              <li key={note.id} className="note">
                <BodyShort size="small" as="div" className="note__top">
                  <strong>{author.name}</strong> <span className="subtle-inline">{formatStamp(note.at, language)}</span>
                  {own && (
                    <Button
                      size="xsmall"
                      variant="tertiary"
                      data-color="neutral"
                      icon={<TrashIcon title={t("notes.delete")} />}
                      onClick={() => drop.mutate(note.id)}
                    />
                  )}
                </BodyShort>
                <MessageText text={note.text} />
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}
