"""Speaks with the server at argv[1], tcp://host:port, as Home Assistant does, with the classes of PyPI's wyoming."""

import asyncio
import sys
import time
from importlib.metadata import version

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncClient
from wyoming.error import Error
from wyoming.info import Describe, Info
from wyoming.ping import Ping, Pong
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeStopped,
    SynthesizeVoice,
)

REPLY = "Of course! The next train leaves at nine, and it stops at every station on the way. Anything else?"


class Answer:
    """The audio of an answer, and when its first chunk came."""

    def __init__(self):
        self.pcm = b""
        self.rate = 0
        self.starts = 0
        self.stops = 0
        self.errors = []
        self.first = None

    def seconds(self):
        return len(self.pcm) / 2 / self.rate if self.rate else 0.0


async def read_answer(client, last):
    answer = Answer()
    while True:
        event = await asyncio.wait_for(client.read_event(), timeout=30)
        assert event is not None, "the server closed the connection"
        if AudioStart.is_type(event.type):
            start = AudioStart.from_event(event)
            assert (start.width, start.channels) == (2, 1), start
            answer.rate = start.rate
            answer.starts += 1
        elif AudioChunk.is_type(event.type):
            answer.first = answer.first or time.monotonic()
            answer.pcm += AudioChunk.from_event(event).audio
        elif AudioStop.is_type(event.type):
            answer.stops += 1
        elif Error.is_type(event.type):
            answer.errors.append(Error.from_event(event))
        if last.is_type(event.type):
            return answer


async def say(client, text, voice=None):
    await client.write_event(Synthesize(text=text, voice=voice).event())
    return await read_answer(client, AudioStop)


async def stream(client, pieces, voice=None, pause=0.02):
    """Sends a reply as Home Assistant does while a model writes it."""

    async def write():
        await client.write_event(SynthesizeStart(voice=voice).event())
        for piece in pieces:
            await client.write_event(SynthesizeChunk(piece).event())
            await asyncio.sleep(pause)
        await client.write_event(Synthesize("".join(pieces), voice=voice).event())
        await client.write_event(SynthesizeStop().event())
        return time.monotonic()

    writing = asyncio.create_task(write())
    answer = await read_answer(client, SynthesizeStopped)
    return answer, await writing


async def main(uri):
    async with AsyncClient.from_uri(uri) as client:
        await client.write_event(Describe().event())
        info = Info.from_event(await client.read_event())
        program = info.tts[0]
        assert program.installed and program.supports_synthesize_streaming, program
        names = [voice.name for voice in program.voices]
        assert names and all(v.languages and v.installed and v.attribution.name for v in program.voices)

        await client.write_event(Ping(text="hi").event())
        assert Pong.from_event(await client.read_event()).text == "hi"

        whole = await say(client, REPLY)
        assert (whole.starts, whole.stops, whole.errors) == (1, 1, []), vars(whole)
        other = await say(client, REPLY, SynthesizeVoice(name=names[-1]))
        english = await say(client, REPLY, SynthesizeVoice(language="en_US"))
        assert other.pcm != whole.pcm or len(names) == 1
        assert english.seconds() > 1

        pieces = [word + " " for word in REPLY.split(" ")]
        streamed, written = await stream(client, pieces)
        assert (streamed.starts, streamed.stops, streamed.errors) == (1, 1, [])
        assert streamed.first < written, "no audio before the text was complete"
        assert abs(streamed.seconds() - whole.seconds()) < 0.5, (streamed.seconds(), whole.seconds())

        wrong = await say(client, REPLY, SynthesizeVoice(name="nobody"))
        assert wrong.errors and names[0] in wrong.errors[0].text, vars(wrong)
        empty, _ = await stream(client, [])
        assert empty.pcm == b"" and empty.errors == []
        again = await say(client, REPLY)
        assert again.pcm == whole.pcm, "the same text sounds different"

    async def one():
        async with AsyncClient.from_uri(uri) as client:
            answer = await say(client, REPLY)
            return answer.pcm == whole.pcm

    assert all(await asyncio.gather(*(one() for _ in range(8)))), "concurrent answers differ"
    print(
        f"wyoming {version('wyoming')}: {len(names)} voices, {whole.seconds():.2f} s whole, {streamed.seconds():.2f} s streamed with the first audio "
        f"{(written - streamed.first) * 1000:.0f} ms before the end of the text, 8 at once, an unknown voice is an error"
    )


asyncio.run(main(sys.argv[1]))
