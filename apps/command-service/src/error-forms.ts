import { noteErrorForm } from './pagerduty-notes/pagerduty-notes.http.js';
import { eventErrorForm } from './receive-events/receive-events.http.js';

/** For the clients that know no problem details. */
export const errorForms = [eventErrorForm, noteErrorForm];
