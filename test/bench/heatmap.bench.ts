/**
 * The heatmap's page in Chromium: recolouring, first paint and memory with 32,000 tokens beside a span for each token, and
 * recolouring 128,000. First the colours of tokens are compared with those that values, levels and ramps give.
 *
 *   npm run bench -- heatmap
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { domainOf, levelsOf } from '../../src/core/heat/levels.ts';
import { cssColour, rampOf } from '../../src/core/heat/ramps.ts';
import { valuesOf } from '../../src/core/heat/tokenValues.ts';
import type { HeatView } from '../../src/protocol/heatmap.ts';
import { launchBrowser } from '../support/browser.ts';
import { HeatPage } from '../support/heatPage.ts';
import { madeSample, messageOf, messageText } from '../support/heatSamples.ts';
import { createRandom } from './support/random.ts';

const at = process.argv.indexOf('--rounds');
const rounds = at < 0 ? 5 : Number(process.argv[at + 1]);
const recolours = 20;
const view: HeatView = {
  measure: 'loss',
  scaling: 'linear',
  visit: 0,
  minus: undefined,
  threshold: undefined,
  alpha: undefined,
};
const visits = 3;

interface Measured {
  /** From the message to the frame after the one that shows it, ms; and what the process computed for it until all was quiet. */
  readonly firstPaint: number;
  readonly firstPaintWork: number;
  /** Of recolouring: work of scripts, ms; frames until other colours are painted. */
  readonly script: number;
  readonly frames: number;
  /** Resident memory of the process that has the page, MB. */
  readonly memory: number;
  /** The part of it that is not the browser's own program, mapped from its files. */
  readonly own: number;
}

/** What all threads of a process have computed so far, ms. */
function workOf(process: number): number {
  const tasks = `/proc/${process}/task`;
  return readdirSync(tasks).reduce((sum, task) => {
    try {
      return sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    } catch {
      return sum; // It ended meanwhile.
    }
  }, 0);
}

/** The process that draws the page: the one that grows when the page does. */
async function rendererOf(page: Page): Promise<number> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const before = renderers.map(({ id }) => memoryOf(id).own);
  await page.evaluate(() => {
    Object.assign(window, { ballast: new Uint8Array(256e6).fill(1) });
  });
  const found = renderers.find(({ id }, i) => memoryOf(id).own - before[i]! > 120);
  await page.evaluate(() => {
    Object.assign(window, { ballast: undefined });
  });
  if (!found) throw new Error('The process of the page cannot be told from others.');
  await collectGarbage(page);
  return found.id;
}

const quiet = 700;

/** The lower quarter: on a shared machine others take the time of the rest. */
const undisturbed = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 2]!;

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Memory of a process in MB. */
function memoryOf(process: number): { memory: number; own: number } {
  const status = readFileSync(`/proc/${process}/status`, 'utf8');
  const size = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  return { memory: size('VmRSS'), own: size('RssAnon') + size('RssShmem') };
}

/** Garbage and pools are given back, as a browser does when memory becomes scarce. */
async function collectGarbage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Memory.simulatePressureNotification', { level: 'critical' });
  await page.waitForTimeout(1000);
}

/** Counts what scripts do in frames, from before the page's own scripts on. */
function countFrames(): void {
  const counts = { script: 0 };
  const own = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (act) =>
    own((time) => {
      const start = performance.now();
      act(time);
      counts.script += performance.now() - start;
    });
  Object.assign(window, { counts, ownFrame: own });
}

interface CountingWindow extends Window {
  message: unknown;
  counts: { script: number };
  ownFrame(act: () => void): void;
}

