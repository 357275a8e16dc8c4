// What a rule is. Each stands in a file of its own, named like the rule, and in one of the three tables: static/index.ts,
// data/index.ts, dynamic/index.ts. A rule is right on healthy models before it is clever on faulty ones.
import type { Definition } from '../source/definition.ts';
import type { Range } from '../source/range.ts';
import type { Category, Finding } from './finding.ts';

/** What a rule says of one fault; its name and category are the rule's. */
export type Observation = Omit<Finding, 'rule' | 'category' | 'fixes'> & Partial<Pick<Finding, 'fixes'>>;

export interface Rule<Subject extends readonly unknown[]> {
  /** Its file's name. */
  readonly name: string;
  readonly category: Category;
  check(...subject: Subject): readonly Observation[];
}

/** The source text at a range of the definition; undefined where it is not at hand: findings then have no fixes. */
export type TextAt = (range: Range) => string | undefined;

/** Reads a definition. */
export type StaticRule = Rule<[definition: Definition, textAt: TextAt]>;

/** The findings of all rules, in the table's order. What a loop repeats at one place is said once. */
export function applyRules<Subject extends readonly unknown[]>(rules: readonly Rule<Subject>[], ...subject: Subject): readonly Finding[] {
  return rules.flatMap((rule) => distinct(rule.check(...subject)).map((observation) => findingOf(rule, observation)));
}

function findingOf({ name, category }: Pick<Rule<never>, 'name' | 'category'>, observation: Observation): Finding {
  const { severity, message, range, layer, evidence, fixes = [] } = observation;
  return { rule: name, category, severity, message, range, layer, evidence, fixes };
}

/** Several layers can come from one line of a loop: the first of them stands for all. */
function distinct(observations: readonly Observation[]): readonly Observation[] {
  const seen = new Set<string>();
  return observations.filter(({ range }) => {
    const place = JSON.stringify(range);
    if (range === null || !seen.has(place)) {
      seen.add(place);
      return true;
    }
    return false;
  });
}
