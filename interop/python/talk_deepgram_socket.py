"""Speaks with Deepgram's Python package on a socket of the server at argv[1]: turns, a clear, words and warnings."""

import sys
import time
from importlib.metadata import version

from deepgram import DeepgramClient
from deepgram.environment import DeepgramClientEnvironment
from deepgram.speak.v1.types import SpeakV1Clear, SpeakV1Close, SpeakV1Flush, SpeakV1Text

URL = sys.argv[1].replace("http", "ws")
REPLY = "Of course, I can look that up for you. The next train leaves at nine. "
environment = DeepgramClientEnvironment(base=sys.argv[1], production=URL, agent=URL, agent_rest=sys.argv[1])
client = DeepgramClient(api_key="any", environment=environment)


def receive(socket, last):
    """Returns the bytes of audio, the other messages, and the seconds until the first audio, up to a message `last`."""
    size, messages, first, started = 0, [], None, time.monotonic()
    while not messages or messages[-1].type != last:
        message = socket.recv()
        if isinstance(message, bytes):
            first = first or time.monotonic() - started
            size += len(message)
        else:
            messages.append(message)
    return size, messages, first


with client.speak.v1.connect(model="aura-2-thalia-en", encoding="linear16", sample_rate=16000) as socket:
    metadata = socket.recv()
    assert metadata.type == "Metadata" and metadata.model_name and metadata.model_uuid, metadata
    for word in REPLY.split(" "):
        socket.send_text(SpeakV1Text(text=word + " "))
    socket.send_flush(SpeakV1Flush(type="Flush"))
    size, messages, first = receive(socket, "Flushed")
    assert len(messages) == 1, messages
    socket.send_text(SpeakV1Text(text=REPLY * 20))
    socket.send_flush(SpeakV1Flush(type="Flush"))
    while not isinstance(socket.recv(), bytes):
        pass
    socket.send_clear(SpeakV1Clear(type="Clear"))
    cleared_after = time.monotonic()
    _, messages, _ = receive(socket, "Cleared")
    cleared_after = time.monotonic() - cleared_after
    assert len(messages) == 1 and cleared_after < 0.1, (messages, cleared_after)
    socket.send_text(SpeakV1Text(text=REPLY))
    socket.send_flush(SpeakV1Flush(type="Flush"))
    again, messages, _ = receive(socket, "Flushed")
    assert len(messages) == 1 and abs(again - size) < 9600, (messages, again, size)
    assert messages[0].sequence_id == 2, messages
    socket.send_flush(SpeakV1Flush(type="Nonsense"))
    warning = socket.recv()
    assert warning.type == "Warning" and "Nonsense" in warning.description, warning
    socket.send_close(SpeakV1Close(type="Close"))
print(
    f"deepgram-sdk {version('deepgram-sdk')}: {size / 32000:.2f} s, first audio after {first * 1000:.0f} ms, "
    f"cleared after {cleared_after * 1000:.0f} ms"
)
