/**
 * ONNX Runtime's C API through bun:ffi. Pointers live in the ort*.ts files only; to all others a session is an
 * opaque number, which may be posted to a Worker of the same process. Every array whose address native code is
 * given lies on a SharedArrayBuffer (the memory of a small plain typed array may move) and is held until native
 * code has done with it.
 */
import { CString, dlopen, linkSymbols, ptr, read } from "bun:ffi";
import type { FFITypeOrString, Pointer } from "bun:ffi";
import { GET_ERROR_MESSAGE, ORT_API_VERSION, ORT_FUNCTIONS, ORT_RELEASES } from "./table.ts";

type OrtFunction = keyof typeof ORT_FUNCTIONS;
type Released = keyof typeof ORT_RELEASES;
type Argument = number | bigint | string | NodeJS.TypedArray | null;

/** Native object of ONNX Runtime, as a number. */
export type Handle = number;

/** The loaded library: `call` throws ORT's own error text. */
export interface Ort {
  readonly version: string;
  readonly libraryPath: string;
  /** Calls a function that returns a status; a string is passed as a C string. */
  call(name: OrtFunction, ...args: readonly Argument[]): void;
  /** The same, for functions whose last argument is the address of a pointer-sized result. */
  make(name: OrtFunction, ...args: readonly Argument[]): Handle;
  release(what: Released, handle: Handle): void;
}

const POINTER_BYTES = 8;

/** Loads the library at `libraryPath`. Throws an Error where it can't be loaded or speaks no C API we know. */
export function loadOrt(libraryPath: string): Ort {
  const { symbols } = dlopen(libraryPath, { OrtGetApiBase: { args: [], returns: "ptr" } });
  const base = symbols.OrtGetApiBase() as Pointer | null;
  if (base === null) throw new Error(`${libraryPath}: OrtGetApiBase gave nothing`);
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
  // The table is typed by ORT_FUNCTIONS; linkSymbols can't follow a computed one.
  const native = linkSymbols(table).symbols as unknown as Record<
    string,
    (...args: readonly Argument[]) => Pointer | null
  >;
  const call: Ort["call"] = (name, ...args) => {
    const held = args.map((one) => (typeof one === "string" ? cString(one) : one));
    const status = native[name]!(...held);
    if (status === null) return;
    const text = native["message"]!(status);
    const why = text === null ? "unknown error" : textAt(text);
    native["ReleaseStatus"]!(status);
    throw new Error(`ONNX Runtime: ${why}`);
  };
  return {
    call,
    make(name, ...args) {
      const result = pointerCell();
      call(name, ...args, result);
      return Number(result[0]);
    },
    release: (what, handle) => void native[`Release${what}`]!(handle),
  };
}

/** The address in row `index` of the table of pointers at `table`. */
function at(table: Pointer, index: number): Pointer {
  return read.ptr(table, index * POINTER_BYTES) as Pointer;
}

/** Room for one result of pointer size. */
export function pointerCell(): BigUint64Array {
  return new BigUint64Array(new SharedArrayBuffer(POINTER_BYTES));
}

/** Room for `count` results of pointer size; at least one, since `ptr` refuses an empty array. */
export function pointerCells(count: number): BigUint64Array {
  return new BigUint64Array(new SharedArrayBuffer(POINTER_BYTES * Math.max(1, count)));
}

/** The text at an address that ORT gave. */
export function textAt(address: Handle): string {
  return new CString(address);
}

/** Zero-terminated UTF-8. */
export function cString(text: string): Uint8Array {
  return shared(new TextEncoder().encode(`${text}\0`));
}

/** Zero-terminated UTF-16, as ORT wants paths on Windows. */
export function wideString(text: string): Uint8Array {
  return shared(new Uint8Array(Buffer.from(`${text}\0`, "utf16le")));
}

/** A copy at an address that stays. */
export function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** An array of pointers to `arrays`, which the caller holds for as long as native code may read it. */
export function addresses(arrays: readonly Uint8Array[]): BigUint64Array {
  const list = new BigUint64Array(
    new SharedArrayBuffer(POINTER_BYTES * Math.max(1, arrays.length)),
  );
  list.set(arrays.map((array) => BigInt(ptr(array))));
  return list;
}
