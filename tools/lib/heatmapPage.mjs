// @ts-check
// The heatmap's page as files for a browser without VS Code: dev.html, its script and style, and the editor's side.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './process.mjs';

/**
 * @param {string} folder where the files go; dev.html is its `index.html`
 * @returns {Promise<void>}
 */
export async function buildHeatmapPage(folder) {
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { heatmap: 'webview/heatmap/main.ts', dev: 'webview/heatmap/dev.ts' },
    outdir: folder,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  copyFileSync(path.join(root, 'webview/heatmap/dev.html'), path.join(folder, 'index.html'));
}
