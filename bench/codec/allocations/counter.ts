const BUFFERS = ["ArrayBuffer", "SharedArrayBuffer"] as const;
const VIEWS = [
  "Int8Array",
  "Uint8Array",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

export interface Counter {
  /** Number of allocations since the start. */
  readonly count: number;
  stop(): void;
}

/**
 * Counts the buffers and typed arrays that this thread allocates from now on. Views of existing memory do not count.
 * Code that was loaded before counts too.
 */
export function startCounter(): Counter {
  let count = 0;
  const originals = [...BUFFERS, ...VIEWS].map((name) => [name, globalThis[name]] as const);
  for (const [name, original] of originals) {
    // The constructors have different parameters, so that only an unchecked type covers all of them.
    const constructor = original as unknown as new (...args: unknown[]) => object;
    const counted: typeof constructor = new Proxy(constructor, {
      construct(target, args: unknown[], newTarget) {
        const first = args[0];
        if (!(first instanceof ArrayBuffer || first instanceof SharedArrayBuffer)) count += 1;
        const made = newTarget === counted ? target : newTarget;
        return Reflect.construct(target, args, made) as object;
      },
    });
    Object.assign(globalThis, { [name]: counted });
  }
  // `slice` makes its copy by the constructor itself, not by the global name.
  const prototype = Object.getPrototypeOf(Int32Array.prototype) as Pick<Int32Array, "slice">;
  const { slice } = prototype;
  prototype.slice = function (this: Int32Array, ...range: [number?, number?]) {
    count += 1;
    return slice.apply(this, range);
  };
  return {
    get count() {
      return count;
    },
    stop() {
      for (const [name, original] of originals) Object.assign(globalThis, { [name]: original });
      prototype.slice = slice;
    },
  };
}
