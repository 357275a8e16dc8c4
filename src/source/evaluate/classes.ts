// Classes of the source: the order in which their members are looked up, and the members themselves.
import type { BoundValue, ClassValue, ClosureValue, FunctionValue, InstanceValue, Value } from './value.ts';

/**
 * The class and its ancestors, nearest first; each once, at its last place as Python's linearisation has it for the hierarchies
 * that people write. Bases that are not classes of the source come as they are. Bounded: a class may name itself as its base.
 */
export function lineage(of: ClassValue): readonly Value[] {
  const order: Value[] = [];
  const visit = (value: Value, depth: number): void => {
    if (depth > 40 || order.length > 200) return;
    order.push(value);
    if (value.kind === 'class') for (const base of value.bases) visit(base, depth + 1);
  };
  visit(of, 0);
  return order.filter((value, index) => order.lastIndexOf(value) === index);
}

/** A member of the class or its ancestors, and the ancestors after `after` only where it is given. */
export function classMember(of: ClassValue, name: string, after: ClassValue | null = null): Value | undefined {
  const order = lineage(of);
  for (const ancestor of order.slice(after ? order.indexOf(after) + 1 : 0)) {
    const member = ancestor.kind === 'class' ? ancestor.members.get(name) : undefined;
    if (member) return member;
  }
  return undefined;
}

/** The first ancestor that is a library's class. */
export function libraryBase(of: ClassValue): FunctionValue | null {
  for (const ancestor of lineage(of)) if (ancestor.kind === 'function') return ancestor;
  return null;
}

/** A method of the source's own classes, bound to the instance; null when it has none of this name. */
export function instanceMethod(instance: InstanceValue, name: string): BoundValue | null {
  const member = classMember(instance.class, name);
  return member?.kind === 'closure' ? bind(member, instance) : null;
}

export function bind(callee: ClosureValue | FunctionValue, self: Value): BoundValue {
  return { kind: 'bound', self, callee };
}
