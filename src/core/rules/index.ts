/** The table of rules. One file per rule; a new rule is one new file and one line here. */
import { callArgumentsEncoding } from './callArgumentsEncoding.ts';
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
import { callWrongKey } from './callWrongKey.ts';
import { callWrongType } from './callWrongType.ts';
import { datasetBalance } from './datasetBalance.ts';
import { datasetBenchmarkOverlap } from './datasetBenchmarkOverlap.ts';
import { datasetConflictingAnswers } from './datasetConflictingAnswers.ts';
import { datasetDuplicateSample } from './datasetDuplicateSample.ts';
import { datasetLicence } from './datasetLicence.ts';
import { datasetMixedColumns } from './datasetMixedColumns.ts';
import { datasetMixedFormat } from './datasetMixedFormat.ts';
import { datasetTooSmall } from './datasetTooSmall.ts';
import { recordArrayFile } from './recordArrayFile.ts';
import { recordCheckFailed } from './recordCheckFailed.ts';
import { recordDuplicateKey } from './recordDuplicateKey.ts';
import { recordEncoding } from './recordEncoding.ts';
import { recordNotJson } from './recordNotJson.ts';
import { recordPlaceholder } from './recordPlaceholder.ts';
import { recordTooDeep } from './recordTooDeep.ts';
import { recordTooLong } from './recordTooLong.ts';
import { thoughtCallNotNamed } from './thoughtCallNotNamed.ts';
import { thoughtControlTag } from './thoughtControlTag.ts';
import { thoughtDroppedByTarget } from './thoughtDroppedByTarget.ts';
import { thoughtUnbalanced } from './thoughtUnbalanced.ts';
import { toolBareParameterMap } from './toolBareParameterMap.ts';
import { toolDuplicateName } from './toolDuplicateName.ts';
import { toolForeignType } from './toolForeignType.ts';
import { toolInvalidSchema } from './toolInvalidSchema.ts';
import { toolNamePattern } from './toolNamePattern.ts';
import { toolNotParsable } from './toolNotParsable.ts';
import { toolRequiredMisplaced } from './toolRequiredMisplaced.ts';
import { toolSchemaSmell } from './toolSchemaSmell.ts';
import { toolSchemaSubset } from './toolSchemaSubset.ts';
import { toolStrictUnmet } from './toolStrictUnmet.ts';
import { turnCallInText } from './turnCallInText.ts';
import { turnCallWithoutResult } from './turnCallWithoutResult.ts';
import { turnContentConflict } from './turnContentConflict.ts';
import { turnCutOff } from './turnCutOff.ts';
import { turnEmptyContent } from './turnEmptyContent.ts';
import { turnErrorThenSuccess } from './turnErrorThenSuccess.ts';
import { turnIdFormat } from './turnIdFormat.ts';
import { turnIdMismatch } from './turnIdMismatch.ts';
import { turnNotParsable } from './turnNotParsable.ts';
import { turnOrder } from './turnOrder.ts';
import { turnResultWithoutCall } from './turnResultWithoutCall.ts';
import { turnWeight } from './turnWeight.ts';
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
  recordTooLong,
  datasetMixedFormat,
  datasetTooSmall,
  toolBareParameterMap,
  toolDuplicateName,
  toolForeignType,
  toolInvalidSchema,
  toolNamePattern,
  toolNotParsable,
  toolRequiredMisplaced,
  toolSchemaSmell,
  toolSchemaSubset,
  toolStrictUnmet,
  callArgumentsEncoding,
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
  callWrongKey,
  turnCallInText,
  turnCallWithoutResult,
  turnContentConflict,
  turnCutOff,
  turnEmptyContent,
  turnErrorThenSuccess,
  turnIdFormat,
  turnIdMismatch,
  turnNotParsable,
  turnOrder,
  turnResultWithoutCall,
  turnWeight,
  thoughtCallNotNamed,
  thoughtControlTag,
  thoughtDroppedByTarget,
  thoughtUnbalanced,
];

const byCode = new Map<RuleCode, Rule>(rules.map((rule) => [rule.code, rule]));

/** The rule of that code; `undefined` when there is none. */
export function ruleByCode(code: string): Rule | undefined {
  return byCode.get(code as RuleCode);
}
