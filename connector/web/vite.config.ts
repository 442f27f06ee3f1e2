// How the pages are built: one small bundle, served by the connector from its own address, with nothing from elsewhere.
// The caller names the output folder (`vite build --outDir` or `build.outDir`).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export const webConfig = defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    target: 'es2023',
    emptyOutDir: true,
    // Inlined data: addresses would need a wider Content-Security-Policy than 'self'.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});

// Vite only takes a configuration from a default export.
export default webConfig;
