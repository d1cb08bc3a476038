import { ROOT } from "../api.ts";
import { type Command, createPlayback, type Report } from "./playback.ts";

/** Size of the blocks of a script processor, frames: 43 ms. */
const BLOCK = 1024;

/** A playback on the audio device. */
export interface Output {
  send(command: Command): void;
}

/**
 * Connects a playback to the audio device: in an AudioWorklet, or on the page's thread where the browser has none, as over
 * plain HTTP from another machine.
 */
export async function openOutput(
  context: AudioContext,
  onReport: (report: Report) => void,
): Promise<Output> {
  if (context.audioWorklet === undefined) return openScriptOutput(context, onReport);
  await context.audioWorklet.addModule(`${ROOT}page/player.js`);
  const node = new AudioWorkletNode(context, "player", {
    numberOfInputs: 0,
    outputChannelCount: [1],
  });
  node.port.addEventListener("message", ({ data }: MessageEvent<Report>) => onReport(data));
  node.port.start();
  node.connect(context.destination);
  return { send: (command) => node.port.postMessage(command) };
}

function openScriptOutput(context: AudioContext, onReport: (report: Report) => void): Output {
  const playback = createPlayback();
  const node = context.createScriptProcessor(BLOCK, 0, 1);
  node.addEventListener("audioprocess", ({ outputBuffer, playbackTime }) => {
    const frame = Math.round(playbackTime * context.sampleRate);
    playback.next(outputBuffer.getChannelData(0), frame);
    onReport(playback.report());
  });
  node.connect(context.destination);
  return { send: (command) => playback.handle(command) };
}
