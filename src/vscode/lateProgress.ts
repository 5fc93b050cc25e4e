/**
 * Progress that is shown of long work only. A notification for each short piece of work would flash, and would use up what
 * VS Code shows: of more than three notifications in 800 ms it draws the first three, so that a result could go unseen.
 */

/** Work that is done within this time shows nothing, in milliseconds. */
export const quietMs = 500;

/** One step of progress, as VS Code takes it: increments add up, a message replaces the one before. */
export interface ProgressStep {
  readonly message?: string;
  readonly increment?: number;
}

/** Where steps are told. */
export interface Progress {
  report(step: ProgressStep): void;
}

/**
 * Runs `work` at once. If it takes longer than `quietMs`, `show` is called, once, with what is to be shown until it is done;
 * what was told before comes as one step.
 */
export async function lateProgress<T>(
  work: (progress: Progress) => Promise<T>,
  show: (until: (progress: Progress) => Promise<void>) => void,
): Promise<T> {
  let shown: Progress | undefined;
  let before: ProgressStep = {};
  const working = work({
    report(step) {
      if (shown) shown.report(step);
      else before = added(before, step);
    },
  });
  const ended = working.then(
    () => undefined,
    // Who waits for the work is told; the notification just goes.
    () => undefined,
  );
  const timer = setTimeout(() => {
    show((progress) => {
      shown = progress;
      progress.report(before);
      return ended;
    });
  }, quietMs);
  try {
    return await working;
  } finally {
    clearTimeout(timer);
  }
}

function added(before: ProgressStep, { message, increment }: ProgressStep): ProgressStep {
  const sum = (before.increment ?? 0) + (increment ?? 0);
  const said = message ?? before.message;
  return {
    ...(said !== undefined && { message: said }),
    ...((before.increment ?? increment) !== undefined && { increment: sum }),
  };
}
