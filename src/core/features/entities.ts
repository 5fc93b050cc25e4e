/**
 * The named things of a sample and everywhere they are named: tools, arguments, ids of calls, and results that later
 * calls refer to. Definition, references, highlights, rename and semantic tokens are readers of this one list.
 */
import type { JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import { readNested } from '../record/record.ts';
import { valueAt } from '../rules/places.ts';
import type { Call, ToolDef, ToolResult } from '../sample.ts';
import type { Path, Place } from '../text/path.ts';
import { touches, type Span } from '../text/span.ts';
import { answeredCalls, referencePlaces, resultPlaces } from './links.ts';
import { stretch, writtenName, type WrittenName } from './names.ts';
import { otherDefinitions, resultNames, toolChoices } from './otherNames.ts';
import { type ArgumentPath, schemaNames } from './toolNames.ts';
import type { RecordView } from './view.ts';

/** A thing that has a name within one sample. */
export type Entity =
  | { readonly kind: 'tool'; readonly name: string }
  | { readonly kind: 'argument'; readonly tool: string; readonly argument: ArgumentPath }
  /** The id that ties a result to its call. */
  | { readonly kind: 'id'; readonly name: string }
  /** A result under the name by which later calls refer to it: `var1` of `$var1.city$`, `API_call_0`. */
  | { readonly kind: 'reference'; readonly name: string };

/** How a place names its entity. `declaration` is where it is defined; a result is named after the call it answers. */
export type Role = 'declaration' | 'required' | 'call' | 'key' | 'result' | 'choice' | 'reference';

/** A place that names an entity. */
export interface Occurrence {
  readonly entity: Entity;
  readonly role: Role;
  readonly name: string;
  readonly written: WrittenName;
  /** What the name belongs to, where that is more than the name: the tool, the call, the property. */
  readonly whole?: Path;
  /** The call that a result answers. */
  readonly answers?: Call;
  /** Other arguments may be declared by the same letters. */
  readonly isShared?: boolean;
}

/** The occurrences of a sample, ordered by place. */
export interface SampleIndex {
  readonly view: RecordView;
  readonly occurrences: readonly Occurrence[];
  of(entity: Entity): readonly Occurrence[];
  /** The occurrence whose letters hold `recordOffset`, or end there. */
  at(recordOffset: number): Occurrence | undefined;
}

/** A key that is equal for equal entities. */
export function entityKey(entity: Entity): string {
  return entity.kind === 'argument'
    ? JSON.stringify([entity.kind, entity.tool, ...entity.argument])
    : JSON.stringify([entity.kind, entity.name]);
}

/** Lists every place of the sample that names something. */
export function indexSample(view: RecordView): SampleIndex {
  const builder = new IndexBuilder(view);
  builder.addTools();
  builder.addCalls();
  builder.addResults();
  const occurrences = builder.finish();
  const byEntity = new Map<string, Occurrence[]>();
  for (const occurrence of occurrences) {
    const key = entityKey(occurrence.entity);
    const list = byEntity.get(key);
    if (list) list.push(occurrence);
    else byEntity.set(key, [occurrence]);
  }
  return {
    view,
    occurrences,
    of: (entity) => byEntity.get(entityKey(entity)) ?? [],
    at: (recordOffset) => occurrences.find(({ written }) => touches(written.span, recordOffset)),
  };
}

/** Where an occurrence's entity is defined: for a result the call it answers, if that is known. */
export function definitionsOf(index: SampleIndex, occurrence: Occurrence): readonly Occurrence[] {
  if (occurrence.answers && occurrence.entity.kind === 'tool') {
    const { answers } = occurrence;
    const call = index.occurrences.find(({ role, whole }) => role === 'call' && whole === answers.path);
    if (call) return [call];
  }
  return index.of(occurrence.entity).filter(({ role }) => role === 'declaration');
}

/** The whole of what an occurrence names, which holds its name; just the name where nothing more is known. */
export function wholeSpan(view: RecordView, { whole, written }: Occurrence): Span {
  const span = whole && view.spanOf({ path: whole });
  if (!span) return written.span;
  return { start: Math.min(span.start, written.span.start), end: Math.max(span.end, written.span.end) };
}

class IndexBuilder {
  readonly #found: Occurrence[] = [];
  /** Names that mean a tool of this sample where they stand in the text of a result. */
  readonly #toolNames = new Set<string>();

  constructor(private readonly view: RecordView) {}

  addTools(): void {
    const { tools = [] } = this.view.sample;
    for (const def of tools) this.#addTool(def);
    for (const def of otherDefinitions(this.view.value, tools)) this.#addTool(def);
    for (const { path, name } of toolChoices(this.view.value))
      this.#add({ kind: 'tool', name }, 'choice', { path }, name);
  }

  #addTool(def: ToolDef): void {
    const tool = def.name;
    if (tool === undefined || tool === '') return;
    this.#toolNames.add(tool);
    this.#add({ kind: 'tool', name: tool }, 'declaration', { path: [...def.path, def.nameKey] }, tool, {
      whole: def.path,
    });
    for (const { role, argument, name, place, isShared } of schemaNames(
      def,
      this.view.prepared(def).normalized,
    )) {
      const whole = role === 'declaration' ? { whole: place.at === 'key' ? place.path : undefined } : {};
      this.#add({ kind: 'argument', tool, argument }, role, place, name, {
        ...whole,
        ...(isShared && { isShared }),
      });
    }
  }

  addCalls(): void {
    const { sample } = this.view;
    for (const turn of sample.turns) for (const call of turn.calls) this.#addCall(call);
  }

  #addCall(call: Call): void {
    const { name } = call;
    if (name !== undefined && name !== '' && !call.gathers) {
      this.#toolNames.add(name);
      this.#add({ kind: 'tool', name }, 'call', call.namePlace, name, { whole: call.path });
      this.#addKeys(call.arguments, call.argumentsPath, name, [], call.acceptedAnswers === true);
    }
    if (call.id !== undefined && call.idPath)
      this.#add({ kind: 'id', name: call.id }, 'declaration', { path: call.idPath }, call.id, {
        whole: call.path,
      });
    const style = this.view.sample.references;
    if (!style) return;
    this.#addLabels(call);
    if (call.arguments !== undefined) this.#addReferences(call.arguments, call.argumentsPath);
  }

  /** The keys of arguments at any depth; accepted answers are lists around the values, so only their own keys count. */
  #addKeys(
    value: JsonValue | undefined,
    path: Path,
    tool: string,
    argument: ArgumentPath,
    isFlat: boolean,
  ): void {
    if (this.#found.length > maxOccurrences) return;
    if (Array.isArray(value)) {
      // The root of the arguments is an object; a list there has no keys of ours.
      if (argument.length === 0) return;
      value.forEach((item, i) => this.#addKeys(item, [...path, i], tool, [...argument, '[]'], isFlat));
      return;
    }
    if (!isObject(value)) return;
    for (const name of Object.keys(value)) {
      const inner = [...argument, name];
      const place: Place = { path: [...path, name], at: 'key' };
      this.#add({ kind: 'argument', tool, argument: inner }, 'key', place, name, { whole: place.path });
      if (!isFlat) this.#addKeys(value[name], place.path, tool, inner, isFlat);
    }
  }

  /** The names under which a call's result is known: labels (`$var1`), or lists of responses. */
  #addLabels(call: Call): void {
    for (const name of call.produces ?? []) {
      const label = valueAt(this.view.value, [...call.path, 'label']);
      const whole = { whole: call.path };
      if (typeof label === 'string' && label.includes(name)) {
        const from = label.indexOf(name);
        const path = stretch([...call.path, 'label'], from, from + name.length);
        this.#add({ kind: 'reference', name }, 'declaration', { path }, name, whole);
        continue;
      }
      // Inside a Python literal only the locator can look, so places are tried until one says the name.
      for (let i = 0; i < (call.produces?.length ?? 0); i++) {
        const place = { path: [...call.path, 'responses', i] };
        if (this.#add({ kind: 'reference', name }, 'declaration', place, name, whole)) break;
      }
    }
  }

  #addReferences(value: JsonValue, path: Path): void {
    const style = this.view.sample.references!;
    if (typeof value === 'string') {
      for (const { name, start, end } of referencePlaces(value, style))
        this.#add(
          { kind: 'reference', name },
          'reference',
          { path: [...path, { as: 'text', start, end }] },
          name,
        );
    } else if (Array.isArray(value)) value.forEach((item, i) => this.#addReferences(item, [...path, i]));
    else if (isObject(value))
      for (const key of Object.keys(value)) this.#addReferences(value[key]!, [...path, key]);
  }

  addResults(): void {
    const { sample, value } = this.view;
    const answered = answeredCalls(sample);
    for (const turn of sample.turns) {
      for (const result of turn.results) {
        const answers = answered.get(result);
        const places = resultPlaces(value, turn, result);
        if (places.id && result.id !== undefined)
          this.#add({ kind: 'id', name: result.id }, 'result', { path: places.id }, result.id, { answers });
        if (places.name && result.name !== undefined) this.#addResult(result.name, places.name, answers);
        this.#addNamesInText(result, answers);
      }
    }
  }

  /** Results that say in their text which tool gave them (ToolACE, Hermes). */
  #addNamesInText(result: ToolResult, answers: Call | undefined): void {
    if (typeof result.content !== 'string') return;
    const said = resultNames(result.content, result.path, readJsonText);
    const known = said.filter(({ name }) => this.#toolNames.has(name));
    for (const { name, path } of known)
      this.#addResult(name, path, answers?.name === name ? answers : undefined);
  }

  #addResult(name: string, path: Path, answers: Call | undefined): void {
    this.#add({ kind: 'tool', name }, 'result', { path }, name, { answers });
  }

  #add(
    entity: Entity,
    role: Role,
    place: Place,
    name: string,
    more: Pick<Occurrence, 'whole' | 'answers' | 'isShared'> = {},
  ): boolean {
    if (name === '' || this.#found.length > maxOccurrences) return false;
    const written = writtenName(this.view.locator, place, name);
    if (!written || written.span.end <= written.span.start) return false;
    this.#found.push({ entity, role, name, written, ...more });
    return true;
  }

  finish(): Occurrence[] {
    return this.#found.sort(
      (a, b) => a.written.span.start - b.written.span.start || a.written.span.end - b.written.span.end,
    );
  }
}

/** Far more than a person could look at; a hostile record must not fill the memory. */
const maxOccurrences = 20_000;

function readJsonText(text: string): JsonValue | undefined {
  const nested = readNested(text);
  return nested.ok ? nested.value : undefined;
}
