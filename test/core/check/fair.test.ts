// The profile "fair": each of its deviations from the official checker, and what it says of a wrong answer.
import { describe, expect, it, test } from 'vitest';
import { readPythonJson } from '../../../src/core/check/pythonJsonValue.ts';
import { judge, type AnswerCase } from '../../../src/core/check/evaluate.ts';
import {
  bfclProfile,
  fairProfile,
  fairSwitches,
  type Profile,
  type SwitchId,
} from '../../../src/core/check/profiles.ts';
import { readCases } from '../../support/answerCases.ts';

const json = (text: string) => readPythonJson(text)!.value;

const functions = `[
  {"name":"book","parameters":{"type":"dict","properties":{
    "city":{"type":"string"},
    "nights":{"type":"integer","default":1},
    "price":{"type":"float"},
    "quiet":{"type":"boolean"},
    "stops":{"type":"array","items":{"type":"float"}},
    "guest":{"type":"dict","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}}}},
    "note":{"type":"string"},
    "row":{"type":"number"}
  },"required":["city"]}},
  {"name":"hotel.find","parameters":{"type":"dict","properties":{"city":{"type":"string"}},"required":["city"]}}
]`;

function caseOf(answer: string, reference: string, rest: Partial<AnswerCase> = {}): AnswerCase {
  return {
    category: reference.startsWith('[{') && reference.includes('},{') ? 'parallel' : 'simple',
    language: 'python',
    underscoreToDot: false,
    functions: json(functions),
    answers: json(reference),
    output: { text: answer, format: 'python', tagged: false },
    ...rest,
  };
}

const without = (id: SwitchId): Profile => ({ name: 'fair', off: new Set([id]) });

interface Deviation {
  readonly by: SwitchId;
  readonly answer: string;
  readonly reference: string;
  /** Right by `fair`; wrong by `bfcl`, or the reverse. */
  readonly fair: boolean;
  readonly rest?: Partial<AnswerCase>;
}

