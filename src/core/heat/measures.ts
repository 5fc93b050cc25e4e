/** What may be painted on tokens, and how values become colours. */

/** A number of each token. */
export type MeasureId =
  'weight' | 'loss' | 'contribution' | 'share' | 'ratio' | 'entropy' | 'gradient' | 'pull';

/** How values are laid out on the ramp. */
export type ScalingId = 'linear' | 'log' | 'rank';
