// The heatmap's page in a real Chromium, with the editor's side scripted: what a person does there, as functions.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildHeatmapPage } from '../../tools/lib/heatmapPage.mjs';
import type { FromHeatmap, ToHeatmap } from '../../src/protocol/heatmap.ts';
import type { ScriptedEditor } from '../../webview/heatmap/dev.ts';
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
    { theme = 'vscode-dark', width = 1200, height = 900, reducedMotion, forcedColors }: OpenOptions = {},
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

  /** The colour painted at the middle of a token's first box, as [red, green, blue, alpha]; a test's view of the canvas. */
  async colourUnder(text: string): Promise<number[]> {
    return this.page.evaluate((wanted) => {
      const walker = document.createTreeWalker(
        document.querySelector('.text .lines:not([hidden])')!,
        NodeFilter.SHOW_TEXT,
      );
      const body = document.querySelector('.text-body')!.getBoundingClientRect();
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent!.indexOf(wanted);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const box = range.getClientRects()[0]!;
        for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.tile:not([hidden])')) {
          const tile = canvas.getBoundingClientRect();
          const y = box.top + box.height / 2;
          if (y < tile.top || y >= tile.bottom) continue;
          void body;
          const x = box.left + box.width / 2 - tile.left;
          return [
            ...canvas
              .getContext('2d')!
              .getImageData(x * devicePixelRatio, (y - tile.top) * devicePixelRatio, 1, 1).data,
          ];
        }
      }
      throw new Error(`"${wanted}" is nowhere on the page.`);
    }, text);
  }
}
