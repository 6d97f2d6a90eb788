import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

// In development the pages come from vite and everything else from the server that `make dev` starts, or from PERILUNE_URL.
const { PERILUNE_URL: server = 'http://localhost:3333' } = loadEnv('development', '.', 'PERILUNE_');
const api = ['/v1', '/api', '/auth', '/metrics', '/webhooks'];

const BASE = /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|clsx|openapi-fetch|@tanstack[\\/](?!react-virtual|virtual-core)[^\\/]+)[\\/]/;

export default defineConfig({
  // Relative, because the server decides below which path the pages live (the `base` of index.html).
  base: './',
  plugins: [react(), tailwind()],
  resolve: { tsconfigPaths: true },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 700,
    // What every page needs is one file: many small ones are larger together.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: BASE }] } } },
  },
  server: { port: 3334, proxy: Object.fromEntries(api.map((path) => [path, { target: server }])) },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
