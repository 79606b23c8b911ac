/** Which case this is, and what may be done with it. */

import {
  ArrowLeftIcon,
  ArrowRightLeftIcon,
  ArrowUndoIcon,
  CheckmarkCircleIcon,
  ChevronDownIcon,
  RobotSmileIcon,
} from "@navikt/aksel-icons";
import { ActionMenu, BodyShort, Button, Heading, Tag } from "@navikt/ds-react";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import type { Detail } from "../api/types";
import { Deadline, LanguageTag, StateTag, useChannelName } from "../components/bits";
import { useNow, usePageTitle, useWide } from "../components/hooks";
import { useTexts } from "../i18n";
import { formatSeconds, secondsBetween } from "../i18n/format";
import { useUser } from "../state/session";
import { BotDialog, CloseDialog, ReleaseDialog, TransferDialog } from "./dialogs";

type Open = "transfer" | "release" | "close" | "bot" | null;

function Actions({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  const wide = useWide();
  const [open, setOpen] = useState<Open>(null);
  const shut = () => setOpen(null);
  const { can } = detail;
  if (!can.transfer && !can.close) return null;
  return (
    <div className="case__actions">
      {can.transfer && wide && (
        <Button
          size="small"
          variant="secondary"
          data-color="neutral"
          icon={<ArrowRightLeftIcon aria-hidden />}
          onClick={() => setOpen("transfer")}
        >
          {t("transfer.button")}
        </Button>
      )}
      {(can.reply || (can.transfer && !wide)) && (
        <ActionMenu>
          <ActionMenu.Trigger>
            <Button
              size="small"
              variant="secondary"
              data-color="neutral"
              icon={<ChevronDownIcon aria-hidden />}
              iconPosition="right"
            >
              {t("case.more")}
            </Button>
          </ActionMenu.Trigger>
          <ActionMenu.Content align="end">
            {can.transfer && !wide && (
              <ActionMenu.Item icon={<ArrowRightLeftIcon aria-hidden />} onSelect={() => setOpen("transfer")}>
                {t("transfer.button")}
              </ActionMenu.Item>
            )}
            {can.reply && (
              <ActionMenu.Item icon={<ArrowUndoIcon aria-hidden />} onSelect={() => setOpen("release")}>
                {t("release.button")}
              </ActionMenu.Item>
            )}
            {can.reply && (
              <ActionMenu.Item icon={<RobotSmileIcon aria-hidden />} onSelect={() => setOpen("bot")}>
                {t("bot.button")}
              </ActionMenu.Item>
            )}
          </ActionMenu.Content>
        </ActionMenu>
      )}
      {can.close && (
        <Button
          size="small"
          variant={can.reply ? "primary" : "secondary"}
          data-color={can.reply ? undefined : "neutral"}
          icon={<CheckmarkCircleIcon aria-hidden />}
          onClick={() => setOpen("close")}
        >
          {t("close.button")}
        </Button>
      )}
      <TransferDialog detail={detail} open={open === "transfer"} onClose={shut} />
      <ReleaseDialog detail={detail} open={open === "release"} onClose={shut} />
      <BotDialog detail={detail} open={open === "bot"} onClose={shut} />
      <CloseDialog detail={detail} open={open === "close"} onClose={shut} />
    </div>
  );
}

export function CaseHeader({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  const now = useNow();
  const channelName = useChannelName();
  const user = useUser();
  const from = (useLocation().state as { from?: string } | null)?.from;
  const waiting = detail.state === "requested" || detail.state === "queued";
  usePageTitle(`${detail.reference} ${detail.theme?.title ?? ""}`.trim());
  return (
    <div className="case__header">
      <div className="case__title">
        <Link to={from ?? (detail.can.reply ? "/mine" : "/")} className="case__back">
          <ArrowLeftIcon title={t("case.back")} fontSize="1.5rem" />
        </Link>
        <div>
          <Heading level="1" size="small" tabIndex={-1} id="page-heading">
            {detail.theme?.title ?? t("case.noTheme")} <span className="case__reference">{detail.reference}</span>
          </Heading>
          <BodyShort as="div" size="small" className="case__tags">
            <StateTag state={detail.state} />
            <LanguageTag language={detail.language} />
            <Tag size="small" variant="moderate" data-color="neutral">
              {channelName(detail.channel)}
            </Tag>
            <span>{[detail.municipality, detail.region].filter(Boolean).join(", ")}</span>
            {waiting && (
              <>
                <span>{t("card.waiting", { time: formatSeconds(secondsBetween(detail.waiting_since, now)) })}</span>
                <Deadline item={detail} now={now} />
              </>
            )}
            {!waiting && detail.claimed_by && (
              <span>
                {detail.claimed_by.id === user.id
                  ? t("case.withYou")
                  : t("case.with", { name: detail.claimed_by.name })}
              </span>
            )}
          </BodyShort>
        </div>
      </div>
      <Actions detail={detail} />
    </div>
  );
}
