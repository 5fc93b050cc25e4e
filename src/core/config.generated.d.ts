/** Made by tools/buildConfigValidator.mjs. */
interface ConfigSchemaError {
  readonly keyword: string;
  /** RFC 6901. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** True when the value is a configuration by its schema; otherwise `errors` says why not. */
export const validateConfig: {
  (value: unknown): boolean;
  errors?: readonly ConfigSchemaError[] | null;
};
