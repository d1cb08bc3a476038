"""Speaks turns with Pipecat's Deepgram service on one socket of the server at argv[1], fed token by token."""

import asyncio
import re
import sys
import time
import warnings
from importlib.metadata import version

from loguru import logger
from pipecat.frames.frames import (
    EndFrame,
    ErrorFrame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TTSAudioRawFrame,
    TTSStoppedFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.deepgram.tts import DeepgramTTSService

logger.remove()
warnings.simplefilter("ignore")
REPLY = (
    "Of course, I can look that up for you. The next train to Ipoh leaves at nine, and it costs RM12.50. "
    "Would you like me to book a seat?"
)
TOKENS_PER_S = 50
RATE = 16000


class Sink(FrameProcessor):
    """Counts the audio of a turn."""

    def __init__(self):
        super().__init__()
        self.errors = []
        self.reset()

    def reset(self):
        self.bytes, self.first, self.stopped = 0, None, asyncio.Event()

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.first = self.first or time.monotonic()
            self.bytes += len(frame.audio)
        if isinstance(frame, TTSStoppedFrame):
            self.stopped.set()
        if isinstance(frame, ErrorFrame):
            self.errors.append(frame.error)
        await self.push_frame(frame, direction)


async def turn(task, sink, interrupt=False):
    """Returns the seconds of audio and the time from the first token to it."""
    sink.reset()
    await task.queue_frame(LLMFullResponseStartFrame())
    started = time.monotonic()
    for token in re.findall(r"\s*\S+", REPLY):
        await task.queue_frame(LLMTextFrame(token))
        await asyncio.sleep(1 / TOKENS_PER_S)
        if interrupt and sink.bytes > 0:
            await task.queue_frame(InterruptionFrame())
            await asyncio.sleep(0.1)
            heard = sink.bytes
            await asyncio.sleep(0.3)
            assert sink.bytes == heard, "audio of the interrupted turn came later than 100 ms"
            return
    await task.queue_frame(LLMFullResponseEndFrame())
    await asyncio.wait_for(sink.stopped.wait(), 10)
    return sink.bytes / 2 / RATE, sink.first - started


async def main():
    service = DeepgramTTSService(
        api_key="any",
        base_url=sys.argv[1].replace("http", "ws"),
        sample_rate=RATE,
        settings=DeepgramTTSService.Settings(voice="slt"),
    )
    sink = Sink()
    task = PipelineTask(Pipeline([service, sink]), params=PipelineParams(), idle_timeout_secs=None)
    running = asyncio.create_task(PipelineRunner(handle_sigint=False).run(task))
    seconds, first = await turn(task, sink)
    await turn(task, sink, interrupt=True)
    for _ in range(2):
        again, _ = await turn(task, sink)
        assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
    await task.queue_frame(EndFrame())
    await running
    assert sink.errors == [], sink.errors
    print(f"pipecat-ai {version('pipecat-ai')}: {seconds:.2f} s, first audio after {first * 1000:.0f} ms")


asyncio.run(main())
