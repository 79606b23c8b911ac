import { BodyShort, Link } from "@navikt/ds-react";
import { Link as RouterLink } from "react-router";
import { PageHeading } from "../components/bits";
import { useTexts } from "../i18n";

export function NotFoundPage() {
  const { t } = useTexts();
  return (
    <div className="page">
      <PageHeading title={t("notFound.title")} />
      <BodyShort>
        {t("notFound.text")}{" "}
        <Link as={RouterLink} to="/">
          {t("notFound.link")}
        </Link>
      </BodyShort>
    </div>
  );
}
