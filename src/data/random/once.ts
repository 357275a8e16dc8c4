// A table that is made when it is first needed.

/** Calls `make` at the first call and gives its result at every call. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
