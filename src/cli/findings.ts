// Findings as lines of text, as a compiler writes them.
import type { Finding, Severity } from '../diagnose/finding.ts';
import type { Style } from './terminal.ts';

/** `model.py:12:5 error shape-mismatch …`: lines and columns from 1, as editors jump to. */
export function findingLine(file: string, { range, severity, rule, message }: Finding, style: Style): string {
  const paint = { error: style.red, warning: style.yellow, information: style.blue }[severity];
  return `${style.bold(placeOf(file, range))} ${paint(severity)} ${style.dim(rule)} ${message}`;
}

/** `model.py:12:5`, `notes.ipynb:cell 3:2:1`, `model.py` where it concerns the whole file. */
export function placeOf(file: string, range: Finding['range']): string {
  if (!range) return file;
  const cell = range.cell === undefined ? '' : `:cell ${range.cell + 1}`;
  return `${file}${cell}:${range.start.line + 1}:${range.start.character + 1}`;
}

/** `2 errors, 1 warning`; `nothing found`. */
export function summaryOf(findings: readonly Finding[]): string {
  const words: Readonly<Record<Severity, readonly [string, string]>> = {
    error: ['error', 'errors'],
    warning: ['warning', 'warnings'],
    information: ['note', 'notes'],
  };
  const parts = Object.entries(words).flatMap(([severity, [one, many]]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

/** What makes `check` fail. */
export function isFault({ severity }: Finding): boolean {
  return severity !== 'information';
}

/** What is said of one place by one rule, once: two models of one builder have the same fault. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ rule, range, layer, message }: Finding) => JSON.stringify(range ? [rule, range] : [rule, layer, message]);
  return [...new Map(findings.toReversed().map((finding) => [key(finding), finding])).values()].toReversed();
}

/** Top to bottom, what concerns the whole file last. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ range }: Finding) => (range ? [range.cell ?? 0, range.start.line, range.start.character] : [Number.MAX_SAFE_INTEGER]);
  return findings.toSorted((first, second) => compare(key(first), key(second)));
}

function compare(first: readonly number[], second: readonly number[]): number {
  for (let index = 0; index < Math.min(first.length, second.length); index++) {
    const difference = (first[index] ?? 0) - (second[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return first.length - second.length;
}
