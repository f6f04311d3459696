import { createHash } from 'node:crypto';
import { alertIncidentId, decideAlert, shardOf, UNKNOWN_ALERT, type Alert } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { AlertLog, type EventRecorded, type NewEvent } from '../receive-events/alert-log.js';
import { sha256 } from '../sha256.js';
import { asLogUnavailable } from './unavailable.js';

/** Another replica must have moved an alert between reading it and appending, this often in a row. */
const MAX_ATTEMPTS = 20;

const APPEND = `select ordinal from append_by_alerts(
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`;

/** An alert as it was read, and as the events so far leave it. */
interface Row {
  readonly account: string;
  readonly key: Buffer;
  readonly version: string;
  readonly dedupKey: string;
  readonly alert: Alert;
  readonly moved: boolean;
}

interface AlertRow {
  readonly account: string;
  readonly key: Buffer;
  readonly generation: number;
  readonly open: boolean;
  readonly last_hash: string;
  readonly last_received_ms: string;
  readonly dedup_key: string;
  readonly version: string;
}

interface Placed {
  readonly event: NewEvent;
  readonly incidentId: string;
}

/**
 * Reads the alerts, decides, and appends on condition that they are still as they were read: one call under the log's
 * lock, as for any other append.
 */
@Injectable()
export class PostgresAlertLog extends AlertLog {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async record(events: readonly NewEvent[]): Promise<EventRecorded[]> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const [known, alerts] = await Promise.all([this.#knownIds(events), this.#alertsOf(events)]);
      const placed: Placed[] = [];
      const answers = events.map((event): EventRecorded => {
        if (known.has(idKey(event))) return { dedupKey: event.dedupKey, repeated: true };
        known.add(idKey(event));
        return place(event, alerts, placed);
      });
      if (placed.length === 0 || (await this.#append(placed, alerts))) return answers;
    }
    throw new LogUnavailable(`alerts were moved by others ${MAX_ATTEMPTS} times in a row`);
  }

  async #knownIds(events: readonly NewEvent[]): Promise<Set<string>> {
    const rows = await this.#query<{ account: string; id: string }>(
      `select known.account, known.id from unnest($1::text[], $2::uuid[]) sent (account, id)
       join log_entry known on known.account = sent.account and known.id = sent.id`,
      [events.map(({ account }) => account), events.map(({ id }) => id)],
    );
    return new Set(rows.map(idKey));
  }

  async #alertsOf(events: readonly NewEvent[]): Promise<Map<string, Row>> {
    const wanted = new Map(
      events.flatMap((event) => {
        const keys = event.madeKey ? [contentKey(event), dedupKeyOf(event)] : [dedupKeyOf(event)];
        return keys.map((key): [string, { account: string; key: Buffer }] => {
          return [rowKey(event.account, key), { account: event.account, key }];
        });
      }),
    );
    const all = [...wanted.values()];
    const rows = await this.#query<AlertRow>(
      `select alert.* from unnest($1::text[], $2::bytea[]) wanted (account, key)
       join alert on alert.account = wanted.account and alert.key = wanted.key`,
      [all.map(({ account }) => account), all.map(({ key }) => key)],
    );
    const found = new Map(rows.map((row) => [rowKey(row.account, row.key), toRow(row)]));
    return new Map(
      [...wanted].map(([name, one]) => [
        name,
        found.get(name) ?? { ...one, version: '0', dedupKey: '', alert: UNKNOWN_ALERT, moved: false },
      ]),
    );
  }

  /** False when an alert was moved meanwhile: then nothing was appended. */
  async #append(placed: readonly Placed[], alerts: ReadonlyMap<string, Row>): Promise<boolean> {
    const moved = [...alerts.values()].filter((row) => row.moved);
    const contents = placed.map(({ event, incidentId }) => event.contentIn(incidentId));
    const rows = await this.#query(APPEND, [
      moved.map(({ account }) => account),
      moved.map(({ key }) => key),
      moved.map(({ alert }) => alert.generation),
      moved.map(({ alert }) => alert.open),
      moved.map(({ alert }) => alert.last!.hash),
      moved.map(({ alert }) => alert.last!.receivedAt),
      moved.map(({ dedupKey }) => dedupKey),
      moved.map(({ version }) => version),
      placed.map(({ event }) => event.account),
      placed.map(({ event }) => event.id),
      placed.map(({ incidentId }) => incidentId),
      placed.map(({ event }) => event.action),
      placed.map(({ event, incidentId }) => shardOf(event.account, incidentId)),
      placed.map(({ event }) => event.occurredAt),
      placed.map(({ event }) => event.receivedAt),
      placed.map(({ event }) => event.recordedBy),
      placed.map(({ event }) => event.traceparent),
      contents.map(({ text }) => text),
      contents.map(({ hash }) => hash),
    ]);
    return rows.length === placed.length;
  }

  async #query<Result>(sql: string, parameters: unknown[]): Promise<Result[]> {
    try {
      return (await this.dataSource.query(sql, parameters)) as Result[];
    } catch (error) {
      throw asLogUnavailable(error);
    }
  }
}

/** Puts an event into its incident, unless it repeats another one, and moves its alert. */
function place(event: NewEvent, alerts: Map<string, Row>, placed: Placed[]): EventRecorded {
  const { account, routingKeyId, dedupKey } = event;
  if (event.madeKey) {
    const name = rowKey(account, contentKey(event));
    const same = alerts.get(name)!;
    const decision = decideAlert(same.alert, event);
    if (decision.duplicate) return { dedupKey: same.dedupKey, repeated: true };
    alerts.set(name, { ...same, alert: decision.after, dedupKey, moved: true });
  }
  const name = rowKey(account, dedupKeyOf(event));
  const row = alerts.get(name)!;
  const decision = decideAlert(row.alert, event);
  if (decision.duplicate) return { dedupKey, repeated: true };
  alerts.set(name, { ...row, alert: decision.after, dedupKey, moved: true });
  const incidentId = alertIncidentId(routingKeyId, dedupKey, decision.generation, sha256);
  placed.push({ event, incidentId });
  return { dedupKey, repeated: false };
}

function dedupKeyOf({ routingKeyId, dedupKey }: NewEvent): Buffer {
  return digest(['dedup key', routingKeyId, dedupKey]);
}

function contentKey({ routingKeyId, hash }: NewEvent): Buffer {
  return digest(['content', routingKeyId, hash]);
}

function digest(parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function rowKey(account: string, key: Buffer): string {
  return `${account}/${key.toString('hex')}`;
}

function idKey({ account, id }: { readonly account: string; readonly id: string }): string {
  return `${account}/${id}`;
}

function toRow(row: AlertRow): Row {
  const { account, key, version, generation, open } = row;
  const last = { hash: row.last_hash, receivedAt: Number(row.last_received_ms) };
  return { account, key, version, dedupKey: row.dedup_key, alert: { generation, open, last }, moved: false };
}
