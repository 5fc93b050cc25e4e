/** All certain fixes of an open document, found in slices, as edits of the document. */
import * as vscode from 'vscode';
import { certainFix, fixRecord, type FixAllOptions } from '../core/features/fixAll.ts';
import type { Service } from '../core/service.ts';
import { nextTurn, sliceMs, UserError } from './run.ts';
import type { Session } from './session.ts';

export interface DocumentFixes {
  readonly edits: vscode.TextEdit[];
  /** Findings that the edits mend. */
  readonly fixed: number;
}

/**
 * Looks at every record, a slice at a time. `tell` gets the records done.
 * @throws CancellationError; UserError when the document was changed meanwhile.
 */
export async function fixEdits(
  session: Session,
  service: Service,
  options: FixAllOptions,
  token: vscode.CancellationToken,
  tell: (done: number) => void = () => undefined,
): Promise<DocumentFixes> {
  const { document, file } = session;
  const { version } = document;
  const edits: vscode.TextEdit[] = [];
  let fixed = 0;
  let done = 0;
  let until = performance.now() + sliceMs;
  for (const record of session.records()) {
    done++;
    if (performance.now() > until) {
      tell(done);
      await nextTurn();
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      if (document.version !== version)
        throw new UserError(
          vscode.l10n.t('the file was changed while its problems were being fixed; run it again.'),
        );
      until = performance.now() + sliceMs;
    }
    // What the session knows already spares most records a second look.
    const mayHave =
      options.codes !== undefined ||
      /[\u2028\u2029]/.test(record.text) ||
      session.problemsAt(record).some((problem) => certainFix(problem));
    if (!mayHave || isTail(document, record.index, record.text)) continue;
    const made = fixRecord(service.checker, record.text, file, options);
    if (!made) continue;
    for (const count of made.fixed.values()) fixed += count;
    const whole = { start: 0, end: record.text.length, newText: '', removesRecord: true } as const;
    edits.push(...record.toEdits(made.removed ? [whole] : made.edits));
  }
  return { edits, fixed };
}

/** The empty text behind the last line break is no record. */
function isTail(document: vscode.TextDocument, index: number, text: string): boolean {
  return text === '' && document.languageId === 'jsonl' && index === document.lineCount - 1;
}
