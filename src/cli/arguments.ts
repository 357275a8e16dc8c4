// The command line's own grammar: what each command takes. Exits, files and output are not known here.
import { parseArgs } from 'node:util';

/** The user asked for something that does not exist or does not go together. Its message is one line. */
export class UsageError extends Error {}

export type Command =
  | { readonly name: 'help'; readonly of: CommandName | null }
  | { readonly name: 'version' }
  | { readonly name: 'inspect'; readonly paths: readonly string[]; readonly json: boolean }
  | {
      readonly name: 'check';
      readonly paths: readonly string[];
      readonly format: 'text' | 'json' | 'sarif';
      /** Seconds that all trainings together may take; `null`: nothing is trained. */
      readonly budget: number | null;
    }
  | TrainCommand;

export interface TrainCommand {
  readonly name: 'train';
  readonly file: string;
  readonly model: string | null;
  readonly backend: 'auto' | 'webgpu' | 'wasm' | 'cpu';
  readonly epochs: number | null;
  readonly seed: number | null;
  readonly probes: 'all' | 'none';
  readonly json: boolean;
  readonly report: string | null;
  /** `null`: what the source itself passes to fit. */
  readonly data: DataOption | null;
}

export type DataOption =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'generated'; readonly generator: string }
  | { readonly kind: 'synthetic' };

export type CommandName = 'inspect' | 'check' | 'train';

const backends = ['auto', 'webgpu', 'wasm', 'cpu'] as const;
const defaultBudget = 30;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Throws a UsageError. */
export function parseCommand(words: readonly string[]): Command {
  const [first, ...rest] = words;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return { name: 'help', of: commandNameOf(rest[0]) };
  if (first === '--version' || first === '-V') return { name: 'version' };
  const name = commandNameOf(first);
  if (!name) throw new UsageError(`There is no command "${first}". There are inspect, check and train; layerscope --help tells more.`);
  if (rest.includes('--help') || rest.includes('-h')) return { name: 'help', of: name };
  switch (name) {
    case 'inspect':
      return parseInspect(rest);
    case 'check':
      return parseCheck(rest);
    case 'train':
      return parseTrain(rest);
    default:
      return name satisfies never;
  }
}

function parseInspect(words: readonly string[]): Command {
  const { values, positionals } = parsed('inspect', () => parseArgs({ args: [...words], allowPositionals: true, options: { json: flag } }));
  return { name: 'inspect', paths: pathsOf('inspect', positionals), json: values.json ?? false };
}

function parseCheck(words: readonly string[]): Command {
  const options = { json: flag, sarif: flag, train: flag, budget: text };
  const { values, positionals } = parsed('check', () => parseArgs({ args: [...words], allowPositionals: true, options }));
  if (values.json && values.sarif) throw new UsageError('check writes either --json or --sarif, not both.');
  const budget = values.budget === undefined ? defaultBudget : number('--budget', values.budget, 'seconds, above 0', (value) => value > 0);
  return {
    name: 'check',
    paths: pathsOf('check', positionals),
    format: values.json ? 'json' : values.sarif ? 'sarif' : 'text',
    budget: values.train ? budget : null,
  };
}

function parseTrain(words: readonly string[]): Command {
  const options = {
    model: text,
    backend: text,
    epochs: text,
    seed: text,
    probes: text,
    json: flag,
    report: text,
    data: text,
    generated: text,
    synthetic: flag,
  };
  const { values, positionals } = parsed('train', () => parseArgs({ args: [...words], allowPositionals: true, options }));
  const [file, another] = positionals;
  if (file === undefined) throw new UsageError('train needs a file: layerscope train FILE.');
  if (another !== undefined) throw new UsageError(`train takes one file, but got "${file}" and "${another}".`);
  return {
    name: 'train',
    file,
    model: values.model ?? null,
    backend: oneOf('--backend', values.backend ?? 'auto', backends),
    epochs:
      values.epochs === undefined
        ? null
        : number('--epochs', values.epochs, 'a whole number from 1', (value) => Number.isInteger(value) && value > 0),
    seed:
      values.seed === undefined
        ? null
        : number('--seed', values.seed, 'a whole number from 0', (value) => Number.isSafeInteger(value) && value >= 0),
    probes: oneOf('--probes', values.probes ?? 'all', ['all', 'none'] as const),
    json: values.json ?? false,
    report: values.report ?? null,
    data: dataOption(values),
  };
}

function dataOption({ data, generated, synthetic }: { data?: string; generated?: string; synthetic?: boolean }): DataOption | null {
  const chosen: DataOption[] = [];
  if (data !== undefined) chosen.push({ kind: 'file', path: data });
  if (generated !== undefined) chosen.push({ kind: 'generated', generator: generated });
  if (synthetic) chosen.push({ kind: 'synthetic' });
  if (chosen.length > 1) throw new UsageError('--data, --generated and --synthetic exclude one another.');
  return chosen[0] ?? null;
}

function parsed<T>(command: CommandName, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
    throw new UsageError(`${command}: ${sentence}. layerscope ${command} --help lists the options.`);
  }
}

function pathsOf(command: CommandName, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw new UsageError(`${command} needs a file or a folder: layerscope ${command} PATH.`);
  return paths;
}

function number(option: string, written: string, wanted: string, fits: (value: number) => boolean): number {
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value) || !fits(value))
    throw new UsageError(`${option} takes ${wanted}, not "${written}".`);
  return value;
}

function oneOf<T extends string>(option: string, written: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === written);
  if (!choice) throw new UsageError(`${option} takes ${choices.join(', ')}, not "${written}".`);
  return choice;
}

function commandNameOf(word: string | undefined): CommandName | null {
  return word === 'inspect' || word === 'check' || word === 'train' ? word : null;
}
