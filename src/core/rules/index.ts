/** The table of rules. One file per rule; a new rule is one new file and one line here. */
import type { Rule, RuleCode } from './types.ts';

export const rules: readonly Rule[] = [];

const byCode = new Map<RuleCode, Rule>(rules.map((rule) => [rule.code, rule]));

/** The rule of that code; `undefined` when there is none. */
export function ruleByCode(code: string): Rule | undefined {
  return byCode.get(code as RuleCode);
}
