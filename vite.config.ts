/** How the window's part (renderer/) becomes plain files that the app:// protocol serves. */
import react from '@vitejs/plugin-react'
import postcssPresetMantine from 'postcss-preset-mantine'
import { defineConfig } from 'vite'

/** What every screen stands on; one file in place of thirty small ones at the start. */
const framework =
  /[\\/]node_modules[\\/](react|react-dom|scheduler|i18next|react-i18next|react-router|@trpc|@tanstack|@floating-ui|@mantine[\\/](core|hooks|notifications))[\\/]/

export default defineConfig({
  root: 'renderer',
  // Relative addresses: the page comes from app://, not from a web server's root.
  base: './',
  plugins: [react()],
  css: { postcss: { plugins: [postcssPresetMantine()] } },
  build: {
    sourcemap: false,
    target: 'chrome140',
    // The content security policy allows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // The application's page, and the waiting-room screen's.
      input: ['renderer/index.html', 'renderer/waiting-room.html'],
      output: {
        codeSplitting: {
          groups: [{ debugName: 'framework', name: 'framework', test: framework }],
        },
      },
    },
    // Loaded from disk: one large file is no slower than many small ones.
    chunkSizeWarningLimit: 4096,
  },
})
