import { useStore } from "../parts/store.ts";
import { TEXTS } from "../parts/texts.ts";
import { type Desk, type Side, SIDES } from "./desk.ts";
import type { Spoken } from "./spoken.ts";

const ms = (value: number | null): string =>
  value === null ? "\u2013" : `${Math.round(value)} ms`;

/** What the page measured of each side. */
export function Figures({ desk }: { readonly desk: Desk }) {
  const sides = { A: useStore(desk.sides.A), B: useStore(desk.sides.B) };
  const heard = useStore(desk.heardSide);
  const shown = SIDES.filter((side) => {
    const take = sides[side]?.take;
    return take !== undefined && (take.state === "speaking" || take.audioS > 0);
  });
  if (shown.length === 0) return null;
  const isPair = shown.length > 1;
  return (
    <div class="figures" aria-label={TEXTS.figures.label} role="group">
      {shown.map((side) => (
        <Row
          side={side}
          spoken={sides[side]!}
          isPair={isPair}
          isHeard={side === heard}
          desk={desk}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly side: Side;
  readonly spoken: Spoken;
  readonly isPair: boolean;
  readonly isHeard: boolean;
  readonly desk: Desk;
}

function Row({ side, spoken, isPair, isHeard, desk }: RowProps) {
  const { take, firstSoundMs, stalls, stalledMs } = spoken;
  const facts = [
    [TEXTS.figures.firstSound, ms(firstSoundMs)],
    [TEXTS.figures.firstBytes, ms(take.firstBytesMs)],
    [TEXTS.figures.complete, ms(take.completeMs)],
    [TEXTS.figures.length, `${take.audioS.toFixed(1)} s`],
    [TEXTS.figures.stalls, stalls === 0 ? "0" : `${stalls} (${ms(stalledMs)})`],
  ];
  return (
    <div class="row" data-side={side} data-state={take.state}>
      {isPair && (
        <button
          type="button"
          class="hear"
          aria-pressed={isHeard ? "true" : "false"}
          onClick={() => void desk.hear(side)}
        >
          {TEXTS.figures.hear(side, take.request.voice)}
        </button>
      )}
      <dl>
        {facts.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {take.unspoken > 0 && <p class="hint">{TEXTS.figures.unspoken(take.unspoken)}</p>}
    </div>
  );
}
