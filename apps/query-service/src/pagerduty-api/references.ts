import { pagerDutyReference, type PagerDutyReference } from '@daybook/timeline-contracts';
import { isJsonObject, type JsonObject, type JsonValue, referenceId } from '@daybook/timeline-domain';

export function referenced(
  value: JsonValue | undefined,
  kind: 'incident' | 'service' | 'team' | 'user',
  base: string,
): PagerDutyReference | undefined {
  const id = referenceId(value);
  if (id === undefined) return undefined;
  const name = isJsonObject(value) ? value['name'] : undefined;
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
  const type = isJsonObject(agent) ? agent['type'] : undefined;
  const named = referenced(agent, type === 'service' ? 'service' : 'user', base);
  if (!named) return pagerDutyReference(base, 'user', recordedBy, recordedBy);
  // PagerDuty has three kinds of agents. A team acts as people do; whatever else acts is an integration.
  const isKnown = type === undefined || ['user', 'person', 'team', 'service'].includes(type as string);
  return isKnown ? named : { ...named, type: 'integration_reference' };
}
