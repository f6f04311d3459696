import { X } from 'lucide-react';
import { useSearchParams } from 'react-router';
import type { ClockTimes } from '../time/clock-times.js';
import { hourOfWeekText } from '../time/hour-of-week.js';
import { useClockTimes } from '../time/zone.js';
import { toggled, type Chip } from './incidents-filter.js';
import styles from './incidents.module.css';

const names: Record<string, string> = {
  since: 'active since',
  until: 'active before',
  triggeredSince: 'triggered since',
  triggeredUntil: 'triggered before',
  hourOfWeek: 'triggered on',
  with: 'with a known',
};

/** The filters of the address, each of which can be taken away. */
export function FilterChips({ chips }: { readonly chips: readonly Chip[] }) {
  const [address, setAddress] = useSearchParams();
  const times = useClockTimes();
  return chips.map((chip) => {
    const { name, value } = chip;
    const text = `${names[name] ?? name}: ${chipText(chip, address, times)}`;
    return (
      <button
        key={`${name} ${value}`}
        type="button"
        className={styles['chip']}
        aria-label={`Without the filter ${text}`}
        onClick={() => setAddress(toggled(address, name, value), { replace: true })}
      >
        {text} <X size={13} aria-hidden="true" />
      </button>
    );
  });
}

function chipText({ name, value }: Chip, address: URLSearchParams, times: ClockTimes): string {
  if (name === 'hourOfWeek') return `${hourOfWeekText(value)} (${address.get('zone') ?? 'UTC'})`;
  return /(since|until)$/i.test(name) ? times.short(Date.parse(value)) : value;
}
