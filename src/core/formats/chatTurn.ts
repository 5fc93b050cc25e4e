/** A turn of a chat while it is filled, shared by the readers of messages and of calls. */
import type { Call, Role, TextRun, Thought, ThoughtFault, ToolResult, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';

/** Its lists grow while its message is read; who asked for the turn sees it as a plain one. */
export interface Draft extends Turn {
  readonly texts: TextRun[];
  readonly thoughts: Thought[];
  thoughtFaults: ThoughtFault[] | undefined;
  readonly calls: Call[];
  readonly results: ToolResult[];
}

/** A turn without contents. Turns of messages are made here only, so that reading them meets one shape of object. */
export function emptyTurn(role: Role, rawRole: string, path: Path, rolePath: Path | undefined): Draft {
  return {
    role,
    rawRole,
    path,
    rolePath,
    texts: [],
    thoughts: [],
    thoughtFaults: undefined,
    calls: [],
    results: [],
  };
}

/** Adds faults of think tags; most turns have none. */
export function addFaults(faults: readonly ThoughtFault[], turn: Draft): void {
  if (faults.length > 0) turn.thoughtFaults = [...(turn.thoughtFaults ?? []), ...faults];
}
