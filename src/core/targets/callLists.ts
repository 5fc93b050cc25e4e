/** Answers that are Python call lists: the BFCL benchmark, and FunReason, which trains for it. */
import type { TargetProfile } from './types.ts';

const checked = '2026-11-26';
const parser = {
  checked,
  source:
    'https://github.com/ShishirPatil/gorilla/blob/9988c86721d9c6b010e4dc59926989038fcb6afb/berkeley-function-call-leaderboard/bfcl_eval/model_handler/utils.py',
};
const names = {
  ...parser,
  pattern: '^[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*$',
  words: 'a Python name, dotted or not',
};

export const bfcl: TargetProfile = {
  ...parser,
  id: 'bfcl',
  title: 'BFCL',
  summary: 'The Berkeley Function Calling Leaderboard: an answer is nothing but a list of Python calls.',
  badSample: 'the answer counts as wrong',
  formats: ['toolace', 'funreason', 'bfcl'],
  names,
  content: { ...parser, besideCalls: 'refused' },
};

export const funreason: TargetProfile = {
  checked,
  source: 'https://github.com/BingguangHao/FunReason/blob/9f1ef1289e6093672b9660ae680a725308c6a5ea/README.md',
  id: 'funreason',
  title: 'FunReason',
  summary: 'FunReason / BalanceSFT: a thought in think tags, then nothing but a list of Python calls.',
  badSample: 'the answer cannot be split into thought and calls',
  formats: ['funreason', 'toolace'],
  names,
  content: { ...parser, besideCalls: 'refused' },
};
