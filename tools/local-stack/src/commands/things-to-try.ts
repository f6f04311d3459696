import { entryIdMaker } from '@daybook/timeline-domain';

interface Addresses {
  readonly commandUrl: string;
  readonly queryUrl: string;
  readonly token: string;
}

/** Addresses, a token and commands to paste: what a person sees when the stack is up. */
export function thingsToTry({ commandUrl, queryUrl, token }: Addresses): string {
  const newId = entryIdMaker(Date.now);
  const id = newId();
  const authorized = `-H "Authorization: Bearer $DAYBOOK_TOKEN"`;
  const entry = JSON.stringify({
    incidentId: 'my-first-incident',
    type: 'trigger',
    summary: 'Something is on fire',
  });
  return `
Daybook is up. Look at it:

  ${queryUrl}/ui/#token=${token}

  command-service  ${commandUrl}  (writes; API at ${commandUrl}/docs)
  query-service    ${queryUrl}  (reads; API at ${queryUrl}/docs)

Try, in another terminal:

  export DAYBOOK_TOKEN=${token}

  # the incidents, newest activity first
  curl -sw '\\n' ${authorized} '${queryUrl}/v1/incidents?limit=10'

  # the timeline of one of them
  curl -sw '\\n' ${authorized} '${queryUrl}/v1/incidents/gitlab-2017-01-31/timeline?limit=5'

  # record a fact; twice is as good as once
  curl -sw '\\n' -X PUT ${authorized} -H 'Content-Type: application/json' \\
    -d '${entry}' '${commandUrl}/v1/entries/${id}'

  # read it, waiting until it is there
  curl -sw '\\n' ${authorized} '${queryUrl}/v1/incidents/my-first-incident/timeline?includes=${id}'

  # are the services well?
  curl -sw '\\n' ${commandUrl}/health/ready ${queryUrl}/health/ready
`;
}
