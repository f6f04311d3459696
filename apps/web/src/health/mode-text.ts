type Consequences = Readonly<Record<string, string>>;

const COMMAND_SERVICE: Consequences = {
  'without-rabbitmq': 'Entries are recorded as ever, and handed over when RabbitMQ is back.',
  'without-postgres':
    'Entries are taken into the command queue: acknowledged as queued, and recorded when Postgres is back.',
};
const NOTHING_DURABLE =
  'Nothing can be made durable, so entries are refused until one of the two is back. Clients with a spool keep theirs.';

const QUERY_SERVICE: Consequences = {
  'without-mongodb':
    'Lists, search and figures don’t answer. The timeline of one incident is read from the log.',
  'without-rabbitmq': 'New entries come by the feed of the command-service.',
  'without-command-service':
    'New entries come by RabbitMQ alone: holes can’t be filled, and late is not told from missing.',
  'log-shorter-than-read-model':
    'The log was put back to an earlier state, so what is shown can’t be trusted: rebuild the read models.',
};

export type ServiceName = 'command-service' | 'query-service';

/** What a mode that /health/ready tells means for those who use the service. Empty for `normal`. */
export function consequencesOf(service: ServiceName, mode: string): string[] {
  if (mode === 'normal') return [];
  const troubles = mode.split('+');
  if (service === 'query-service') return troubles.map((trouble) => QUERY_SERVICE[trouble] ?? trouble);
  if (troubles.length > 1) return [NOTHING_DURABLE];
  return troubles.map((trouble) => COMMAND_SERVICE[trouble] ?? trouble);
}
