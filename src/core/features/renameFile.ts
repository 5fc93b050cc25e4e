/** Renaming beyond one sample: which other samples of a file mean the same tool by the same name. */
import { deepEqual } from '../json.ts';
import type { ToolDef } from '../sample.ts';
import type { Entity, SampleIndex } from './entities.ts';

/** Tools and arguments may be renamed over a file; ids and results only mean something in their own sample. */
export type FileEntity = Extract<Entity, { kind: 'tool' | 'argument' }>;

/** The tool that is renamed, or whose argument is. */
export function toolOf(entity: FileEntity): string {
  return entity.kind === 'tool' ? entity.name : entity.tool;
}

/**
 * True when both samples define the tool the same way: equal parameters, whatever the order of keys and the wording of
 * the tool's description; or when neither defines it (files of answers).
 */
export function defineTheSame(a: SampleIndex, b: SampleIndex, tool: string): boolean {
  const left = definitionsOf(a, tool);
  const right = definitionsOf(b, tool);
  if (left.length !== right.length) return false;
  return left.every((def, i) => isSame(def, right[i]!));
}

function definitionsOf({ view }: SampleIndex, tool: string): ToolDef[] {
  return (view.sample.tools ?? []).filter(({ name }) => name === tool);
}

function isSame(a: ToolDef, b: ToolDef): boolean {
  return (
    a.shape === b.shape &&
    deepEqual(a.parameters ?? null, b.parameters ?? null) &&
    deepEqual(a.required ?? null, b.required ?? null)
  );
}
