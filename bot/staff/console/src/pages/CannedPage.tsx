/** Canned answers: read, write, share. */

import { PencilIcon, PlusIcon, TrashIcon } from "@navikt/aksel-icons";
import { BodyShort, Button, Checkbox, Dialog, Heading, Tag, Textarea, TextField } from "@navikt/ds-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, put, remove } from "../api/client";
import { keys, useCanned } from "../api/queries";
import type { Canned, Language } from "../api/types";
import { Empty, Failure, InlineFailure, PageHeading, useLanguageName, Waiting } from "../components/bits";
import { FormDialog } from "../components/FormDialog";
import { MessageText } from "../components/MessageText";
import { LANGUAGES, SearchTools } from "../components/SearchTools";
import { useTexts } from "../i18n";
import { PLACEHOLDERS, unknownPlaceholders } from "../state/placeholders";
import { mayAny, useUser } from "../state/session";

type Draft = Omit<Canned, "id"> & { id: number | null };

const EMPTY: Draft = { id: null, title: "", text: { nb: "", nn: "", en: "" }, shared: false };

function Editor({ answer, onClose }: { answer: Draft; onClose: () => void }) {
  const { t } = useTexts();
  const languageName = useLanguageName();
  const editor = mayAny(useUser(), "editor");
  const queries = useQueryClient();
  const [draft, setDraft] = useState(answer);
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const body = { title: draft.title.trim(), text: draft.text, shared: draft.shared };
      return draft.id === null ? post("/canned", body) : put(`/canned/${draft.id}`, body);
    },
    onSuccess: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: keys.canned });
    },
  });
  const fault = (language: Language): string | undefined => {
    if (!draft.text[language].trim())
      return t("canned.text.missing", { language: languageName(language).toLowerCase() });
    const unknown = unknownPlaceholders(draft.text[language]);
    return unknown.length
      ? t("canned.placeholder.unknown", { names: unknown.map((name) => `{${name}}`).join(", ") })
      : undefined;
  };
  const submit = () => {
    setChecked(true);
    if (draft.title.trim() && LANGUAGES.every((language) => !fault(language))) save.mutate();
  };
  return (
    <FormDialog
      width="large"
      onClose={onClose}
      title={t(answer.id === null ? "canned.new" : "canned.edit")}
      description={t("canned.placeholders", { names: PLACEHOLDERS.map((name) => `{${name}}`).join(" ") })}
      submit={t("save")}
      act={save}
      onSubmit={submit}
    >
      <TextField
        size="small"
        label={t("canned.title")}
        maxLength={128}
        value={draft.title}
        onChange={(event) => setDraft({ ...draft, title: event.target.value })}
        error={checked && !draft.title.trim() && t("canned.title.missing")}
      />
      {LANGUAGES.map((language) => (
        <Textarea
          key={language}
          size="small"
          lang={language}
          label={t("canned.text", { language: languageName(language).toLowerCase() })}
          minRows={3}
          maxRows={8}
          value={draft.text[language]}
          onChange={(event) => setDraft({ ...draft, text: { ...draft.text, [language]: event.target.value } })}
          error={checked && fault(language)}
        />
      ))}
      <Checkbox
        size="small"
        checked={draft.shared}
        disabled={!editor}
        description={editor ? undefined : t("canned.share.editors")}
        onChange={(event) => setDraft({ ...draft, shared: event.target.checked })}
      >
        {t("canned.share")}
      </Checkbox>
    </FormDialog>
  );
}

function DeleteDialog({ answer, onClose }: { answer: Canned; onClose: () => void }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const drop = useMutation({
    mutationFn: () => remove(`/canned/${answer.id}`),
    onSuccess: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: keys.canned });
    },
  });
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Popup role="alertdialog" width="small">
        <Dialog.Header>
          <Dialog.Title>{t("canned.delete.title")}</Dialog.Title>
          <Dialog.Description>{t("canned.delete.text", { title: answer.title })}</Dialog.Description>
        </Dialog.Header>
        <Dialog.Body>
          <InlineFailure error={drop.error} />
        </Dialog.Body>
        <Dialog.Footer>
          <Button size="small" variant="tertiary" data-color="neutral" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button size="small" data-color="danger" loading={drop.isPending} onClick={() => drop.mutate()}>
            {t("delete")}
          </Button>
        </Dialog.Footer>
      </Dialog.Popup>
    </Dialog>
  );
}

export default function CannedPage() {
  const { t } = useTexts();
  const editor = mayAny(useUser(), "editor");
  const { data, isError, error, refetch } = useCanned();
  const [language, setLanguage] = useState<Language>("nb");
  const [q, setQ] = useState("");
  const [edited, setEdited] = useState<Draft | null>(null);
  const [dropped, setDropped] = useState<Canned | null>(null);
  const wanted = q.trim().toLowerCase();
  const shown = data?.filter(
    (answer) => !wanted || `${answer.title} ${answer.text[language]}`.toLowerCase().includes(wanted),
  );
  return (
    <div className="page page--narrow">
      <PageHeading title={t("nav.canned")}>
        <Button size="small" icon={<PlusIcon aria-hidden />} onClick={() => setEdited(EMPTY)}>
          {t("canned.new")}
        </Button>
      </PageHeading>
      <BodyShort textColor="subtle" className="page__intro">
        {t("canned.intro")}
      </BodyShort>
      <SearchTools label={t("canned.search")} q={q} onSearch={setQ} language={language} onLanguage={setLanguage} />
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {!data && !isError && <Waiting />}
      {shown?.length === 0 && <Empty title={t("canned.none")} />}
      <ul className="plain">
        {shown?.map((answer) => (
          <li key={answer.id} className="snippet">
            <div className="snippet__top">
              <Heading level="2" size="xsmall">
                {answer.title}
              </Heading>
              <Tag size="xsmall" variant="moderate" data-color={answer.shared ? "accent" : "neutral"}>
                {t(answer.shared ? "canned.shared" : "canned.own")}
              </Tag>
              {(editor || !answer.shared) && (
                <span className="snippet__actions">
                  <Button
                    size="xsmall"
                    variant="tertiary"
                    data-color="neutral"
                    icon={<PencilIcon title={`${t("edit")} ${answer.title}`} />}
                    onClick={() => setEdited(answer)}
                  />
                  <Button
                    size="xsmall"
                    variant="tertiary"
                    data-color="neutral"
                    icon={<TrashIcon title={`${t("delete")} ${answer.title}`} />}
                    onClick={() => setDropped(answer)}
                  />
                </span>
              )}
            </div>
            <MessageText text={answer.text[language]} lang={language} />
          </li>
        ))}
      </ul>
      {edited && <Editor answer={edited} onClose={() => setEdited(null)} />}
      {dropped && <DeleteDialog answer={dropped} onClose={() => setDropped(null)} />}
    </div>
  );
}
