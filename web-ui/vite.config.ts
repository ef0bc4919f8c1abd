import { defineConfig } from 'vite';

// Two page families from one build: dist/web/setup/ (the gateway's page), dist/web/console/ (the cloud's).
// No inline script or style: the pages run under a CSP without unsafe-*.
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        setup: `${import.meta.dirname}/setup/index.html`,
        console: `${import.meta.dirname}/console/index.html`,
      },
    },
  },
});
