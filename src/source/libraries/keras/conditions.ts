// Models at several moments: as they are now and no longer change, and as an unknown condition leaves them.
import type { UnknownValue } from '../../evaluate/value.ts';
import type { Unknown } from '../../range.ts';
import type { Part, SequentialState } from './sequential.ts';
import { copyCompiling, eitherCompiling } from './training/compile.ts';
import { eitherFitting } from './training/fit.ts';

/** The model with all its parts as they are: what is done to them later does not show. */
export function asItIs(state: SequentialState, depth: number): SequentialState {
  return {
    ...state,
    compiled: state.compiled && copyCompiling(state.compiled),
    parts: state.parts.map((part): Part => {
      if (part.kind === 'layer') return { ...part, state: part.layer.state };
      // A model may have been added to itself.
      return part.kind === 'model' && depth < 8 ? { ...part, state: asItIs(part.model.state, depth + 1) } : part;
    }),
  };
}

/** What is certain of a model that is `left` or `right`; what differs is not known, and is said. */
export function eitherModel(left: SequentialState, right: SequentialState, condition: UnknownValue): SequentialState {
  const notes: Unknown[] = [];
  const note = (what: string) => notes.push({ reason: `${what} a condition: ${condition.reason}`, range: condition.range });
  const either = <T>(what: string, one: T | null, other: T | null): T | null => {
    if (one === other || JSON.stringify(one) === JSON.stringify(other)) return one;
    note(`${what} depends on`);
    return null;
  };
  const { parts, isDecided } = eitherParts(left.parts, right.parts);
  if (!isDecided) note('which layers it has depends on');
  const sameGiven = left.given === right.given;
  if (!sameGiven) note('which weights it is given depends on');
  return {
    ...left,
    parts,
    held: left.held ?? right.held,
    built: either('the shape that it is built for', left.built ?? right.built, right.built ?? left.built),
    compiled: eitherCompiling(left.compiled, right.compiled, condition.reason),
    fitted: eitherFitting(left.fitted, right.fitted, condition),
    fits: Math.max(left.fits, right.fits),
    atFit:
      left.atFit && right.atFit && left.atFit !== right.atFit
        ? eitherModel(left.atFit, right.atFit, condition)
        : (left.atFit ?? right.atFit),
    given: sameGiven ? left.given : null,
    trainable: either('whether it is trainable', left.trainable, right.trainable),
    seed: either('its seed', left.seed, right.seed),
    // A layer that may still be there has its name there.
    popped: left.popped.filter((gone) => !parts.some((part) => part.kind === 'layer' && part.layer === gone)),
    end: later(left.end, right.end),
    unknown: [...new Set([...left.unknown, ...right.unknown]), ...notes],
  };
}

/** Parts that both sides begin and end with are there; what one side has in between may be there. */
function eitherParts(left: readonly Part[], right: readonly Part[]): { readonly parts: readonly Part[]; readonly isDecided: boolean } {
  const shorter = Math.min(left.length, right.length);
  let first = 0;
  while (first < shorter && isSame(left[first], right[first])) first++;
  if (first === left.length && first === right.length) return { parts: left, isDecided: true };
  let last = 0;
  while (last < shorter - first && isSame(left.at(-1 - last), right.at(-1 - last))) last++;
  const longer = right.length > left.length ? right : left;
  const parts = longer.map((part, index) => (index < first || index >= longer.length - last ? part : { ...part, isUncertain: true }));
  return { parts, isDecided: false };
}

function isSame(left: Part | undefined, right: Part | undefined): boolean {
  if (left?.kind === 'layer' && right?.kind === 'layer') return left.layer === right.layer && left.state === right.state;
  if (left?.kind === 'model' && right?.kind === 'model') return left.model === right.model;
  return left === right;
}

function later(left: SequentialState['end'], right: SequentialState['end']): SequentialState['end'] {
  if (!left || !right) return left ?? right;
  return right.end.line > left.end.line ? right : left;
}
