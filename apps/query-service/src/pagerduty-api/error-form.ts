import type { ErrorForm } from '@daybook/http-door';
import { pagerDutyError } from '@daybook/timeline-contracts';

const OWN_PATHS = /^\/(v1|ui|health|metrics|docs)(\/|$)/;

/** Whoever asks for what is no path of Daybook's own is a client of PagerDuty's API, also where nothing is. */
export const pagerDutyErrorForm: ErrorForm = {
  takes: (path) => !OWN_PATHS.test(path),
  body: pagerDutyError,
};
