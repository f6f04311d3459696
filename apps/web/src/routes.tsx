import type { RouteObject } from 'react-router';
import { IncidentsPage } from './incidents/incidents-page.js';
import { Shell } from './shell/shell.js';
import { NoSuchPage, Trouble } from './shell/trouble.js';

/** What is not on the first page is loaded when it is asked for: it must not make the first page slower. */
export const routes: RouteObject[] = [
  {
    Component: Shell,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: Trouble,
        children: [
          { index: true, Component: IncidentsPage },
          {
            path: 'incidents/:id',
            lazy: async () => ({ Component: (await import('./incident/incident-page.js')).IncidentPage }),
          },
          {
            path: 'health',
            lazy: async () => ({ Component: (await import('./health/health-page.js')).HealthPage }),
          },
          {
            path: 'insights',
            lazy: async () => ({ Component: (await import('./insights/insights-page.js')).InsightsPage }),
          },
          { path: '*', Component: NoSuchPage },
        ],
      },
    ],
  },
];
