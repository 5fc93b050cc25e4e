/** SARIF 2.1.0 (OASIS), for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SweepFailure, SweepFinding } from '../../core/sweep/types.ts';
import type { LineRange } from '../../core/text/lineRange.ts';
import type { Rule, Severity } from '../../core/rules/types.ts';
import { textHash } from '../../core/text/textHash.ts';
import type { Reporter, ReporterOptions } from './types.ts';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  hint: 'note',
};

export function createSarifReporter({ out, rules, version, homepage }: ReporterOptions): Reporter {
  const indexes = new Map<string, number>(rules.map((rule, index) => [rule.code, index]));
  const failures: SweepFailure[] = [];
  let results = 0;
  /** How often a fingerprint came in this file: equal lines have equal ones. */
  let seen = new Map<string, number>();
  const begin = async () => {
    if (results > 0) return;
    const driver = {
      name: 'Callsmith',
      semanticVersion: version,
      informationUri: homepage,
      rules: rules.map((rule) => describeRule(rule, homepage)),
    };
    await out.write(
      '{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",' +
        `"version":"2.1.0","runs":[{"tool":{"driver":${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits","results":[`,
    );
  };
  const fingerprintOf = (finding: SweepFinding) => {
    // Messages about how records are to one another name lines, and lines move.
    const words = finding.code.startsWith('dataset.') ? (finding.key ?? '') : finding.message;
    const own = textHash(`${finding.code}\n${finding.pointer}\n${finding.recordHash}\n${words}`);
    const times = (seen.get(own) ?? 0) + 1;
    seen.set(own, times);
    return `${own}:${times}`;
  };
  return {
    file() {
      seen = new Map();
      return Promise.resolve();
    },
    async findings(path, findings) {
      for (const finding of findings) {
        await begin();
        const { code, severity, message, related, pointer, count } = finding;
        const result = {
          ruleId: code,
          ruleIndex: indexes.get(code),
          level: levels[severity],
          message: { text: message },
          ...(count !== undefined && { occurrenceCount: count }),
          locations: [
            {
              physicalLocation: physicalLocation(path, finding),
              ...(pointer !== '' && { logicalLocations: [{ fullyQualifiedName: pointer, kind: 'value' }] }),
            },
          ],
          partialFingerprints: { 'callsmithFinding/v1': fingerprintOf(finding) },
          ...(related.length > 0 && {
            relatedLocations: related.map((place, id) => ({
              id,
              message: { text: place.message },
              physicalLocation: physicalLocation(place.path ?? path, place),
            })),
          }),
        };
        await out.write(`${results++ === 0 ? '' : ','}\n${JSON.stringify(result)}`);
      }
    },
    failed(failure) {
      failures.push(failure);
      return Promise.resolve();
    },
    async end(_summary, exitCode) {
      await begin();
      const invocation = {
        executionSuccessful: failures.length === 0,
        exitCode,
        toolExecutionNotifications: failures.map(({ path, message }) => ({
          level: 'error',
          message: { text: message },
          locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }],
        })),
      };
      await out.write(`\n],"invocations":[${JSON.stringify(invocation)}]}]}\n`);
    },
  };
}

function describeRule(rule: Rule, homepage: string | undefined) {
  return {
    id: rule.code,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.docs.why },
    help: { text: rule.docs.why },
    helpUri: homepage && `${homepage.replace(/#.*$|\/$/, '')}/blob/main/docs/rules/${rule.code}.md`,
    defaultConfiguration: { level: levels[rule.severity] },
  };
}

function physicalLocation(path: string, range: LineRange) {
  return {
    artifactLocation: { uri: uriOf(path) },
    region: {
      startLine: range.line,
      startColumn: range.column,
      endLine: range.endLine,
      endColumn: range.endColumn,
    },
  };
}

/** A relative path stays relative, so that the report fits any checkout. */
function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split('/').map(encodeURIComponent).join('/');
}
