/** New sample: what the template of each format makes, read by the format itself and checked with all rules. */
import { describe, expect, it } from 'vitest';
import { fileContext } from '../../../src/core/check.ts';
import { formatById } from '../../../src/core/formats/index.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { createService } from '../../../src/core/service.ts';
import { offeredIn } from '../../support/completion.ts';
import { openaiCall, toolace } from '../../support/completionRecords.ts';
import { liftText } from '../../support/samples.ts';

const service = createService();

/** A line as its format reads it, with the codes of what is wrong with it. */
function readAs(format: string, text: string) {
  const hints = { fileName: `${format}.jsonl`, folders: [] };
  const recognized = formatById(format)!.recognize(JSON.parse(text) as JsonObject, hints);
  const { problems } = service.checker.check(text, fileContext(format, 'samples', 'jsonl'));
  return {
    recognized,
    sample: liftText(text, format, hints),
    codes: problems.filter((problem) => problem.severity === 'error').map((problem) => problem.code),
  };
}

const parameters = {
  type: 'object',
  properties: { stop: { type: 'string', description: 'Name of the stop' } },
  required: ['stop'],
};
const tool = { name: 'next_tram', description: 'Next tram at a stop', parameters };
const wrapped = { type: 'function', function: tool };
const call = { name: 'next_tram', arguments: { stop: 'Opera' } };
const asked = 'When does the tram at the opera leave?';
const typescript =
  'namespace functions {\n// Next tram at a stop\ntype next_tram = (_: {\n// Name of the stop\nstop: string,\n}) => any;\n}';

/** Records whose tools stand next to what is asked. */
const lenders: readonly { format: string; title: string; record: JsonObject }[] = [
  {
    format: 'hammer',
    title: 'between marks',
    record: {
      instruction: `[BEGIN OF AVAILABLE TOOLS]\n${JSON.stringify([{ ...tool, parameters: parameters.properties }])}\n[END OF AVAILABLE TOOLS]\n[BEGIN OF FORMAT INSTRUCTION]\nJSON\n[END OF FORMAT INSTRUCTION]\n[BEGIN OF QUERY]\n${asked}\n[END OF QUERY]\n`,
      input: '',
      output: `\`\`\`\n${JSON.stringify([call])}\n\`\`\``,
    },
  },
  {
    format: 'hammer',
    title: 'behind the instruction',
    record: {
      instruction: `[BEGIN OF AVAILABLE TOOLS]\n${JSON.stringify([{ ...tool, parameters: parameters.properties }])}\n[END OF AVAILABLE TOOLS]\n[BEGIN OF FORMAT INSTRUCTION]\nJSON\n[END OF FORMAT INSTRUCTION]\n${asked}`,
      input: '',
      output: '[]',
    },
  },
  {
    format: 'harmony',
    title: 'text',
    record: {
      prompt: `<|start|>system<|message|>Reasoning: low<|end|><|start|>developer<|message|>${typescript}<|end|><|start|>user<|message|>${asked}<|end|><|start|>assistant<|channel|>final<|message|>At 9.<|return|>`,
    },
  },
  {
    format: 'harmony',
    title: 'messages',
    record: {
      messages: [
        { role: 'developer', content: typescript },
        { role: 'user', content: asked },
        { role: 'assistant', channel: 'final', content: 'At 9.' },
      ],
    },
  },
  {
    format: 'nemotron',
    title: 'columns',
    record: {
      messages: [
        { role: 'user', content: asked },
        { role: 'assistant', content: 'At 9.' },
      ],
      tools: [wrapped],
      used_in: ['nano'],
      license: 'cc-by-4.0',
    },
  },
  {
    format: 'nemotron',
    title: 'turns',
    record: {
      conversations: [
        { from: 'System', value: `<AVAILABLE_TOOLS>${JSON.stringify([tool])}</AVAILABLE_TOOLS>` },
        { from: 'User', value: asked },
        { from: 'Assistant', value: 'At 9.' },
      ],
    },
  },
  {
    format: 'nemotron',
    title: 'a system column',
    record: {
      system: `<AVAILABLE_TOOLS>${JSON.stringify([tool])}</AVAILABLE_TOOLS>`,
      conversations: [
        { from: 'User', value: asked },
        { from: 'Assistant', value: 'At 9.' },
      ],
    },
  },
  {
    format: 'toolbench',
    title: 'queries',
    record: {
      query: asked,
      api_list: [
        {
          category_name: 'Transport',
          tool_name: 'Trams',
          api_name: 'next_tram',
          api_description: 'Next tram at a stop',
          required_parameters: [{ name: 'stop', type: 'STRING', description: 'Name', default: 'Opera' }],
          optional_parameters: [],
          method: 'GET',
        },
      ],
    },
  },
  {
    format: 'toolbench',
    title: 'steps',
    record: {
      conversations: [
        { from: 'system', value: `You have access of the following tools: ${JSON.stringify([tool])}` },
        { from: 'user', value: asked },
        {
          from: 'assistant',
          value: 'Thought: a\nAction: next_tram\nAction Input: {"stop": "Opera"}',
        },
      ],
    },
  },
  {
    format: 'acebench',
    title: 'columns',
    record: { id: 'normal_1', question: `user: ${asked}\n`, time: '', function: [tool] },
  },
];

