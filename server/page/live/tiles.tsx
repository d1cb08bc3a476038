import { TEXTS } from "../parts/texts.ts";
import type { LoadSample } from "../../observe/live/sample.ts";
import { shown } from "./chart.tsx";
import type { Figures } from "./series.ts";

const { live } = TEXTS;

interface TilesProps {
  /** The last sample. */
  readonly now: LoadSample;
  /** Figures of the last sample, and of all shown samples together. */
  readonly last: Figures;
  readonly all: Figures;
}

/** The load now, and what happened in the shown time. */
export function Tiles({ now, last, all }: TilesProps) {
  const { capacity } = now;
  const firstAudio = all.p50 === null ? live.none : durations(all.p50, all.p95 ?? all.p50);
  return (
    <div class="tiles">
      <Tile
        name="listeners"
        title={live.listeners}
        value={shown(last.listeners)}
        hint={live.ofCapacity(Math.floor(capacity))}
        isBad={last.listeners > capacity}
      />
      <Tile name="queued" title={live.queued} value={shown(last.queued)} />
      <Tile name="first-audio" title={live.firstAudio} value={firstAudio} />
      <Tile name="stalls" title={live.stalls} value={shown(all.stalls)} isBad={all.stalls > 0} />
      <Tile
        name="refused"
        title={live.refused}
        value={shown(all.refused)}
        isBad={all.refused > 0}
      />
      <Tile name="failed" title={live.failed} value={shown(all.failed)} isBad={all.failed > 0} />
      {all.busy !== null && (
        <Tile
          name="codec"
          title={live.codec}
          value={`${shown(all.busy)} %`}
          hint={`${live.batch}: ${shown(all.batch)}`}
        />
      )}
    </div>
  );
}

/** Formats two times in milliseconds; in seconds if the longer one is at least 1 s. */
function durations(shortMs: number, longMs: number): string {
  if (longMs < 1000) return `${Math.round(shortMs)} / ${Math.round(longMs)} ms`;
  return `${(shortMs / 1000).toFixed(1)} / ${(longMs / 1000).toFixed(1)} s`;
}

interface TileProps {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly hint?: string;
  readonly isBad?: boolean;
}

function Tile({ name, title, value, hint = "", isBad = false }: TileProps) {
  return (
    <div class={`tile ${isBad ? "bad" : ""}`} data-tile={name}>
      <span>{title}</span>
      <b>{value}</b>
      <span>{hint}</span>
    </div>
  );
}

/** Whether each engine is ready, and the failures of its speech LM in the shown time. */
export function Engines({ sample }: { readonly sample: LoadSample }) {
  return (
    <section class="card engines">
      <h2>{live.engines}</h2>
      <ul>
        {sample.engines.map(({ id, unready, lmFailures, upstreams }) => (
          <li data-engine={id}>
            <b>{id}</b>: {unready ?? live.ready}
            {lmFailures !== null && `, ${live.lmFailures}: ${lmFailures}`}
            {upstreams.map(({ url, isUp }) => (
              <div>
                {url}: {isUp ? live.answers : live.isDown}
              </div>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
