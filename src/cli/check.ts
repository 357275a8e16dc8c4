// `layerscope check`: the findings of these files; with --train also what short trainings show.

import type { Finding } from '../diagnose/finding.ts';
import { formatCount } from '../figures.ts';
import type { Definition } from '../source/definition.ts';
import { trainBriefly } from './brief-training.ts';
import { distinct, findingLine, inOrder, isFault, summaryOf } from './findings.ts';
import type { Output } from './output.ts';
import { type FileReading, readAll } from './reading.ts';
import { sarifLog } from './sarif.ts';
import { packageVersion } from './version.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'json' | 'sarif';
  readonly budget: number | null;
}

/** In a folder of notebooks most models wait for data: some reasons are enough. */
const listedSkips = 5;

/** Returns the exit code: 1 for an error or a warning, 2 where something could not be read. */
export async function check({ paths, format, budget }: CheckOptions, output: Output): Promise<number> {
  const { readings, problems } = await readAll(paths, output);
  const trained = budget === null ? new Map<Definition, readonly Finding[]>() : await trainAll(readings, budget, output);
  const files = readings.map(({ file, milliseconds, definitions, findings }) => {
    const found = [...findings, ...definitions.flatMap((definition) => trained.get(definition) ?? [])];
    return { file, milliseconds, findings: inOrder(distinct(found)) };
  });
  const all = files.flatMap(({ findings }) => findings);
  switch (format) {
    case 'json':
      output.json({ files });
      break;
    case 'sarif':
      output.json(sarifLog(files, await packageVersion(), process.cwd()));
      break;
    case 'text': {
      const { terminal } = output;
      for (const { file, findings } of files) for (const finding of findings) terminal.line(findingLine(file, finding, terminal.style));
      const models = readings.reduce((sum, { definitions }) => sum + definitions.length, 0);
      terminal.line(`${counted(models, 'model')} in ${counted(files.length, 'file')}: ${summaryOf(all)}`);
      break;
    }
    default:
      format satisfies never;
  }
  if (problems > 0) return 2;
  return all.some(isFault) ? 1 : 0;
}

/** The budget is shared evenly among what is still to train; what one leaves over the next ones have. */
async function trainAll(readings: readonly FileReading[], budget: number, output: Output): Promise<Map<Definition, readonly Finding[]>> {
  const findings = new Map<Definition, readonly Finding[]>();
  const skipped: string[] = [];
  const waiting = readings.flatMap((reading) => reading.definitions.map((definition) => ({ reading, definition })));
  const end = performance.now() + budget * 1000;
  for (const [index, { reading, definition }] of waiting.entries()) {
    const seconds = Math.max(0, (end - performance.now()) / 1000) / (waiting.length - index);
    output.remarks.transient(`training ${definition.name} of ${reading.file} (${index + 1} of ${waiting.length})`);
    const result = await trainBriefly(reading, definition, seconds);
    if ('skipped' in result) skipped.push(`${definition.name} was not trained: ${result.skipped}`);
    else findings.set(definition, result.findings);
  }
  output.remarks.clear();
  for (const remark of skipped.slice(0, listedSkips)) output.remark(remark);
  if (skipped.length > listedSkips) output.remark(`${skipped.length - listedSkips} more of ${waiting.length} models were not trained.`);
  return findings;
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
