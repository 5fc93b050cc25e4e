/** What rules say of a file as a whole, once all its records were seen. */
import type { FileTotals, Rule, RuleCode, Severity } from './rules/types.ts';

/** A finding of a file; it stands at the file's beginning. */
export interface TotalsFinding {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
}

/** Asks the rules that look at whole files. Call it when every record was checked. */
export function totalsFindings(rules: readonly Rule[], totals: FileTotals): readonly TotalsFinding[] {
  const { severities, targets = [] } = totals.file;
  let found: TotalsFinding[] | undefined;
  for (const rule of rules) {
    if (!rule.checkFile || (rule.needsTarget && targets.length === 0)) continue;
    const severity = severities?.[rule.code] ?? rule.severity;
    if (severity === 'off') continue;
    for (const message of rule.checkFile(totals)) (found ??= []).push({ code: rule.code, severity, message });
  }
  return found ?? none;
}

const none: readonly TotalsFinding[] = [];
