/** What the heatmap shows of a record: its sample in a recorded run, or a preview of its weights where no run has it. */
import * as vscode from 'vscode';
import { heatOfPreview, previewBounds, previewText } from '../../core/heat/fromPreview.ts';
import { heatLossOf, heatOfTrace } from '../../core/heat/fromTrace.ts';
import type { TraceManifest } from '../../core/trace/manifest.ts';
import type { HeatSample } from '../../core/heat/heatSample.ts';
import { type LinkedRecord, linkText, type TextLinks } from '../../core/heat/textLinks.ts';
import { createLocator } from '../../core/record/locate.ts';
import { defaultAlpha } from '../../core/ssb/shares.ts';
import { isFault, type TraceFault } from '../../core/trace/fault.ts';
import type { TextTokenizer } from '../../core/trace/hfTokenizer.ts';
import { previewOf } from '../../core/trace/preview.ts';
import { lineSha } from '../../core/trace/canonical.ts';
import type { HeatNothing, HeatRun } from '../../protocol/heatmap.ts';
import { commands } from '../ids.ts';
import { sourceOf, trainerRowOf } from '../recordViews.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import type { KnownRun, RunMatch, Traces } from '../traces.ts';
import { plural } from '../words.ts';

/** What the id of an action begins with that shows the sample in another run. */
export const showRun = 'run:';
/** Other runs that are offered. */
const mostOthers = 4;

/** A record with its heat. */
export interface HeatSubject {
  readonly sample: HeatSample;
  readonly links: TextLinks | undefined;
  readonly run: HeatRun;
  /** The recorded run; `undefined` for a preview. */
  readonly known: KnownRun | undefined;
  /** All runs that have the record. */
  readonly matches: readonly RunMatch[];
  readonly staleNote: string | undefined;
  /** Visits that the run had recorded of the sample, those that cannot be read included. */
  readonly recorded: number;
}

/** A subject, or why there is none. */
export type HeatResult = HeatSubject | { readonly nothing: HeatNothing };

/**
 * @param runId the run that is wanted, where several have the record
 * @param tokenizer what cuts previews into tokens
 */
export async function heatSubjectOf(
  sessions: Sessions,
  traces: Traces,
  session: Session,
  record: RecordAt,
  runId: string | undefined,
  tokenizer: () => Promise<TextTokenizer | undefined>,
): Promise<HeatResult> {
  await traces.found();
  const matches = await traces.matches(session, record);
  const chosen = matches.find(({ known }) => known.id === runId) ?? matches[0];
  if (!chosen) return preview(sessions, traces, session, record, await tokenizer());
  const { known, match } = chosen;
  const { run } = known;
  const sample = await run.sample(match.keys.at(-1)!);
  if (isFault(sample))
    return nothing(
      vscode.l10n.t('This sample’s shard is damaged'),
      [
        vscode.l10n.t('The run "{0}" has this sample, but what it recorded cannot be read.', known.name),
        `${sample.path}: ${sample.message}`,
        vscode.l10n.t(
          'Copy the file from the training machine again; the other shards of the run are not affected.',
        ),
      ],
      [],
    );
  if (sample.lengths.every((length) => length === 0) && sample.text !== '')
    return nothing(
      vscode.l10n.t('The tokens of this run have no places'),
      [
        vscode.l10n.t(
          'The run "{0}" recorded this sample’s tokens without saying where in its text they stand, so they cannot be painted.',
          known.name,
        ),
        vscode.l10n.t(
          'This happens when a tokenizer gives no offsets and none could be rebuilt. Record with a fast tokenizer of Hugging Face (tokenizer.json).',
        ),
      ],
      [],
    );
  const source = linkSource(session, record);
  const links = source && linkText(sample.text, sample.meta, source);
  const heat = heatOfTrace(sample, run.manifest, run.steps, links);
  return {
    sample: heat.visits.length > 0 ? heat : { ...heat, visits: [unvisited(run.manifest)] },
    links,
    run: {
      ...runFacts(known, heat.visits.length === 0, sample.faults),
      actions: matches
        .filter((one) => one.known !== known)
        .slice(0, mostOthers)
        .map((one) => ({
          id: `${showRun}${one.known.id}`,
          label: vscode.l10n.t('Show Run {0}', one.known.name),
        })),
    },
    known,
    matches,
    staleNote: staleNoteOf(match),
    recorded: heat.visits.length + sample.faults.length,
  };
}

/** A visit without numbers: the text was prepared for training, and was not trained yet. */
function unvisited(manifest: TraceManifest): HeatSample['visits'][number] {
  return {
    step: undefined,
    epoch: undefined,
    alpha: manifest.loss.alpha0 ?? defaultAlpha,
    recorded: { think: undefined, result: undefined, lossThink: undefined, lossResult: undefined },
    loss: heatLossOf(manifest),
    window: undefined,
    logprobs: undefined,
    entropies: undefined,
    weights: undefined,
    gradients: undefined,
  };
}

/** What texts of the record are linked with. */
export function linkSource(session: Session, record: RecordAt): LinkedRecord | undefined {
  const source = sourceOf(session, record.text);
  return source && { value: source.root, sample: source.sample, locator: createLocator(record.text, true) };
}

