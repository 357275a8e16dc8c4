// The static rules: what can be said of a definition before it is trained.
import type { Definition } from '../../source/definition.ts';
import type { Finding } from '../finding.ts';
import { applyRules, type StaticRule, type TextAt } from '../rule.ts';
import { dataShape } from './data-shape.ts';
import { learningRateRange } from './learning-rate-range.ts';
import { linearStack } from './linear-stack.ts';
import { lossOutputMismatch } from './loss-output-mismatch.ts';
import { shapeMismatch } from './shape-mismatch.ts';
import { zeroInitialization } from './zero-initialization.ts';

export const staticRules: readonly StaticRule[] = [
  shapeMismatch,
  dataShape,
  lossOutputMismatch,
  linearStack,
  zeroInitialization,
  learningRateRange,
];

/** Findings have fixes where `textAt` gives the source's text. */
export function checkDefinition(definition: Definition, textAt: TextAt = () => undefined): readonly Finding[] {
  return applyRules(staticRules, definition, textAt);
}
