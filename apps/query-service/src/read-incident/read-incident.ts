import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { incidentKey, type IncidentDocument } from '../mongo/documents.js';
import { mergedIncidents } from '../mongo/merged-incidents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';

export interface FoundIncident {
  readonly document: IncidentDocument;
  /** Those that were merged into it. */
  readonly merged: readonly string[];
}

/** Undefined: no entry of this incident is visible. */
export class ReadIncident extends Query<FoundIncident | undefined> {
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
  async execute({ account, incidentId }: ReadIncident): Promise<FoundIncident | undefined> {
    const { incidents } = this.store;
    const [document, merged] = await this.store.read(() =>
      Promise.all([
        incidents.findOne({ _id: incidentKey(account, incidentId) }, READ_LIMIT),
        mergedIncidents(incidents, account, incidentId),
      ]),
    );
    return document ? { document, merged } : undefined;
  }
}
