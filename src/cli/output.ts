// Where a command writes: results to standard output, remarks and errors to standard error.
import { Terminal, type TextStream } from './terminal.ts';

export class Output {
  readonly terminal: Terminal;
  readonly remarks: Terminal;
  readonly #stream: TextStream;

  constructor(standardOutput: TextStream, standardError: TextStream) {
    this.#stream = standardOutput;
    this.terminal = new Terminal(standardOutput);
    this.remarks = new Terminal(standardError);
  }

  /** One value on one line. */
  json(value: unknown): void {
    this.#stream.write(`${JSON.stringify(value)}\n`);
  }

  /** One line beside the result: what could not be read, what was assumed. */
  remark(text: string): void {
    this.terminal.clear();
    this.remarks.line(text.replaceAll(/\s*\n\s*/g, ' '));
  }
}
