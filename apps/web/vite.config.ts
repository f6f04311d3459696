import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Under which the query-service shows the page: the paths beside it are those of the APIs. */
const BASE = '/ui/';

export default defineConfig({
  base: BASE,
  plugins: [react()],
  resolve: { conditions: ['@daybook/source', 'module', 'browser', 'production'] },
  build: {
    // The page may load nothing that is not of its own address, so no asset becomes a data: address.
    assetsInlineLimit: 0,
  },
});
