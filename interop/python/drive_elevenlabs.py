"""Runs ElevenLabs' Python package against the server at argv[1]: audio, character times, voices, errors."""

import base64
import sys
from importlib.metadata import version

from elevenlabs import VoiceSettings
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError

TEXT = "Of course! \U0001f600 The *next* train leaves at 9:30, and it costs $12.90."
client = ElevenLabs(base_url=sys.argv[1], api_key="any")
speak = client.text_to_speech
# A voice of ElevenLabs, which their examples use.
voice = {"voice_id": "JBFqnCBsd6RMkjVDRZzb", "text": TEXT}

complete = b"".join(speak.convert(**voice, output_format="pcm_16000"))
assert b"".join(speak.stream(**voice, output_format="pcm_16000")) == complete, "the stream differs from the file"
mp3 = b"".join(speak.convert(**voice, model_id="eleven_multilingual_v2"))
assert mp3[:1] == b"\xff" or mp3[:3] == b"ID3", "the default is no mp3"
fast = b"".join(speak.convert(**voice, output_format="pcm_16000", voice_settings=VoiceSettings(speed=1.2)))
assert len(fast) < 0.9 * len(complete), "speed is ignored"

whole = speak.convert_with_timestamps(**voice, output_format="pcm_16000")
assert base64.b64decode(whole.audio_base_64) == complete, "the audio with times differs"
parts = list(speak.stream_with_timestamps(**voice, output_format="pcm_16000"))
assert b"".join(base64.b64decode(part.audio_base_64) for part in parts) == complete, "the streamed audio with times differs"
alignments = [part.alignment for part in parts if part.alignment]
for one in ([whole.alignment], alignments):
    assert "".join(char for each in one for char in each.characters) == TEXT, "the characters do not join to the text"
    starts = [time for each in one for time in each.character_start_times_seconds]
    ends = [time for each in one for time in each.character_end_times_seconds]
    assert starts == [0, *ends[:-1]], "the spans do not tile"
    assert abs(ends[-1] - len(complete) / 32000) < 0.06, "the last character does not end with the audio"

voices = client.voices.get_all().voices
page = client.voices.search()
assert [each.voice_id for each in page.voices] == [each.voice_id for each in voices], "the lists differ"
assert client.voices.get(voice_id=voices[0].voice_id).name == voices[0].name
try:
    list(speak.convert(voice_id="nobody", text=TEXT))
    raise AssertionError("an unknown voice succeeded")
except ApiError as error:
    assert error.status_code == 400 and error.body["detail"]["status"] == "unknown_voice", error.body
seconds = len(complete) / 32000
print(f"elevenlabs {version('elevenlabs')}: {seconds:.2f} s, {len(parts)} lines with times, {len(voices)} voices")
