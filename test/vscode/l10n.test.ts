// What people read can be translated: package.nls.json for the manifest, l10n/bundle.l10n.json for the extension's own texts.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundleFile, exportStrings } from '../../tools/lib/strings.mjs';

const manifest = readFileSync('package.json', 'utf8');
const nls = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const used = new Set(Array.from(manifest.matchAll(/"%([^%"]+)%"/g), (match) => match[1]!));

describe('the manifest', () => {
  it('has a text for every key, and a key for every text', () => {
    expect([...used].sort()).toEqual(Object.keys(nls).sort());
    expect(Object.values(nls).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('says nothing to people but by a key', () => {
    const { contributes } = JSON.parse(manifest) as { contributes: Record<string, unknown> };
    const spoken = new Set(['title', 'description', 'markdownDescription', 'altText', 'markdownEnumDescriptions', 'enumDescriptions', 'category']); // prettier-ignore
    const raw: string[] = [];
    const walk = (value: unknown, path: string, isSpoken: boolean) => {
      if (typeof value === 'string') {
        if (isSpoken && !/^%.*%$/.test(value) && value !== 'Callsmith') raw.push(`${path}: ${value}`);
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, child] of Object.entries(value))
          walk(child, `${path}/${key}`, Array.isArray(value) ? isSpoken : spoken.has(key));
      }
    };
    walk(contributes, '', false);
    expect(raw).toEqual([]);
  });
});

describe('the bundle for translators', () => {
  it('holds what the extension says today (npm run l10n)', async () => {
    expect(readFileSync(bundleFile, 'utf8')).toBe(await exportStrings());
  });

  it('names the places of arguments from 0, without gaps', () => {
    const bundle = JSON.parse(readFileSync(bundleFile, 'utf8')) as Record<string, unknown>;
    expect(Object.keys(bundle).length).toBeGreaterThan(100);
    const gaps = Object.keys(bundle).filter((text) => {
      const places = new Set(Array.from(text.matchAll(/\{(\d+)\}/g), (match) => Number(match[1])));
      return [...places].some((place) => place >= places.size);
    });
    expect(gaps).toEqual([]);
  });
});
