import { OUTPUT_HZ } from "../../../../src/audio/pcm.ts";
import { ApiError, call, ROOT, toApiError } from "../../parts/api.ts";
import { apiKey } from "../../parts/key.ts";

/** What a subprotocol can be (RFC 9110, token), and so the keys that can be sent as one. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Opens ElevenLabs' socket for a voice, with the key of this tab: as a subprotocol, or in the query if it can be none. */
export function openSocket(voice: string): WebSocket {
  const url = new URL(`v1/text-to-speech/${encodeURIComponent(voice)}/multi-stream-input`, ROOT);
  url.protocol = url.protocol.replace("http", "ws");
  url.search = `output_format=pcm_${OUTPUT_HZ}&sync_alignment=true`;
  const key = apiKey.get();
  if (key === "") return new WebSocket(url);
  if (TOKEN.test(key)) return new WebSocket(url, ["token", key]);
  url.searchParams.set("authorization", key);
  return new WebSocket(url);
}

/** Returns why a socket was closed. Browsers do not tell, but a request fails for the same reason. */
export async function reasonOfClose(): Promise<ApiError> {
  const never = new AbortController().signal;
  try {
    await call("v1/audio/voices", never);
    await call("ready", never);
    return new ApiError({ code: "overloaded", message: "the server refused the socket" });
  } catch (error) {
    return toApiError(error);
  }
}
