// When a plan buys: how often, on which day, at what time, by which clock, and from when.
import { weekdayName } from '@mandato/messages/format';
import { RadioCards } from '@mandato/ui/radio-cards';
import { SelectField } from '@mandato/ui/select-field';
import { TextField } from '@mandato/ui/text-field';
import { useMemo } from 'react';
import { localDay } from '../words/local-day.ts';
import { browserZone } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import type { PlanDraft } from './plan-draft.ts';
import type { ErrorAt } from './plan-fields.tsx';
import { zoneOptions } from './zone-options.ts';

export interface ScheduleFieldsProps {
  draft: PlanDraft;
  errorAt: ErrorAt;
  onChange: (changed: Partial<PlanDraft>) => void;
}

const frequencies = ['daily', 'weekly', 'monthly'] as const;
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const monthDays = Array.from({ length: 31 }, (_, index) => index + 1);

export function ScheduleFields({ draft, errorAt, onChange }: ScheduleFieldsProps) {
  const { text, locale } = useWords();
  const zones = useMemo(() => zoneOptions(locale, browserZone()), [locale]);
  const today = localDay(Date.now(), draft.zone);
  return (
    <>
      <RadioCards
        legend={text('plan.frequency')}
        columns={1}
        value={draft.frequency}
        onValueChange={(value) => {
          const frequency = frequencies.find((one) => one === value);
          if (frequency !== undefined) onChange({ frequency });
        }}
        cards={frequencies.map((value) => ({ value, title: text(`plan.frequency_${value}`) }))}
      />
      <DayField draft={draft} errorAt={errorAt} onChange={onChange} />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={text('plan.time')}
          name="time"
          type="time"
          value={draft.time}
          onChange={(event) => onChange({ time: event.currentTarget.value.slice(0, 5) })}
          error={errorAt('time')}
        />
        <TextField
          label={text('plan.starts_on')}
          name="startsOn"
          type="date"
          min={today}
          value={draft.startsOn ?? today}
          onChange={(event) => onChange({ startsOn: event.currentTarget.value })}
          error={errorAt('startsOn')}
        />
      </div>
      <p className="-mt-3 text-soft text-sm">{text('plan.starts_on_hint')}</p>
      <SelectField
        label={text('plan.zone')}
        hint={text('plan.zone_hint')}
        name="zone"
        value={draft.zone}
        options={zones}
        onChange={(event) => onChange({ zone: event.currentTarget.value })}
        error={errorAt('zone')}
      />
    </>
  );
}

function DayField({ draft, errorAt, onChange }: ScheduleFieldsProps) {
  const { text, locale } = useWords();
  switch (draft.frequency) {
    case 'daily':
      return null;
    case 'weekly':
      return (
        <SelectField
          label={text('plan.weekday')}
          name="weekday"
          value={`${draft.weekday}`}
          options={weekdays.map((day) => ({ value: `${day}`, label: weekdayName(locale, day) }))}
          onChange={(event) => onChange({ weekday: Number(event.currentTarget.value) })}
          error={errorAt('schedule')}
        />
      );
    case 'monthly':
      return (
        <SelectField
          label={text('plan.month_day')}
          hint={draft.monthDay > 28 ? text('plan.month_day_hint') : undefined}
          name="monthDay"
          value={`${draft.monthDay}`}
          options={monthDays.map((day) => ({ value: `${day}`, label: `${day}` }))}
          onChange={(event) => onChange({ monthDay: Number(event.currentTarget.value) })}
          error={errorAt('schedule')}
        />
      );
  }
}
