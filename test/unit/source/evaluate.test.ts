// Python as the evaluator runs it: each case is a small program and what its names hold afterwards.
import { describe, expect, it } from 'vitest';
import { valuesIn } from './reader.ts';

describe('what is known is computed as Python computes it', () => {
  it('arithmetic, containers, slices and texts', () => {
    expect(
      valuesIn(
        `
        a, *b = [7 // 2, -7 // 2, -7 % 3, 2 ** -1, 10 / 4, True + 1]
        c = [10, 20, 30, 40][1:-1], (1, 2, 3)[::-1], "layerscope"[-5:]
        d = {"x": 1, **{"y": 2}}
        e = f"dense_{3:02d} {2.5:.2f} {'a':>3} {1e-05} {7!r}"
        f = "%s-%d of {}".format(9) % ("conv", 4)
        g = ",".join(str(n) for n in range(3)) + "x".upper().split("X")[0]
        h = round(2.5), round(-0.125, 2), round(6.6), int("42"), int(-3.7), float("1e3"), abs(-2)
        i = 1 < 2 < 3, "a" in "bar", 4 not in [1, 2], None is None, not []
        `,
        ...'abcdefghi',
      ),
    ).toEqual({
      a: '3',
      b: '[-4, 2, 0.5, 2.5, 2]',
      c: "([20, 30], (3, 2, 1), 'scope')",
      d: 'dictionary',
      e: "'dense_03 2.50   a 1e-05 7'",
      f: "'conv-4 of 9'",
      g: "'0,1,2'",
      h: '(2, -0.12, 7, 42, -3, 1000.0, 2)',
      i: '(True, True, True, True, True)',
    });
  });

  it('loops, comprehensions, functions with every kind of parameter, closures and lambdas', () => {
    expect(
      valuesIn(
        `
        def sizes(first, *rest, factor=2, **more):
            result = [first * factor]
            for index, size in enumerate(rest, start=1):
                if size == 0:
                    continue
                if size < 0:
                    break
                result.append(size * index)
            else:
                result.append("all")
            return result, sorted(more)

        def counter():
            total = 0
            def add(step=1):
                nonlocal total
                total += step
                return total
            return add

        a = sizes(4, 5, 0, 6, factor=3, b=1, a=2)
        b = sizes(4, 5, -1, 6)
        add = counter()
        c = [add(), add(10), add()]
        d = {k: v for k, v in zip("ab", [x * y for x in (1, 2) for y in (3, 4) if x != y])}["b"]
        e = list(map(lambda n: n + 1, filter(None, [0, 1, 2]))), max([3, 1], key=lambda n: -n), sum([[1], [2]], [])
        f = 0
        while f < 100:
            f = f * 2 + 1
        g = [n for n in range(10)][f % 7]
        `,
        ...'abcdefg',
      ),
    ).toEqual({
      a: "([12, 5, 18, 'all'], ['a', 'b'])",
      b: '([8, 5], [])',
      c: '[1, 11, 12]',
      d: '4',
      e: '([2, 3], 1, [1, 2])',
      f: '127',
      g: '1',
    });
  });

  it('classes: inheritance, super, properties, static and class methods, state of instances', () => {
    expect(
      valuesIn(
        `
        class Block:
            width = 8
            def __init__(self, depth=1):
                self.depth = depth
                self.parts = []
            @property
            def size(self):
                return self.width * self.depth
            @staticmethod
            def double(n):
                return 2 * n
            @classmethod
            def wide(cls):
                made = cls()
                made.width = 64
                return made
            def __call__(self, part):
                self.parts.append(part)
                return self

        class Deep(Block):
            def __init__(self):
                super().__init__(depth=3)
                self.name = type(self).__name__

        one, two = Block(), Block.wide()
        one("a")("b")
        a = one.parts, two.parts, Deep().size, two.size, Block.double(4), Deep().name
        b = isinstance(Deep(), Block), isinstance(one, Deep), hasattr(one, "nothing"), getattr(one, "width")
        setattr(one, "depth", 5)
        c = one.size
        `,
        'a',
        'b',
        'c',
      ),
    ).toEqual({ a: "(['a', 'b'], [], 24, 64, 8, 'Deep')", b: '(True, False, False, 8)', c: '40' });
  });

  it('argparse defaults, math, the try body, and the names of __main__', () => {
    expect(
      valuesIn(
        `
        import argparse, math
        parser = argparse.ArgumentParser()
        parser.add_argument("--hidden-units", type=int, default="32")
        parser.add_argument("--fast", action="store_true")
        parser.add_argument("path")
        args = parser.parse_args()
        try:
            a = args.hidden_units, args.fast, math.ceil(math.log2(args.hidden_units + 1))
        except ValueError:
            a = None
        b = args.path
        c = "imported"
        if __name__ == "__main__":
            c = "run"
        `,
        'a',
        'b',
        'c',
      ),
    ).toEqual({ a: '(32, False, 6)', b: 'unknown: the command line gives path', c: "'run'" });
  });
});

