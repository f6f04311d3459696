import { CircleAlert, CircleCheck, CircleDashed, Eye, type LucideIcon } from 'lucide-react';
import type { Status } from './incidents-filter.js';
import styles from './status.module.css';

const icons: Record<Status, LucideIcon> = {
  triggered: CircleAlert,
  acknowledged: Eye,
  resolved: CircleCheck,
  unknown: CircleDashed,
};

/** Told by its colour, its icon and its word, each of them enough. */
export function StatusMark({ status }: { readonly status: Status }) {
  const Icon = icons[status];
  return (
    <span className={`${styles['status']} ${styles[status]}`}>
      <Icon size={14} aria-hidden="true" /> {status}
    </span>
  );
}
