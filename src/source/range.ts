// Places in a text. Zero-based as in the Language Server Protocol; a character is a UTF-16 code unit.

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
  /** In a notebook: index among all cells; lines then count from that cell's first line. */
  readonly cell?: number;
}

/** A thing that reading could not know, and the place that says why. */
export interface Unknown {
  readonly reason: string;
  readonly range: Range;
}
