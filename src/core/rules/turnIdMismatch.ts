/** turn.id-mismatch: ids of calls and results that do not pair. */
import type { Call, Sample, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { isOrphan } from './turnResultWithoutCall.ts';
import { hasResults, MessageReader, placeOfResultId, placeOfTurn, relatedId } from './turns.ts';
import { numberedId, pairingFix, renumberingFix } from './idFixes.ts';
import type { FixDraft, Report, Rule } from './types.ts';
import { cut } from './words.ts';

export const turnIdMismatch: Rule = {
  code: 'turn.id-mismatch',
  severity: 'error',
  title: 'Ids of calls and results that do not pair',
  phase: 'fast',
  docs: {
    why: 'A result names a call that was not made, two calls that are open at once have the same id, a call is answered twice, or of several calls one is not answered. Whoever pairs them by id gives the model the wrong result for a call, or refuses the sample.\n\nData without ids is not looked at: there, order decides. The same id in a later turn is not reported, since the first call was answered by then.',
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]},{"role":"tool","tool_call_id":"call_7","content":"{\\"late\\":true}"},{"role":"assistant","content":"Yes, it is late."}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]},{"role":"tool","tool_call_id":"call_1","content":"{\\"late\\":true}"},{"role":"assistant","content":"Yes, it is late."}]}',
    },
    source: 'Reports: claude-code#2697 and its family. mistral-common compares the ids of a turn.',
  },
  checkRecord({ sample, file, record }, report) {
    if (!sample || file.kind !== 'samples' || !hasIds(sample)) return;
    const messages = new MessageReader(record.value);
    const { turns } = sample;
    const fixes = () =>
      [
        pairingFix(record.value, sample),
        renumberingFix(record.value, sample, 'Number the ids of all calls', numberedId),
      ].filter((fix) => fix !== undefined);
    let open: OpenCall[] = [];
    let isAnswered = false;
    const seen = new Set<string>();
    const close = () => {
      if (isAnswered) reportUnanswered(open, report);
      open = [];
      isAnswered = false;
    };
    turns.forEach((turn, index) => {
      if (turn.calls.length > 0) {
        if (isAnswered) close();
        openCalls(turn, open, seen, report, fixes);
      } else if (hasResults(turn)) {
        isAnswered = true;
        if (!isOrphan(sample, index)) closeCalls(turn, open, seen, messages, report, fixes);
      } else if (turn.role === 'user') close();
    });
    close();
  },
};

interface OpenCall {
  readonly id: string;
  readonly turn: Turn;
  readonly path: Path | undefined;
  answers: number;
}

/** Calls have ids here, and results name them. */
function hasIds(sample: Sample): boolean {
  let calls = false;
  let results = false;
  for (const turn of sample.turns) {
    for (const call of turn.calls) if (call.id !== undefined) calls = true;
    for (const result of turn.results) if (result.id !== undefined) results = true;
  }
  return calls && (results || sample.turns.some((turn) => turn.calls.length > 1));
}

function openCalls(
  turn: Turn,
  open: OpenCall[],
  seen: Set<string>,
  report: Report,
  fixes: () => FixDraft[],
): void {
  for (const call of turn.calls) {
    const { id } = call as Call & { id?: string };
    if (id === undefined) continue;
    if (open.some((other) => other.id === id && other.answers === 0)) {
      report({
        where: placeOfTurn(turn),
        message: `Two calls of this turn have the id "${cut(id)}", so their results cannot be told apart; give each an id of its own.`,
        lazyFixes: fixes,
        related: relatedId(call.idPath),
      });
      continue;
    }
    seen.add(id);
    open.push({ id, turn, path: call.idPath, answers: 0 });
  }
}

function closeCalls(
  turn: Turn,
  open: readonly OpenCall[],
  seen: ReadonlySet<string>,
  messages: MessageReader,
  report: Report,
  fixes: () => FixDraft[],
): void {
  for (const { id } of turn.results) {
    if (id === undefined) continue;
    const call = open.findLast((other) => other.id === id);
    if (call && call.answers++ === 0) continue;
    // A late answer to a call of an earlier turn.
    if (!call && seen.has(id)) continue;
    report({
      where: placeOfTurn(turn),
      message: call
        ? `The call "${cut(id)}" was answered before; each call has one result.`
        : `This result is for the call "${cut(id)}", which nobody made; write the id of the call that it answers.`,
      lazyFixes: call ? undefined : fixes,
      related: relatedId(placeOfResultId(messages, turn, id)),
    });
  }
}

/** Some calls of a turn got a result, these did not. */
function reportUnanswered(open: readonly OpenCall[], report: Report): void {
  if (!open.some(({ answers }) => answers > 0)) return;
  for (const { id, turn, path, answers } of open) {
    if (answers > 0) continue;
    report({
      where: placeOfTurn(turn),
      message: `No result answers the call "${cut(id)}" of this turn, although others are answered; add its result.`,
      related: relatedId(path),
    });
  }
}
