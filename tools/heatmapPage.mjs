// @ts-check
// `npm run page:heatmap`: serves the heatmap's page with a sample of the demonstration run, without VS Code.
//   node tools/heatmapPage.mjs [--port 8123]; then open the address that it prints; ?theme=vscode-light for another theme.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { buildHeatmapPage } from './lib/heatmapPage.mjs';
import { exitWith, root, run } from './lib/process.mjs';

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
});

async function main() {
  const folder = path.join(root, 'dist/test/heatmap');
  await buildHeatmapPage(folder);
  const program = path.join(root, 'dist/test/heatMessages.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/heatMessages.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  writeFileSync(path.join(folder, 'messages.json'), run(process.execPath, [program], { quiet: true }));
  const at = process.argv.indexOf('--port');
  const port = at < 0 ? 8123 : Number(process.argv[at + 1]);
  createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://localhost').pathname) || 'index.html';
    try {
      const bytes = readFileSync(path.join(folder, name));
      response.setHeader('content-type', types[path.extname(name)] ?? 'application/octet-stream').end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/?theme=vscode-dark`));
}

await main().catch(exitWith);