/** The page with so many tokens. */
async function measurePage(tokens: number, check: boolean): Promise<Measured> {
  const { browser } = await launchBrowser();
  try {
    const { sample, run } = madeSample(tokens);
    const heat = await HeatPage.open(browser, { width: 1200, height: 900, prepare: countFrames });
    const { page } = heat;
    const text = messageText(messageOf(sample, run, { view }));
    await page.evaluate((message) => {
      (window as unknown as CountingWindow).message = window.scripted.read(message);
    }, text);
    await page.waitForTimeout(quiet);
    const renderer = await rendererOf(page);
    const before = workOf(renderer);
    const firstPaint = await page.evaluate(async () => {
      const counting = window as unknown as CountingWindow;
      const { ownFrame, message: read } = counting;
      counting.message = undefined;
      const start = performance.now();
      window.postMessage(read, '*');
      const frame = () => new Promise<void>((resolve) => ownFrame(() => resolve()));
      while (!document.querySelector('.line')) await frame();
      await frame();
      return performance.now() - start;
    });
    await page.waitForTimeout(quiet);
    const firstPaintWork = workOf(renderer) - before;
    if (check) await checkColours(heat, tokens);
    const { script, frames } = await page.evaluate(
      async ({ recolours, visits }) => {
        const { counts, ownFrame } = window as unknown as CountingWindow;
        const slider = document.querySelector<HTMLInputElement>('.steps input[type=range]')!;
        const tile = () => {
          const canvas = document.querySelector<HTMLCanvasElement>('.tile:not([hidden])')!;
          // A part of it, for reading it back costs more than painting it.
          return canvas.getContext('2d')!.getImageData(100, 150, 300, 100).data.join();
        };
        const frame = () => new Promise<void>((resolve) => ownFrame(() => resolve()));
        const scripts: number[] = [];
        const frameCounts: number[] = [];
        for (let i = 0; i < recolours; i++) {
          await frame();
          await frame();
          const before = tile();
          await frame();
          counts.script = 0;
          const start = performance.now();
          slider.value = String(((i + 1) % visits) + 1);
          slider.dispatchEvent(new Event('input'));
          const handled = performance.now() - start;
          let waited = 0;
          // This callback runs after those of the page in the same frame, and before it is painted.
          do {
            await frame();
            waited++;
          } while (tile() === before && waited < 10);
          scripts.push(handled + counts.script);
          frameCounts.push(waited);
        }
        return { script: scripts, frames: frameCounts };
      },
      { recolours, visits },
    );
    await collectGarbage(page);
    return {
      firstPaint,
      firstPaintWork,
      script: undisturbed(script),
      frames: median(frames),
      ...memoryOf(renderer),
    };
  } finally {
    await browser.close();
  }
}

/** Tokens all over the text have the colour that is worked out for them. */
async function checkColours(heat: HeatPage, tokens: number): Promise<void> {
  const { sample, run } = madeSample(tokens);
  const { values } = valuesOf(sample, sample.visits[view.visit]!, view.measure);
  const levels = levelsOf(values, domainOf(view.measure, run.bounds), view.scaling);
  const { colours } = rampOf('dark', 'sequential');
  const random = createRandom(7);
  for (let i = 0; i < 12; i++) {
    const token = sample.firstSupervised + Math.floor(random.next() * (tokens - sample.firstSupervised));
    if (sample.text[sample.starts[token]!] === '\n') continue;
    const start = sample.starts[token]!;
    await heat.receive({ type: 'cursor', span: { start, end: start + 1 } });
    await heat.receive({ type: 'cursor', span: undefined });
    const painted = await heat.colourOfToken(sample, token);
    const expected = [...colours[levels[token]!]!, 255];
    if (String(painted) !== String(expected))
      throw new Error(`Token ${token} is ${painted.join()} and should be ${expected.join()}.`);
  }
}

interface Made {
  readonly texts: readonly string[];
  readonly levels: readonly (readonly number[])[];
  readonly colours: readonly string[];
}

/** The plain way: a span for each token with its colour as style. */
async function measureSpans(tokens: number): Promise<Measured> {
  const { browser } = await launchBrowser();
  try {
    const { sample, run } = madeSample(tokens);
    const { colours } = rampOf('dark', 'sequential');
    const levels = sample.visits.map((visit) => [
      ...levelsOf(valuesOf(sample, visit, 'loss').values, domainOf('loss', run.bounds), 'linear'),
    ]);
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.setContent(
      '<body style="margin:0;height:100vh;background:#1f1f1f;color:#fff"><div id="text" style="height:100%;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.75 monospace;padding:6px 96px"></div>',
    );
    await page.evaluate(
      (made) => {
        Object.assign(window, { made });
      },
      {
        texts: Array.from(sample.starts, (at, i) => sample.text.slice(at, at + sample.lengths[i]!)),
        levels,
        colours: colours.map(cssColour),
      },
    );
    await page.waitForTimeout(quiet);
    const renderer = await rendererOf(page);
    const before = workOf(renderer);
    const firstPaint = await page.evaluate(async () => {
      const { texts, levels, colours } = (window as unknown as { made: Made }).made;
      const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
      await frame();
      const start = performance.now();
      const spans = texts.map((text, i) => {
        const span = document.createElement('span');
        span.textContent = text;
        if (levels[0]![i]) span.style.backgroundColor = colours[levels[0]![i]!]!;
        return span;
      });
      document.getElementById('text')!.replaceChildren(...spans);
      await frame();
      await frame();
      Object.assign(window, { spans });
      return performance.now() - start;
    });
    await page.waitForTimeout(quiet);
    const firstPaintWork = workOf(renderer) - before;
    const { script, frames } = await page.evaluate(async (recolours) => {
      const { made, spans } = window as unknown as { made: Made; spans: HTMLElement[] };
      const { levels, colours } = made;
      const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
      const scripts: number[] = [];
      const counts: number[] = [];
      for (let i = 0; i < Math.min(recolours, 6); i++) {
        await frame();
        await frame();
        const of = levels[(i + 1) % levels.length]!;
        const begun = performance.now();
        await frame();
        const started = performance.now();
        spans.forEach((span, j) => (span.style.backgroundColor = of[j] ? colours[of[j]!]! : ''));
        scripts.push(performance.now() - started);
        await frame();
        counts.push(Math.round((performance.now() - begun) / (1000 / 60)));
      }
      Object.assign(window, { made: undefined });
      return { script: scripts, frames: counts };
    }, recolours);
    await collectGarbage(page);
    return {
      firstPaint,
      firstPaintWork,
      script: undisturbed(script),
      frames: median(frames),
      ...memoryOf(renderer),
    };
  } finally {
    await browser.close();
  }
}

