import type { ServiceDescription } from '@daybook/http-door';
import { pagerDutyErrorForm } from './pagerduty-api/error-form.js';

export const description: ServiceDescription = {
  title: 'Daybook query-service',
  description:
    'Shows timelines and incidents. Every answer tells how fresh it is: Daybook-Watermark, Daybook-Lag-Ms.',
  errorForms: [pagerDutyErrorForm],
};
