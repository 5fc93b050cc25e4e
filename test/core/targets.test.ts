/** The data about targets: dated, sourced, consistent, and told alike in every place that lists it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/core/rules/index.ts';
import { isTargetId, targetById, targets, targetsOf, unknownTarget } from '../../src/core/targets/index.ts';
import { targetMarkdown, targetsMarkdown } from '../../src/core/targets/page.ts';
import type { Dated, TargetProfile } from '../../src/core/targets/types.ts';

/** The profile's own date and those of all its groups of facts. */
function datedIn(target: TargetProfile): (readonly [string, Dated])[] {
  const groups = Object.entries(target).flatMap(([key, value]: [string, unknown]) => {
    const list = Array.isArray(value) ? (value as unknown[]) : [value];
    return list
      .filter((one): one is Dated => typeof one === 'object' && one !== null)
      .map((one) => [`${target.id}.${key}`, one] as const);
  });
  return [[target.id, target], ...groups];
}

describe('the table of targets', () => {
  it('has the thirteen ids, each once', () => {
    expect(targets.map(({ id }) => id)).toEqual([
      'openai',
      'azure',
      'together',
      'fireworks',
      'mistral',
      'gemini',
      'anthropic',
      'trl',
      'llamafactory',
      'ms-swift',
      'axolotl',
      'bfcl',
      'funreason',
    ]);
  });

  it('says of every group of facts where and when it was read', () => {
    const all = targets.flatMap(datedIn);
    expect(all.length).toBeGreaterThan(80);
    for (const [what, { checked, source }] of all) {
      expect(checked, what).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);
      expect(new URL(source).protocol, what).toBe('https:');
    }
  });

  it('has patterns that match whole texts, and words for what it is', () => {
    for (const { names, ids, schema } of targets) {
      for (const rule of [names, ids, schema?.parameterNames]) {
        if (!rule) continue;
        expect(rule.pattern).toMatch(/^\^.*\$$/);
        expect(new RegExp(rule.pattern).test('')).toBe(false);
        expect(rule.words).not.toBe('');
      }
    }
  });

  it('reads a format at least, and each by its id', () => {
    for (const { id, formats } of targets) {
      expect(formats.length, id).toBeGreaterThan(0);
      for (const format of formats) expect(format).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    }
  });
});

describe('a choice of targets', () => {
  it('is in the order of the table, each once, without unknown ids', () => {
    expect(targetsOf(['trl', 'openai', 'nobody', 'trl']).map(({ id }) => id)).toEqual(['openai', 'trl']);
  });

  it('is the same list for the same targets, so that what was worked out for it can be kept', () => {
    expect(targetsOf(['trl', 'openai'])).toBe(targetsOf(['openai', 'trl']));
    expect(targetsOf([])).toBe(targetsOf(['nobody']));
  });

  it('knows its ids', () => {
    expect(isTargetId('ms-swift')).toBe(true);
    expect(isTargetId('swift')).toBe(false);
    expect(isTargetId(3)).toBe(false);
    expect(targetById('mistral')!.title).toBe('Mistral');
  });

  it('tells of an unknown id the one that was meant, or all', () => {
    expect(unknownTarget('mistrl')).toBe('There is no target "mistrl"; did you mean "mistral"?');
    expect(unknownTarget('parquet')).toContain('write one of openai, azure, together');
  });
});

describe('what is written from the data', () => {
  it('docs/targets.md is up to date (else run "npm run docs:rules")', () => {
    expect(readFileSync('docs/targets.md', 'utf8')).toBe(targetsMarkdown(targets));
  });

  it('has an anchor for every link of its table', () => {
    const page = targetsMarkdown(targets);
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    const anchors = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(links).toEqual(anchors);
  });

  it('a page tells every fact with its date', () => {
    const page = targetMarkdown(targetById('mistral')!);
    expect(page).toContain('| ids of calls | nine letters or digits; needed | [');
    expect(page).toContain('| last turn | assistant | [');
    expect(page.split('\n').filter((line) => /\]\(https:[^)]+\) \|$/.test(line)).length).toBeGreaterThan(10);
  });

  it('the setting offers the same ids', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { items?: { enum: string[] } }> } };
    };
    const setting = manifest.contributes.configuration.properties['callsmith.validate.targets']!;
    expect(setting.items!.enum).toEqual(targets.map(({ id }) => id));
  });

  it('rules that need a target say so, and only they do', () => {
    const silent = rules.filter(({ needsTarget }) => needsTarget).map(({ code }) => code);
    expect(silent.sort()).toEqual([
      'call.arguments-encoding',
      'call.wrong-key',
      'dataset.too-small',
      'record.too-long',
      'thought.dropped-by-target',
      'tool.name-pattern',
      'tool.schema-subset',
      'tool.strict-unmet',
      'turn.content-conflict',
      'turn.empty-content',
      'turn.id-format',
      'turn.order',
      'turn.weight',
    ]);
  });
});
