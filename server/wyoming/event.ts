/**
 * An event of the Wyoming protocol (https://github.com/OHF-Voice/wyoming). On the wire it is a line of JSON, the header,
 * followed by the data (JSON) and the payload (bytes) if the header tells their lengths. Only answers have a payload.
 */
export interface WyomingEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly payload?: Uint8Array;
}

const NEWLINE = Buffer.from("\n");

/** Returns the bytes of an event. Data and payload come after the header, so that a reader knows their lengths. */
export function encodeEvent({ type, data, payload }: WyomingEvent): Uint8Array {
  const dataBytes = Buffer.from(Object.keys(data).length === 0 ? "" : JSON.stringify(data));
  const header = {
    type,
    ...(dataBytes.length === 0 ? {} : { data_length: dataBytes.length }),
    ...(payload === undefined ? {} : { payload_length: payload.length }),
  };
  const parts = [Buffer.from(JSON.stringify(header)), NEWLINE, dataBytes];
  return Buffer.concat(payload === undefined ? parts : [...parts, payload]);
}
