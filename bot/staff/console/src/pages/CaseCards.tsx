/** Cases as cards, for narrow screens. */

import { Link } from "react-router";
import { Tag } from "@navikt/ds-react";
import type { Item, View } from "../api/types";
import { Deadline, LanguageTag, StateTag, useChannelName } from "../components/bits";
import { useTexts } from "../i18n";
import { formatSeconds, formatStamp, secondsBetween } from "../i18n/format";
import { ClaimButton } from "../case/ClaimButton";
import { Unread, useHere } from "./CaseTable";

export function CaseCards({ view, items, now }: { view: View; items: Item[]; now: number }) {
  const { t, language } = useTexts();
  const channelName = useChannelName();
  const from = useHere();
  return (
    <ul className="cards">
      {items.map((item) => (
        <li key={item.id} className="card">
          <div className="card__top">
            <strong>
              {view === "closed"
                ? formatStamp(item.closed_at ?? item.created_at, language)
                : t("card.waiting", { time: formatSeconds(secondsBetween(item.waiting_since, now)) })}
            </strong>
            {view === "queue" ? <Deadline item={item} now={now} /> : <StateTag state={item.state} />}
          </div>
          <Link to={`/saker/${item.id}`} state={{ from }} className="cases__link" lang={item.language}>
            {item.question}
          </Link>
          <div className="card__facts">
            {[item.theme?.title, item.municipality ?? item.region, item.claimed_by?.name].filter(Boolean).join(" · ")}
          </div>
          <div className="card__bottom">
            <span className="card__tags">
              <LanguageTag language={item.language} />
              <Tag size="small" variant="moderate" data-color="neutral">
                {channelName(item.channel)}
              </Tag>
              <Unread item={item} />
            </span>
            {view === "queue" && <ClaimButton item={item} size="small" />}
          </div>
        </li>
      ))}
    </ul>
  );
}
