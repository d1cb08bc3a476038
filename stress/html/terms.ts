import type { Gate } from "../figures/gate.ts";
import { html, type Html } from "./escape.ts";
import { TALK_TERMS } from "./talkTerms.ts";

/** Explains what a gate limits. `isOpen`: latencies count from the planned send time, otherwise from the send. */
export function meaningOf(quantity: Gate["quantity"], isOpen: boolean): string {
  if (isTalkTerm(quantity)) {
    const { name, meaning } = TALK_TERMS[quantity];
    return `${name}: ${meaning}.`;
  }
  return MEANINGS[quantity].replace("{start}", isOpen ? "planned send time" : "send");
}

function isTalkTerm(quantity: Gate["quantity"]): quantity is keyof typeof TALK_TERMS {
  return Object.hasOwn(TALK_TERMS, quantity);
}

const STALLED =
  "% of the streams whose playback, started at the first audio, runs out of sound for more than 50 ms";

const MEANINGS: Readonly<Record<Exclude<Gate["quantity"], keyof typeof TALK_TERMS>, string>> = {
  response:
    "Response time: from the planned send time to the last byte. A request that is sent late because of the server has waited, too.",
  service: "Service time: from the send to the last byte.",
  ttfa: "First audio: from the {start} to the first byte of sound after the header.",
  audible_ttfa:
    "First audible sound: from the {start} to the first sound above the silence at the beginning.",
  rtf: "Real-time factor (RTF): service time divided by the length of the audio. Below 1, speech is made faster than it is spoken.",
  chunk_gap: "Gap between chunks: time between two pieces of an answer.",
  stall_rate: `Stall rate: ${STALLED}, which a listener notices.`,
  error_rate: "Error rate: % of the requests that failed.",
  goodput: "Goodput: % of all requests that succeeded and kept every limit on their own.",
  achieved_qps:
    "Achieved rate: successes per second, over the time that was planned or sent, or to the last success if that is later.",
};

/** Explains the statistics in gates and tables. */
export const STATISTICS_MEANING =
  "p50, p95, p99: half, 95 % and 99 % of the successful requests are at most at this value. Failed requests have no times.";

/** Columns of the tables of levels that are not gates. */
export const TERMS = {
  requests: "Requests: all that were sent, without the warm-up.",
  verdict:
    "Verdict: a level holds if it keeps every gate, the server kept up with the rate, and at most 5 % of the requests failed (or as many as a gate allows). A level that was not sent as planned is not judged.",
  rateWindow:
    "Rate window: the seconds over which the rates of a level are computed. They last as long as was planned or sent, and to the last success.",
  audioPerS: "Audio s per s: seconds of speech that were made in a second, over all requests.",
  stalls: `Stalls > 50 ms: ${STALLED}.`,
  probes:
    "Each rate is sent several times, and its requests are pooled. It holds if even the 95 % lower bound of the share that met every gate reaches the target.",
  interval:
    "95 % interval: the range that contains the true p99 with 95 % confidence; it needs 368 requests.",
  sendLag:
    "Send lag: how late the tester itself sent. A level with a p99 above 20 ms is invalid, because it was not sent as planned.",
} as const;

/** Builds the list of explanations below a table; each text begins with its term and a colon. */
export function termList(texts: readonly string[]): Html {
  const items = [...new Set(texts)].map((text) => {
    const [, name = "", rest = ""] = /^([^:]+:)(.*)$/s.exec(text) ?? [];
    return html`<li><b>${name}</b>${rest}</li>`;
  });
  return html`<ul class="terms">
    ${items}
  </ul>`;
}
