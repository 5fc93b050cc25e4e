// The profile "bfcl" against the verdicts of the official checker (test/suites/bfcl-answers).
import { beforeAll, describe, expect, it } from 'vitest';
import { pythonRepr } from '../../../src/core/calls/python/percentFormat.ts';
import { pythonEquals } from '../../../src/core/calls/python/values.ts';
import { decodeAnswer, type CodeDecoders } from '../../../src/core/check/decode.ts';
import { evaluateBfcl } from '../../../src/core/check/evaluate.ts';
import { codeDecoders, readCases } from '../../support/answerCases.ts';

const cases = readCases();
let code: CodeDecoders;
beforeAll(async () => {
  code = await codeDecoders();
});

describe('the official verdicts', () => {
  it('are of 1,199 cases, right and wrong ones', () => {
    expect(cases).toHaveLength(1199);
    expect(cases.filter(({ errorType }) => errorType === null)).toHaveLength(484);
  });

  it('are ours, error by error, accidents included', () => {
    const different = cases.flatMap((one) => {
      const verdict = evaluateBfcl(one.case, code);
      const ours = verdict.valid ? null : verdict.errorType;
      return ours === one.errorType
        ? []
        : [`${one.case.id} (${one.mutation}): ${ours}, not ${one.errorType}`];
    });
    expect(different).toEqual([]);
  });

  it('rest on the same decoded calls', () => {
    const different = cases.flatMap(({ case: { id, output }, decoded }) => {
      if (decoded === null || !('text' in output)) return [];
      const ours = decodeAnswer(output.text, output.format, output.tagged, code);
      return pythonEquals(ours, decoded) ? [] : [`${id}: ${pythonRepr(ours)}, not ${pythonRepr(decoded)}`];
    });
    expect(different).toEqual([]);
  });
});

describe('an answer in code', () => {
  const java = cases.find(({ case: { language } }) => language === 'java')!.case;

  it('is told as not readable while its parser is not loaded', () => {
    const verdict = evaluateBfcl(java);
    expect(verdict).toMatchObject({ valid: false, errorType: 'ast_decoder:decoder_failed' });
    expect(!verdict.valid && verdict.message).toContain('The parser of java is not loaded.');
  });
});
