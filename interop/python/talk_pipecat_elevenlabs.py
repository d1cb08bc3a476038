"""Speaks turns with Pipecat's ElevenLabs service on one socket of the server at argv[1], fed token by token."""

import asyncio
import sys
from importlib.metadata import version

from pipecat.frames.frames import EndFrame
from pipecat.services.elevenlabs.tts import ElevenLabsTTSService
from pipecat.services.tts_service import TextAggregationMode
from pipecat_turns import RATE, REPLY, run, turn


async def check(mode):
    service = ElevenLabsTTSService(
        api_key="any",
        url=sys.argv[1].replace("http", "ws"),
        sample_rate=RATE,
        text_aggregation_mode=mode,
        settings=ElevenLabsTTSService.Settings(voice="slt"),
    )
    task, sink, running = run(service)
    seconds, first = await turn(task, sink)
    words = [word.strip() for word, _ in sink.words]
    assert words == REPLY.split(), f"the words are {words}"
    times = [pts for _, pts in sink.words]
    assert times == sorted(times), f"times fall: {times}"
    await turn(task, sink, interrupt=True)
    await asyncio.sleep(0.3)
    again, _ = await turn(task, sink)
    assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
    await task.queue_frame(EndFrame())
    await running
    return f"{mode.value} {seconds:.2f} s, first audio after {first * 1000:.0f} ms"


async def main():
    figures = [await check(TextAggregationMode.SENTENCE), await check(TextAggregationMode.TOKEN)]
    print(f"pipecat-ai {version('pipecat-ai')}: {'; '.join(figures)}")


asyncio.run(main())
