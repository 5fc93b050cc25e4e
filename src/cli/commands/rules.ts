/** `callsmith rules`: all rules in a list, or the page of one. */
import { closest } from '../../core/rules/words.ts';
import { ruleByCode, rules } from '../../core/rules/index.ts';
import { ruleMarkdown } from '../../core/rules/page.ts';
import { exitStatus, type Io, UserError } from '../io.ts';
import { createPaint, type Paint, wrapWords } from '../terminal.ts';

/**
 * Runs the command; the exit status.
 * @throws UserError when there is no rule of that code.
 */
export async function listRules(
  code: string | undefined,
  flags: { color?: boolean },
  io: Io,
): Promise<number> {
  if (code === undefined) {
    const paint = createPaint(io, io.stdout, flags.color);
    const width = Math.max(...rules.map((rule) => rule.code.length));
    const styles = { error: 'red', warning: 'yellow', hint: 'blue' } as const;
    const lines = rules
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
      .map((r) => {
        const at = width + 2 + 7 + 2;
        const title = wrapWords(r.title, io.stdout.columns ?? Infinity, ' '.repeat(at), at);
        return `${r.code.padEnd(width)}  ${paint(styles[r.severity], r.severity.padEnd(7))}  ${title}\n`;
      });
    await io.stdout.write(lines.join(''));
    return exitStatus.ok;
  }
  const rule = ruleByCode(code);
  if (!rule) {
    const codes = rules.map((r) => r.code as string);
    const meant = closest(code, codes);
    throw new UserError(
      `There is no rule "${code}"${meant ? `; did you mean "${meant}"?` : '.'} callsmith rules lists them all.`,
    );
  }
  const page = ruleMarkdown(rule);
  const { columns } = io.stdout;
  await io.stdout.write(
    columns === undefined ? page : printed(page, columns, createPaint(io, io.stdout, flags.color)),
  );
  return exitStatus.ok;
}

/** A page for a terminal: headings in bold, paragraphs wrapped, examples as they are. */
function printed(markdown: string, columns: number, paint: Paint): string {
  let isCode = false;
  const lines = markdown.split('\n').flatMap((line) => {
    if (line.startsWith('```')) {
      isCode = !isCode;
      return [];
    }
    if (isCode) return [`    ${line}`];
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    if (heading !== undefined) return [paint('bold', heading)];
    const text = line.replace(/\*\*(.+?)\*\*|`([^`]+)`|\\(\W|_)|^> /g, '$1$2$3');
    return [wrapWords(text, Math.min(columns, 100), '')];
  });
  return lines.join('\n');
}