describe('what is not known is unknown, with the reason', () => {
  it('joins both sides of a condition, keeps what they agree on, and follows what only one side does', () => {
    expect(
      valuesIn(
        `
        import os
        layers = ["in"]
        if os.environ.get("BIG"):
            units, kind = 128, "dense"
            layers.append("extra")
        else:
            units, kind = 64, "dense"
        late = None
        if os.path.exists("x"):
            late = "set"
        def choose(flag):
            if flag:
                return "same"
            return "same"
        def check(flag):
            if flag:
                raise ValueError("no")
            return "checked"
        a, b = choose(os.environ), check(os.getenv("X"))
        first = layers[0]
        count = len(layers)
        `,
        'units',
        'kind',
        'late',
        'a',
        'b',
        'first',
        'count',
      ),
    ).toEqual({
      units: 'unknown: whether `os.environ.get("BIG")` holds is not known',
      kind: "'dense'",
      late: 'unknown: whether `os.path.exists("x")` holds is not known',
      a: "'same'",
      b: "'checked'",
      first: "'in'",
      count: 'unknown: whether `os.environ.get("BIG")` holds is not known',
    });
  });

  it('says where a name would have to come from', () => {
    expect(
      valuesIn(
        `
        from helpers import *
        a = width * 2
        b = 1 / 0
        c = [1, 2][5]
        d = 10 ** 30
        for step in range(unknown_steps):
            a2 = step
        e = 5
        while mystery(e):
            e += 1
        `,
        'a',
        'b',
        'c',
        'd',
        'e',
      ),
    ).toEqual({
      a: 'unknown: it may come from `from helpers import *`, which is not read here',
      b: 'unknown: it divides by zero',
      c: 'unknown: the index 5 is out of range: there are 2 elements',
      d: 'unknown: the integer is larger than Layerscope reckons with',
      e: 'unknown: how often the loop over `mystery(e)` runs is not known',
    });
  });

  it('decides a match over a known subject: literals, alternatives, guards, captures', () => {
    const values = valuesIn(
      `
      def pick(kind, wide=True):
          match kind:
              case "a" | "b":
                  return 4
              case "c" if not wide:
                  return 5
              case -1:
                  return 6
              case None:
                  return 7
              case [first, *rest]:
                  return 8
              case other:
                  return other
      either, guarded, negative, nothing = pick("b"), pick("c", wide=False), pick(-1), pick(None)
      structure = pick([1, 2])
      `,
      'either',
      'guarded',
      'negative',
      'nothing',
      'structure',
    );
    expect(values).toEqual({
      either: '4',
      guarded: '5',
      negative: '6',
      nothing: '7',
      structure: 'unknown: whether `case [first, *rest]: return 8` holds is not known',
    });
  });
});
