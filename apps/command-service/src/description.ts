import type { ServiceDescription } from '@daybook/http-door';
import { errorForms } from './error-forms.js';

export const description: ServiceDescription = {
  title: 'Daybook command-service',
  description: 'Takes facts and makes them durable. What it has answered with 200 or 201 is in the log.',
  errorForms,
};
