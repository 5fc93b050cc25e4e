// node:assert does not exist in the web worker extension host.

/** Fails unless the value is truthy. */
export function ok(value: unknown, message = `${String(value)} is not truthy`): asserts value {
  if (!value) throw new Error(message);
}

/** Fails unless both are equal as JSON text (or identical). */
export function equal(actual: unknown, expected: unknown): void {
  if (Object.is(actual, expected)) return;
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted || got === undefined)
    throw new Error(`got ${got ?? String(actual)}, expected ${wanted ?? String(expected)}`);
}
