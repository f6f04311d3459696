import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';

/** Under which the query-service shows the page: the paths beside it are those of the APIs. */
const BASE = '/ui/';

export default defineConfig({
  base: BASE,
  // The query-service packs nothing while it serves: beside each file lies what it sends to whoever takes gzip.
  plugins: [react(), compression({ algorithms: ['gzip'], include: /\.(js|css)$/ })],
  resolve: { conditions: ['@daybook/source', 'module', 'browser', 'production'] },
  build: {
    // The page may load nothing that is not of its own address, so no asset becomes a data: address.
    assetsInlineLimit: 0,
  },
});
