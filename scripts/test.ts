// `npm test`: everything, from an empty clone. Each stage is an npm script, so that one can be run alone; the closing line
// sums the tests of all. `npm test -- lint test:unit` runs only the stages named.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureChromium } from './machine/chromium.ts';
import { ensureCodeServer } from './machine/code-server.ts';
import { execute, root } from './process.ts';

interface Stage {
  readonly script: string;
  /** Vitest runs it, and counts. */
  readonly counts?: true;
  /** What the machine must have before. */
  readonly needs?: readonly (() => Promise<unknown>)[];
  /** Stages without which this one has no sense. */
  readonly after?: readonly string[];
}

const stages: readonly Stage[] = [
  { script: 'lint' },
  { script: 'types' },
  { script: 'package' },
  { script: 'test:unit', counts: true, after: ['package'] },
  { script: 'test:browser', counts: true, needs: [ensureChromium] },
  { script: 'test:vscode', counts: true, needs: [ensureChromium, ensureCodeServer], after: ['package'] },
];

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const results = path.join(root, 'test-results');
const named = process.argv.slice(2);
const unknown = named.filter((name) => !stages.some((stage) => stage.script === name));
if (unknown.length > 0)
  throw new Error(`No stage is called ${unknown.join(', ')}. There are: ${stages.map((stage) => stage.script).join(', ')}.`);
process.exitCode = await runStages(named.length > 0 ? stages.filter((stage) => named.includes(stage.script)) : stages);

/** Runs the stages and prints the closing line whatever happens. Returns the exit code. */
async function runStages(chosen: readonly Stage[]): Promise<number> {
  await mkdir(results, { recursive: true });
  const broken = new Set<string>();
  const report: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const stage of chosen) {
    const began = performance.now();
    const missing = stage.after?.find((name) => broken.has(name));
    console.log(`\n── ${stage.script} ${'─'.repeat(Math.max(0, 60 - stage.script.length))}`);
    const counts = missing
      ? refuse(`Left out: ${missing} failed.`)
      : await runStage(stage).catch((error: unknown) => refuse(String(error)));
    if (counts.failed > 0) broken.add(stage.script);
    passed += counts.passed;
    failed += counts.failed;
    const tests = stage.counts ? `  ${counts.passed} passed, ${counts.failed} failed` : '';
    report.push(`${counts.failed > 0 ? '✗' : '✓'} ${stage.script.padEnd(14)}${seconds(began).padStart(7)}${tests}`);
  }
  console.log(`\n${report.join('\n')}\n\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** A stage that is no test suite counts as one failed test when it fails and as nothing when it does not. */
async function runStage(stage: Stage): Promise<Counts> {
  for (const ensure of stage.needs ?? []) await ensure();
  const file = path.join(results, `${stage.script.replace(':', '-')}.json`);
  await rm(file, { force: true });
  const reporters = stage.counts ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`] : [];
  const { code } = await execute('npm', ['run', '--silent', stage.script, ...reporters], { stdio: 'inherit' });
  const counts = stage.counts ? await readCounts(file) : { passed: 0, failed: 0 };
  return code !== 0 && counts.failed === 0 ? { passed: counts.passed, failed: 1 } : counts;
}

/** Counts the tests of a vitest JSON report; a file that could not even be loaded is one failed test. */
async function readCounts(file: string): Promise<Counts> {
  const report: { numPassedTests: number; numFailedTests: number; testResults: { status: string; assertionResults: unknown[] }[] } =
    JSON.parse(await readFile(file, 'utf8'));
  const unloaded = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded };
}

function refuse(reason: string): Counts {
  console.error(reason);
  return { passed: 0, failed: 1 };
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
