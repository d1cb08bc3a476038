import type { Handle, Ort } from "./ort.ts";
import { ELEMENT_BYTES, ELEMENT_TYPES, type TensorShape } from "./tensor.ts";

const BIGINT_BYTES = 8;
const DEVICE_ALLOCATOR = 0;
const DEFAULT_MEMORY = 0;

/** A tensor in a device's memory. */
export interface DeviceTensor {
  readonly value: Handle;
  /** Address on the device. */
  readonly address: Handle;
  readonly bytes: number;
}

/** A device, identified by ONNX Runtime's name of its memory ("Cuda" or "Cpu") and its ordinal. */
export interface DeviceMemory {
  readonly memory: string;
  readonly deviceId: number;
}

/** Creates tensors in a device's memory. */
export interface DeviceTensors {
  /** The caller must release the tensor's `value` before `close`. */
  make(shape: TensorShape): DeviceTensor;
  close(): void;
}

/** Opens the allocator of a device's memory. Throws an Error with ORT's text. */
export function deviceTensors(
  ort: Ort,
  session: Handle,
  { memory, deviceId }: DeviceMemory,
): DeviceTensors {
  const where = [DEVICE_ALLOCATOR, deviceId, DEFAULT_MEMORY] as const;
  const info = ort.make("CreateMemoryInfo", memory, ...where);
  const allocator = ort.make("CreateAllocator", session, info);
  return {
    make(shape) {
      const dims = new BigInt64Array(new SharedArrayBuffer(BIGINT_BYTES * shape.dims.length));
      dims.set(shape.dims.map(BigInt));
      const type = ELEMENT_TYPES[shape.element];
      const value = ort.make("CreateTensorAsOrtValue", allocator, dims, dims.length, type);
      const count = shape.dims.reduce((product, size) => product * size, 1);
      const address = ort.make("GetTensorMutableData", value);
      return { value, address, bytes: count * ELEMENT_BYTES[shape.element] };
    },
    close() {
      ort.release("Allocator", allocator);
      ort.release("MemoryInfo", info);
    },
  };
}
