import { expect, test } from 'vitest';
import { duration, progressBar, sparkline, Terminal } from './terminal.ts';

test('a table fits the width: the column that gives is cut, empty ones are left out, numbers stand to the right', () => {
  const { stream, written } = screen({ columns: 30 });
  new Terminal(stream, {}).table({
    head: ['layer', 'dead', 'parameters', 'note'],
    rows: [
      ['a_layer_of_some_long_name', '', '1,234', 'x'],
      ['out', '', '9', ''],
    ],
    right: [2],
  });
  expect(written()).toBe(['  layer       parameters  note', '  a_layer_o…       1,234  x', '  out                  9', ''].join('\n'));
});

test('colours are for a terminal whose user did not refuse them', () => {
  const painted = (isTTY: boolean, environment: NodeJS.ProcessEnv) => new Terminal(screen({ isTTY }).stream, environment).style.red('bad');
  expect(painted(true, {})).toBe('\x1b[31mbad\x1b[39m');
  expect(painted(true, { NO_COLOR: '1' })).toBe('bad');
  expect(painted(true, { TERM: 'dumb' })).toBe('bad');
  expect(painted(false, {})).toBe('bad');
});

test('a transient line is replaced by the next one and never reaches a file', () => {
  const [terminal, file] = [screen({ isTTY: true, columns: 12 }), screen({})];
  for (const { stream } of [terminal, file]) {
    const output = new Terminal(stream, {});
    output.transient('epoch 1 of many more');
    output.transient('epoch 2');
    output.line('done');
  }
  expect(terminal.written()).toBe('\repoch 1 of…\x1b[K\repoch 2\x1b[K\r\x1b[Kdone\n');
  expect(file.written()).toBe('done\n');
});

test('lines of blocks run from the smallest to the largest value, with gaps where there is none', () => {
  expect(sparkline([0, 1, null, Number.NaN, 7], 10)).toBe('▁▂  █');
  expect(sparkline([3, 3], 10)).toBe('▁▁');
  expect(sparkline([], 10)).toBe('');
  expect(
    [
      ...sparkline(
        Array.from({ length: 1000 }, (_none, index) => index),
        8,
      ),
    ].join(''),
  ).toBe('▁▂▃▄▅▆▇█');
  expect(progressBar(0.5, 4)).toBe('━━──');
  expect(progressBar(2, 4)).toBe('━━━━');
});

test('times in the units that people use', () => {
  expect([duration(0.1312), duration(7.42), duration(185)]).toEqual(['131 ms', '7.4 s', '3 min 05 s']);
});

function screen({ isTTY = false, columns }: { isTTY?: boolean; columns?: number }) {
  let text = '';
  const stream = {
    isTTY,
    ...(columns !== undefined && { columns }),
    write(part: string) {
      text += part;
      return true;
    },
  };
  return { stream, written: () => text };
}
