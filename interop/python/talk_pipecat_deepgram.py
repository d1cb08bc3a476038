"""Speaks turns with Pipecat's Deepgram service on one socket of the server at argv[1], fed token by token."""

import asyncio
import sys
from importlib.metadata import version

from pipecat.frames.frames import EndFrame
from pipecat.services.deepgram.tts import DeepgramTTSService
from pipecat_turns import RATE, run, turn


async def main():
    service = DeepgramTTSService(
        api_key="any",
        base_url=sys.argv[1].replace("http", "ws"),
        sample_rate=RATE,
        settings=DeepgramTTSService.Settings(voice="slt"),
    )
    task, sink, running = run(service)
    seconds, first = await turn(task, sink)
    await turn(task, sink, interrupt=True)
    await asyncio.sleep(0.1)
    heard = sink.bytes
    await asyncio.sleep(0.3)
    assert sink.bytes == heard, "audio of the interrupted turn came later than 100 ms"
    for _ in range(2):
        again, _ = await turn(task, sink)
        assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
    await task.queue_frame(EndFrame())
    await running
    assert sink.errors == [], sink.errors
    print(f"pipecat-ai {version('pipecat-ai')}: {seconds:.2f} s, first audio after {first * 1000:.0f} ms")


asyncio.run(main())
