/**
 * The columns of records and the types of their values, as a loader of tables sees them: `messages` is a list, and the
 * objects in it have a `content` that is text or a list. Records of a file repeat few such shapes, so each is described
 * once and counted.
 */
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import type { Place } from '../text/path.ts';

/** Types as a table has them: whole numbers and fractions are one. Bits, since a column of a record's list may mix them. */
export const columnTypes = {
  null: 1,
  boolean: 2,
  number: 4,
  string: 8,
  list: 16,
  object: 32,
} as const;

/** A column: a key of the record, or a key of the objects in one of its lists. */
export interface Column {
  /** The record's key. */
  readonly key: string;
  /** The key in the objects of the list; `undefined` for the record's own column. */
  readonly member: string | undefined;
  /** Bits of `columnTypes`: what was seen in this record. */
  readonly types: number;
}

/** The columns of a record; records with equal ones share the object. Plain data. */
export interface ColumnShape {
  /** Equal for equal shapes, on every machine. */
  readonly name: string;
  /** Ordered by key and member. */
  readonly columns: readonly Column[];
}

/** Names of columns that are told apart; a file with more is no table. */
const maxColumns = 2000;
/** Shapes of records that are kept; records of others are in none. */
const maxShapes = 2000;
/** Elements of a list that are looked at. */
const maxElements = 500;

interface KnownColumn {
  readonly id: number;
  readonly key: string;
  readonly member: string | undefined;
  readonly members: Map<string, KnownColumn>;
}

/** Finds the shape of a record; keep one for all records, since it remembers the shapes it has met. */
export class ColumnReader {
  readonly #columns = new Map<string, KnownColumn>();
  readonly #all: KnownColumn[] = [];
  readonly #shapes = new Map<number, ColumnShape>();
  /** Types seen in the record at hand, by column id. */
  readonly #seen = new Uint8Array(maxColumns);
  readonly #touched: number[] = [];

  /** The record's shape; `undefined` when there are too many columns or shapes already. */
  read(record: JsonObject): ColumnShape | undefined {
    const touched = this.#touched;
    touched.length = 0;
    let isFull = false;
    for (const key in record) {
      const value = record[key]!;
      const column = this.#column(this.#columns, key, undefined, key);
      if (!column) {
        isFull = true;
        break;
      }
      this.#touch(column.id, value);
      if (!Array.isArray(value)) continue;
      const count = Math.min(value.length, maxElements);
      for (let i = 0; i < count && !isFull; i++) {
        const element = value[i]!;
        if (typeof element !== 'object' || element === null || Array.isArray(element)) continue;
        for (const member in element) {
          const inner = this.#column(column.members, key, member, member);
          if (!inner) {
            isFull = true;
            break;
          }
          this.#touch(inner.id, element[member]!);
        }
      }
    }
    let sumA = 0;
    let sumB = 0;
    for (let i = 0; i < touched.length; i++) {
      const id = touched[i]!;
      const word = id * 64 + this.#seen[id]!;
      sumA = (sumA + Math.imul(word ^ (word >>> 9), 0x9e3779b1)) | 0;
      sumB = (sumB + Math.imul(word ^ 0x55555, 0x85ebca77)) | 0;
    }
    const hash = (sumA >>> 0) * 0x200000 + (sumB >>> 11);
    let shape = isFull ? undefined : this.#shapes.get(hash);
    if (!shape && !isFull && this.#shapes.size < maxShapes) this.#shapes.set(hash, (shape = this.#shape()));
    for (let i = 0; i < touched.length; i++) this.#seen[touched[i]!] = 0;
    return shape;
  }

  #column(
    known: Map<string, KnownColumn>,
    key: string,
    member: string | undefined,
    name: string,
  ): KnownColumn | undefined {
    let column = known.get(name);
    if (!column && this.#all.length < maxColumns) {
      column = { id: this.#all.length, key, member, members: new Map() };
      known.set(name, column);
      this.#all.push(column);
    }
    return column;
  }

  #touch(id: number, value: JsonValue): void {
    const types = this.#seen[id]!;
    if (types === 0) this.#touched.push(id);
    this.#seen[id] = types | typeBit(value);
  }

  #shape(): ColumnShape {
    const columns = this.#touched
      .map((id): Column => {
        const { key, member } = this.#all[id]!;
        return { key, member, types: this.#seen[id]! };
      })
      .sort((a, b) => compare(a.key, b.key) || compare(a.member ?? '', b.member ?? ''));
    return { name: JSON.stringify(columns.map((c) => [c.key, c.member ?? 0, c.types])), columns };
  }
}

/** Where a column stands in a record that has it: its key, in the record or in the first object of the list that has it. */
export function columnPlace({ key, member }: Column, record: JsonValue | undefined): Place {
  const list = isObject(record) ? own(record, key) : undefined;
  if (member === undefined || !Array.isArray(list)) return { path: [key], at: 'key' };
  const index = list.findIndex((element) => isObject(element) && own(element, member) !== undefined);
  return { path: [key, index, member], at: 'key' };
}

function typeBit(value: JsonValue): number {
  switch (typeof value) {
    case 'string':
      return columnTypes.string;
    case 'number':
      return columnTypes.number;
    case 'boolean':
      return columnTypes.boolean;
    default:
      return value === null ? columnTypes.null : Array.isArray(value) ? columnTypes.list : columnTypes.object;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
