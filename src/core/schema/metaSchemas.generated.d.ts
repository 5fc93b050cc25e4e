/** Checks of schemas against the meta-schema of a draft; made by tools/buildMetaSchemas.mjs. */
import type { JsonValue } from '../json.ts';

export interface MetaSchemaError {
  /** JSON Pointer into the schema that was checked. */
  readonly instancePath: string;
  /** JSON Pointer, with `#`, into the meta-schema. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Record<string, JsonValue>;
  readonly propertyName?: string;
}

export interface MetaSchemaCheck {
  (schema: unknown): boolean;
  /** The errors of the last call. */
  errors?: readonly MetaSchemaError[] | null;
}

export const draft04: MetaSchemaCheck;
export const draft07: MetaSchemaCheck;
export const draft201909: MetaSchemaCheck;
export const draft202012: MetaSchemaCheck;
