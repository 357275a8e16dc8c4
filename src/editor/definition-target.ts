// Which definition a command is for. Plain data: commands' arguments pass through VS Code.

export interface DefinitionTarget {
  /** Of the file or notebook. */
  readonly uri: string;
  /** The definition's id. */
  readonly definition: string;
  /** Ids of the others that the same lines make (a builder that is called twice): the command asks which one is meant. */
  readonly others?: readonly string[];
}

/** Also true of a tree item that carries one. */
export function isDefinitionTarget(value: unknown): value is DefinitionTarget {
  return (
    typeof value === 'object' &&
    value !== null &&
    'uri' in value &&
    typeof value.uri === 'string' &&
    'definition' in value &&
    typeof value.definition === 'string'
  );
}
