/** Running the rules of whole files: severities as set, and a crash that shows. */
import type { FileFindingDraft, FileSubject, Rule, RuleCode, Severity } from '../rules/types.ts';

/** What a rule of whole files found, with the severity that holds for the file. */
export interface FileRuleFinding extends FileFindingDraft {
  readonly code: RuleCode;
  readonly severity: Severity;
}

/** What the rules say of a file whose records were all seen, in no promised order. */
export function runFileRules(rules: readonly Rule[], subject: FileSubject): FileRuleFinding[] {
  const found: FileRuleFinding[] = [];
  for (const rule of rules) {
    const set = subject.file.severities?.[rule.code];
    if (!rule.checkFile || set === 'off' || (rule.needsTarget && !subject.file.targets?.length)) continue;
    try {
      rule.checkFile(subject, (draft) =>
        found.push({ ...draft, code: rule.code, severity: set ?? draft.severity ?? rule.severity }),
      );
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      found.push({
        code: 'record.check-failed',
        severity: 'error',
        message: `Callsmith could not finish checking this file: the rule ${rule.code} failed (${reason}). Please report it.`,
        key: rule.code,
      });
    }
  }
  return found;
}
