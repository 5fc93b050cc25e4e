/** The heatmap's page in a browser: what a person does, what is seen, and what the editor is told. */
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { domainOf, levelsOf } from '../../src/core/heat/levels.ts';
import { rampOf } from '../../src/core/heat/ramps.ts';
import { valuesOf } from '../../src/core/heat/tokenValues.ts';
import type { HeatView } from '../../src/protocol/heatmap.ts';
import { launchBrowser } from '../support/browser.ts';
import { HeatPage, type OpenOptions } from '../support/heatPage.ts';
import { type DemoRun, madeSample, messageOf, readDemoRun } from '../support/heatSamples.ts';

let browser: Browser;
let demo: DemoRun;
let opened: HeatPage | undefined;

beforeAll(async () => {
  ({ browser } = await launchBrowser());
  demo = await readDemoRun();
  mkdirSync('test/out/screenshots', { recursive: true });
});
afterAll(() => browser?.close());
afterEach(async () => {
  const complaints = await opened?.complaints();
  await opened?.close();
  opened = undefined;
  expect(complaints ?? []).toEqual([]);
});

/** The page with a sample of the demonstration run: a thought and a call. */
async function openSample(options?: OpenOptions, more: Parameters<typeof messageOf>[2] = {}) {
  opened = await HeatPage.open(browser, options);
  await opened.receive(messageOf(sample(), demo.run, { title: 'demo.jsonl, line 3', ...more }));
  return { heat: opened, page: opened.page };
}
const sample = () => demo.samples[2]!;
const tokenOf = (text: string, from = 0) => {
  const at = sample().text.indexOf(text, from);
  return sample().starts.findIndex((start, i) => start <= at && start + sample().lengths[i]! > at);
};
const line = (heat: HeatPage) => heat.page.locator('.facts-line').innerText();
const view = (more: Partial<HeatView> = {}): HeatView => ({
  measure: 'weight',
  scaling: 'linear',
  visit: 2,
  minus: undefined,
  threshold: undefined,
  alpha: undefined,
  ...more,
});
const inThought = (text: string) => tokenOf(text, sample().text.indexOf('<think>'));
const inCall = (text: string) => tokenOf(text, sample().text.indexOf('[book'));
/** A click on a token of the sample. */
async function clickToken(heat: HeatPage, token: number) {
  const { x, y } = await heat.placeOfToken(sample(), token);
  await heat.page.mouse.click(x, y);
  await heat.settled();
}