function preview(
  sessions: Sessions,
  traces: Traces,
  session: Session,
  record: RecordAt,
  tokenizer: TextTokenizer | undefined,
): HeatResult {
  const source = linkSource(session, record);
  if (!source)
    return nothing(
      vscode.l10n.t('This sample cannot be read'),
      [vscode.l10n.t('Mend what the Problems view says of it, then its weights are shown here.')],
      [{ id: commands.showProblem, label: vscode.l10n.t('Show Its Problems') }],
    );
  const row = trainerRowOf(sessions, session, record);
  if (row === undefined || typeof row === 'string' || row.parts.length === 0)
    return nothing(
      vscode.l10n.t('Nothing is learnt from this sample'),
      [
        typeof row === 'string'
          ? vscode.l10n.t('A trainer would leave it out: {0}', row)
          : vscode.l10n.t('It has neither a thought nor a call nor an answer.'),
      ],
      [],
    );
  const cut = previewOf(row, tokenizer);
  const text = previewText(row, cut);
  const links = linkText(text.text, text.meta, source);
  const sample = heatOfPreview(cut, text, lineSha(record.text), defaultAlpha, links);
  const isCounted = sample.origin === 'preview';
  return {
    sample,
    links,
    run: {
      id: 'preview',
      name: isCounted ? vscode.l10n.t('Preview by tokenizer') : vscode.l10n.t('Estimate by characters'),
      facts: [
        [vscode.l10n.t('tokens'), isCounted ? tokenizer!.words : vscode.l10n.t('about four characters each')],
      ],
      note: previewNote(traces, isCounted),
      steps: [],
      bounds: previewBounds,
      faults: traces.broken.map(
        ({ folder, message }) => `${vscode.workspace.asRelativePath(folder)}: ${message}`,
      ),
      actions: [
        { id: 'how-to-record', label: vscode.l10n.t('How to Record a Run') },
        { id: commands.openRun, label: vscode.l10n.t('Open a Run…') },
        { id: commands.openDemoRun, label: vscode.l10n.t('Open the Demo Run') },
      ],
    },
    known: undefined,
    matches: [],
    staleNote: undefined,
    recorded: 0,
  };
}

function previewNote({ runs }: Traces, isCounted: boolean): string {
  const why =
    runs.length === 0
      ? vscode.l10n.t('No recorded run was found in this workspace.')
      : runs.length === 1
        ? vscode.l10n.t('The run "{0}" does not have this sample.', runs[0]!.name)
        : vscode.l10n.t('None of the {0} runs in this workspace has this sample.', runs.length);
  const what = isCounted
    ? vscode.l10n.t(
        'This shows what SSB would weigh, by counting tokens; how well a model predicts them is known from a run only.',
      )
    : vscode.l10n.t(
        'This shows what SSB would weigh, with tokens estimated from characters; shares are right, weights of single tokens are rough.',
      );
  return `${why} ${what}`;
}

function nothing(title: string, words: readonly string[], actions: HeatNothing['actions']): HeatResult {
  return { nothing: { title, words, actions } };
}

function staleNoteOf(match: RunMatch['match']): string | undefined {
  if (match.kind !== 'stale') return undefined;
  const kinds = [...new Set(match.changed.map(({ kind }) => kind))];
  const words: Record<string, string> = {
    think: vscode.l10n.t('the thought'),
    call: vscode.l10n.t('the call'),
    answer: vscode.l10n.t('the answer'),
  };
  const changed = kinds.map((kind) => words[kind] ?? kind).join(', ');
  return changed === ''
    ? vscode.l10n.t('This sample was edited since it was trained, outside of what is learnt.')
    : vscode.l10n.t('This sample was edited since it was trained: {0}. What changed is grey.', changed);
}

/** What a page tells of a run. */
function runFacts(known: KnownRun, isUntrained: boolean, ofSample: readonly TraceFault[]): HeatRun {
  const { run, bounds, name, id } = known;
  const { manifest, counts, steps, faults } = run;
  const { loss } = manifest;
  const kind = [loss.kind, loss.mode, loss.reduction].filter((word) => word !== undefined).join(', ');
  const facts: [string, string | undefined][] = [
    [vscode.l10n.t('model'), manifest.model],
    [vscode.l10n.t('loss'), loss.alpha0 === undefined ? kind : `${kind}, α ${loss.alpha0}`],
    [vscode.l10n.t('steps'), String(steps.length)],
    [vscode.l10n.t('samples'), `${counts.renders}, ${plural(counts.visits, 'visit')}`],
    [vscode.l10n.t('hardware'), manifest.hardware],
    [vscode.l10n.t('begun'), manifest.created],
    [vscode.l10n.t('tokenizer'), manifest.tokenizer],
    [vscode.l10n.t('folder'), vscode.workspace.asRelativePath(known.folder)],
  ];
  return {
    id,
    name,
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== ''),
    note: isUntrained
      ? faults.some(({ path }) => path.startsWith('visits/'))
        ? vscode.l10n.t(
            'How this sample was trained is not known, or cannot be read (see below what is wrong with the run): weights are a preview.',
          )
        : vscode.l10n.t('This sample was prepared for training and not trained yet: weights are a preview.')
      : manifest.note === 'synthetic'
        ? vscode.l10n.t('Made by a program to try things on; no model was trained.')
        : manifest.note,
    steps: steps.map(({ step, alpha, lossThink, lossCall, loss }) => ({
      step,
      alpha,
      lossThink,
      lossCall,
      loss,
    })),
    bounds,
    // Visits of one shard say the same of it.
    faults: [...new Set([...faults, ...ofSample].map(({ path, message }) => `${path}: ${message}`))],
  };
}
