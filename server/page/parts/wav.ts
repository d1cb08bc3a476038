import { SPEECH_HZ } from "./speech.ts";

const HEADER_BYTES = 44;

/** Returns samples as a WAV file: 16 bit, mono, SPEECH_HZ. See http://soundfile.sapp.org/doc/WaveFormat/. */
export function wavFile(samples: Int16Array<ArrayBuffer>): Blob {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  const text = (at: number, letters: string): void =>
    Array.from(letters).forEach((letter, index) =>
      header.setUint8(at + index, letter.charCodeAt(0)),
    );
  text(0, "RIFF");
  header.setUint32(4, HEADER_BYTES - 8 + samples.byteLength, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, SPEECH_HZ, true);
  header.setUint32(28, SPEECH_HZ * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, samples.byteLength, true);
  return new Blob([header, samples], { type: "audio/wav" });
}
