// How far a run is, in a few words. Pure.

import { formatCount, formatNumber } from '../../figures.ts';
import type { Frame } from '../../protocol/frame.ts';
import type { ObservedRun } from '../../runs/restored-run.ts';

/** `epoch 3/10 · loss 0.231`; steps where there is one epoch only. */
export function progressText({ run, frame }: { readonly run: Pick<ObservedRun, 'description'>; readonly frame: Frame | null }): string {
  const { plan, start } = run.description;
  if (!frame) return `epoch 1/${formatCount(plan.epochs)}`;
  const epoch = Math.min(plan.epochs, Math.floor(frame.epoch) + 1);
  const place =
    plan.epochs > 1
      ? `epoch ${formatCount(epoch)}/${formatCount(plan.epochs)}`
      : `step ${formatCount(frame.step)}/${formatCount(start.totalSteps)}`;
  return Number.isNaN(frame.loss) ? place : `${place} · loss ${formatNumber(frame.loss)}`;
}

/** Part of the steps that are done, 0 to 1. */
export function progressFraction({ run, frame }: { readonly run: Pick<ObservedRun, 'description'>; readonly frame: Frame | null }): number {
  return frame ? Math.min(1, frame.step / Math.max(1, run.description.start.totalSteps)) : 0;
}
