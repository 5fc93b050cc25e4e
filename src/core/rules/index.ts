/** The table of rules. One file per rule; a new rule is one new file and one line here. */
import { callCheckStopped } from './callCheckStopped.ts';
import { callDanglingReference } from './callDanglingReference.ts';
import { callDoubleEncoded } from './callDoubleEncoded.ts';
import { callFormat } from './callFormat.ts';
import { callMissingArgument } from './callMissingArgument.ts';
import { callNotInEnum } from './callNotInEnum.ts';
import { callNotParsable } from './callNotParsable.ts';
import { callNullArgument } from './callNullArgument.ts';
import { callOptionalMarker } from './callOptionalMarker.ts';
import { callSchemaViolation } from './callSchemaViolation.ts';
import { callUngroundedValue } from './callUngroundedValue.ts';
import { callUnitOrDate } from './callUnitOrDate.ts';
import { callUnknownArgument } from './callUnknownArgument.ts';
import { callUnknownFunction } from './callUnknownFunction.ts';
import { callUnportableSyntax } from './callUnportableSyntax.ts';
import { callUnsatisfiableReference } from './callUnsatisfiableReference.ts';
import { callWrongType } from './callWrongType.ts';
import { datasetBalance } from './datasetBalance.ts';
import { datasetBenchmarkOverlap } from './datasetBenchmarkOverlap.ts';
import { datasetConflictingAnswers } from './datasetConflictingAnswers.ts';
import { datasetDuplicateSample } from './datasetDuplicateSample.ts';
import { datasetLicence } from './datasetLicence.ts';
import { datasetMixedColumns } from './datasetMixedColumns.ts';
import { datasetMixedFormat } from './datasetMixedFormat.ts';
import { recordArrayFile } from './recordArrayFile.ts';
import { recordCheckFailed } from './recordCheckFailed.ts';
import { recordDuplicateKey } from './recordDuplicateKey.ts';
import { recordEncoding } from './recordEncoding.ts';
import { recordNotJson } from './recordNotJson.ts';
import { recordPlaceholder } from './recordPlaceholder.ts';
import { recordTooDeep } from './recordTooDeep.ts';
import { thoughtUnbalanced } from './thoughtUnbalanced.ts';
import { toolBareParameterMap } from './toolBareParameterMap.ts';
import { toolDuplicateName } from './toolDuplicateName.ts';
import { toolForeignType } from './toolForeignType.ts';
import { toolInvalidSchema } from './toolInvalidSchema.ts';
import { toolNotParsable } from './toolNotParsable.ts';
import { toolRequiredMisplaced } from './toolRequiredMisplaced.ts';
import { toolSchemaSmell } from './toolSchemaSmell.ts';
import { turnNotParsable } from './turnNotParsable.ts';
import type { Rule, RuleCode } from './types.ts';

export const rules: readonly Rule[] = [
  recordArrayFile,
  recordCheckFailed,
  recordDuplicateKey,
  recordEncoding,
  recordNotJson,
  recordPlaceholder,
  recordTooDeep,
  datasetBalance,
  datasetBenchmarkOverlap,
  datasetConflictingAnswers,
  datasetDuplicateSample,
  datasetLicence,
  datasetMixedColumns,
  datasetMixedFormat,
  toolBareParameterMap,
  toolDuplicateName,
  toolForeignType,
  toolInvalidSchema,
  toolNotParsable,
  toolRequiredMisplaced,
  toolSchemaSmell,
  callCheckStopped,
  callDanglingReference,
  callDoubleEncoded,
  callFormat,
  callMissingArgument,
  callNotInEnum,
  callNotParsable,
  callNullArgument,
  callOptionalMarker,
  callSchemaViolation,
  callUngroundedValue,
  callUnitOrDate,
  callUnknownArgument,
  callUnknownFunction,
  callUnportableSyntax,
  callUnsatisfiableReference,
  callWrongType,
  turnNotParsable,
  thoughtUnbalanced,
];

const byCode = new Map<RuleCode, Rule>(rules.map((rule) => [rule.code, rule]));

/** The rule of that code; `undefined` when there is none. */
export function ruleByCode(code: string): Rule | undefined {
  return byCode.get(code as RuleCode);
}