describe('a whole sample', () => {
  it.each([
    'openai',
    'hf',
    'mistral',
    'xlam',
    'llamafactory',
    'llamafactory-v1',
    'ms-swift',
    'hermes',
    'toolace',
    'funreason',
    'glaive',
    'anthropic',
    'openai-legacy',
    'qwen-agent',
    'functiongemma',
    'bfcl',
    'tool-n1',
    'nestful',
    'gemini',
    'glm',
    'step-roles',
    'xlam2',
    'apigen-mt',
    'when2call',
    'openai-responses',
    'rlla',
    'acebench',
    'hammer',
    'harmony',
    'nemotron',
    'toolbench',
    'seal-tools',
  ])('of %s is one that its format recognises, with tools or a call that read well', (format) => {
    const text = offeredIn(format, '|').accept('New sample');
    const { recognized, sample, codes } = readAs(format, text);
    expect(recognized?.kind).toBe('samples');
    expect(sample.unreadable).toEqual([]);
    expect(codes).toEqual([]);
  });

  it('of API-Bank is a dialogue, one turn a line', () => {
    const lines = offeredIn('api-bank', '|').accept('New sample').split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { role: string }).role)).toEqual(['User', 'API', 'AI']);
    for (const line of lines) expect(readAs('api-bank', line).recognized?.kind).toBe('turns');
  });

  it.each(lenders)('of $format takes the tools of its neighbour and not its question: $title', (lender) => {
    const { format } = lender;
    const record = JSON.stringify(lender.record);
    const offered = offeredIn(format, '|', { neighbour: () => record });
    const text = offered.accept('New sample with the same tools');
    expect(record).toContain(asked);
    expect(text).not.toContain(asked);
    const { recognized, sample, codes } = readAs(format, text);
    expect(recognized?.kind).toBe('samples');
    expect(sample.tools).toEqual(readAs(format, record).sample.tools);
    expect(codes).toEqual([]);
  });

  it('has the tools of its neighbour, and calls one of them', () => {
    const neighbour = openaiCall('{\\"city\\":\\"Oslo\\"}');
    const offered = offeredIn('openai', '|', { neighbour: () => neighbour });
    expect(offered.labels).toEqual(['New sample with the same tools', 'New sample']);
    const made = JSON.parse(offered.accept('New sample with the same tools')) as { tools: unknown };
    expect(made.tools).toEqual((JSON.parse(neighbour) as { tools: unknown }).tools);
    expect(offered.snippet('New sample with the same tools')).toContain('${3|get_weather,get_time|}');
    const ace = offeredIn('toolace', '|', { neighbour: () => toolace('x') }).accept(
      'New sample with the same tools',
    );
    expect((JSON.parse(ace) as { system: string }).system).toContain('Market Trends API');
  });
});
