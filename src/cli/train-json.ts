// A run for programs: one JSON object a line, as the contract says. Numbers that JSON does not have are null.

import type { Finding } from '../diagnose/finding.ts';
import { countParameters } from '../network/build.ts';
import type { LayerFigures } from '../runs/history.ts';
import type { Run } from '../runs/run.ts';
import type { Output } from './output.ts';
import type { Presenter } from './train.ts';

/** Larger tensors are summarised. */
const wholeTensors = 10_000;

export function jsonPresenter(output: Output): Presenter {
  const announced = new Set<string>();
  const announce = (findings: readonly Finding[]) => {
    for (const finding of findings) {
      const key = JSON.stringify([finding.rule, finding.layer, finding.severity, finding.range]);
      if (!announced.has(key)) output.json({ event: 'finding', ...finding });
      announced.add(key);
    }
  };
  return {
    begin(run) {
      output.json(startEvent(run));
      announce(run.findings);
      run.onFindings(announce);
      run.onFrame(({ step, epoch, seconds, loss, learningRate }) => {
        const layers = figuresOf(run);
        output.json({ event: 'frame', step, epoch, seconds, loss: finite(loss), learningRate, layers });
      });
    },
    end(run, findings) {
      announce(findings);
      output.json(endEvent(run, findings));
    },
  };
}

function startEvent({ description }: Run) {
  const { name, file, plan, seed, provenance, sampleCount, start, network } = description;
  return {
    event: 'start',
    model: name,
    file,
    backend: start.backend,
    device: start.device,
    seed,
    epochs: plan.epochs,
    batchSize: plan.batchSize,
    stepsPerEpoch: start.stepsPerEpoch,
    totalSteps: start.totalSteps,
    samples: sampleCount,
    data: provenance,
    loss: plan.loss,
    optimizer: plan.optimizer,
    parameters: countParameters(network),
  };
}

function endEvent(run: Run, findings: readonly Finding[]) {
  const { description, history, summary, end } = run;
  const steps = summary?.steps ?? history.latest?.step ?? 0;
  const seconds = summary?.seconds ?? history.latest?.seconds ?? 0;
  return {
    event: 'end',
    reason: end?.reason ?? 'failed',
    message: end && 'message' in end ? end.message : null,
    steps,
    seconds,
    stepsPerSecond: seconds > 0 ? steps / seconds : null,
    backend: description.start.backend,
    seed: description.seed,
    loss: finite(summary?.loss ?? Number.NaN),
    metrics: Object.fromEntries(Object.entries(summary?.metrics ?? {}).map(([name, value]) => [name, finite(value)])),
    epochs: history.epochs,
    layers: figuresOf(run),
    weights: weightsOf(run),
    findings,
  };
}

/** Of every layer but the inputs. */
function figuresOf({ description, history }: Run): readonly ({ readonly name: string } & LayerFigures)[] {
  const figures = history.latest ? history.figures(history.latest) : [];
  return description.network.layers.flatMap(({ name, type }, index) => {
    const measured = figures[index];
    return type === 'Input' || !measured ? [] : [{ name, ...measured }];
  });
}

function weightsOf({ description, summary }: Run) {
  const { network, start } = description;
  return network.layers.flatMap((layer, index) =>
    layer.weights.map(({ name, shape }, position) => ({
      layer: layer.name,
      name,
      shape,
      before: valuesOf(start.initial.weights[index]?.[position]),
      after: valuesOf(summary?.final.weights[index]?.[position]),
    })),
  );
}

function valuesOf(values: Float32Array | undefined) {
  if (!values) return null;
  return values.length <= wholeTensors ? Array.from(values, finite) : summaryOf(values);
}

function summaryOf(values: Float32Array) {
  let [sum, squares, minimum, maximum] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    sum += value;
    squares += value * value;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  const mean = sum / values.length;
  return {
    count: values.length,
    mean: finite(mean),
    std: finite(Math.sqrt(Math.max(0, squares / values.length - mean * mean))),
    minimum: finite(minimum),
    maximum: finite(maximum),
    norm: finite(Math.sqrt(squares)),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
