// The one typed channel of Layerscope: host ↔ engine worker, host ↔ webview, webview ↔ its engine worker.
// Events broadcast state and expect no answer; requests are answered or rejected, also when the other end goes away.

export interface Disposable {
  dispose(): void;
}

/** What a channel runs over: a worker, a message port, a webview. */
export interface Port {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Calls `listener` with each message until disposed. */
  listen(listener: (message: unknown) => void): Disposable;
}

/** Request name → its parameters and its result. */
export type Requests = Record<string, { readonly parameters: unknown; readonly result: unknown }>;
/** Event name → its payload. */
export type Events = Record<string, unknown>;

/** One direction of a link: what one end may send. */
export interface Outgoing {
  readonly requests: Requests;
  readonly events: Events;
}

type Handlers<R extends Requests> = {
  readonly [K in keyof R]: (parameters: R[K]['parameters']) => Answer<R[K]['result']> | Promise<Answer<R[K]['result']>>;
};

type Answer<T> = T | Transferred<T>;

type Message =
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown }
  | { readonly kind: 'request'; readonly id: number; readonly name: string; readonly parameters: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'rejection'; readonly id: number; readonly message: string };

/** Wraps a result whose buffers should be moved rather than copied. */
export class Transferred<T> {
  readonly value: T;
  readonly transfer: readonly ArrayBuffer[];
  constructor(value: T, transfer: readonly ArrayBuffer[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/**
 * An end of a link. `Mine` is what this end sends, `Theirs` what the other end sends.
 * `handlers` answer the other end's requests; events are listened to with `on`.
 */
export class Channel<Mine extends Outgoing, Theirs extends Outgoing> implements Disposable {
  readonly #port: Port;
  readonly #handlers: Handlers<Theirs['requests']>;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  readonly #pending = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  readonly #subscription: Disposable;
  #nextId = 1;
  #closed = false;

  constructor(port: Port, handlers: Handlers<Theirs['requests']>) {
    this.#port = port;
    this.#handlers = handlers;
    this.#subscription = port.listen((message) => this.#receive(message as Message));
  }

  /** Sends an event. After `dispose` it does nothing. */
  emit<K extends keyof Mine['events'] & string>(name: K, payload: Mine['events'][K], transfer?: readonly ArrayBuffer[]): void {
    if (!this.#closed) this.#post({ kind: 'event', name, payload }, transfer);
  }

  /** Asks the other end. Rejects with an Error when it refuses, fails or is gone. */
  request<K extends keyof Mine['requests'] & string>(
    name: K,
    parameters: Mine['requests'][K]['parameters'],
    transfer?: readonly ArrayBuffer[],
  ): Promise<Mine['requests'][K]['result']> {
    if (this.#closed) return Promise.reject(new Error(`The link is closed; "${name}" was not sent.`));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (result: never) => void, reject });
      this.#post({ kind: 'request', id, name, parameters }, transfer);
    });
  }

  on<K extends keyof Theirs['events'] & string>(name: K, listener: (payload: Theirs['events'][K]) => void): Disposable {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener as (payload: never) => void);
    return { dispose: () => listeners.delete(listener as (payload: never) => void) };
  }

  /** Closes this end; requests that wait are rejected with `reason`. */
  dispose(reason = 'The link was closed.'): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#subscription.dispose();
    for (const { reject } of this.#pending.values()) reject(new Error(reason));
    this.#pending.clear();
    this.#listeners.clear();
  }

  #post(message: Message, transfer?: readonly ArrayBuffer[]): void {
    this.#port.post(message, transfer);
  }

  #receive(message: Message): void {
    if (this.#closed) return;
    switch (message.kind) {
      case 'event':
        for (const listener of this.#listeners.get(message.name) ?? []) listener(message.payload as never);
        return;
      case 'request':
        void this.#answer(message.id, message.name, message.parameters);
        return;
      case 'result':
        this.#take(message.id)?.resolve(message.result as never);
        return;
      case 'rejection':
        this.#take(message.id)?.reject(new Error(message.message));
        return;
      default:
        message satisfies never;
    }
  }

  async #answer(id: number, name: string, parameters: unknown): Promise<void> {
    try {
      const handler = this.#handlers[name];
      if (!handler) throw new Error(`Nothing answers "${name}" at the other end.`);
      const result: unknown = await handler(parameters);
      if (this.#closed) return;
      if (result instanceof Transferred) this.#post({ kind: 'result', id, result: result.value }, result.transfer);
      else this.#post({ kind: 'result', id, result });
    } catch (error) {
      if (!this.#closed) this.#post({ kind: 'rejection', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #take(id: number) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
