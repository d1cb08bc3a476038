import { FAILURE_MEANINGS } from "../http/failure.ts";
import { type Cell, cardTable } from "./cards.ts";
import { html, type Html } from "./escape.ts";
import type { FailureGroup } from "./failureGroups.ts";

/** Builds the section of failures by level, kind and HTTP status, with their messages; empty without failures. */
export function failureSection(failures: readonly FailureGroup[]): Html {
  if (failures.length === 0) return html``;
  const rows = failures.map((group) => [group.level, ...cellsOf(group)] as const);
  // The status of a socket that was closed is the code of the close.
  const isOfSockets = failures.some(({ status }) => status !== null && status >= 1000);
  const status = isOfSockets ? "HTTP status or close code" : "HTTP status";
  const heads = ["Level", "Kind", status, "Requests", "Messages", "First x-request-id"];
  return html`<h2>Failures</h2>
    <p>
      A failed request has no latency. It counts in the error rate, the achieved rate and the
      goodput.
    </p>
    ${cardTable(heads, rows)}`;
}

function cellsOf({ kind, status, count, messages, requestId }: FailureGroup): Cell[] {
  const told = messages.reduce((sum, [, n]) => sum + n, 0);
  const texts = messages.map(([text, n]) => html`<li>${n} × <q>${text}</q></li>`);
  const rest = count > told ? html`<li>${count - told} with other messages</li>` : html``;
  return [
    { content: html`<b class="bad">${kind}</b><br />${FAILURE_MEANINGS[kind]}` },
    { content: html`${status ?? "–"}` },
    { content: html`${count}` },
    {
      content: html`<ul class="messages">
        ${texts}${rest}
      </ul>`,
    },
    { content: html`<code>${requestId}</code>` },
  ];
}
