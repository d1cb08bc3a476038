"""A turn that Pipecat's services speak, fed token by token as a model writes it."""

import asyncio
import re
import time
import warnings

from loguru import logger
from pipecat.frames.frames import (
    ErrorFrame,
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

logger.remove()
warnings.simplefilter("ignore")
REPLY = (
    "Of course, I can look that up for you. The next train to Ipoh leaves at nine, and it costs RM12.50. "
    "Would you like me to book a seat?"
)
TOKENS_PER_S = 50
RATE = 16000


class Sink(FrameProcessor):
    """Collects the audio and the words of a turn, and all errors."""

    def __init__(self):
        super().__init__()
        self.errors = []
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
        if isinstance(frame, ErrorFrame):
            self.errors.append(frame.error)
        await self.push_frame(frame, direction)


def run(service):
    """Runs a service. Returns the task that takes frames, the sink, and the run, which ends with an EndFrame."""
    sink = Sink()
    task = PipelineTask(Pipeline([service, sink]), params=PipelineParams(), idle_timeout_secs=None)
    return task, sink, asyncio.create_task(PipelineRunner(handle_sigint=False).run(task))


async def turn(task, sink, interrupt=False):
    """Speaks the reply; with `interrupt` only until there is audio. Returns the seconds of audio and the time from the first token to it."""
    sink.reset()
    await task.queue_frame(LLMFullResponseStartFrame())
    started = time.monotonic()
    for token in re.findall(r"\s*\S+", REPLY):
        await task.queue_frame(LLMTextFrame(token))
        await asyncio.sleep(1 / TOKENS_PER_S)
        if interrupt and sink.bytes > 0:
            await task.queue_frame(InterruptionFrame())
            return
    await task.queue_frame(LLMFullResponseEndFrame())
    await asyncio.wait_for(sink.stopped.wait(), 10)
    return sink.bytes / 2 / RATE, sink.first - started
