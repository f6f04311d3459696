import { useSearchParams } from 'react-router';
import { AddFilter } from '../incidents/add-filter.js';
import { FilterChips } from '../incidents/filter-chips.js';
import { ZoneSwitch } from '../time/zone-switch.js';
import { spans, withDates, withSpan, type InsightsAsked, type SpanName } from './insights-address.js';
import styles from './insights.module.css';

const addable = ['service', 'team'];

/** Which incidents the page is about. All but the time zone lives in the address. */
export function InsightsBar({ asked }: { readonly asked: InsightsAsked }) {
  const [address, setAddress] = useSearchParams();
  const { from, to, span } = asked;
  const chips = (['service', 'team'] as const).flatMap((name) =>
    asked[name].map((value) => ({ name, value })),
  );
  return (
    <search className={styles['bar']}>
      <fieldset className={styles['spans']}>
        <legend className="visually-hidden">The last</legend>
        {(Object.keys(spans) as SpanName[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={span === name}
            onClick={() => setAddress(withSpan(address, name), { replace: true })}
          >
            {spans[name].name}
          </button>
        ))}
      </fieldset>
      <span className={styles['days']}>
        <DayField
          label="First day"
          value={from}
          max={to}
          onChange={(day) => setAddress(withDates(address, { from: day, to }), { replace: true })}
        />
        –
        <DayField
          label="Last day"
          value={to}
          min={from}
          onChange={(day) => setAddress(withDates(address, { from, to: day }), { replace: true })}
        />
      </span>
      <ZoneSwitch />
      <AddFilter names={addable} />
      <FilterChips chips={chips} />
    </search>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly min?: string;
  readonly max?: string;
  readonly onChange: (day: string) => void;
}

/** Tells only days that the address takes: while one is being typed there may be none. */
function DayField({ label, value, min = '', max = '9999-12-31', onChange }: DayFieldProps) {
  return (
    <input
      type="date"
      aria-label={label}
      required
      value={value}
      min={min}
      max={max}
      onChange={({ target }) => target.validity.valid && onChange(target.value)}
    />
  );
}
