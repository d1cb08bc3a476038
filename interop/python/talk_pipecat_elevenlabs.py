"""Speaks turns with Pipecat's ElevenLabs service on one socket of the server at argv[1], fed token by token."""

import asyncio
import re
import sys
import time
import warnings
from importlib.metadata import version

from loguru import logger
from pipecat.frames.frames import (
    EndFrame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TTSAudioRawFrame,
    TTSStoppedFrame,
    TTSTextFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.elevenlabs.tts import ElevenLabsTTSService
from pipecat.services.tts_service import TextAggregationMode

logger.remove()
warnings.simplefilter("ignore")
REPLY = (
    "Of course, I can look that up for you. The next train to Ipoh leaves at nine, and it costs RM12.50. "
    "Would you like me to book a seat?"
)
TOKENS_PER_S = 50


class Sink(FrameProcessor):
    """Collects the audio and the words of a turn."""

    def __init__(self):
        super().__init__()
        self.reset()

    def reset(self):
        self.bytes, self.words, self.first, self.stopped = 0, [], None, asyncio.Event()

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.first = self.first or time.monotonic()
            self.bytes += len(frame.audio)
        if isinstance(frame, TTSTextFrame):
            self.words.append((frame.text, frame.pts))
        if isinstance(frame, TTSStoppedFrame):
            self.stopped.set()
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
            await asyncio.sleep(0.3)
            return
    await task.queue_frame(LLMFullResponseEndFrame())
    await asyncio.wait_for(sink.stopped.wait(), 10)
    return sink.bytes / 2 / 16000, sink.first - started


async def check(mode):
    service = ElevenLabsTTSService(
        api_key="any",
        url=sys.argv[1].replace("http", "ws"),
        sample_rate=16000,
        text_aggregation_mode=mode,
        settings=ElevenLabsTTSService.Settings(voice="slt"),
    )
    sink = Sink()
    task = PipelineTask(Pipeline([service, sink]), params=PipelineParams(), idle_timeout_secs=None)
    running = asyncio.create_task(PipelineRunner(handle_sigint=False).run(task))
    seconds, first = await turn(task, sink)
    words = [word.strip() for word, _ in sink.words]
    assert words == REPLY.split(), f"the words are {words}"
    times = [pts for _, pts in sink.words]
    assert times == sorted(times), f"times fall: {times}"
    await turn(task, sink, interrupt=True)
    again, _ = await turn(task, sink)
    assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
    await task.queue_frame(EndFrame())
    await running
    return f"{mode.value} {seconds:.2f} s, first audio after {first * 1000:.0f} ms"


async def main():
    figures = [await check(TextAggregationMode.SENTENCE), await check(TextAggregationMode.TOKEN)]
    print(f"pipecat-ai {version('pipecat-ai')}: {'; '.join(figures)}")


asyncio.run(main())