describe('a click', () => {
  it('on a token asks the editor to show it, and its numbers stand below', async () => {
    const { heat } = await openSample();
    const token = inThought('Lido');
    await clickToken(heat, token);
    const start = sample().starts[token]!;
    expect(await heat.posted('reveal')).toEqual([
      { type: 'reveal', start, end: start + sample().lengths[token]!, focus: false },
    ]);
    expect(await line(heat)).toContain('thought');
    expect(await line(heat)).toMatch(/p\s+\d/);
  });

  it('on what the template wrote says that it is not in the data set', async () => {
    const { heat, page } = await openSample();
    await clickToken(heat, sample().segments.indexOf(4));
    expect(await heat.posted('reveal')).toEqual([]);
    expect(await page.locator('.says').innerText()).toContain('not in the data set');
  });

  it('at the end of a selection selects, and nothing else', async () => {
    const { heat, page } = await openSample();
    const from = await heat.placeOfToken(sample(), tokenOf('Reserving'));
    const to = await heat.placeOfToken(sample(), inThought('people'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    expect(await page.evaluate(() => getSelection()!.toString())).toContain('book_table');
    expect(await heat.posted('reveal')).toEqual([]);
  });
});

it('the pointer over a token shows its numbers without saying them aloud', async () => {
  const { heat, page } = await openSample();
  const { x, y } = await heat.placeOfToken(sample(), inThought('19:30'));
  await page.mouse.move(x, y);
  await heat.settled();
  expect(await line(heat)).toContain('thought');
  expect(await page.locator('.spoken').innerText()).toBe('');
});

describe('the cursor in the editor', () => {
  it('lights tokens and brings them into sight', async () => {
    opened = await HeatPage.open(browser, { height: 700 });
    const { sample: long, run } = madeSample(4000);
    await opened.receive(messageOf(long, run));
    const [first, last] = [3500, 3502];
    const span = { start: long.starts[first]!, end: long.starts[last]! + long.lengths[last]! };
    await opened.receive({ type: 'cursor', span });
    await opened.settled();
    const seen = await opened.page.evaluate(() => {
      const text = document.querySelector('.text')!.getBoundingClientRect();
      return [...document.querySelectorAll('.mark.lit')].map((mark) => {
        const box = mark.getBoundingClientRect();
        return box.top >= text.top && box.bottom <= text.bottom;
      });
    });
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(seen.every(Boolean)).toBe(true);
    await opened.receive({ type: 'cursor', span: undefined });
    expect(await opened.page.locator('.mark.lit').count()).toBe(0);
  });

  it('in what is folded away unfolds it', async () => {
    const { heat, page } = await openSample();
    expect(await page.locator('.lines').first().isVisible()).toBe(false);
    const start = sample().text.indexOf('get_weather');
    await heat.receive({ type: 'cursor', span: { start, end: start + 3 } });
    await heat.settled();
    expect(await page.locator('.lines').first().isVisible()).toBe(true);
    expect(await page.locator('.mark.lit').count()).toBeGreaterThan(0);
  });
});

describe('colours', () => {
  const expected = (change: Partial<HeatView>, token: number) => {
    const { measure, scaling, visit, minus } = view(change);
    let { values } = valuesOf(sample(), sample().visits[visit]!, measure);
    if (minus) {
      const from = valuesOf(sample(), sample().visits[minus.visit]!, measure).values;
      values = values.map((value, i) => value - from[i]!);
    }
    const levels = levelsOf(values, domainOf(measure, demo.run.bounds, minus !== undefined), scaling);
    const kind = minus || measure === 'ratio' ? 'diverging' : 'sequential';
    return [...rampOf('dark', kind).colours[levels[token]!]!, 255];
  };

  it.each<Partial<HeatView>>([
    { measure: 'weight' },
    { measure: 'ratio', scaling: 'log' },
    { measure: 'loss', scaling: 'rank' },
    { measure: 'loss', minus: { run: 'same', visit: 0 } },
  ])('are those of the reference: %j', async (change) => {
    const { heat } = await openSample({}, { view: view(change) });
    for (const token of [inThought('Lido'), inThought('four'), inCall('people'), inCall('Lido')])
      expect(await heat.colourOfToken(sample(), token)).toEqual(expected(change, token));
  });

  it('stand at the tokens of another model, which cuts the same text otherwise', async () => {
    const { heat } = await openSample();
    const one = sample();
    // The first two tokens that are trained, as one.
    const first = one.firstSupervised;
    const without = <T extends { filter: (keep: (value: number, i: number) => boolean) => T }>(
      values: T,
    ): T => values.filter((_, i) => i !== first + 1);
    const lengths = Uint16Array.from(one.lengths);
    lengths[first] = one.starts[first + 1]! + one.lengths[first + 1]! - one.starts[first]!;
    const other: typeof one = {
      ...one,
      starts: without(one.starts),
      lengths: without(lengths),
      segments: without(one.segments),
      straddles: without(one.straddles),
      linked: without(one.linked),
      stale: without(one.stale),
      visits: one.visits.map((visit) => ({
        ...visit,
        logprobs: visit.logprobs && without(visit.logprobs),
        entropies: visit.entropies && without(visit.entropies),
        weights: visit.weights && without(visit.weights),
        gradients: visit.gradients && without(visit.gradients),
      })),
    };
    await heat.receive(messageOf(other, demo.run, { view: view({ measure: 'loss' }) }));
    const again = await HeatPage.open(browser);
    try {
      await again.receive(messageOf(other, demo.run, { view: view({ measure: 'loss' }) }));
      for (const token of [first, first + 1, first + 5])
        expect(await heat.colourOfToken(other, token)).toEqual(await again.colourOfToken(other, token));
    } finally {
      await again.close();
    }
  });

  it('of an edited part are grey, and a threshold leaves tokens without any', async () => {
    const stale = new Uint8Array(sample().starts.length);
    const token = inThought('four');
    stale[token] = 1;
    opened = await HeatPage.open(browser);
    await opened.receive(
      messageOf({ ...sample(), stale }, demo.run, { staleNote: 'The thought was edited since.' }),
    );
    const [red, green, blue] = await opened.colourOfToken(sample(), token);
    expect(red === green && green === blue && red! > 0).toBe(true);
    expect(await opened.page.getByText('The thought was edited since.').isVisible()).toBe(true);
    // In percent, as the legend has it: a token of the thought weighs about 2 %.
    const threshold = opened.page.getByLabel('Colour only from');
    await threshold.fill('0.9');
    await opened.settled();
    expect(await opened.colourOfToken(sample(), tokenOf('Reserving'))).not.toEqual([0, 0, 0, 0]);
    await threshold.fill('9');
    await opened.settled();
    expect(await opened.colourOfToken(sample(), tokenOf('Reserving'))).toEqual([0, 0, 0, 0]);
  });

  it('follow the theme at once', async () => {
    const { heat } = await openSample();
    const token = inThought('four');
    const dark = await heat.colourOfToken(sample(), token);
    await heat.setTheme('vscode-light');
    await heat.settled();
    const light = await heat.colourOfToken(sample(), token);
    expect(light).not.toEqual(dark);
    expect(light.slice(0, 3).reduce((a, b) => a + b)).toBeGreaterThan(
      dark.slice(0, 3).reduce((a, b) => a + b),
    );
  });

  it('that the system replaces are thickness instead', async () => {
    const { heat } = await openSample({ forcedColors: true }, { view: view({ measure: 'loss' }) });
    expect((await heat.colourOfToken(sample(), inThought('four')))[3]).toBe(0);
    expect(await heat.paintedDots()).toBeGreaterThan(50);
  });
});

describe('visits', () => {
  it('are gone through with the slider, and told', async () => {
    const { heat, page } = await openSample();
    expect(await page.locator('.visit-text').innerText()).toContain('step 6');
    await page.getByLabel('Visit', { exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    await heat.settled();
    expect(await page.locator('.visit-text').innerText()).toMatch(/step 4 · epoch 2 · α 0.7 · thought loss/);
    await expect.poll(async () => (await heat.posted('view')).at(-1)?.view.visit).toBe(1);
  });

  it('are played, and stop at the end', async () => {
    const { page } = await openSample();
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText('1 of 3').waitFor();
    await page.getByText('3 of 3').waitFor();
    await page.getByRole('button', { name: 'Play' }).waitFor();
  });

  it('are not played for those who want less motion', async () => {
    const { page } = await openSample({ reducedMotion: true });
    expect(await page.getByRole('button', { name: 'Play' }).isVisible()).toBe(false);
    expect(await page.getByLabel('Visit', { exact: true }).isVisible()).toBe(true);
  });

  it('are compared with each other', async () => {
    const { heat, page } = await openSample({}, { view: view({ measure: 'loss' }) });
    await page.getByLabel('Compare with').selectOption({ label: 'visit 1 (step 1)' });
    await clickToken(heat, inThought('Lido'));
    expect(await line(heat)).toMatch(/change of Loss\s+−/);
    expect(await page.locator('.legend').innerText()).toContain('blue went down');
  });

  it('are compared with those of another run, which the editor gives', async () => {
    const { heat, page } = await openSample(
      {},
      {
        view: view({ measure: 'loss' }),
        others: [{ id: 'b', name: 'second run' }],
      },
    );
    await page.getByLabel('of run').selectOption({ label: 'second run' });
    expect(await heat.posted('compare')).toEqual([{ type: 'compare', run: 'b' }]);
    const visits = sample().visits.map((visit) => ({
      ...visit,
      logprobs: visit.logprobs!.map((value) => value / 2),
    }));
    await heat.receive({
      type: 'compare',
      compare: { run: { id: 'b', name: 'second run' }, visits, reason: undefined },
    });
    await clickToken(heat, inThought('Lido'));
    expect(await line(heat)).toMatch(/change of Loss\s+\+/);
    await heat.receive({
      type: 'compare',
      compare: { run: { id: 'b', name: 'second run' }, visits: [], reason: 'It was cut into other tokens.' },
    });
    expect(await page.getByText('It was cut into other tokens.').isVisible()).toBe(true);
  });
});

it('another α is worked out on the spot, and taken back', async () => {
  const { heat, page } = await openSample();
  const headline = page.locator('.headline');
  expect(await headline.innerText()).toBe(
    'The call has 30 % of the weight here; under plain fine-tuning it would have 42 %.',
  );
  await page.getByLabel('What if α were').fill('50');
  await heat.settled();
  expect(await headline.innerText()).toContain('With α = 0.5 instead of 0.7, the call would have 50 %');
  await page.getByRole('button', { name: 'As trained' }).click();
  await heat.settled();
  expect(await headline.innerText()).toContain('30 %');
});

describe('without a mouse', () => {
  it('everything is reached by Tab, in order, with a visible focus', async () => {
    const { page } = await openSample();
    const names: string[] = [];
    for (let i = 0; i < 24; i++) {
      await page.keyboard.press('Tab');
      names.push(
        await page.evaluate(() => {
          const at = document.activeElement!;
          const label = at.id && document.querySelector(`label[for="${at.id}"]`);
          return at === document.body
            ? '(end)'
            : (label ? label.textContent! : (at.getAttribute('aria-label') ?? at.textContent ?? '')).slice(
                0,
                24,
              );
        }),
      );
    }
    expect(names.slice(0, names.indexOf('(end)'))).toEqual([
      'About this run',
      'Colour by',
      'Token table',
      'Samples of the run',
      'Scale',
      'Colour only from',
      'What if α were',
      'Compare with',
      'Add to hard pool',
      'Paint in the editor',
      'PNG',
      'SVG',
      'CSV',
      'Visit',
      'Play',
      'How the run went',
      'Show 7 more lines above:',
      'Text of the sample. Arro',
    ]);
  });

  it('arrows go from token to token and from line to line, Enter to the data set', async () => {
    const { heat, page } = await openSample();
    await page.locator('.text').focus();
    await heat.settled();
    const first = sample().firstSupervised;
    const current = async () => {
      await heat.settled();
      return heat.currentToken();
    };
    expect(await current()).toBe(first);
    await page.keyboard.press('ArrowRight');
    expect(await current()).toBe(first + 1);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    expect(sample().starts[(await current())!]).toBeGreaterThanOrEqual(sample().text.indexOf('Reserving'));
    await page.keyboard.press('End');
    expect(await current()).toBe(tokenOf('\n', sample().text.indexOf('Reserving')));
    await page.keyboard.press('Home');
    expect(await current()).toBe(tokenOf('Reserving'));
    await page.keyboard.press('ArrowUp');
    expect(await current()).toBe(first);
    await page.keyboard.press('Control+ArrowRight');
    expect(await current()).toBe(sample().segments.indexOf(2));
    await page.keyboard.press('Enter');
    const start = sample().starts[sample().segments.indexOf(2)]!;
    expect((await heat.posted('reveal')).at(-1)).toMatchObject({ start, focus: true });
    expect(await page.locator('.spoken').textContent()).toContain('call');
    await page.keyboard.press('Control+End');
    expect(await current()).toBe(sample().starts.length - 1);
  });

  it('the token table goes to tokens, largest first', async () => {
    const { heat, page } = await openSample({}, { view: view({ measure: 'loss' }) });
    await page.getByRole('button', { name: 'Token table' }).click();
    const grid = page.getByRole('grid', { name: 'Tokens of the sample' });
    await grid.focus();
    await page.keyboard.press('Enter');
    await heat.settled();
    const losses = valuesOf(sample(), sample().visits[2]!, 'loss').values;
    const largest = losses.reduce((best, value, i) => (value > (losses[best] || 0) ? i : best), 0);
    expect(await heat.currentToken()).toBe(largest);
    expect(await heat.posted('reveal')).toHaveLength(1);
    expect(await grid.getAttribute('aria-rowcount')).toBe(
      String(1 + sample().starts.length - sample().firstSupervised - trailing()),
    );
    const active = await grid.getAttribute('aria-activedescendant');
    await page.keyboard.press('ArrowDown');
    await heat.settled();
    expect(await grid.getAttribute('aria-activedescendant')).not.toBe(active);
  });
});
/** Tokens behind the trained ones. */
const trailing = () =>
  [...sample().segments.subarray(sample().firstSupervised)].filter((code) => code === 0).length;

describe('the list of samples', () => {
  it('is asked for, sorted, filtered, opened, and put into the hard pool', async () => {
    const { heat, page } = await openSample();
    await page.getByRole('button', { name: 'Samples of the run' }).click();
    expect(await heat.posted('list')).toEqual([{ type: 'list' }]);
    expect(await page.getByText('Reading the samples of the run').isVisible()).toBe(true);
    await heat.receive({ type: 'list', rows: demo.rows, note: 'Two shards are damaged.' });
    expect(await page.getByText('Two shards are damaged.').isVisible()).toBe(true);
    const lines = () => page.locator('.pane:visible .grid-body .row .cell:nth-child(2)').allInnerTexts();
    expect(await lines()).toEqual(['2', '7', '8', '4', '5', '6', '3', '1']);
    await page.locator('.pane:visible').getByLabel('Order').selectOption({ label: 'as in the data set' });
    await heat.settled();
    expect(await lines()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    await page.getByLabel('Function').selectOption('book_table');
    await heat.settled();
    expect(await lines()).toEqual(['3', '7']);
    await page.getByRole('grid', { name: 'Samples of the run.' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect((await heat.posted('open')).at(-1)).toEqual({ type: 'open', key: demo.rows[6]!.key });
    await page.keyboard.press('Space');
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await heat.settled();
    await page.getByRole('button', { name: 'Add 2 to hard pool' }).click();
    const keys = (await heat.posted('hard-pool')).at(-1)!.keys;
    expect([...keys].sort()).toEqual([demo.rows[2]!.key, demo.rows[6]!.key].sort());
    await heat.receive({ type: 'hard', keys, isHard: true });
    expect(await page.locator('.pane:visible .grid-body').innerText()).toContain('(hard pool)');
    expect(await page.getByRole('button', { name: 'In the hard pool' }).isVisible()).toBe(true);
  });

  it('keeps the row that the keyboard is at when it is renewed', async () => {
    const { heat, page } = await openSample();
    await page.getByRole('button', { name: 'Samples of the run' }).click();
    await heat.receive({ type: 'list', rows: demo.rows, note: undefined });
    await page.getByRole('grid', { name: 'Samples of the run.' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    // As while a run grows: the same samples, in another order.
    const rows = demo.rows.map((row) => ({ ...row, lossCall: 10 - row.lossCall! }));
    await heat.receive({ type: 'list', rows, note: undefined });
    await heat.receive({ type: 'hard', keys: [rows[4]!.key], isHard: false });
    await page.keyboard.press('Enter');
    expect((await heat.posted('open')).at(-1)).toEqual({ type: 'open', key: demo.rows[6]!.key });
  });

  it('of many samples has only the rows in sight', async () => {
    const { heat, page } = await openSample();
    await page.getByRole('button', { name: 'Samples of the run' }).click();
    const rows = Array.from({ length: 60_000 }, (_, i) => ({
      ...demo.rows[0]!,
      key: `k${i}`,
      line: i + 1,
      lossCall: ((i * 7919) % 1000) / 1000,
    }));
    await heat.receive({ type: 'list', rows, note: undefined });
    const grid = page.getByRole('grid', { name: 'Samples of the run.' });
    await grid.focus();
    await page.keyboard.press('End');
    await heat.settled();
    expect(await page.locator('.grid-body .row').count()).toBeLessThan(60);
    expect(await page.locator('.row.active').innerText()).toContain('59001');
  });
});

describe('copying', () => {
  it('gives the exact text', async () => {
    const { page } = await openSample();
    await page.locator('.fold').click();
    await page.locator('.text').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(sample().text);
  });

  it('gives a part that was selected by keyboard', async () => {
    const { heat, page } = await openSample();
    await clickToken(heat, tokenOf('Reserving'));
    await page.locator('.text').focus();
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press('Shift+ArrowDown');
      await heat.settled();
    }
    await page.keyboard.press('Control+c');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(sample().text).toContain(copied);
    expect(copied).toContain('</think>\n\n[');
  });
});

it('everything that was chosen is there after a reload', async () => {
  const { heat, page } = await openSample();
  await page.getByLabel('Colour by').selectOption({ label: 'Share of the loss' });
  await page.getByLabel('Visit', { exact: true }).fill('2');
  await page.getByRole('button', { name: 'Token table' }).click();
  await clickToken(heat, inThought('Lido'));
  const before = await line(heat);
  await page.reload();
  await page.waitForFunction(() => window.scripted.posted.length > 0);
  expect(await heat.posted('ready')).toEqual([{ type: 'ready', reference: { key: sample().key } }]);
  await heat.receive(messageOf(sample(), demo.run));
  expect(await page.getByLabel('Colour by').inputValue()).toBe('share');
  expect(await page.locator('.visit-text').innerText()).toContain('step 4');
  expect(await page.getByRole('grid', { name: 'Tokens of the sample' }).isVisible()).toBe(true);
  expect(await line(heat)).toBe(before);
});

describe('what is saved', () => {
  it.each(['PNG', 'SVG', 'CSV'] as const)('%s goes to the editor as bytes', async (kind) => {
    const { heat, page } = await openSample();
    await page.getByRole('button', { name: kind }).click();
    await expect.poll(async () => (await heat.posted('save')).length).toBe(1);
    const { name, bytes, kind: of } = (await heat.posted('save'))[0]!;
    expect(of).toBe(kind.toLowerCase());
    expect(name).toBe(`demo.jsonl-line-3-weight.${kind.toLowerCase()}`);
    const text = Buffer.from(bytes).toString(kind === 'PNG' ? 'latin1' : 'utf8');
    if (kind === 'PNG') expect(text.slice(1, 4)).toBe('PNG');
    if (kind === 'SVG') expect(text).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    if (kind === 'CSV') expect(text.split('\r\n')).toHaveLength(sample().starts.length + 2);
  });
});

describe('what the editor says otherwise', () => {
  it('nothing to show: why, and what can be done', async () => {
    opened = await HeatPage.open(browser);
    await opened.receive({
      type: 'nothing',
      reference: 7,
      nothing: {
        title: 'No run has this sample',
        words: ['Record one with the trainer.', 'Or look at the demonstration.'],
        actions: [{ id: 'demo', label: 'Open the demonstration run' }],
      },
    });
    await opened.page.getByRole('heading', { name: 'No run has this sample' }).waitFor();
    await opened.page.getByRole('button', { name: 'Open the demonstration run' }).click();
    expect(await opened.posted('action')).toEqual([{ type: 'action', id: 'demo' }]);
  });

  it('busy: what is being waited for, until it is there', async () => {
    const { heat, page } = await openSample();
    await heat.receive({ type: 'busy', words: 'Reading the run …' });
    expect(await page.getByText('Reading the run …').isVisible()).toBe(true);
    await heat.receive(messageOf(sample(), demo.run));
    expect(await page.getByText('Reading the run …').isVisible()).toBe(false);
  });

  it('words: the page speaks the editor’s language', async () => {
    const { heat, page } = await openSample();
    await heat.receive({ type: 'words', words: { 'Colour by': 'Färben nach', Loss: 'Verlust' } });
    await page.getByLabel('Färben nach').selectOption({ label: 'Verlust' });
  });

  it('in-text: whether the editor is painted too', async () => {
    const { heat, page } = await openSample();
    const box = page.getByRole('checkbox', { name: 'Paint in the editor' });
    await box.click();
    expect(await heat.posted('in-text')).toEqual([{ type: 'in-text', isOn: true }]);
    await heat.receive({ type: 'in-text', isOn: true });
    await heat.receive({ type: 'in-text', isOn: false });
    expect(await box.getAttribute('aria-checked')).toBe('false');
    expect(await heat.posted('in-text')).toHaveLength(1);
  });

  it('a preview has weights, and says why it has no losses', async () => {
    opened = await HeatPage.open(browser);
    const visits = [{ ...sample().visits[0]!, step: undefined, epoch: undefined, logprobs: undefined }];
    await opened.receive(
      messageOf({ ...sample(), origin: 'preview', visits }, { ...demo.run, steps: [], note: undefined }),
    );
    const { page } = opened;
    expect(await page.locator('.badge').innerText()).toContain('preview');
    const loss = page.getByLabel('Colour by').locator('option[value=loss]');
    expect(await loss.isDisabled()).toBe(true);
    expect(await loss.innerText()).toContain('No log-probabilities');
    expect(await page.locator('.curves').isVisible()).toBe(false);
  });
});

it.each([
  ['in lines', true],
  ['in one line with letters of several scripts', false],
] as const)('32,000 tokens %s are drawn, scrolled and recoloured', async (_, hasLines) => {
  opened = await HeatPage.open(browser);
  const { sample: long, run } = madeSample(32_000, 1, hasLines);
  await opened.receive(messageOf(long, run, { view: view({ measure: 'loss' }) }));
  const { page } = opened;
  const check = async (token: number, visit: number) => {
    await opened!.receive({
      type: 'cursor',
      span: { start: long.starts[token]!, end: long.starts[token]! + 1 },
    });
    await opened!.receive({ type: 'cursor', span: undefined });
    const { values } = valuesOf(long, long.visits[visit]!, 'loss');
    const levels = levelsOf(values, domainOf('loss', run.bounds), 'linear');
    const expected = [...rampOf('dark', 'sequential').colours[levels[token]!]!, 255];
    expect(await opened!.colourOfToken(long, token)).toEqual(expected);
  };
  for (const token of [5000, 20_000, 31_900]) await check(token, 2);
  await page.getByLabel('Visit', { exact: true }).fill('1');
  for (const token of [31_900, 12_345]) await check(token, 0);
  expect(await page.locator('.tile').count()).toBeLessThanOrEqual(4);
  expect(await page.locator('.text span').count()).toBe(0);
});
