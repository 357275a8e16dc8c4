// Text → definitions: the room's front door. A reader holds the grammar; every reading is from the text alone, within a budget.
// What `fit` trains on stays lazy: `materialize` computes its numbers when somebody wants to train.
import { createBudget } from '../data/array/array.ts';
import type { Dataset, NumberArray } from '../data/dataset.ts';
import type { Definition, Reading } from './definition.ts';
import type { BudgetLimits } from './evaluate/budget.ts';
import type { EvaluationContext } from './evaluate/library.ts';
import { createNames } from './evaluate/names.ts';
import { evaluateProgram } from './evaluate/program.ts';
import type { Value } from './evaluate/value.ts';
import { libraries } from './libraries/index.ts';
import { arraysOf, isRefusal } from './libraries/keras/data.ts';
import { type KerasModel, kerasModels } from './libraries/keras/definitions.ts';
import { createExcerpts } from './syntax/excerpts.ts';
import { codeCells, readNotebook } from './syntax/notebook.ts';
import { type GrammarBytes, loadGrammar } from './syntax/parser.ts';
import { readPython } from './syntax/python.ts';

export type Language = 'python' | 'notebook';

export interface ReadOptions {
  /** For people: shown as the data's provenance. */
  readonly fileName: string;
  readonly language: Language;
  readonly limits?: BudgetLimits;
}

export interface Reader {
  /** All models of a text. Never throws for what a text may hold. */
  read(text: string, options: ReadOptions): Reading;
  /**
   * The arrays that the definition's `fit` is given, computed from the text; or why they cannot be had, a sentence for people.
   * `x` and `y` keep the source's shapes: targets of shape `[samples]` stay so, whatever the network's output `[samples, 1]`.
   */
  materialize(text: string, options: ReadOptions, definitionId: string): Dataset | { readonly reason: string };
}

/** Longer texts are data or generated, not something that a person reads a model in. */
const longestText = 2_000_000;
/** A notebook holds its pictures too. */
const longestNotebook = 32_000_000;
const parsingMilliseconds = 5_000;

/** Numbers that a data set may hold in all: 2²⁶ take 256 MB as float32. */
const mostNumbers = 2 ** 26;

/** Anything that makes a model mentions one of these. */
const mentions = /\b(keras|tensorflow|Sequential)/;

export async function createReader(bytes: GrammarBytes): Promise<Reader> {
  const grammar = await loadGrammar(bytes);
  const names = createNames(libraries);

  function evaluate(
    text: string,
    { language, limits }: ReadOptions,
  ): { readonly models: readonly KerasModel[]; readonly context: EvaluationContext } | null {
    const isNotebook = language === 'notebook';
    if (text.length > (isNotebook ? longestNotebook : longestText) || !mentions.test(text)) return null;
    const statements = isNotebook ? readNotebook(text, grammar, parsingMilliseconds) : readPython(text, grammar, parsingMilliseconds);
    if (!statements) return null;
    const texts = isNotebook ? (codeCells(text) ?? []).map((cell) => [cell.index, cell.text] as const) : [[-1, text] as const];
    const evaluation = evaluateProgram(statements, names, createExcerpts(new Map(texts)), limits);
    return { models: kerasModels(evaluation, evaluation.stopped), context: evaluation };
  }

  return {
    read(text, options) {
      const start = performance.now();
      const definitions: readonly Definition[] = evaluate(text, options)?.models.map(({ definition }) => definition) ?? [];
      return { definitions, milliseconds: performance.now() - start };
    },

    materialize(text, options, definitionId) {
      const evaluated = evaluate(text, options);
      const model = evaluated?.models.find(({ definition }) => definition.id === definitionId);
      if (!evaluated || !model) return { reason: `There is no model ${definitionId} in ${options.fileName} any more.` };
      const { fitted, definition } = model;
      if (!fitted?.x || !fitted.y) return { reason: `${options.fileName} does not pass arrays to the fit of ${definition.name}.` };
      if (definition.data && definition.data.status !== 'evaluated') {
        return {
          reason: `The training data of ${definition.name} cannot be computed from the text: ${definition.data.reason ?? 'its values are not known'}.`,
        };
      }
      const { context } = evaluated;
      try {
        const [x, y] = [numbersOf(fitted.x, context), numbersOf(fitted.y, context)];
        if (!x || !y) return { reason: `What the fit of ${definition.name} is given are not arrays of numbers.` };
        // Without a seed Python draws other numbers at every start: whoever shows the data says so.
        const seeded = [fitted.x, fitted.y].every((value) => arraysOf(value, context)?.every((array) => array.seeded));
        const held = fitted.validation && { x: numbersOf(fitted.validation.x, context), y: numbersOf(fitted.validation.y, context) };
        return {
          x,
          y,
          ...(held?.x && held.y && { validation: { x: held.x, y: held.y } }),
          provenance: { kind: 'evaluated', description: `computed from ${options.fileName}${seeded ? '' : ', random without a seed'}` },
        };
      } catch (error) {
        if (isRefusal(error))
          return { reason: `The training data of ${definition.name} cannot be computed: ${error.message.replace(/\.$/, '')}.` };
        throw error;
      }
    },
  };
}

function numbersOf(value: Value, context: EvaluationContext): readonly NumberArray[] | null {
  const budget = createBudget(mostNumbers);
  return arraysOf(value, context)?.map((array) => ({ shape: array.shape, values: Float32Array.from(array.values(budget)) })) ?? null;
}