const few = 300;
const [ours, spans, large]: [Measured[], Measured[], Measured[]] = [[], [], []];
// What a page costs before it has much to show: ours has controls, bars and a legend, that of the spans has nothing else.
const [oursFew, spansFew]: [Measured[], Measured[]] = [[], []];
for (let round = 0; round < rounds; round++) {
  ours.push(await measurePage(32_000, round === 0));
  spans.push(await measureSpans(32_000));
  large.push(await measurePage(128_000, round === 0));
  oursFew.push(await measurePage(few, false));
  spansFew.push(await measureSpans(few));
}
console.log('Colours of tokens are those of the reference, with 32,000 and 128,000 tokens.\n');

const of = (all: readonly Measured[], what: keyof Measured) => median(all.map((one) => one[what]));
console.log('                          first paint     work   recolour: script   frames   memory      own');
for (const [name, all] of [
  ['page, 32,000 tokens', ours],
  ['spans, 32,000 tokens', spans],
  ['page, 128,000 tokens', large],
  ['page, 300 tokens', oursFew],
  ['spans, 300 tokens', spansFew],
] as const) {
  const row = [
    `${of(all, 'firstPaint').toFixed(0)} ms`.padStart(11),
    `${of(all, 'firstPaintWork').toFixed(0)} ms`.padStart(8),
    `${of(all, 'script').toFixed(2)} ms`.padStart(18),
    String(of(all, 'frames')).padStart(8),
    `${of(all, 'memory').toFixed(0)} MB`.padStart(8),
    `${of(all, 'own').toFixed(0)} MB`.padStart(8),
  ];
  console.log(`${name.padEnd(26)}${row.join(' ')}`);
}

/** What the tokens cost beyond a page of few. */
const ofTokens = (what: keyof Measured) =>
  (of(ours, what) - of(oursFew, what)) / (of(spans, what) - of(spansFew, what));

/** Target 12 of the project: what must hold, and what is aimed at; ratios of what 32,000 tokens add to a page of 300. */
const gates = [
  ['recolour, frames', of(ours, 'frames'), 2, 1],
  ['recolour, script in ms', of(ours, 'script'), 16, 2],
  ['first paint, work / spans', ofTokens('firstPaintWork'), 0.4, 0.2],
  ['memory / spans', ofTokens('own'), 0.8, 0.6],
  ['recolour, frames of 128,000 / of 32,000', of(large, 'frames') / of(ours, 'frames'), 1.2, 1.2],
] as const;
console.log(`\nmedian of ${rounds} rounds`);
for (const [name, value, gate, aim] of gates) {
  const verdict = value <= aim ? 'aim reached' : value <= gate ? 'holds' : 'MISSED';
  console.log(
    `${name.padEnd(42)}${value.toFixed(2).padStart(6)}   gate ≤ ${gate}, aim ≤ ${aim}   ${verdict}`,
  );
  if (value > gate) process.exitCode = 1;
}
console.log('Of whole pages, controls and all:');
for (const [name, what] of [
  ['first paint, time / spans', 'firstPaint'],
  ['first paint, work / spans', 'firstPaintWork'],
  ['resident memory / spans', 'memory'],
] as const)
  console.log(`${name.padEnd(42)}${(of(ours, what) / of(spans, what)).toFixed(2).padStart(6)}`);
