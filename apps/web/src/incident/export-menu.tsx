import { Download } from 'lucide-react';
import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useDaybook } from '../session/daybook.js';
import { useZone } from '../time/zone.js';
import styles from './incident.module.css';
import type { TimelineFilter } from './timeline/timeline-model.js';

const forms = [
  { format: 'markdown', name: 'Draft of a post-mortem', ending: 'md' },
  { format: 'json', name: 'JSON', ending: 'json' },
  { format: 'csv', name: 'CSV', ending: 'csv' },
] as const;

type Format = (typeof forms)[number]['format'];

interface Props {
  readonly incidentId: string;
  readonly filter: TimelineFilter;
}

/** The incident as a file, with the filter and the time zone that one sees. A plain link could not send the token. */
export function ExportMenu({ incidentId, filter }: Props) {
  const daybook = useDaybook();
  const zone = useZone();
  const summary = useRef<HTMLElement>(null);
  const [said, setSaid] = useState<string>();

  async function read(format: Format): Promise<Blob> {
    setSaid('Reading …');
    const answer = await daybook.export(incidentId, { ...filter, format, zone });
    return answer.blob();
  }

  async function tell(work: () => Promise<string>): Promise<void> {
    try {
      setSaid(await work());
    } catch (error) {
      setSaid(`Failed: ${(error as Error).message}`);
    }
  }

  const save = (format: Format, ending: string) =>
    tell(async () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await read(format));
      link.download = `${incidentId.replace(/[^\w.-]+/g, '_')}.${ending}`;
      link.click();
      URL.revokeObjectURL(link.href);
      return `${link.download} is saved`;
    });

  const copy = () =>
    tell(async () => {
      const blob = await read('markdown');
      await navigator.clipboard.writeText(await blob.text());
      return 'Copied';
    });

  function leave({ currentTarget, relatedTarget }: FocusEvent<HTMLDetailsElement>): void {
    if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
  }

  function press({ key, currentTarget }: KeyboardEvent<HTMLDetailsElement>): void {
    if (key !== 'Escape') return;
    currentTarget.open = false;
    summary.current?.focus();
  }

  return (
    <details className={styles['menu']} onToggle={() => setSaid(undefined)} onBlur={leave} onKeyDown={press}>
      <summary ref={summary}>
        <Download size={15} aria-hidden="true" /> Export
      </summary>
      <div>
        {forms.map(({ format, name, ending }) => (
          <button key={format} type="button" onClick={() => void save(format, ending)}>
            {name}
          </button>
        ))}
        <button type="button" onClick={() => void copy()}>
          Copy as Markdown
        </button>
        <p role="status">{said}</p>
      </div>
    </details>
  );
}
