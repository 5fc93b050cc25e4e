// The heatmap's page in a real Chromium, with the editor's side scripted: what a person does there, as functions.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildHeatmapPage } from '../../tools/lib/heatmapPage.mjs';
import type { FromHeatmap, ToHeatmap } from '../../src/protocol/heatmap.ts';
import type { ScriptedEditor } from '../../webview/heatmap/dev.ts';
import type { HeatSample } from '../../src/core/heat/heatSample.ts';
import { messageText } from './heatSamples.ts';

declare global {
  interface Window {
    readonly scripted: ScriptedEditor;
  }
}

export const themes = [
  'vscode-dark',
  'vscode-light',
  'vscode-high-contrast',
  'vscode-high-contrast-light',
] as const;

export interface OpenOptions {
  readonly theme?: (typeof themes)[number];
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  /** Runs in the page before its own scripts. */
  readonly prepare?: () => void;
}

const folder = path.resolve('dist/test/heatmap');
let built: Promise<void> | undefined;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** An opened page. Whoever opens it closes it. */
export class HeatPage {
  private constructor(readonly page: Page) {}

  /** Opens the page as an editor that has said nothing yet. */
  static async open(
    browser: Browser,
    {
      theme = 'vscode-dark',
      width = 1200,
      height = 900,
      reducedMotion,
      forcedColors,
      prepare,
    }: OpenOptions = {},
  ): Promise<HeatPage> {
    await (built ??= buildHeatmapPage(folder));
    const context = await browser.newContext({
      viewport: { width, height },
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      forcedColors: forcedColors ? 'active' : 'none',
    });
    // No server and no network: files come from the folder.
    await context.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      const name = pathname === '/' ? 'index.html' : path.basename(pathname);
      try {
        return route.fulfill({
          body: readFileSync(path.join(folder, name)),
          contentType: types[path.extname(name)] ?? 'application/octet-stream',
        });
      } catch {
        return route.fulfill({ status: 404 });
      }
    });
    if (prepare) await context.addInitScript(prepare);
    const page = await context.newPage();
    const opened = new HeatPage(page);
    await page.goto(`https://localhost/?scripted&theme=${theme}`);
    await page.waitForFunction(() => window.scripted.posted.some(({ type }) => type === 'ready'));
    return opened;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Gives it messages and waits until they are shown. */
  async receive(...messages: readonly ToHeatmap[]): Promise<void> {
    for (const message of messages)
      await this.page.evaluate((text) => window.scripted.receive(text), messageText(message));
    await this.settled();
  }

  /** Two frames later everything that was asked for is painted. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) =>
          setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve())), 0),
        ),
    );
  }

  /** What it posted of a type, in order. */
  async posted<Type extends FromHeatmap['type']>(
    type: Type,
  ): Promise<Extract<FromHeatmap, { type: Type }>[]> {
    const all = await this.page.evaluate(() =>
      window.scripted.posted.map((message) =>
        'bytes' in message ? { ...message, bytes: [...message.bytes] } : message,
      ),
    );
    return all.filter((message) => message.type === type) as unknown as Extract<
      FromHeatmap,
      { type: Type }
    >[];
  }

  /** What went wrong without anybody asking: errors, and what the security policy refused. */
  async complaints(): Promise<string[]> {
    return this.page.evaluate(() => [...window.scripted.errors, ...window.scripted.refused]);
  }

  setTheme(theme: string): Promise<void> {
    return this.page.evaluate((kind) => window.scripted.setTheme(kind), theme);
  }

  /** The left part of a token's first box, in sight or not. */
  async placeOfToken(sample: HeatSample, token: number): Promise<{ x: number; y: number; top: number }> {
    const [start, end] = [sample.starts[token]!, sample.starts[token]! + sample.lengths[token]!];
    const lineStart = sample.text.lastIndexOf('\n', start - 1) + 1;
    const line = sample.text.slice(0, lineStart).split('\n').length - 1;
    return this.page.evaluate(
      ({ index, from, to }) => {
        const walker = document.createTreeWalker(
          document.querySelectorAll('.text .line')[index]!,
          NodeFilter.SHOW_TEXT,
        );
        let before = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const { length } = node.textContent!;
          if (from >= before + length) {
            before += length;
            continue;
          }
          const range = document.createRange();
          range.setStart(node, from - before);
          range.setEnd(node, Math.min(length, to - before));
          const box = [...range.getClientRects()].find(({ width }) => width > 0)!;
          return { x: box.left + Math.min(3, box.width / 2), y: box.top + box.height / 2, top: box.top };
        }
        throw new Error('The token is nowhere on the page.');
      },
      { index: line, from: start - lineStart, to: end - lineStart },
    );
  }

  /** The colour that is painted at the upper left of a token, as [red, green, blue, alpha]. */
  async colourOfToken(sample: HeatSample, token: number): Promise<number[]> {
    const { x, top } = await this.placeOfToken(sample, token);
    return this.page.evaluate(
      ({ x, y }) => {
        for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.tile:not([hidden])')) {
          const tile = canvas.getBoundingClientRect();
          if (y < tile.top || y >= tile.bottom) continue;
          const scale = canvas.width / tile.width;
          const [left, down] = [(x - tile.left) * scale, (y - tile.top) * scale];
          return [...canvas.getContext('2d')!.getImageData(left, down, 1, 1).data];
        }
        throw new Error('No tile is behind the token.');
      },
      { x, y: top + 2 },
    );
  }

  /** How many dots of the tiles are painted at all. */
  async paintedDots(): Promise<number> {
    return this.page.evaluate(() => {
      let dots = 0;
      for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.tile:not([hidden])')) {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) dots++;
      }
      return dots;
    });
  }

  /** The token that the keyboard stands on, as the page keeps it. */
  async currentToken(): Promise<number | undefined> {
    return this.page.evaluate(
      () => (JSON.parse(sessionStorage.getItem('kept state') ?? '{}') as { token?: number }).token,
    );
  }
}
