// What dev.html shows: the third sample of the demonstration run, and the list of all.
import { messageOf, messageText, readDemoRun } from './heatSamples.ts';

const { run, samples, rows } = await readDemoRun();
const messages = [
  messageOf(samples[2]!, run, { title: 'demo.jsonl, line 3' }),
  { type: 'list' as const, rows, note: undefined },
];
process.stdout.write(JSON.stringify(messages.map(messageText)));
