// The command line: layerscope inspect, check, train. Chooses the command, and turns everything that goes wrong into one line.
import { type Command, parseCommand, UsageError } from './arguments.ts';
import { check } from './check.ts';
import { helpText } from './help.ts';
import { inspect } from './inspect.ts';
import { Output } from './output.ts';
import { UnreadableFile } from './source-files.ts';
import { train } from './train.ts';
import { packageVersion } from './version.ts';

/** Bad usage or unreadable input. */
const unusable = 2;

// Whoever reads the output may stop reading: `layerscope inspect . | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const output = new Output(process.stdout, process.stderr);
  try {
    return await runCommand(parseCommand(words), output);
  } catch (error) {
    if (error instanceof UsageError || error instanceof UnreadableFile) output.remark(error.message);
    else output.remark(`layerscope failed: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['LAYERSCOPE_DEBUG']) output.remarks.line(error instanceof Error ? (error.stack ?? '') : '');
    return unusable;
  }
}

async function runCommand(command: Command, output: Output): Promise<number> {
  switch (command.name) {
    case 'help':
      output.terminal.line(helpText(command.of));
      return 0;
    case 'version':
      output.terminal.line(await packageVersion());
      return 0;
    case 'inspect':
      return inspect(command, output);
    case 'check':
      return check(command, output);
    case 'train':
      return train(command, output);
    default:
      return command satisfies never;
  }
}
