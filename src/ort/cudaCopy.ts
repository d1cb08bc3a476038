import { dlopen } from "bun:ffi";
import { pointerCell, textAt, type Handle } from "./ort.ts";

/** Synchronous copies between this process's memory and a device's memory. */
export interface DeviceCopy {
  toDevice(into: Handle, from: Uint8Array): void;
  toHost(into: Uint8Array, from: Handle): void;
  close(): void;
}

/** Library of the CUDA driver, which every machine with a working GPU has. */
const DRIVER = process.platform === "win32" ? "nvcuda.dll" : "libcuda.so.1";

/**
 * Opens copies to and from the device `deviceId`, for the calling thread. Makes the device's primary context, which
 * ONNX Runtime also uses, the current context of that thread. Throws an Error with the driver's text.
 */
export function openCudaCopy(deviceId: number): DeviceCopy {
  const { symbols: cuda } = dlopen(DRIVER, {
    cuInit: { args: ["u32"], returns: "i32" },
    cuDeviceGet: { args: ["ptr", "i32"], returns: "i32" },
    cuDevicePrimaryCtxRetain: { args: ["ptr", "i32"], returns: "i32" },
    cuDevicePrimaryCtxRelease_v2: { args: ["i32"], returns: "i32" },
    cuCtxSetCurrent: { args: ["u64"], returns: "i32" },
    cuCtxSynchronize: { args: [], returns: "i32" },
    cuMemcpyHtoD_v2: { args: ["u64", "ptr", "usize"], returns: "i32" },
    cuMemcpyDtoH_v2: { args: ["ptr", "u64", "usize"], returns: "i32" },
    cuGetErrorString: { args: ["i32", "ptr"], returns: "i32" },
  });
  const check = (result: number): void => {
    if (result === 0) return;
    const text = pointerCell();
    cuda.cuGetErrorString(result, text);
    const why = text[0] === 0n ? `error ${result}` : textAt(Number(text[0]));
    throw new Error(`CUDA driver: ${why}`);
  };
  const [device, context] = [pointerCell(), pointerCell()];
  check(cuda.cuInit(0));
  check(cuda.cuDeviceGet(device, deviceId));
  check(cuda.cuDevicePrimaryCtxRetain(context, Number(device[0])));
  check(cuda.cuCtxSetCurrent(context[0]!));
  return {
    toDevice(into, from) {
      check(cuda.cuMemcpyHtoD_v2(into, from, from.byteLength));
      // The copy from pageable memory may still be in flight, and ORT's stream doesn't wait for it.
      check(cuda.cuCtxSynchronize());
    },
    toHost(into, from) {
      check(cuda.cuCtxSynchronize());
      check(cuda.cuMemcpyDtoH_v2(into, from, into.byteLength));
    },
    close() {
      check(cuda.cuDevicePrimaryCtxRelease_v2(Number(device[0])));
    },
  };
}
