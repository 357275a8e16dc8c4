// What `--help` says.
import type { CommandName } from './arguments.ts';

const commands: Readonly<Record<CommandName, string>> = {
  inspect: `layerscope inspect PATH… [--json]

  Shows the neural networks in these files and folders (*.py, *.ipynb): layers, shapes, parameters, cost, training plan,
  data, and why what is not known is not known. Nothing is executed.

  --json            one JSON object for programs`,
  check: `layerscope check PATH… [--train] [--budget SECONDS] [--json | --sarif]

  Lists the faults of these networks, one a line: file:line:column severity rule message.
  Exits with 1 when there is an error or a warning.

  --train           trains each network on the data that its file brings, and looks at what happens inside
  --budget SECONDS  how long all trainings together may take (30)
  --json            one JSON object for programs
  --sarif           SARIF 2.1.0 for code scanning`,
  train: `layerscope train FILE [options]

  Trains a network of this file on the data that the file itself computes or names, and shows what happened to
  every layer and weight. Ctrl-C stops and keeps what was reached.

  --model NAME      which network, where the file has several
  --epochs N        instead of the source's own number
  --seed N          for initial weights, shuffling and dropout
  --data FILE       data from a file: .npz, .npy, .csv, .json
  --generated NAME  data from one of Layerscope's generators
  --synthetic       random numbers of the right shape, labelled synthetic
  --backend NAME    auto, webgpu, wasm or cpu (auto)
  --probes NAME     all or none (all)
  --json            one JSON object a line: start, frame, finding, end
  --report FILE     writes the dashboard with this run as one HTML file`,
};

const overview = `layerscope reads, checks and trains the neural networks in your source files.

  layerscope inspect PATH… [--json]
  layerscope check   PATH… [--train] [--budget SECONDS] [--json | --sarif]
  layerscope train   FILE [--model NAME] [--epochs N] [--seed N] [--json] [--report FILE.html]

  layerscope COMMAND --help tells all options of a command.

Exit codes: 0 fine, 1 check found errors or warnings or training failed, 2 bad usage or unreadable input.`;

export function helpText(of: CommandName | null): string {
  return of ? commands[of] : overview;
}
