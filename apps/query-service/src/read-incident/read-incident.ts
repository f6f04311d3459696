import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { incidentKey, type IncidentDocument } from '../mongo/documents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

/** Undefined: no entry of this incident is visible. */
export class ReadIncident extends Query<IncidentDocument | undefined> {
  constructor(
    readonly account: string,
    readonly incidentId: string,
  ) {
    super();
  }
}

@QueryHandler(ReadIncident)
export class ReadIncidentHandler implements IQueryHandler<ReadIncident> {
  constructor(private readonly store: Store) {}

  /** @throws StoreUnavailable */
  async execute({ account, incidentId }: ReadIncident): Promise<IncidentDocument | undefined> {
    const filter = { _id: incidentKey(account, incidentId) };
    return (await this.store.read(() => this.store.incidents.findOne(filter, READ_LIMIT))) ?? undefined;
  }
}
