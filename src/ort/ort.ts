/**
 * ONNX Runtime's C API through bun:ffi. Only this folder uses pointers. For other folders a session is an opaque
 * number, which can be posted to a Worker of the same process. Every array passed to native code lies on a
 * SharedArrayBuffer, because the memory of a small typed array can move. The array stays referenced until native code
 * has finished (see `hold`).
 */
import { CString, dlopen, linkSymbols, ptr, read } from "bun:ffi";
import type { FFITypeOrString, Pointer } from "bun:ffi";
import { GET_ERROR_MESSAGE, ORT_API_VERSION, ORT_FUNCTIONS, ORT_RELEASES } from "./table.ts";

type OrtFunction = keyof typeof ORT_FUNCTIONS;
type Released = keyof typeof ORT_RELEASES;
type Argument = number | bigint | string | NodeJS.TypedArray | null;

/** Address of a native object of ONNX Runtime. */
export type Handle = number;

/** The loaded library. `call` and `make` throw an Error with ORT's text. */
export interface Ort {
  readonly version: string;
  readonly libraryPath: string;
  /** Calls a function that returns a status; strings are passed as C strings. */
  call(name: OrtFunction, ...args: readonly Argument[]): void;
  /** Calls a function whose last argument is the address of a pointer-sized result, and returns the result. */
  make(name: OrtFunction, ...args: readonly Argument[]): Handle;
  release(what: Released, handle: Handle): void;
}

const POINTER_BYTES = 8;

/**
 * Loads the library at `libraryPath`. Throws an Error if it can't be loaded or is older than ORT_API_VERSION.
 *
 * @example
 * const ort = loadOrt(packagedOrtLibrary());
 */
export function loadOrt(libraryPath: string): Ort {
  const { symbols } = dlopen(libraryPath, { OrtGetApiBase: { args: [], returns: "ptr" } });
  const base = symbols.OrtGetApiBase() as Pointer | null;
  if (base === null) throw new Error(`${libraryPath}: OrtGetApiBase returned null`);
  const entry = linkSymbols({
    getApi: { ptr: at(base, 0), args: ["u32"], returns: "ptr" },
    getVersion: { ptr: at(base, 1), args: [], returns: "ptr" },
  }).symbols;
  const versionText = entry.getVersion() as Pointer | null;
  const version = versionText === null ? "?" : textAt(versionText);
  const api = entry.getApi(ORT_API_VERSION) as Pointer | null;
  if (api === null) throw new Error(`${libraryPath}: version ${version} is too old`);
  return { libraryPath, version, ...bindTable(api) };
}

function bindTable(api: Pointer): Pick<Ort, "call" | "make" | "release"> {
  const functions = Object.entries(ORT_FUNCTIONS).map(([name, [place, args]]) => [
    name,
    { ptr: at(api, place), args: args as readonly FFITypeOrString[], returns: "ptr" },
  ]);
  const releases = Object.entries(ORT_RELEASES).map(([name, place]) => [
    `Release${name}`,
    { ptr: at(api, place), args: ["ptr"], returns: "void" },
  ]);
  const message = { ptr: at(api, GET_ERROR_MESSAGE), args: ["ptr"], returns: "ptr" };
  const table = Object.fromEntries([...functions, ...releases, ["message", message]]);
  // The cast adds the types, because linkSymbols can't infer them from a computed table.
  const native = linkSymbols(table).symbols as unknown as Record<
    string,
    (...args: readonly Argument[]) => Pointer | null
  >;
  const call: Ort["call"] = (name, ...args) => {
    const passed = args.map((arg) => (typeof arg === "string" ? cString(arg) : arg));
    const status = native[name]!(...passed);
    if (status === null) return;
    const text = native["message"]!(status);
    const why = text === null ? "unknown error" : textAt(text);
    native["ReleaseStatus"]!(status);
    throw new Error(`ONNX Runtime: ${why}`);
  };
  // One cell for all calls: they are synchronous, and each thread loads a binding of its own.
  const result = pointerCell();
  return {
    call,
    make(name, ...args) {
      // ORT writes only half of the cell where the result is an enum.
      result[0] = 0n;
      call(name, ...args, result);
      return Number(result[0]);
    },
    release: (what, handle) => void native[`Release${what}`]!(handle),
  };
}

/** Returns entry `index` of the table of pointers at `table`. */
function at(table: Pointer, index: number): Pointer {
  return read.ptr(table, index * POINTER_BYTES) as Pointer;
}

/** Allocates memory for one result of pointer size. */
export function pointerCell(): BigUint64Array {
  return new BigUint64Array(new SharedArrayBuffer(POINTER_BYTES));
}

/** Allocates memory for `count` results of pointer size, but at least one, because `ptr` rejects an empty array. */
export function pointerCells(count: number): BigUint64Array {
  return new BigUint64Array(new SharedArrayBuffer(POINTER_BYTES * Math.max(1, count)));
}

/** Returns the C string at an address that native code returned. */
export function textAt(address: Handle): string {
  return new CString(address);
}

/** Encodes text as zero-terminated UTF-8. */
export function cString(text: string): Uint8Array {
  return shared(new TextEncoder().encode(`${text}\0`));
}

/** Encodes text as zero-terminated UTF-16, which ORT expects for paths on Windows. */
export function wideString(text: string): Uint8Array {
  return shared(new Uint8Array(Buffer.from(`${text}\0`, "utf16le")));
}

/** Copies bytes to memory with a stable address. */
export function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/**
 * Returns an array of pointers to `arrays`, which holds the arrays: native code can read them as long as the result is
 * referenced.
 */
export function addresses(arrays: readonly Uint8Array[]): BigUint64Array {
  const pointers = pointerCells(arrays.length);
  pointers.set(arrays.map((array) => BigInt(ptr(array))));
  hold(pointers, arrays);
  return pointers;
}

const HELD = new WeakMap<BigUint64Array, readonly Uint8Array[]>();

/**
 * Keeps `arrays` in memory as long as `owner` is referenced, which is passed to the native function that reads them. A
 * variable does not do that: optimised code drops it after its last use, and then the arrays can be collected.
 */
export function hold(owner: BigUint64Array, arrays: readonly Uint8Array[]): void {
  HELD.set(owner, arrays);
}
