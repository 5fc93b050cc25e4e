/** What is wrong with a part of a recorded run, as data: damaged parts are told and passed over, never thrown. */

/** What kind of fault it is. */
export type TraceFaultCode =
  /** No manifest, or one that is none. */
  | 'manifest'
  /** The manifest is of a version that this reader does not know. */
  | 'version'
  /** Not a safetensors file, or one that does not add up. */
  | 'shard'
  /** A tensor is missing, or of another type or shape. */
  | 'tensor'
  /** Its numbers contradict one another: borders that go back, text that is no UTF-8. */
  | 'content'
  /** The file system says no. */
  | 'unreadable';

/** A fault, and where. */
export interface TraceFault {
  readonly code: TraceFaultCode;
  /** The file, from the run's folder. */
  readonly path: string;
  /** What is wrong and what that means, as a sentence. */
  readonly message: string;
}

/** Makes a fault of a sentence. */
export function fault(code: TraceFaultCode, path: string, message: string): TraceFault {
  return { code, path, message };
}

/** Is it a fault, and not what was asked for? */
export function isFault(value: object): value is TraceFault {
  return 'code' in value && 'message' in value && 'path' in value;
}