const oslo = '[{"book":{"city":["Oslo"]}}]';
const deviations: readonly Deviation[] = [
  {
    by: 'text-around-calls',
    answer: "Sure:\n```python\n[book(city='Oslo')]\n```",
    reference: oslo,
    fair: true,
  },
  {
    by: 'text-around-calls',
    answer: "<think>Oslo.</think>\n\n[book(city='Oslo')]",
    reference: oslo,
    fair: true,
  },
  { by: 'positional-by-order', answer: "[book('Oslo')]", reference: oslo, fair: true },
  {
    by: 'positional-by-order',
    answer: "[book('Bergen', city='Oslo')]",
    reference: oslo,
    fair: false,
  },
  {
    by: 'signs-as-written',
    answer: "[book(city='Oslo', nights=+2)]",
    reference: '[{"book":{"city":["Oslo"],"nights":[2]}}]',
    fair: true,
  },
  {
    by: 'json-words',
    answer: "[book(city='Oslo', quiet=true)]",
    reference: '[{"book":{"city":["Oslo"],"quiet":[true]}}]',
    fair: true,
  },
  {
    by: 'optimal-pairing',
    answer: "[book(city='Oslo'), book(city='Bergen')]",
    reference: '[{"book":{"city":["Oslo","Bergen"]}},{"book":{"city":["Oslo"]}}]',
    fair: true,
  },
  {
    by: 'numbers-by-value',
    answer: "[book(city='Oslo', stops=[1, 2.5])]",
    reference: '[{"book":{"city":["Oslo"],"stops":[[1.0,2.5]]}}]',
    fair: true,
  },
  {
    by: 'nested-values',
    answer: "[book(city='Oslo', guest={'name': 'Ada', 'tags': ['Late check in']})]",
    reference: '[{"book":{"city":["Oslo"],"guest":[{"name":["Ada"],"tags":[["late check-in"]]}]}}]',
    fair: true,
  },
  {
    by: 'tuples-are-lists',
    answer: "[book(city='Oslo', stops=(1.5, 2.5))]",
    reference: '[{"book":{"city":["Oslo"],"stops":[[1.5,2.5]]}}]',
    fair: true,
  },
  {
    by: 'either-name-form',
    answer: "[hotel.find(city='Oslo')]",
    reference: '[{"hotel.find":{"city":["Oslo"]}}]',
    fair: true,
    rest: { underscoreToDot: true, functions: json(functions.replace(/\{"name":"book[^]*?\]\}\},\n/, '')) },
  },
  {
    by: 'strings-keep-signs',
    answer: "[book(city='Oslo', note='-5')]",
    reference: '[{"book":{"city":["Oslo"],"note":["5"]}}]',
    fair: false,
  },
  { by: 'default-is-omitted', answer: "[book(city='Oslo', nights=1)]", reference: oslo, fair: true },
  {
    by: 'default-is-omitted',
    answer: "[book(city='Oslo')]",
    reference: '[{"book":{"city":["Oslo"],"nights":[1]}}]',
    fair: true,
  },
  {
    by: 'marker-is-no-value',
    answer: "[book(city='Oslo', note='')]",
    reference: '[{"book":{"city":["Oslo"],"note":["late",""]}}]',
    fair: false,
  },
  {
    by: 'known-type-words',
    answer: "[book(city='Oslo', row=3)]",
    reference: '[{"book":{"city":["Oslo"],"row":[3]}}]',
    fair: true,
  },
  {
    by: 'failed-call-is-call',
    answer: '[book(city=)]',
    reference: '[]',
    fair: false,
    rest: { category: 'irrelevance' },
  },
];

describe('a deviation', () => {
  it('is tried below for each switch', () => {
    expect(new Set(deviations.map(({ by }) => by))).toEqual(new Set(fairSwitches.map(({ id }) => id)));
  });

  it.each(deviations)('$by: $answer', ({ by, answer, reference, fair, rest }) => {
    const input = caseOf(answer, reference, rest);
    expect(judge(input, fairProfile).verdict.valid).toBe(fair);
    expect(judge(input, without(by)).verdict.valid).toBe(!fair);
    expect(judge(input, bfclProfile).verdict.valid).toBe(!fair);
  });

  it('is nearly all that there is: with every switch off, few verdicts are not the official ones', () => {
    const off: Profile = { name: 'fair', off: new Set(fairSwitches.map(({ id }) => id)) };
    const cases = readCases().filter(({ case: { language } }) => language === 'python');
    const different = cases.filter((one) => judge(one.case, off).verdict.valid !== (one.errorType === null));
    expect(different.length).toBeLessThanOrEqual(9);
  });
});

describe('a wrong answer', () => {
  /** The text with the marks around each place that is told. */
  function told(answer: string, reference: string): string[] {
    return judge(caseOf(answer, reference), fairProfile).findings.map(({ errorType, message, place }) => {
      const where = place ? answer.slice(place.start, place.end) : '';
      return `${errorType} | ${message} | ${where}`;
    });
  }

  test.each([
    {
      answer: "[book(city='Bergen', nights=2)]",
      reference: '[{"book":{"city":["Oslo","Oslo, NO"],"nights":[2]}}]',
      tells: ["value_error:string | \"city\" is 'Bergen'; 'Oslo' or 'Oslo, NO' is expected. | 'Bergen'"],
    },
    {
      answer: "[book(city='Oslo', guest={'name': 'Ada', 'tags': ['quiet', 'late']})]",
      reference: '[{"book":{"city":["Oslo"],"guest":[{"name":["Ada"],"tags":[["quiet","early"]]}]}}]',
      tells: [
        "value_error:dict_value | \"guest.tags.1\" is 'late', which is none of the expected values. | 'late'",
      ],
    },
    {
      answer: "[book(city='Oslo', nights='2', pool=True)]",
      reference: '[{"book":{"city":["Oslo"],"nights":[2],"price":[80.0]}}]',
      tells: [
        "type_error:simple | \"nights\" is '2', of another type; 2 is expected. | '2'",
        'simple_function_checker:unexpected_param | The argument "pool" is not expected, and the tool has none of that name. | True',
        "simple_function_checker:missing_optional | The argument \"price\" is missing; 80.0 is expected. | book(city='Oslo', nights='2', pool=True)",
      ],
    },
    {
      answer: "[hotel.find(city='Oslo')]",
      reference: oslo,
      tells: [
        "simple_function_checker:wrong_func_name | The call is of hotel.find; book is expected. | hotel.find(city='Oslo')",
      ],
    },
    {
      answer: "[book(city='Oslo', nights=2.0)]",
      reference: '[{"book":{"city":["Oslo"],"nights":[2]}}]',
      tells: ['type_error:simple | "nights" is 2.0, of another type; 2 is expected. | 2.0'],
    },
    {
      answer: '[book(city="Oslo"',
      reference: oslo,
      tells: ['ast_decoder:decoder_failed | The answer cannot be read: ")" is missing. | '],
    },
    {
      answer: 'I cannot book hotels.',
      reference: oslo,
      tells: [
        'simple_function_checker:wrong_count | 1 call is expected; there is none. | ',
        'simple_function_checker:wrong_count | The call of book is missing. | ',
      ],
    },
  ])('$answer', ({ answer, reference, tells }) => {
    expect(told(answer, reference)).toEqual(tells);
  });

  it('of parallel calls is told for the best pairing', () => {
    const input = caseOf(
      "[book(city='Rome', nights=3), book(city='Oslo', nights=2)]",
      '[{"book":{"city":["Oslo"],"nights":[2]}},{"book":{"city":["Bergen"],"nights":[3]}}]',
    );
    const { pairing, findings, verdict } = judge(input, fairProfile);
    expect(pairing).toEqual([1, 0]);
    expect(findings).toMatchObject([{ expected: 1, call: 0, path: ['city'] }]);
    expect(verdict).toMatchObject({
      errorType: 'parallel_function_checker_no_order:cannot_find_match',
      path: ['city'],
    });
  });

  it('with a call too many says which', () => {
    const input = caseOf("[book(city='Oslo'), book(city='Rome')]", oslo, { category: 'parallel' });
    const { findings, pairing } = judge(input, fairProfile);
    expect(pairing).toEqual([0]);
    expect(findings.at(-1)).toMatchObject({ call: 1, message: 'The call of book is one too many.' });
  });

  it('against a reference that cannot be read says so', () => {
    expect(judge(caseOf('[book(city=1)]', '[{"book":5}]'), fairProfile).verdict).toMatchObject({
      errorType: 'reference:unreadable',
    });
  });
});
