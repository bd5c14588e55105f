/** What the bytes are by their content, e.g. `image/png`; undefined for what nobody knows. */
export async function mediaTypeOf(bytes: Buffer): Promise<string | undefined> {
  // Whoever never gets a file does without its memory.
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(bytes))?.mime;
}
