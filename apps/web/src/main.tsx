import { DaybookError } from '@daybook/client';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { routes } from './routes.js';
import { forgetToken, takeTokenFromAddress } from './session/token.js';
import './theme/tokens.css';
import { applyTheme } from './theme/theme.js';

applyTheme();
takeTokenFromAddress();

const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof DaybookError && error.status === 401)
        forgetToken(`The token is of no use any more: ${error.message}.`);
    },
  }),
  // The client repeats what may be repeated.
  defaultOptions: { queries: { retry: false, staleTime: 5_000, networkMode: 'always' } },
});
const router = createBrowserRouter(routes, { basename: import.meta.env.BASE_URL });

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
