import { HttpDoorModule } from '@daybook/http-door';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Config } from './config.js';
import { EntryFiguresDoor } from './entry-figures/entry-figures.http.js';
import { CountEntriesHandler } from './entry-figures/entry-figures.js';
import { ExportIncidentDoor } from './export-incident/export-incident.http.js';
import { ExportIncidentHandler } from './export-incident/export-incident.js';
import { Freshness } from './freshness.js';
import { ReadModelMetrics } from './health/read-model-metrics.js';
import { QueryReadiness } from './health/query-readiness.js';
import { IncidentFiguresDoor } from './incident-figures/incident-figures.http.js';
import { MeasureIncidentsHandler } from './incident-figures/incident-figures.js';
import { ListIncidentsDoor } from './list-incidents/list-incidents.http.js';
import { ListIncidentsHandler } from './list-incidents/list-incidents.js';
import type { Logger } from './logger.js';
import { Counts } from './counts.js';
import { EntriesByKey } from './mongo/entries-by-key.js';
import { KeyedLists } from './mongo/keyed-lists.js';
import { PageConfigDoor } from './page/page-config.http.js';
import { PageDoor } from './page/page.http.js';
import { AlertsDoor } from './pagerduty-api/alerts.http.js';
import { CallerDoor } from './pagerduty-api/caller.http.js';
import { ForwardNoteDoor } from './pagerduty-api/forward-note.http.js';
import { IncidentsDoor } from './pagerduty-api/incidents.http.js';
import { ListAccountIncidentsHandler } from './pagerduty-api/list-incidents.js';
import { ListLogEntriesHandler, ReadLogEntryHandler } from './pagerduty-api/list-log-entries.js';
import { ListNamedHandler } from './pagerduty-api/list-named.js';
import { LogEntriesDoor } from './pagerduty-api/log-entries.http.js';
import { NamedDoor } from './pagerduty-api/named.http.js';
import { Presentations } from './pagerduty-api/presentation.js';
import { ReadAlertHandler } from './pagerduty-api/read-alert.js';
import { ReadNotesHandler } from './pagerduty-api/read-notes.js';
import { ReadActivityDoor } from './read-activity/read-activity.http.js';
import { ReadActivityHandler } from './read-activity/read-activity.js';
import { ReadEntryDoor } from './read-entry/read-entry.http.js';
import { ReadEntryHandler } from './read-entry/read-entry.js';
import { LogReader } from './read-from-log/log-reader.js';
import { MissingEntry } from './read-from-log/missing-entry.js';
import { ReadTimelineFromLogHandler } from './read-from-log/timeline-from-log.js';
import { ReadHistoryHandler } from './read-history/read-history.js';
import { ReadIncidentDoor } from './read-incident/read-incident.http.js';
import { ReadIncidentHandler } from './read-incident/read-incident.js';
import { ReadLanesDoor } from './read-lanes/read-lanes.http.js';
import { ReadLanesHandler } from './read-lanes/read-lanes.js';
import { ReadModelModule } from './read-model.module.js';
import { ProgressHistory } from './read-progress/progress-history.js';
import { ReadProgressDoor } from './read-progress/read-progress.http.js';
import { ReadRefusals } from './refusals.js';
import { KeptPages } from './read-timeline/kept-pages.js';
import { ReadTimelineDoor } from './read-timeline/read-timeline.http.js';
import { ReadTimelineHandler } from './read-timeline/read-timeline.js';
import { Changes } from './read-changes/changes.js';
import { LiveTail } from './read-changes/live-tail.js';
import { ReadChangesDoor } from './read-changes/read-changes.http.js';
import { ReadChangesHandler } from './read-changes/read-changes.js';
import { SearchEntriesDoor } from './search-entries/search-entries.http.js';
import { EntrySamples } from './search-entries/entry-samples.js';
import { SearchEntriesHandler } from './search-entries/search-entries.js';
import { OpenStreams } from './stream-changes/open-streams.js';
import { StreamChangesDoor } from './stream-changes/stream-changes.http.js';
import { WaitUntilVisible } from './wait-until-visible/wait-until-visible.js';
import { AllowedAddresses } from './webhooks/allowed-addresses.js';
import { Backlog } from './webhooks/backlog.js';
import { Clock } from './webhooks/clock.js';
import { Delivery } from './webhooks/delivery.js';
import { FailedDeliveriesDoor } from './webhooks/failed-deliveries.http.js';
import { Failures } from './webhooks/failures.js';
import { Receiver } from './webhooks/receiver.js';
import { StartingPlace } from './webhooks/starting-place.js';
import { WebhookRunner } from './webhooks/webhook-runner.js';
import { WebhookSecrets } from './webhooks/webhook-secrets.js';
import { Webhooks } from './webhooks/webhooks.js';
import { WebhooksDoor } from './webhooks/webhooks.http.js';

@Module({})
export class QueryServiceModule {
  static register(config: Config, logger: Logger): DynamicModule {
    const readModel = ReadModelModule.register(config, logger);
    return {
      module: QueryServiceModule,
      imports: [
        CqrsModule.forRoot(),
        readModel,
        HttpDoorModule.register(config, QueryReadiness, [readModel]),
      ],
      controllers: [
        ReadTimelineDoor,
        ReadActivityDoor,
        ReadLanesDoor,
        ReadEntryDoor,
        ListIncidentsDoor,
        ReadIncidentDoor,
        ExportIncidentDoor,
        SearchEntriesDoor,
        ReadChangesDoor,
        StreamChangesDoor,
        WebhooksDoor,
        FailedDeliveriesDoor,
        IncidentFiguresDoor,
        EntryFiguresDoor,
        LogEntriesDoor,
        IncidentsDoor,
        AlertsDoor,
        NamedDoor,
        CallerDoor,
        ForwardNoteDoor,
        PageConfigDoor,
        ReadProgressDoor,
        PageDoor,
      ],
      providers: [
        ReadTimelineHandler,
        KeptPages,
        ReadTimelineFromLogHandler,
        LogReader,
        MissingEntry,
        ReadActivityHandler,
        ReadLanesHandler,
        ReadEntryHandler,
        ReadHistoryHandler,
        EntriesByKey,
        Counts,
        KeyedLists,
        ListIncidentsHandler,
        SearchEntriesHandler,
        EntrySamples,
        ReadChangesHandler,
        Changes,
        LiveTail,
        OpenStreams,
        WebhookRunner,
        Webhooks,
        Failures,
        Backlog,
        Delivery,
        Receiver,
        AllowedAddresses,
        WebhookSecrets,
        StartingPlace,
        Clock,
        MeasureIncidentsHandler,
        CountEntriesHandler,
        ListLogEntriesHandler,
        ReadLogEntryHandler,
        ListAccountIncidentsHandler,
        ReadIncidentHandler,
        ExportIncidentHandler,
        ReadAlertHandler,
        ReadNotesHandler,
        ListNamedHandler,
        Presentations,
        WaitUntilVisible,
        Freshness,
        ReadRefusals,
        ReadModelMetrics,
        ProgressHistory,
      ],
    };
  }
}
