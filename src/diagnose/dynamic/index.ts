// The dynamic rules: what can be said of a run from its history and its latest frame. Cheap: called while training goes on.
import type { RunView } from '../../protocol/dashboard.ts';
import { FrameIndex } from '../../protocol/frame.ts';
import type { Definition } from '../../source/definition.ts';
import type { Finding } from '../finding.ts';
import { applyRules, type Rule } from '../rule.ts';
import { deadUnits } from './dead-units.ts';
import { divergingLoss } from './diverging-loss.ts';
import { nonFiniteLoss } from './non-finite-loss.ts';
import { vanishingGradient } from './vanishing-gradient.ts';

/** What a dynamic rule looks at. */
export interface RunFacts extends RunView {
  readonly index: FrameIndex;
  /** What was read where the run began: gives findings their place. */
  readonly definition: Definition | undefined;
}

export type DynamicRule = Rule<[facts: RunFacts]>;

export const dynamicRules: readonly DynamicRule[] = [nonFiniteLoss, divergingLoss, deadUnits, vanishingGradient];

/** `index` saves making one of the run's layout at every call. */
export function checkRun(view: RunView, definition?: Definition, index = new FrameIndex(view.run.start.layout)): readonly Finding[] {
  return applyRules(dynamicRules, { ...view, definition, index });
}
