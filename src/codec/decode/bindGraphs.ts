import { graphFor, graphId, type RunShape } from "../../ort/cuda.ts";
import type { DecoderForm } from "./form.ts";
import { deviceTensors, type DeviceMemory, type DeviceTensor } from "../../ort/device.ts";
import type { Handle, Ort } from "../../ort/ort.ts";
import { runOptions, type TensorShape } from "../../ort/tensor.ts";
import { bindRun, runDims, type BoundRun } from "./bindRun.ts";
import type { DeviceCopy } from "../../ort/cudaCopy.ts";

/** Where the tensors of graphs lie, and how bytes get there. */
export interface Device extends DeviceMemory {
  readonly copy: DeviceCopy;
}

interface Graph {
  readonly codes: DeviceTensor;
  readonly audio: DeviceTensor;
  readonly binding: Handle;
  readonly options: Handle;
  release(): void;
}

interface GraphRun {
  readonly session: Handle;
  readonly form: DecoderForm;
  /** What may be recorded, in widths that the decoder takes: the first run of a shape does, later ones replay. */
  readonly shapes: readonly RunShape[];
}

/**
 * As `bindRun`, with a recorded graph where `shapes` has one for the run. A replay reads and writes the
 * addresses that were bound when it was recorded, so each graph keeps its tensors on the device, and codes and
 * audio are copied in and out. A graph belongs to the thread that recorded it. A shape whose recording fails
 * (no memory left) throws once and then runs without a graph.
 */
export function bindGraphs(
  ort: Ort,
  { session, form, shapes }: GraphRun,
  device: Device,
): BoundRun {
  const plain = bindRun(ort, session, form);
  const tensors = deviceTensors(ort, session, device);
  const graphs = new Map<RunShape, Graph>();
  let usable = shapes;
  const prepare = (shape: RunShape): Graph => {
    const dims = runDims(form, shape);
    const element = form.codeBits === 64 ? "int64" : "int32";
    const made: (() => void)[] = [];
    const release = (): void => made.splice(0).forEach((undo) => undo());
    const tensor = (wanted: TensorShape): DeviceTensor => {
      const one = tensors.make(wanted);
      made.push(() => ort.release("Value", one.value));
      return one;
    };
    try {
      const codes = tensor({ element, dims: dims.codes });
      const audio = tensor({ element: "float32", dims: dims.audio });
      const binding = ort.make("CreateIoBinding", session);
      made.unshift(() => ort.release("IoBinding", binding));
      ort.call("BindInput", binding, form.input, codes.value);
      ort.call("BindOutput", binding, form.output, audio.value);
      // Rows that a run leaves free must hold codes, not what the memory held before.
      device.copy.toDevice(codes.address, new Uint8Array(new SharedArrayBuffer(codes.bytes)));
      const options = runOptions(ort, graphId(shape));
      made.unshift(() => ort.release("RunOptions", options));
      return { codes, audio, binding, options, release };
    } catch (error) {
      release(); // the device's memory is full, most likely
      throw error;
    }
  };
  return {
    run(buffers) {
      const shape = graphFor(buffers, usable);
      if (!shape) return plain.run(buffers);
      const share = buffers.batch / shape.batch;
      try {
        const graph = graphs.get(shape) ?? prepare(shape);
        graphs.set(shape, graph);
        const { codes, audio } = graph;
        device.copy.toDevice(codes.address, new Uint8Array(buffers.codes, 0, codes.bytes * share));
        ort.call("RunWithBinding", session, graph.options, graph.binding);
        device.copy.toHost(new Uint8Array(buffers.audio, 0, audio.bytes * share), audio.address);
      } catch (error) {
        usable = usable.filter((one) => one !== shape);
        graphs.get(shape)?.release();
        graphs.delete(shape);
        throw error;
      }
    },
    close() {
      for (const graph of graphs.values()) graph.release();
      tensors.close();
      plain.close();
      device.copy.close();
    },
  };
}
