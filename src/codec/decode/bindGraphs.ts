import { graphFor, graphId, type RunShape } from "../../ort/cuda.ts";
import type { DecoderForm } from "./form.ts";
import { deviceTensors } from "../../ort/device.ts";
import type { DeviceMemory, DeviceTensor, DeviceTensors } from "../../ort/device.ts";
import type { Handle, Ort } from "../../ort/ort.ts";
import { runOptions, type TensorShape } from "../../ort/tensor.ts";
import { bindRun, runDims, type BoundRun } from "./bindRun.ts";
import type { DeviceCopy } from "../../ort/cudaCopy.ts";

/** A device's memory and the copies to and from it. */
export interface Device extends DeviceMemory {
  readonly copy: DeviceCopy;
}

interface GraphRun {
  readonly session: Handle;
  readonly form: DecoderForm;
  /** Shapes to record, in batches that the decoder accepts. The first run of a shape records its graph. */
  readonly shapes: readonly RunShape[];
}

/** A recorded graph and its tensors. */
interface Graph {
  readonly codes: DeviceTensor;
  readonly audio: DeviceTensor;
  readonly binding: Handle;
  readonly options: Handle;
  release(): void;
}

/**
 * Binds a session like `bindRun`, with a CUDA graph for the runs of `shapes`. A replay reads and writes the addresses
 * that were bound when the graph was recorded. Each graph therefore keeps its tensors on the device, and codes and
 * audio are copied to and from these tensors. A graph belongs to the thread that recorded it. If recording a graph
 * fails (for example, out of memory), the run throws, and later runs do not use that graph.
 */
export function bindGraphs(ort: Ort, run: GraphRun, device: Device): BoundRun {
  const plain = bindRun(ort, run.session, run.form);
  const tensors = deviceTensors(ort, run.session, device);
  const graphs = new Map<RunShape, Graph>();
  let usable = run.shapes;
  const record = graphRecorder(ort, run, { ...device, tensors });
  return {
    run(buffers) {
      const shape = graphFor(buffers, usable);
      if (!shape) return plain.run(buffers);
      const share = buffers.batch / shape.batch;
      try {
        const graph = graphs.get(shape) ?? record(shape);
        graphs.set(shape, graph);
        const { codes, audio } = graph;
        device.copy.toDevice(
          codes.address,
          new Uint8Array(buffers.memory.codes, 0, codes.bytes * share),
        );
        ort.call("RunWithBinding", run.session, graph.options, graph.binding);
        device.copy.toHost(
          new Uint8Array(buffers.memory.audio, 0, audio.bytes * share),
          audio.address,
        );
      } catch (error) {
        usable = usable.filter((other) => other !== shape);
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

/**
 * Returns a function that prepares a shape's tensors and binding. If this fails, the function releases them and
 * throws.
 */
function graphRecorder(
  ort: Ort,
  { session, form }: GraphRun,
  { copy, tensors }: Device & { readonly tensors: DeviceTensors },
): (shape: RunShape) => Graph {
  const element = form.codeBits === 64 ? "int64" : "int32";
  return (shape) => {
    const dims = runDims(form, shape);
    const releases: (() => void)[] = [];
    const release = (): void => releases.splice(0).forEach((undo) => undo());
    const makeTensor = (wanted: TensorShape): DeviceTensor => {
      const tensor = tensors.make(wanted);
      releases.push(() => ort.release("Value", tensor.value));
      return tensor;
    };
    try {
      const codes = makeTensor({ element, dims: dims.codes });
      const audio = makeTensor({ element: "float32", dims: dims.audio });
      const binding = ort.make("CreateIoBinding", session);
      releases.unshift(() => ort.release("IoBinding", binding));
      ort.call("BindInput", binding, form.input, codes.value);
      ort.call("BindOutput", binding, form.output, audio.value);
      // Rows that a run leaves unused must hold valid codes, not uninitialised memory.
      copy.toDevice(codes.address, new Uint8Array(new SharedArrayBuffer(codes.bytes)));
      const options = runOptions(ort, graphId(shape));
      releases.unshift(() => ort.release("RunOptions", options));
      return { codes, audio, binding, options, release };
    } catch (error) {
      release();
      throw error;
    }
  };
}
