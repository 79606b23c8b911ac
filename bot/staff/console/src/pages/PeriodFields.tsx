/** Two days of one's own choice. */

import { DatePicker, useRangeDatepicker } from "@navikt/ds-react";
import { useTexts } from "../i18n";

const local = (day: string): Date => new Date(`${day}T12:00:00`);
const written = (at: Date): string =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;

export function PeriodFields({
  period,
  onChange,
}: {
  period: { from: string; to: string };
  onChange: (period: { from: string; to: string }) => void;
}) {
  const { t } = useTexts();
  const { datepickerProps, fromInputProps, toInputProps } = useRangeDatepicker({
    defaultSelected: { from: local(period.from), to: local(period.to) },
    toDate: new Date(),
    onRangeChange: (range) => range?.from && range.to && onChange({ from: written(range.from), to: written(range.to) }),
  });
  return (
    <DatePicker {...datepickerProps} dropdownCaption>
      <div className="period">
        <DatePicker.Input {...fromInputProps} size="small" label={t("dash.from")} />
        <DatePicker.Input {...toInputProps} size="small" label={t("dash.to")} />
      </div>
    </DatePicker>
  );
}
