/** The body is not valid audio of its format. */
export class BadAudio extends Error {
  override readonly name = "BadAudio";
}
