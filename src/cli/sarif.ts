// Findings as SARIF 2.1.0 (OASIS), which code scanning services read. SARIF counts lines and columns from 1.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, Severity } from '../diagnose/finding.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', information: 'note' };

export interface FileFindings {
  readonly file: string;
  readonly findings: readonly Finding[];
}

export function sarifLog(files: readonly FileFindings[], version: string, folder: string) {
  const rules = [...new Map(files.flatMap(({ findings }) => findings.map((finding) => [finding.rule, finding] as const))).values()];
  const indexOf = new Map(rules.map(({ rule }, index) => [rule, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Layerscope',
            version,
            rules: rules.map(({ rule, category }) => ({
              id: rule,
              shortDescription: { text: rule.replaceAll('-', ' ') },
              properties: { category },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(folder).href}/` } },
        results: files.flatMap(({ file, findings }) =>
          findings.map((finding) => ({
            ruleId: finding.rule,
            ruleIndex: indexOf.get(finding.rule) ?? -1,
            level: levels[finding.severity],
            message: { text: finding.message },
            locations: [{ physicalLocation: { artifactLocation: artifactOf(file, folder), ...regionOf(finding) } }],
            properties: { layer: finding.layer, evidence: finding.evidence },
          })),
        ),
      },
    ],
  };
}

/** Relative to the folder, so that a log made on one machine is read on another. */
function artifactOf(file: string, folder: string) {
  const relative = path.relative(folder, path.resolve(folder, file));
  const outside = relative.startsWith('..') || path.isAbsolute(relative);
  if (outside) return { uri: pathToFileURL(path.resolve(folder, file)).href };
  return { uri: relative.split(path.sep).map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' };
}

/** A notebook's lines are those of a cell, which SARIF cannot say: its findings stand at the file. */
function regionOf({ range }: Finding) {
  if (!range || range.cell !== undefined) return {};
  const { start, end } = range;
  return {
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}
