import { pagerDutyReference, type PagerDutyReference } from '@daybook/timeline-contracts';
import { referenceId, type JsonObject, type JsonValue } from '@daybook/timeline-domain';

export function referenced(
  value: JsonValue | undefined,
  kind: 'incident' | 'service' | 'team' | 'user',
  base: string,
): PagerDutyReference | undefined {
  const id = referenceId(value);
  if (id === undefined) return undefined;
  const name = isObject(value) ? value['name'] : undefined;
  return pagerDutyReference(base, kind, id, typeof name === 'string' && name !== '' ? name : id);
}

export function referencedAll(
  value: JsonValue | undefined,
  kind: 'service' | 'team' | 'user',
  base: string,
): PagerDutyReference[] {
  const values = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return values.flatMap((one) => referenced(one, kind, base) ?? []);
}

/** Whoever is claimed to have acted, else whose token it was. */
export function agentOf(sent: JsonObject, recordedBy: string, base: string): PagerDutyReference {
  const agent = sent['agent'];
  const type = isObject(agent) ? agent['type'] : undefined;
  const named = referenced(agent, type === 'service' ? 'service' : 'user', base);
  if (!named) return pagerDutyReference(base, 'user', recordedBy, recordedBy);
  // PagerDuty has three kinds of agents. A team acts as people do; whatever else acts is an integration.
  const isKnown = type === undefined || ['user', 'person', 'team', 'service'].includes(type as string);
  return isKnown ? named : { ...named, type: 'integration_reference' };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
