/** call.dangling-reference: a reference to a result that no earlier call gives. */
import type { JsonValue } from '../json.ts';
import type { Sample } from '../sample.ts';
import { referencesIn, resultNames, type ReferenceStyle } from './references.ts';
import type { RecordSubject, Report, Rule } from './types.ts';
import { closest, cut } from './words.ts';

export const callDanglingReference: Rule = {
  code: 'call.dangling-reference',
  severity: 'error',
  title: 'Reference to a result that does not exist',
  phase: 'fast',
  docs: {
    why: 'An argument refers to the result of another call ($var1$, API_call_0), but no call before it gives a result of that name. The sample cannot be carried out, and teaches references out of thin air.',
    example: {
      format: 'nestful',
      bad: '{"input":"Double the sum of 2 and 3","output":[{"name":"add","label":"$var1","arguments":{"a":2,"b":3}},{"name":"double","label":"$var2","arguments":{"x":"$var3.result$"}}],"tools":[{"name":"add","description":"Add","parameters":{"a":{"type":"number","required":true},"b":{"type":"number","required":true}}},{"name":"double","description":"Double","parameters":{"x":{"type":"number","required":true}}}]}',
      good: '{"input":"Double the sum of 2 and 3","output":[{"name":"add","label":"$var1","arguments":{"a":2,"b":3}},{"name":"double","label":"$var2","arguments":{"x":"$var1.result$"}}],"tools":[{"name":"add","description":"Add","parameters":{"a":{"type":"number","required":true},"b":{"type":"number","required":true}}},{"name":"double","description":"Double","parameters":{"x":{"type":"number","required":true}}}]}',
    },
    source: 'In public data: NESTFUL 6.',
  },
  checkRecord(subject, report) {
    const { sample } = subject;
    if (sample?.references) checkReferences(subject, sample, sample.references, report);
  },
};

function checkReferences(
  subject: RecordSubject,
  sample: Sample,
  style: ReferenceStyle,
  report: Report,
): void {
  const names = new Set<string>();
  for (const turn of sample.turns) {
    for (const call of turn.calls) {
      if (call.arguments !== undefined) {
        for (const { path, name, text } of referencesOf(call.arguments, style)) {
          if (names.has(name)) continue;
          const meant = closest(name, [...names]);
          const at = { path: [...call.argumentsPath, ...path] };
          report({
            where: at,
            fixes: meant
              ? [
                  {
                    title: `Refer to "${cut(meant)}"`,
                    edits: [{ replace: at, value: renamed(text, name, meant) }],
                  },
                ]
              : [],
            message: `"${cut(name)}" refers to a result that no call before this one gives. ${meant ? `Did you mean "${cut(meant)}"?` : 'Refer to an earlier call or write the value.'}`,
          });
        }
      }
      const results = resultNames(subject.record.value, call, style);
      // A call whose result has no known name could be the one that is meant: nothing can be said from here on.
      if (!results) return;
      for (const name of results) names.add(name);
    }
  }
}

interface Reference {
  readonly path: (string | number)[];
  readonly name: string;
  /** The whole text that holds it. */
  readonly text: string;
}

/** The text with a reference to another result. */
function renamed(text: string, name: string, meant: string): string {
  const parts = text.split(name);
  // A name that is part of another one is left alone: `$var1$` beside `$var10$`.
  return parts
    .map((part, i) =>
      i === 0 ? part : (/^\w/.test(part) || /\w$/.test(parts[i - 1]!) ? name : meant) + part,
    )
    .join('');
}

/** All references in arguments, with their places; the depth is bounded by the record reader. */
function referencesOf(value: JsonValue, style: ReferenceStyle): Reference[] {
  const found: Reference[] = [];
  const visit = (at: JsonValue, path: (string | number)[]): void => {
    if (typeof at === 'string') {
      for (const name of referencesIn(at, style)) found.push({ path, name, text: at });
    } else if (Array.isArray(at)) {
      at.forEach((item, i) => visit(item, [...path, i]));
    } else if (typeof at === 'object' && at !== null) {
      for (const key of Object.keys(at)) visit(at[key]!, [...path, key]);
    }
  };
  visit(value, []);
  return found;
}
