/** `callsmith targets`: all targets in a list, or what one takes. */
import { targetById, targets, unknownTarget } from '../../core/targets/index.ts';
import { targetMarkdown } from '../../core/targets/page.ts';
import { exitStatus, type Io, UserError } from '../io.ts';
import { createPaint } from '../terminal.ts';

/**
 * Runs the command; the exit status.
 * @throws UserError when there is no target of that id.
 */
export async function listTargets(
  id: string | undefined,
  flags: { color?: boolean },
  io: Io,
): Promise<number> {
  if (id !== undefined) {
    const target = targetById(id);
    if (!target) throw new UserError(unknownTarget(id));
    await io.stdout.write(targetMarkdown(target));
    return exitStatus.ok;
  }
  const paint = createPaint(io, io.stdout, flags.color);
  const width = Math.max(...targets.map((target) => target.id.length));
  const lines = targets.map(
    (target) =>
      `${paint('bold', target.id.padEnd(width))}  ${target.checked}  ${target.summary}\n${' '.repeat(width + 14)}${target.source}\n`,
  );
  await io.stdout.write(lines.join(''));
  return exitStatus.ok;
}
