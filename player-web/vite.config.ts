import { defineConfig } from 'vitest/config';

export default defineConfig({
  logLevel: 'warn',
  build: {
    // Quarkus serves META-INF/resources of every jar on its class path at `/`.
    outDir: process.env['DAYREEL_WEB_OUT'] ?? 'target/classes/META-INF/resources',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // scripts/byte-budget.mjs knows better what is too large.
    chunkSizeWarningLimit: 1_000,
  },
  server: { proxy: { '/v1': { target: 'http://localhost:8080', ws: true } } },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
