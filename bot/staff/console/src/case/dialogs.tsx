/** What ends or moves a case: transfer, back to the queue, back to the bot, close. */

import { Radio, RadioGroup, Select, Textarea } from "@navikt/ds-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { post } from "../api/client";
import { keys, putDetail, useColleagues, useMeta } from "../api/queries";
import type { Detail } from "../api/types";
import { useLanguageName } from "../components/bits";
import { FormDialog } from "../components/FormDialog";
import { useTexts } from "../i18n";
import { useUser } from "../state/session";

interface Props {
  detail: Detail;
  open: boolean;
  onClose: () => void;
}

function useAct(detail: Detail, what: string, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      post<Detail>(`/handoffs/${encodeURIComponent(detail.id)}/${what}`, body),
    onSuccess: (after) => {
      putDetail(queries, after);
      void queries.invalidateQueries({ queryKey: keys.helps(detail.id, "notes") });
      void queries.invalidateQueries({ queryKey: keys.lists });
      done();
    },
  });
}

function NoteField({ value, onChange, rows = 3 }: { value: string; onChange: (note: string) => void; rows?: number }) {
  const { t } = useTexts();
  return (
    <Textarea
      size="small"
      label={t("transfer.note")}
      description={t("note.internal")}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      minRows={rows}
    />
  );
}

export function TransferDialog({ detail, open, onClose }: Props) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const me = useUser();
  const [kind, setKind] = useState<"staff" | "queue">("staff");
  const [target, setTarget] = useState("");
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const colleagues = (useColleagues().data ?? []).filter((colleague) => colleague.id !== me.id);
  const queues = (useMeta().data?.queues ?? []).filter((queue) => queue.id !== detail.queue.id);
  const act = useAct(detail, "transfer", () => {
    onClose();
    navigate("/mine");
  });
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("transfer.title")}
      description={t("transfer.description")}
      submit={t("transfer.submit")}
      act={act}
      onSubmit={() => {
        setMissing(!target);
        if (target) act.mutate({ [kind === "staff" ? "to_staff" : "to_queue"]: target, note });
      }}
    >
      <RadioGroup
        size="small"
        legend={t("transfer.to")}
        value={kind}
        onChange={(next: "staff" | "queue") => {
          setKind(next);
          setTarget("");
          setMissing(false);
        }}
      >
        <Radio value="staff">{t("transfer.staff")}</Radio>
        <Radio value="queue">{t("transfer.queue")}</Radio>
      </RadioGroup>
      <Select
        size="small"
        label={t(kind === "staff" ? "transfer.staff" : "transfer.queue")}
        value={target}
        onChange={(event) => setTarget(event.target.value)}
        error={missing && t("transfer.missing")}
      >
        <option value="">{t("choose")}</option>
        {kind === "staff"
          ? colleagues.map((colleague) => (
              <option key={colleague.id} value={colleague.id}>
                {colleague.name} – {t(`presence.${colleague.presence}`)},{" "}
                {t("transfer.active", { n: colleague.active })}
              </option>
            ))
          : queues.map((queue) => (
              <option key={queue.id} value={queue.id}>
                {queue.title}
                {queue.open ? "" : ` – ${t("queue.closed")}`}
              </option>
            ))}
      </Select>
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  );
}

export function ReleaseDialog({ detail, open, onClose }: Props) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [note, setNote] = useState("");
  const act = useAct(detail, "release", () => {
    onClose();
    navigate("/");
  });
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("release.title")}
      description={t("release.description")}
      submit={t("release.submit")}
      act={act}
      onSubmit={() => act.mutate({ note })}
    >
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  );
}

export function BotDialog({ detail, open, onClose }: Props) {
  const { t } = useTexts();
  const act = useAct(detail, "bot", onClose);
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("bot.title")}
      description={t("bot.description")}
      submit={t("bot.submit")}
      act={act}
      onSubmit={() => act.mutate({})}
    />
  );
}

export function CloseDialog({ detail, open, onClose }: Props) {
  const { t } = useTexts();
  const languageName = useLanguageName();
  const reasons = useMeta().data?.close_reasons ?? [];
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [message, setMessage] = useState("");
  const [missing, setMissing] = useState(false);
  const act = useAct(detail, "close", onClose);
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("close.title")}
      description={t("close.description")}
      submit={t("close.submit")}
      act={act}
      onSubmit={() => {
        setMissing(!reason);
        const last = message.trim();
        if (reason) act.mutate({ reason, note, ...(last ? { message: last } : {}) });
      }}
    >
      <Select
        size="small"
        label={t("close.reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={missing && t("close.reason.missing")}
      >
        <option value="">{t("choose")}</option>
        {reasons.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.title}
          </option>
        ))}
      </Select>
      <Textarea
        size="small"
        lang={detail.language}
        label={t("close.message", { language: languageName(detail.language).toLowerCase() })}
        description={t("close.message.hint")}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        minRows={2}
      />
      <NoteField value={note} onChange={setNote} rows={2} />
    </FormDialog>
  );
}
