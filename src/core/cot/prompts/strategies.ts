/** Named ways of thinking that a regenerated thought may be asked to follow. Natural thinking is the default. */

/** A strategy. */
export interface Strategy {
  readonly id: string;
  /** For people: a few words, and one line that says what the thought will be like. */
  readonly title: string;
  readonly description: string;
  /** What the model is told. */
  readonly instruction: string;
}

/** The strategies, in the order in which they are offered. */
export const strategies: readonly Strategy[] = [
  {
    id: 'decompose',
    title: 'Decompose',
    description: 'Splits the request into parts and says which call serves each of them.',
    instruction:
      'Split the request into the parts it consists of. For each part say what it needs and which call, if any, serves it. End with the calls in the order in which they are made.',
  },
  {
    id: 'tool-first',
    title: 'Tool first',
    description:
      'Goes through the tools, says why one fits and the others do not, then fills in its arguments.',
    instruction:
      'Begin with the tools. Say which of them fits the request and why the nearest others do not, and only then find a value for each argument.',
  },
  {
    id: 'argument-first',
    title: 'Arguments first',
    description: 'Gathers the values that the request gives, then finds the tool that takes them.',
    instruction:
      'Begin with the facts that the conversation gives: names, numbers, dates, places. Say for each fact what kind of argument it could be, and then which tool takes these arguments.',
  },
  {
    id: 'verify-last',
    title: 'Verify last',
    description:
      'Finds the calls, then checks names, types, required arguments and where each value comes from.',
    instruction:
      'First find the calls. Then check them against the tools: is each name right, is every required argument there, has each value the declared type, and where in the conversation does it come from? End when the check holds.',
  },
  {
    id: 'missing-first',
    title: 'Missing first',
    description: 'Asks what is missing for a call before it decides to call, ask back or decline.',
    instruction:
      'Begin with what each candidate tool requires and say which of it the conversation gives and which it does not. Decide from that whether to call, to ask back, or to say that no tool fits.',
  },
  {
    id: 'brief',
    title: 'Brief',
    description: 'Two to four sentences: the tool, the reason, the source of each value.',
    instruction:
      'Use two to four sentences: which tool, why it, and where the value of each argument comes from. Leave out everything else.',
  },
];

/** The strategy of that id. */
export function strategyById(id: string): Strategy | undefined {
  return strategies.find((strategy) => strategy.id === id);
}
